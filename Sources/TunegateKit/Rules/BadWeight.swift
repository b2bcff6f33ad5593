/// A `weight` that is not 0 or 1, or not on an assistant turn.
struct BadWeight: ExampleRule {
  static let id = "bad-weight"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.bad_weight_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badWeight {
      // Where the role is unknown, that is the fault.
      let isMisplaced = note.role != .assistant && note.role != .unknown
      findings.add(
        batch, Int(note.row), offset: note.offset, message: message(note, isMisplaced, batch),
        hint: isMisplaced
          ? "remove it: only the assistant's turns are trained on"
          : "write 1 to train on the turn, 0 to leave it out: providers take no other number")
    }
  }

  private func message(_ note: Note, _ isMisplaced: Bool, _ batch: Batch) -> String {
    let weight = batch.excerpt(
      batch.rows[Int(note.row)], offset: Int(note.offset), length: Int(note.length), limit: 20)
    return isMisplaced
      ? "turn \(note.turn + 1), the \(note.role.name)'s, has the weight `\(weight)`, "
        + "expected weights on assistant turns alone"
      : "the weight of turn \(note.turn + 1) is `\(weight)`, expected 0 or 1"
  }
}
