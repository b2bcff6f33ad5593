/// Texts: strings and content parts, unescaped into the batch.
extension ExampleReader {
  /// Appends a value's text: a string unescaped, an array of content parts joined by newlines, anything else as it is
  /// spelled.
  mutating func appendContent(
    _ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let node = tape[i]
    switch node.tag {
    case .string: appendString(node, line, batch)
    case .array:
      var part = tape.firstChild(i)
      while part < tape.next(i) {
        appendPart(part, &turn, line, batch)
        part = tape.next(part)
      }
    case .object:
      if !turn.flags.contains(.isField) { note(.wrongContentType, i, line, batch, turn: turn.index) }
      batch.text.append(line + node.offset, count: node.length)
    case .number, .true, .false:
      if !turn.flags.contains(.isField) { note(.wrongContentType, i, line, batch, turn: turn.index) }
      batch.text.append(line + node.offset, count: node.length)
    case .null: break
    }
  }

  mutating func appendPart(
    _ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let part = tape[i]
    if batch.text.count > Int(turn.textStart) { batch.text.append(UInt8(ascii: "\n")) }
    guard part.tag == .object else {
      if !turn.flags.contains(.isField) { note(.barePart, i, line, batch, turn: turn.index) }
      if part.tag == .string {
        appendString(part, line, batch)
      } else {
        batch.text.append(line + part.offset, count: part.length)
      }
      return
    }
    var kind = PartKind.untyped
    var holdsObject = false
    var text: JSONNode?
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      let value = tape[key.next]
      switch keys.name(of: line + key.offset, count: key.length) {
      case .text, .thinking, .refusal:
        if value.tag == .string { appendString(value, line, batch) }
      case .functionCall, .toolUse:
        turn.flags.insert(.hasToolCalls)
        batch.text.append(line + value.offset, count: value.length)
        readCallPart(key.next, turn.index, line, batch)
      case .functionResponse, .toolResult:
        batch.text.append(line + value.offset, count: value.length)
        noteResultPart(key.next, turn.index, line)
      case .value where value.tag == .string: text = value
      case .type: kind = PartKind(value, line)
      default: holdsObject = holdsObject || value.tag == .object
      }
      node = value.next
    }
    switch kind {
    case .call:
      turn.flags.insert(.hasToolCalls)
      batch.text.append(line + part.offset, count: part.length)
      readCallPart(i, turn.index, line, batch)
    case .result:
      batch.text.append(line + part.offset, count: part.length)
      noteResultPart(i, turn.index, line)
    case .media, .untyped:
      // An image, a file or the like: what it holds is not text.
      guard kind == .media || holdsObject else { break }
      turn.flags.insert(.hasMedia)
      noteExtra(i, line)
    case .text:
      // LLaMA-Factory's parts have their text under `value`.
      if let text { appendString(text, line, batch) }
    }
  }

  /// What the `type` of a content part says. Gemini's and Nova's parts have none.
  enum PartKind {
    case untyped, text, call, result, media

    init(_ type: JSONNode, _ line: UnsafePointer<UInt8>) {
      guard type.tag == .string else {
        self = .untyped
        return
      }
      func says(_ word: StaticString) -> Bool { JSONText.equals(type, line, word) }
      let isText = says("text") || says("input_text") || says("output_text") || says("reasoning")
      if isText || says("thinking") || says("refusal") {
        self = .text
      } else if says("tool_use") || says("tool_call") || says("function_call") {
        self = .call
      } else {
        self = says("tool_result") ? .result : .media
      }
    }
  }

  func appendString(_ node: JSONNode, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    batch.text.reserve(node.length)
    batch.text.count += JSONText.unescape(node, line, into: batch.text.bytes + batch.text.count)
  }

  /// Closes a turn: its text's length, and whether there is anything to see in it.
  func close(_ turn: inout Turn, _ batch: Batch) {
    // Checked: a map that names a gigabyte of text twice makes more of it than offsets can reach.
    turn.textCount = Int32(batch.text.count) - turn.textStart
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    if Blankness.isBlank(text), !turn.flags.contains(.hasMedia) { turn.flags.insert(.isBlank) }
  }
}
