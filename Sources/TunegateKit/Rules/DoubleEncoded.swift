/// A conversation that is a JSON text instead of an array.
struct DoubleEncoded: ExampleRule {
  static let id = "double-encoded"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.double_encoded_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .doubleEncoded {
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the conversation is a string that holds JSON, expected an array of turns",
        hint: "decode it once: jq -c '\(path(note, batch)) |= fromjson' FILE")
    }
  }

  private func path(_ note: Note, _ batch: Batch) -> String {
    batch.pointer(batch.rows[Int(note.row)], offset: Int(note.offset)).replacing("/", with: ".")
  }
}
