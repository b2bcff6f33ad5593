/// An example that repeats an earlier one but for case, white space, punctuation and compatibility forms.
struct NormalizedDuplicate: CorpusRule {
  static let id = "normalized-duplicate"
  static let group = RuleGroup.duplicates
  static var page: [UInt8] { PackageResources.normalized_duplicate_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    DuplicateReport("repeats, but for case, spacing and punctuation,")
      .report(corpus.duplicates.normalized, corpus, into: &findings)
  }
}
