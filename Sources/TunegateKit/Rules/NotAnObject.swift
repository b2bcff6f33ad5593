/// A line that is JSON, but not an object.
struct NotAnObject: ExampleRule {
  static let id = "not-an-object"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.not_an_object_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .notAnObject {
      let row = batch.rows[Int(note.row)]
      let line = batch.excerpt(row, offset: 0, length: Int(row.length), limit: 40)
      findings.add(
        batch, Int(note.row), offset: note.offset, message: "the line is `\(line)`, expected a JSON object",
        hint: hint(line))
    }
  }

  private func hint(_ line: String) -> String {
    if line.hasPrefix("\"{") { return "the record was encoded twice: decode it once, jq -c fromjson FILE" }
    if line.hasPrefix("[") { return "write each element on a line of its own: jq -c '.[]' FILE" }
    return "write each example as one {…} on a line of its own"
  }
}
