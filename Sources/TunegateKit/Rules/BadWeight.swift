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
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "weight is `\(weight)`, expected 0 or 1 on an assistant turn",
        hint: "providers reject other weights, and weights on other turns")
    }
  }
}
