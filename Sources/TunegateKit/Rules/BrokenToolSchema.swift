/// Tools that cannot be read, and parameters that are not a JSON Schema.
struct BrokenToolSchema: ExampleRule {
  static let id = "broken-tool-schema"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.broken_tool_schema_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badToolSchema {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "declare each function once, its parameters in JSON Schema: the types are string, number, integer, "
          + "boolean, object, array, null")
    }
  }
}
