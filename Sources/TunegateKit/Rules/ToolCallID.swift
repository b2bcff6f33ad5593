/// The id of a tool call that stands twice, or of a result that answers none.
struct ToolCallID: ExampleRule {
  static let id = "tool-call-id"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.tool_call_id_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badToolCallID {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "give each call an id of its own, and each result the id of its call")
    }
  }
}
