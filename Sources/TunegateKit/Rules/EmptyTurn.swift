/// A turn without anything to see in it; a tool call counts as something.
struct EmptyTurn: ExampleRule {
  static let id = "empty-turn"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.empty_turn_md }
  static var isRemovedByDefault: Bool { true }

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

  /// A prompt in a field of its own that is one punctuation mark, once or several times: `?`, `-`, `...`. In a
  /// conversation that can be a turn, and two different marks can be a face.
  private func isOnlyPunctuation(_ turn: Turn, _ batch: Batch) -> Bool {
    guard turn.side == .prompt, turn.flags.contains(.isField), turn.textCount > 0, turn.textCount <= 8 else {
      return false
    }
    let start = Int(turn.textStart)
    let bytes = (start..<start + Int(turn.textCount)).map { batch.text[$0] }.filter { $0 > 0x20 }
    guard let mark = bytes.first, "?!.,-_*~/".utf8.contains(mark) else { return false }
    return bytes.allSatisfy { $0 == mark }
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
