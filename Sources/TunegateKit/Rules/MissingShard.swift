/// A shard that the others' names promise and that is not there.
struct MissingShard: CorpusRule {
  static let id = "missing-shard"
  static let group = RuleGroup.files
  static var page: [UInt8] { PackageResources.missing_shard_md }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    for family in corpus.files.missingShards {
      let shown = family.missing.prefix(5).map { family.family.path(index: $0) }.joined(separator: ", ")
      let source = corpus.sources.firstIndex { $0.shard?.family == family.family } ?? -1
      findings.add(
        at: Place(source: source, line: 0),
        message: "\(family.missingCount) of the \(family.count) shards that \(family.family.name) promises "
          + "\(family.missingCount == 1 ? "is" : "are") missing, expected \(shown)"
          + (family.missingCount > 5 ? ", …" : ""),
        hint: "fetch the missing shards, or rename the ones that are meant to be all")
    }
  }
}
