/// A call of a function that the record does not declare among its tools.
struct UndeclaredTool: ExampleRule {
  static let id = "undeclared-tool"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.undeclared_tool_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .undeclaredTool {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "declare the function, or correct its name: a model that learns this calls what is not there")
    }
  }
}
