/// A split with another number of examples than the data set's card declares.
struct DeclaredCountMismatch: CorpusRule {
  static let id = "declared-count-mismatch"
  static let group = RuleGroup.files
  static var page: [UInt8] { PackageResources.declared_count_mismatch_md }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    for declared in corpus.files.declaredCounts where isOnly(declared, in: corpus.files.declaredCounts) {
      let sources = corpus.sources.indices.filter { isOf(declared, corpus.sources[$0]) }
      // A split that is not among the PATHs cannot be counted.
      guard let first = sources.first else { continue }
      let found = sources.reduce(0) { $0 + corpus.index.rows(ofSource: $1).count }
      guard found != declared.examples else { continue }
      findings.add(
        at: Place(source: first, line: 0),
        message: "the split \(declared.split) has \(found) records, but \(declared.card) declares \(declared.examples)",
        hint: "fetch the rest, or correct the card")
    }
  }

  /// A split that several configurations declare cannot be told from the file names.
  private func isOnly(_ declared: DeclaredCount, in all: [DeclaredCount]) -> Bool {
    !all.contains { $0.folder == declared.folder && $0.configuration != declared.configuration }
  }

  private func isOf(_ declared: DeclaredCount, _ source: Source) -> Bool {
    source.split == declared.split && (declared.folder == "." || source.path.hasPrefix(declared.folder + "/"))
  }
}
