/// A tool call whose arguments do not fit the parameters that its own record declares.
struct ToolArguments: ExampleRule {
  static let id = "tool-arguments"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.tool_arguments_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .toolArgumentsViolate {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "correct the call or the schema: a model that learns this writes calls that the program behind it refuses"
      )
    }
  }
}
