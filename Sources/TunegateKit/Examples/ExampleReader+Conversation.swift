/// Arrays of messages: roles, weights, candidates.
extension ExampleReader {
  /// An array of messages. The assistant's turns stand on `answerSide`.
  mutating func readConversation(
    _ i: Int?, answerSide: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let i else { return }
    guard tape.tag(i) == .array else {
      let node = tape[i]
      let first = line[node.offset]
      let looksEncoded = node.tag == .string && (first == UInt8(ascii: "[") || first == UInt8(ascii: "{"))
      note(looksEncoded ? .doubleEncoded : .wrongFieldType, i, line, batch)
      return
    }
    judge.ids.begin()
    defer { judge.endConversation(isPrompt: answerSide == .prompt, batch) }
    var element = tape.firstChild(i)
    let end = tape.next(i)
    if element == end { note(.emptyConversation, i, line, batch) }
    var index: Int32 = 0
    while element < end {
      if tape.tag(element) == .object {
        readMessage(element, index: index, answerSide: answerSide, line, batch)
      } else {
        note(.turnNotAnObject, element, line, batch, turn: index)
      }
      element = tape.next(element)
      index += 1
    }
  }

  /// The nodes of a message's values, -1 for those that are not there.
  struct Message {
    var role = -1
    var content = -1
    var refusal = -1
    var calls = -1
    /// `function_call`, which OpenAI had before `tool_calls`.
    var legacyCall = -1
    var weight = -1
    /// Nova's preferred and other answers.
    var candidates = -1
    var toolCallID = -1
  }

  mutating func message(_ i: Int, _ line: UnsafePointer<UInt8>) -> Message {
    var message = Message()
    var node = tape.firstChild(i)
    let end = tape.next(i)
    while node < end {
      let key = tape[node]
      let isNull = tape.tag(key.next) == .null
      switch keys.name(of: line + key.offset, count: key.length) {
      case .role, .from: message.role = key.next
      case .content, .value, .parts, .text:
        if message.content < 0 || tape.tag(message.content) == .null { message.content = key.next }
      case .refusal where !isNull: message.refusal = key.next
      case .toolCalls where !isNull: message.calls = key.next
      case .legacyCall where !isNull: message.legacyCall = key.next
      case .weight where !isNull: message.weight = key.next
      case .toolCallID: message.toolCallID = key.next
      case .candidates where tape.tag(key.next) == .array: message.candidates = key.next
      default: break
      }
      node = tape.next(key.next)
    }
    return message
  }

  mutating func readMessage(
    _ i: Int, index: Int32, answerSide: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let message = message(i, line)
    var turn = Turn(
      role: .unknown, side: .prompt, flags: [], offset: Int32(truncatingIfNeeded: tape[i].offset), index: index,
      textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0)
    readRole(message.role, of: i, &turn, line, batch)
    switch turn.role {
    case .assistant: turn.side = answerSide
    case .system: turn.side = .context
    default: turn.side = .prompt
    }
    if message.candidates >= 0, message.content < 0 {
      readCandidates(message.candidates, turn, line, batch)
      return
    }
    // The role's word alone says so: the whole turn is a call.
    let isCallText = turn.flags.contains(.hasToolCalls)
    let toolParts = judge.ids.count
    if message.content >= 0 { appendContent(message.content, &turn, line, batch) }
    if isCallText, message.content >= 0 { readCallText(message, turn, line, batch) }
    if message.refusal >= 0 { appendContent(message.refusal, &turn, line, batch) }
    readCalls(message, &turn, line, batch)
    noteProgress(message, of: i, turn, hasToolParts: judge.ids.count > toolParts, line)
    if message.weight >= 0 { readWeight(message.weight, &turn, line, batch) }
    let isNull = message.content < 0 || tape.tag(message.content) == .null
    if isNull, message.refusal < 0 { turn.flags.insert(.hasNoContent) }
    close(&turn, batch)
    if message.content < 0, message.refusal < 0, message.calls < 0, message.legacyCall < 0 {
      note(.missingContent, i, line, batch, turn: index)
      // The note says it: the turn need not be called empty as well.
      turn.flags.remove(.isBlank)
    }
    batch.turns.append(turn)
  }

  mutating func readRole(
    _ role: Int, of i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard role >= 0 else {
      note(.missingRole, i, line, batch, turn: turn.index)
      return
    }
    if tape.tag(role) == .string {
      let spelling = UnsafeBufferPointer(start: line + tape[role].offset, count: tape[role].length)
      turn.role = Role(spelling: spelling)
      if turn.role == .assistant, Role.isCall(spelling: spelling) { turn.flags.insert(.hasToolCalls) }
    }
    if turn.role == .unknown { note(.unknownRole, role, line, batch, turn: turn.index) }
  }

  /// One turn for each candidate; those that are not labeled `preferred` are rejected.
  mutating func readCandidates(_ i: Int, _ message: Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    var candidate = tape.firstChild(i)
    while candidate < tape.next(i) {
      defer { candidate = tape.next(candidate) }
      guard tape.tag(candidate) == .object else { continue }
      var turn = message
      turn.offset = Int32(truncatingIfNeeded: tape[candidate].offset)
      turn.textStart = Int32(truncatingIfNeeded: batch.text.count)
      let label = member(.preferenceLabel, of: candidate, line)
      if label.map({ JSONText.equals(tape[$0], line, "preferred") }) != true { turn.side = .rejected }
      if let content = member(.content, of: candidate, line) {
        appendContent(content, &turn, line, batch)
      } else {
        turn.flags.insert(.hasNoContent)
      }
      close(&turn, batch)
      batch.turns.append(turn)
    }
  }

  /// Weights belong on the assistant's turns; whether the model learns from a turn of another role is no question.
  mutating func readWeight(_ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    let node = tape[i]
    let digit = node.tag == .number && node.length == 1 ? line[node.offset] : 0
    if digit == UInt8(ascii: "0") { turn.flags.insert(.hasZeroWeight) }
    let isWeight = digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1")
    // Where the role is unknown, that is the fault.
    let isMisplaced = turn.role != .assistant && turn.role != .unknown
    if !isWeight || isMisplaced { note(.badWeight, i, line, batch, turn: turn.index, role: turn.role) }
  }
}
