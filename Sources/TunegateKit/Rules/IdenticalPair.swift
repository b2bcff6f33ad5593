/// A preference pair whose two answers are the same.
struct IdenticalPair: ExampleRule {
  static let id = "identical-pair"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.identical_pair_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for pair in batch.pairs where pair.likeness != .different {
      findings.add(
        batch, Int(pair.row), offset: pair.offset,
        message: pair.likeness == .exact
          ? "the rejected answer is the chosen one, expected another"
          : "the rejected answer is the chosen one but for white space or the case of letters, expected another",
        hint: "remove the example: there is nothing to prefer")
    }
  }
}
