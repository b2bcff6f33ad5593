/// Turns in an order that no chat template renders: system not first, assistant first, tool out of place.
struct RoleOrder: ExampleRule {
  static let id = "role-order"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.role_order_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.isExample && row.turnCount > 0 {
      let turns = batch.turns(of: row)
      guard let fault = fault(turns) else { continue }
      findings.add(
        batch, i, offset: fault.turn.offset, message: fault.message,
        hint: "the order is: system (optional), user, assistant, user, assistant, …")
    }
  }

  /// The first turn that is out of order, with what is wrong.
  private func fault(_ turns: ArraySlice<Turn>) -> (turn: Turn, message: String)? {
    var last: Turn?
    for turn in turns where !turn.flags.contains(.isField) {
      switch turn.role {
      case .system where last != nil:
        return (turn, "turn \(turn.index + 1) is a system message behind other turns, expected it first")
      case .assistant where last == nil || last?.role == .system:
        // An answer that stands alone follows a prompt in a field of its own.
        if !turns.contains(where: { $0.side == .prompt && $0.offset != turn.offset && $0.flags.contains(.isField) }),
          turn.side == .answer,
          !turns.prefix(while: { $0.offset != turn.offset }).contains(where: { $0.side == .prompt })
        {
          return (turn, "the assistant speaks first, expected a user turn before it")
        }
      case .tool where !follows(last):
        return (turn, "turn \(turn.index + 1) is a tool result without a tool call before it")
      default: break
      }
      if turn.role != .unknown { last = turn }
    }
    return nil
  }

  private func follows(_ last: Turn?) -> Bool {
    guard let last else { return false }
    return last.role == .tool || last.role == .assistant && last.flags.contains(.hasToolCalls)
  }
}
