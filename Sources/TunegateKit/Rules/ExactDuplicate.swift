/// An example that repeats an earlier one: same turns and tools, whatever the key order, spacing and other fields.
struct ExactDuplicate: CorpusRule {
  static let id = "exact-duplicate"
  static let group = RuleGroup.duplicates
  static var page: [UInt8] { PackageResources.exact_duplicate_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    DuplicateReport("repeats").report(corpus.duplicates.exact, corpus, into: &findings)
  }
}
