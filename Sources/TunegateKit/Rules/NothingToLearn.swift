/// An example in which no token would be trained.
struct NothingToLearn: ExampleRule {
  static let id = "nothing-to-learn"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.nothing_to_learn_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample && row.shape.hasAnswer {
      let turns = batch.turns(of: row)
      let first = turns.firstIndex { $0.side == .answer }
      guard let first else {
        // A role that nobody knows may be the assistant's, and has its own finding.
        guard !turns.contains(where: { $0.role == .unknown }) else { continue }
        findings.add(
          batch, i, message: "the example has no turn of the assistant, expected one to learn from",
          hint: "add the answer, or remove the example: trainers drop it silently or train on nothing")
        continue
      }
      if turns.allSatisfy({ $0.side != .answer || $0.flags.contains(.hasZeroWeight) }) {
        findings.add(
          batch, i, offset: turns[first].offset,
          message: "every assistant turn has weight 0, expected one to learn from",
          hint: "give at least one assistant turn weight 1, or remove the example")
      }
    }
  }
}
