/// Turns in an order that no chat template renders: system not first, assistant first, tool out of place.
struct RoleOrder: ExampleRule {
  static let id = "role-order"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.role_order_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample {
      guard let fault = fault(row, batch) else { continue }
      findings.add(
        batch, i, offset: fault.turn.offset, message: fault.message,
        hint: "the order is: system (optional), user, assistant, user, assistant, …")
    }
  }

  /// The first turn that is out of order, with what is wrong. Fields such as `prompt` are no messages, but a prompt in
  /// a field of its own comes before the assistant's first message all the same.
  private func fault(_ row: Row, _ batch: Batch) -> (turn: Turn, message: String)? {
    var last: Turn?
    var isAsked = false
    for turn in batch.turns(of: row) {
      let isMessage = !turn.flags.contains(.isField)
      if isMessage {
        if let message = complaint(turn, behind: last, isAsked: isAsked, row, batch) { return (turn, message) }
        last = turn
      }
      isAsked = isAsked || turn.side == .prompt
    }
    return nil
  }

  private func complaint(_ turn: Turn, behind last: Turn?, isAsked: Bool, _ row: Row, _ batch: Batch) -> String? {
    switch turn.role {
    case .system where last?.role == .system:
      "turn \(turn.index + 1) is a second system message, expected at most one"
    case .system where last != nil:
      "turn \(turn.index + 1) is a system message behind other turns, expected it first"
    case .assistant where !isAsked && turn.side != .rejected:
      "the assistant speaks first, expected a user turn before it"
    case .tool where !mayAnswer(last, row, batch):
      "turn \(turn.index + 1) is a tool result, expected a tool call before it"
    default: nil
    }
  }

  /// Whether a tool result may stand behind `last`: a call, another result, or a turn of a role that nobody knows.
  private func mayAnswer(_ last: Turn?, _ row: Row, _ batch: Batch) -> Bool {
    guard let last else { return false }
    switch last.role {
    case .tool, .unknown: return true
    case .system, .user: return false
    case .assistant:
      if last.flags.contains(.hasToolCalls) || row.shape == .shareGPT { return true }
      // Some sets write the call into the text, as the chat template will.
      let text = batch.string(last)
      return RoleOrder.callMarks.contains { text.contains($0) }
    }
  }

  private static let callMarks = ["<tool_call>", "<function", "[TOOL_CALLS]", "<|python_tag|>"]
}
