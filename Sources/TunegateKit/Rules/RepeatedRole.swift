/// Two turns of one speaker in a row, which some trainers refuse and others join.
struct RepeatedRole: ExampleRule {
  static let id = "repeated-role"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.repeated_role_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.turnCount > 1 {
      var last = Role.unknown
      for turn in batch.turns(of: row) where !turn.flags.contains(.isField) && turn.side != .rejected {
        if turn.role == last, turn.role == .user || turn.role == .assistant {
          findings.add(
            batch, i, offset: turn.offset,
            message: "turn \(turn.index + 1) is the \(turn.role.name)'s like the one before it, "
              + "expected user and assistant in turn",
            hint: "join the two turns, or look for a turn that was lost between them")
          break
        }
        last = turn.role
      }
    }
  }
}
