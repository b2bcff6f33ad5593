/// A turn without anything to see in it; a tool call counts as something.
struct EmptyTurn: ExampleRule {
  static let id = "empty-turn"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.empty_turn_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample {
      for turn in batch.turns(of: row) where isEmpty(turn) || isOnlyPunctuation(turn, batch) {
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

  /// A prompt in a field of its own that holds only ASCII punctuation. In a conversation `?` can be a turn, and the
  /// rest of Unicode has too many signs that say something.
  private func isOnlyPunctuation(_ turn: Turn, _ batch: Batch) -> Bool {
    guard turn.side == .prompt, turn.flags.contains(.isField), turn.textCount > 0, turn.textCount <= 8 else {
      return false
    }
    let start = Int(turn.textStart)
    return (start..<start + Int(turn.textCount)).allSatisfy { at in
      let byte = batch.text[at]
      return byte < 0x80 && !(byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) && !(byte >= 0x30 && byte <= 0x39)
    }
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
        turn.textCount == 0
          ? "empty"
          : turn.flags.contains(.isBlank)
            ? "nothing but white space and invisible characters" : "nothing but punctuation"
      }
    return "\(what)\(turnName) is \(state), expected a text"
  }
}
