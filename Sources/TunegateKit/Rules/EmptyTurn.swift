/// A turn without anything to see in it; a tool call counts as something.
struct EmptyTurn: ExampleRule {
  static let id = "empty-turn"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.empty_turn_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample {
      for turn in batch.turns(of: row) where isEmpty(turn) {
        findings.add(
          batch, i, offset: isAbsent(turn) ? nil : turn.offset, message: message(turn),
          hint: turn.side == .answer
            ? "write the answer or remove the example: it teaches the model to say nothing"
            : "write the text or remove the example")
        break
      }
    }
  }

  private func isEmpty(_ turn: Turn) -> Bool {
    turn.flags.contains(.isBlank) && !turn.flags.contains(.hasToolCalls) && turn.role != .system && turn.role != .tool
  }

  /// A field that the shape asks for and the record does not have.
  private func isAbsent(_ turn: Turn) -> Bool { turn.offset == 0 && turn.flags.contains([.isField, .hasNoContent]) }

  private func message(_ turn: Turn) -> String {
    let what = turn.side == .prompt ? "the prompt" : turn.side == .rejected ? "the rejected answer" : "the answer"
    let turnName = turn.index >= 0 ? " (turn \(turn.index + 1))" : ""
    let state =
      if isAbsent(turn) {
        "missing"
      } else if turn.flags.contains(.hasNoContent) {
        "null"
      } else {
        turn.textCount == 0 ? "empty" : "nothing but white space and invisible characters"
      }
    return "\(what)\(turnName) is \(state), expected a text"
  }
}
