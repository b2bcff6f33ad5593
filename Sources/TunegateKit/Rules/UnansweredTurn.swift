/// A conversation that ends with the user: nothing is learned from its last turn, and some trainers drop the example.
struct UnansweredTurn: ExampleRule {
  static let id = "unanswered-turn"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.unanswered_turn_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample && row.shape.hasAnswer {
      let turns = batch.turns(of: row)
      // An answer in a field of its own, none at all, or one before any question is for other rules.
      guard let last = turns.last, !last.flags.contains(.isField), last.role == .user || last.role == .tool,
        turns.contains(where: { $0.side == .answer }), turns.first(where: { $0.side != .context })?.side == .prompt
      else { continue }
      findings.add(
        batch, i, offset: last.offset,
        message: "the last turn is the \(last.role == .tool ? "tool" : "user")'s, expected the assistant's",
        hint: "remove the last turn, or add its answer: some trainers drop the whole example")
    }
  }
}
