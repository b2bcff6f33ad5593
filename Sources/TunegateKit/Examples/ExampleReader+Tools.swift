/// Tool calls and their results, in the spellings of all providers, for the judge.
extension ExampleReader {
  /// What may declare functions, in order of preference.
  static let toolKeys: [KeyName] = [.tools, .functions, .availableTools, .toolConfig]

  /// Looks the record's tools up, and notes what is wrong with them. Without any, calls are not judged.
  mutating func readTools(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    judge.begin()
    guard hasTools else { return }
    for key in ExampleReader.toolKeys {
      guard let i = value(key) else { continue }
      judge.declare(tape, i, line, batch)
      if judge.tools != nil { return }
    }
  }

  /// Whether the record has a key of `toolKeys`.
  var hasTools: Bool { has(.tools) || has(.functions) || has(.availableTools) || has(.toolConfig) }

  /// Where a node stands in the line.
  mutating func site(_ i: Int, _ turn: Int32) -> ToolJudge.Site {
    let node = tape[i]
    return ToolJudge.Site(offset: node.offset, length: node.length, turn: turn)
  }

  // MARK: - Calls beside the content

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
    let node = member(.arguments, of: function, line)
    if node != nil { batch.text.append(UInt8(ascii: " ")) }
    let arguments = judge.read(arguments: node, tape, line, into: batch.text)
    if let node, tape.tag(node) != .string { batch.text.append(line + tape[node].offset, count: tape[node].length) }
    judgeCall(name, node, arguments, turn, line, batch)
    let id = member(.id, of: i, line)
    judge.ids.call(id.flatMap { ToolJudge.id(tape[$0], line) }, at: site(id ?? i, turn))
  }

  private mutating func judgeCall(
    _ name: Int, _ node: Int?, _ arguments: ToolJudge.Arguments, _ turn: Int32, _ line: UnsafePointer<UInt8>,
    _ batch: Batch
  ) {
    let place = site(node ?? name, turn)
    noteArguments(arguments, place, batch)
    judge.judge(tape[name], arguments, tape, line, name: site(name, turn), arguments: place, batch)
  }

  mutating func noteArguments(_ arguments: ToolJudge.Arguments, _ site: ToolJudge.Site, _ batch: Batch) {
    let detail: String?
    switch arguments {
    case .noObject: detail = nil
    case .encodedTwice:
      detail = "the tool call's arguments are encoded twice, a JSON text inside a JSON text, expected them encoded once"
    default: return
    }
    batch.noteNext(.badToolArguments, offset: site.offset, length: site.length, turn: site.turn, detail: detail)
  }

  // MARK: - Calls as parts of the content

  /// Gemini's `functionCall`, Nova's `toolUse`, and typed parts such as Anthropic's. Their arguments may be left out.
  mutating func readCallPart(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    if let text = member(.value, of: i, line), tape.tag(text) == .string {
      readEncodedCalls(tape[text], isShareGPT: false, turn, line, batch)
      return
    }
    guard let name = member(.name, of: i, line), tape.tag(name) == .string, tape[name].length > 0 else {
      note(.badToolCall, i, line, batch, turn: turn)
      return
    }
    let given = member(.args, of: i, line) ?? member(.input, of: i, line) ?? member(.arguments, of: i, line)
    let node = given.flatMap { tape.tag($0) == .null ? nil : $0 }
    callText.count = 0
    judgeCall(name, node, judge.read(arguments: node, tape, line, into: callText), turn, line, batch)
    let id = member(.toolUseID, of: i, line) ?? member(.id, of: i, line)
    judge.ids.call(id.flatMap { ToolJudge.id(tape[$0], line) }, at: site(id ?? i, turn))
  }

  mutating func noteResultPart(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>) {
    let id = member(.toolUseID, of: i, line) ?? member(.toolUseIDOfResult, of: i, line) ?? member(.id, of: i, line)
    judge.ids.result(id.flatMap { ToolJudge.id(tape[$0], line) }, at: site(id ?? i, turn))
  }

  /// Tells the ids how a message moves the conversation on.
  mutating func noteProgress(
    _ message: Message, of i: Int, _ turn: Turn, hasToolParts: Bool, _ line: UnsafePointer<UInt8>
  ) {
    switch turn.role {
    case .tool where !hasToolParts:
      let id = message.toolCallID >= 0 ? ToolJudge.id(tape[message.toolCallID], line) : nil
      judge.ids.result(id, at: site(id == nil ? i : message.toolCallID, turn.index))
    case .user where !hasToolParts, .assistant where !turn.flags.contains(.hasToolCalls): judge.ids.goOn()
    default: break
    }
  }
}
