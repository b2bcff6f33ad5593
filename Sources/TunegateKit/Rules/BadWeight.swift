/// A `weight` that is not 0 or 1, or not on an assistant turn.
struct BadWeight: ExampleRule {
  static let id = "bad-weight"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.bad_weight_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badWeight {
      let row = batch.rows[Int(note.row)]
      let weight = batch.excerpt(row, offset: Int(note.offset), length: Int(note.length), limit: 20)
      let turn = batch.turns(of: row).last { $0.offset <= note.offset && $0.index == note.turn }
      let role = turn?.role ?? .assistant
      let isMisplaced = role != .assistant && role != .unknown
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: isMisplaced
          ? "turn \(note.turn + 1), the \(role.name)'s, has the weight `\(weight)`, "
            + "expected weights on assistant turns alone"
          : "the weight of turn \(note.turn + 1) is `\(weight)`, expected 0 or 1",
        hint: isMisplaced
          ? "remove it: only the assistant's turns are trained on"
          : "write 1 to train on the turn, 0 to leave it out: providers take no other number")
    }
  }
}
