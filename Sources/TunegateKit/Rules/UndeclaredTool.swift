/// A call of a function that the record does not declare among its tools.
struct UndeclaredTool: ExampleRule {
  static let id = "undeclared-tool"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.undeclared_tool_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .undeclaredTool {
      let row = batch.rows[Int(note.row)]
      let name = batch.excerpt(row, offset: Int(note.offset), length: Int(note.length))
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the call is of `\(name)`, expected one of the functions that the record declares in its tools",
        hint: "declare the function, or correct its name: a model that learns this calls what is not there")
    }
  }
}
