/// A tool call that cannot be read as one: no function name, or arguments that are not a JSON object.
struct BrokenToolCall: ExampleRule {
  static let id = "broken-tool-call"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.broken_tool_call_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .badToolArguments || note.kind == .badToolCall {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: message(note, batch),
        hint: note.kind == .badToolCall
          ? "name the function and its arguments as the format of the set has them, such as "
            + "{\"function\": {\"name\": \"…\", \"arguments\": \"{…}\"}}"
          : "write {} for no arguments; a model that learns this writes calls that no program can read")
    }
  }

  private func message(_ note: Note, _ batch: Batch) -> String {
    if note.detail >= 0 { return batch.details[Int(note.detail)] }
    let found = batch.excerpt(
      batch.rows[Int(note.row)], offset: Int(note.offset), length: Int(note.length), limit: 40)
    if note.kind == .badToolCall { return "the tool call is `\(found)`, expected an object that names a function" }
    let what = found.isEmpty ? "empty" : "`\(found)`"
    return "the tool call's arguments are \(what), expected a JSON object or its text"
  }
}
