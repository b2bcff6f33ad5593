/// A line that is JSON, but not an object.
struct NotAnObject: ExampleRule {
  static let id = "not-an-object"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.not_an_object_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .notAnObject {
      let row = batch.rows[Int(note.row)]
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the line is `\(batch.excerpt(row, offset: Int(note.offset), length: Int(note.length), limit: 40))`, "
          + "expected a JSON object",
        hint: "write each example as one {…} on a line of its own")
    }
  }
}
