/// Calls that are written as a JSON text: LLaMA-Factory's `function_call` turns and ms-swift's `tool_call` turns.
extension ExampleReader {
  /// Reads a turn that is a call as a whole.
  mutating func readCallText(
    _ message: Message, _ turn: Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard tape.tag(message.content) == .string else { return }
    let role = message.role >= 0 && JSONText.equals(tape[message.role], line, "function_call")
    readEncodedCalls(tape[message.content], isShareGPT: role, turn.index, line, batch)
  }

  /// Reads `{"name", "arguments"}`, or a list of them, from the text of a string. Thoughts before it are left alone.
  mutating func readEncodedCalls(
    _ node: JSONNode, isShareGPT: Bool, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let place = ToolJudge.Site(offset: node.offset, length: node.length, turn: turn)
    callText.count = 0
    callText.reserve(node.length + Slab.tail)
    callText.count = JSONText.unescape(node, line, into: callText.bytes)
    let range = CallText.json(in: UnsafeBufferPointer(start: callText.bytes, count: callText.count))
    if range.isEmpty { return }
    guard callTape.accept(callText.bytes + range.lowerBound, count: range.count, maxDepth: maxDepth) else {
      batch.noteNext(.badToolCall, offset: place.offset, length: place.length, turn: turn)
      return
    }
    let isList = callTape.tag(0) == .array
    let end = callTape.next(0)
    var call = isList ? callTape.firstChild(0) : 0
    while call < end {
      readEncodedCall(call, from: range.lowerBound, isShareGPT: isShareGPT, place, batch)
      call = callTape.next(call)
    }
  }

  /// One call on `callTape`, which was parsed from byte `start` of `callText`.
  private mutating func readEncodedCall(
    _ i: Int, from start: Int, isShareGPT: Bool, _ place: ToolJudge.Site, _ batch: Batch
  ) {
    let size = callText.count
    defer { callText.count = size }
    // The arguments are decoded behind the text: with room for them it stays where it is.
    callText.reserve(size + Slab.tail)
    let text = UnsafePointer(callText.bytes + start)
    guard let name = encodedMember(.name, of: i, text), callTape.tag(name) == .string, callTape[name].length > 0 else {
      batch.noteNext(.badToolCall, offset: place.offset, length: place.length, turn: place.turn)
      return
    }
    let node = encodedMember(.arguments, of: i, text)
    var arguments = judge.read(arguments: node, callTape, text, into: callText)
    // LLaMA-Factory encodes whatever the arguments are; others take their text as well.
    if isShareGPT, case .text = arguments { arguments = .encodedTwice }
    noteArguments(arguments, place, batch)
    judge.judge(callTape[name], arguments, callTape, text, name: place, arguments: place, batch)
    judge.ids.call(nil, at: place)
  }

  private mutating func encodedMember(_ name: KeyName, of i: Int, _ text: UnsafePointer<UInt8>) -> Int? {
    guard callTape.tag(i) == .object else { return nil }
    var node = callTape.firstChild(i)
    while node < callTape.next(i) {
      let key = callTape[node]
      if keys.name(of: text + key.offset, count: key.length) == name { return key.next }
      node = callTape.next(key.next)
    }
    return nil
  }
}

/// Where the JSON is in a turn that is a call.
enum CallText {
  /// Inside `<tool_call>`, or behind a thought; the whole text without white space around it otherwise.
  static func json(in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var range = trimmed(0..<text.count, text)
    if let start = end(of: "<think>", in: range, text), start.0 == range.lowerBound,
      let thought = end(of: "</think>", in: start.1..<range.upperBound, text)
    {
      range = trimmed(thought.1..<range.upperBound, text)
    }
    guard let open = end(of: "<tool_call>", in: range, text), open.0 == range.lowerBound else { return range }
    let close = end(of: "</tool_call>", in: open.1..<range.upperBound, text)?.0 ?? range.upperBound
    return trimmed(open.1..<close, text)
  }

  /// Where `tag` begins and where it ends.
  private static func end(
    of tag: StaticString, in range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>
  ) -> (Int, Int)? {
    let count = tag.utf8CodeUnitCount
    let wanted = UnsafeBufferPointer(start: tag.utf8Start, count: count)
    guard range.count >= count else { return nil }
    for i in range.lowerBound...range.upperBound - count where text[i] == wanted[0] {
      if text[i..<i + count].elementsEqual(wanted) { return (i, i + count) }
    }
    return nil
  }

  private static func trimmed(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, JSONByte.isSpace(text[start]) { start += 1 }
    while end > start, JSONByte.isSpace(text[end - 1]) { end -= 1 }
    return start..<end
  }
}
