/// Holds tool calls against the functions that their own record declares.
extension ExampleReader {
  /// Looks the record's tools up, and notes schemas that are none. Without any, calls are not judged.
  mutating func readTools(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    tools = nil
    callIDs.removeAll(keepingCapacity: true)
    for key in [KeyName.tools, .functions] {
      guard let i = value(key), tape.tag(i) == .array, tape.firstChild(i) < tape.next(i) else { continue }
      let set = toolSets.set(tape, i, line)
      tools = set
      for broken in set.broken {
        note(
          .badToolSchema, offset: tape[i].offset + broken.offset, length: broken.length, batch,
          detail: "the parameters of `\(broken.function)` are no JSON Schema: \(broken.reason)")
      }
      return
    }
  }

  /// A call of the function named by node `name`. Arguments that are a string were parsed to `argumentTape` from the
  /// arena's byte `start`.
  mutating func judgeCall(
    _ name: Int, _ arguments: Int?, parsedFrom start: Int?, _ turn: Int32, _ line: UnsafePointer<UInt8>,
    _ batch: Batch
  ) {
    guard let tools else { return }
    let node = tape[name]
    let spelling = UnsafeBufferPointer(start: line + node.offset, count: node.length)
    guard let function = tools.function(named: spelling) else {
      note(.undeclaredTool, name, line, batch, turn: turn)
      return
    }
    guard let schema = function.parameters, let arguments else { return }
    let isValid: Bool
    if let start {
      isValid = schema.isValid(argumentTape, 0, UnsafePointer(batch.text.bytes + start), &schemaScratch)
    } else if tape.tag(arguments) == .object {
      isValid = schema.isValid(tape, arguments, line, &schemaScratch)
    } else {
      return
    }
    if isValid { return }
    let text =
      start.map { Array(UnsafeBufferPointer(start: batch.text.bytes + $0, count: batch.text.count - $0)) }
      ?? Array(UnsafeBufferPointer(start: line + tape[arguments].offset, count: tape[arguments].length))
    let error = schema.errors(in: text, limit: 1).first
    let place = error.map { $0.instanceLocation.isEmpty ? "" : "\($0.instanceLocation): " } ?? ""
    note(
      .toolArgumentsViolate, offset: tape[arguments].offset, length: tape[arguments].length, batch, turn: turn,
      detail: "the call of `\(String(decoding: spelling, as: UTF8.self))` does not fit its parameters: "
        + place + (error?.message ?? "it could not be judged"))
  }

  /// The `id` of a call: once in a conversation.
  mutating func noteCallID(_ i: Int?, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let i, tape.tag(i) == .string else { return }
    let id = Fingerprint.of(line + tape[i].offset, count: tape[i].length, seed: 6)
    if callIDs.contains(id) {
      note(
        .badToolCallID, offset: tape[i].offset, length: tape[i].length, batch, turn: turn,
        detail: "the id of the tool call stands twice")
    }
    callIDs.append(id)
  }

  /// The `tool_call_id` of a result: that of an earlier call.
  func noteResultID(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard tape.tag(i) == .string, !callIDs.isEmpty else { return }
    let id = Fingerprint.of(line + tape[i].offset, count: tape[i].length, seed: 6)
    if !callIDs.contains(id) {
      note(
        .badToolCallID, offset: tape[i].offset, length: tape[i].length, batch, turn: turn,
        detail: "the tool result answers an id that no call before it has")
    }
  }

  private func note(
    _ kind: Note.Kind, offset: Int, length: Int, _ batch: Batch, turn: Int32 = -1, detail: String
  ) {
    var note = Note(
      row: Int32(truncatingIfNeeded: batch.rows.count), kind: kind, turn: turn,
      offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: length))
    note.detail = Int32(truncatingIfNeeded: batch.details.count)
    batch.details.append(detail)
    batch.notes.append(note)
  }
}
