/// Tool arguments that are not a JSON object.
struct BrokenToolCall: ExampleRule {
  static let id = "broken-tool-call"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.broken_tool_call_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badToolArguments {
      let row = batch.rows[Int(note.row)]
      let found = batch.excerpt(row, offset: Int(note.offset), length: Int(note.length), limit: 40)
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the tool call's arguments are `\(found)`, expected the text of a JSON object",
        hint: "a model that learns this writes calls that no program can read")
    }
  }
}
