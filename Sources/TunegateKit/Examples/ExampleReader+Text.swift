/// Texts: strings, content parts, tool calls, unescaped into the batch.
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
      case .functionResponse, .toolResult:
        batch.text.append(line + value.offset, count: value.length)
      case .type: kind = PartKind(value, line)
      default: holdsObject = holdsObject || value.tag == .object
      }
      node = value.next
    }
    switch kind {
    case .call, .result:
      if kind == .call { turn.flags.insert(.hasToolCalls) }
      batch.text.append(line + part.offset, count: part.length)
    case .media, .untyped:
      // An image, a file or the like: what it holds is not text.
      guard kind == .media || holdsObject else { break }
      turn.flags.insert(.hasMedia)
      noteExtra(i, line)
    case .text: break
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
      if says("text") || says("input_text") || says("output_text") || says("thinking") || says("refusal") {
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

  // MARK: - Tool calls

  mutating func readCalls(
    _ message: Message, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    if message.legacyCall >= 0 {
      turn.flags.insert(.hasToolCalls)
      readCall(message.legacyCall, turn.index, line, batch)
    }
    let calls = message.calls
    guard calls >= 0 else { return }
    guard tape.tag(calls) == .array else {
      turn.flags.insert(.hasToolCalls)
      note(.badToolCall, calls, line, batch, turn: turn.index)
      return
    }
    var call = tape.firstChild(calls)
    if call < tape.next(calls) { turn.flags.insert(.hasToolCalls) }
    while call < tape.next(calls) {
      readCall(call, turn.index, line, batch)
      call = tape.next(call)
    }
  }

  /// A call, or the `function` inside it: appends `name arguments`, so that two spellings of a call compare equal.
  mutating func readCall(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard tape.tag(i) == .object else {
      note(.badToolCall, i, line, batch, turn: turn)
      return
    }
    var function = i
    if let inner = member(.function, of: i, line), tape.tag(inner) == .object { function = inner }
    guard let name = member(.name, of: function, line), tape.tag(name) == .string, tape[name].length > 0 else {
      note(.badToolCall, i, line, batch, turn: turn)
      return
    }
    batch.text.append(UInt8(ascii: "\n"))
    batch.text.append(line + tape[name].offset, count: tape[name].length)
    let arguments = member(.arguments, of: function, line)
    let start = arguments.flatMap { appendArguments($0, turn, line, batch) }
    judgeCall(name, arguments, parsedFrom: start, turn, line, batch)
    noteCallID(member(.id, of: i, line), turn, line, batch)
  }

  /// Returns where the arguments' own text begins in the arena, when they are a string that holds an object; the
  /// object is on `argumentTape` then.
  mutating func appendArguments(
    _ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) -> Int? {
    let node = tape[i]
    batch.text.append(UInt8(ascii: " "))
    let start = batch.text.count
    var isObject = node.tag == .object
    if node.tag == .string {
      batch.text.reserve(node.length + Slab.tail)
      batch.text.count += JSONText.unescape(node, line, into: batch.text.bytes + start)
      isObject = parses(batch.text, from: start)
    } else {
      batch.text.append(line + node.offset, count: node.length)
    }
    if !isObject { note(.badToolArguments, i, line, batch, turn: turn) }
    return isObject && node.tag == .string ? start : nil
  }

  /// True when the arena's bytes from `start` are one JSON object, as tool arguments have to be.
  mutating func parses(_ text: ByteArena, from start: Int) -> Bool {
    argumentTape.accept(text.bytes + start, count: text.count - start, maxDepth: maxDepth)
      && argumentTape.tag(0) == .object
  }

  /// Closes a turn: its text's length, and whether there is anything to see in it.
  func close(_ turn: inout Turn, _ batch: Batch) {
    // Checked: a map that names a gigabyte of text twice makes more of it than offsets can reach.
    turn.textCount = Int32(batch.text.count) - turn.textStart
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    if Blankness.isBlank(text), !turn.flags.contains(.hasMedia) { turn.flags.insert(.isBlank) }
  }
}
