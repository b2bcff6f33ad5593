/// What the turns before the present one were, as far as trainers mind.
struct TurnOrder {
  var count = 0
  var last: Role?
  var hasSystem = false
  var hasTurn = false
  var hasUser = false
  var hasAssistant = false
  /// Node of the last turn's content; -1 without one.
  var lastContent = -1
  /// Results that the calls of the last assistant turn still want.
  var openResults = 0
  /// Turns as LLaMA-Factory counts them: results in a row are one.
  var aligned = 0
  var hasOpenResult = false
  /// Whether contents are lists of parts; nil before the first.
  var isInParts: Bool?
}

extension RecordScan {
  /// One turn's nodes, -1 for those that are not there.
  struct TurnNodes {
    var role = -1
    var content = -1
    var calls = -1
    var callID = -1
    var weight = -1
  }

  /// - Parameter isPrompt: The turns end where the two answers of a preference pair begin.
  mutating func walkTurns(
    _ i: Int, isPrompt: Bool, _ key: KeyName, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    var element = tape.firstChild(i)
    let end = tape.next(i)
    var lastOffset = tape[i].offset
    while element < end {
      if tape.tag(element) == .object {
        lastOffset = tape[element].offset
        walkTurn(element, key, tape, line)
      }
      element = tape.next(element)
    }
    guard order.count > 0 else { return note(.oddEvenTurns, lastOffset) }
    if !isPrompt, order.last != .assistant { note(.lastAssistant, lastOffset) }
    if isPrompt, order.last == .assistant { note(.promptNotFromAssistant, lastOffset) }
    if !order.hasUser { note(.hasUser, tape[i].offset) }
    if !order.hasAssistant, !isPrompt { note(.hasAssistant, tape[i].offset) }
    if order.openResults < 0 { note(.callsAnswered, lastOffset) }
    // Results that were to be joined and have no turn behind them are lost without a word.
    if order.aligned % 2 != (isPrompt ? 1 : 0) { note(.oddEvenTurns, lastOffset) }
  }

  private mutating func walkTurn(
    _ i: Int, _ key: KeyName, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    let nodes = turnNodes(i, tape, line)
    let offset = tape[i].offset
    let role = nodes.role >= 0 ? self.role(nodes.role, tape, line) : .unknown
    let isTag = key != .conversations || nodes.role < 0 || isShareGPTTag(tape[nodes.role], line)
    noteOrder(role, offset)
    noteAlignment(isTag ? role : .unknown, joinsResults: key != .conversations, offset)
    noteCalls(role, nodes, offset, tape, line)
    if nodes.content >= 0 {
      if tape.tag(nodes.content) == .array { walkParts(nodes.content, role, nodes.weight, tape, line) }
      let isInParts = tape.tag(nodes.content) == .array
      if let first = order.isInParts, first != isInParts { note(.oneContentForm, tape[nodes.content].offset) }
      if order.isInParts == nil, tape.tag(nodes.content) != .null { order.isInParts = isInParts }
    }
    order.lastContent = nodes.content
    order.count += 1
    order.last = role
    if role == .system { order.hasSystem = true } else { order.hasTurn = true }
    if role == .user { order.hasUser = true }
    if role == .assistant { order.hasAssistant = true }
  }

  private mutating func noteOrder(_ role: Role, _ offset: Int) {
    let last = order.last
    if role == .system {
      if order.count > 0 { note(.systemFirst, offset) }
      if order.hasSystem { note(.oneSystem, offset) }
    } else if !order.hasTurn, role != .user {
      note(.firstUser, offset)
    }
    if role == last, role != .tool, role != .unknown { note(.noRepeatedRole, offset) }
    if role == .user, last == .user { note(.noRepeatedUser, offset) }
    if role == .assistant, last != .user, last != .tool { note(.answerFollowsPrompt, offset) }
    if role == .tool, last != .assistant, last != .tool { note(.toolFollowsCall, offset) }
  }

  /// LLaMA-Factory's count: behind a system message at the front, odd turns are the user's or results, even ones the
  /// assistant's or calls.
  private mutating func noteAlignment(_ role: Role, joinsResults: Bool, _ offset: Int) {
    if role == .system, order.count == 0 { return }
    if role == .tool, joinsResults {
      order.hasOpenResult = true
      return
    }
    if order.hasOpenResult {
      order.hasOpenResult = false
      if order.aligned % 2 != 0 { note(.oddEvenTurns, offset) }
      order.aligned += 1
    }
    let fits = order.aligned % 2 == 0 ? role == .user || role == .tool : role == .assistant
    if !fits { note(.oddEvenTurns, offset) }
    order.aligned += 1
  }

  private mutating func noteCalls(
    _ role: Role, _ nodes: TurnNodes, _ offset: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    if role == .tool {
      order.openResults -= 1
      if looksAtTools, nodes.callID >= 0, !tools.answer(tape[nodes.callID], line) {
        note(.pairedResults, tape[nodes.callID].offset)
      }
      return
    }
    guard role == .assistant else { return }
    let hasCalls =
      nodes.calls >= 0 && tape.tag(nodes.calls) == .array && tape.firstChild(nodes.calls) < tape.next(nodes.calls)
    let content = nodes.content >= 0 ? tape[nodes.content] : nil
    let hasText = content.map { $0.tag != .null && $0.length > ($0.tag == .array ? 2 : 0) } ?? false
    if hasCalls == hasText { note(.contentXorCalls, offset) }
    if order.openResults != 0 { note(.callsAnswered, offset) }
    order.openResults = 0
    guard hasCalls else { return }
    var call = tape.firstChild(nodes.calls)
    while call < tape.next(nodes.calls) {
      order.openResults += 1
      if looksAtTools { noteCall(call, tape, line) }
      call = tape.next(call)
    }
  }

  private func turnNodes(_ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> TurnNodes {
    var nodes = TurnNodes()
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      switch names.name(of: line + key.offset, count: key.length) {
      case .role, .from: nodes.role = key.next
      case .content, .value, .parts, .text: nodes.content = key.next
      case .toolCalls: nodes.calls = key.next
      case .toolCallID: nodes.callID = key.next
      case .weight: nodes.weight = key.next
      default: break
      }
      node = tape.next(key.next)
    }
    return nodes
  }

  /// Cohere's words are those of no other trainer; formats hold everybody to their own spelling.
  private func role(_ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> Role {
    let node = tape[i]
    guard node.tag == .string else { return .unknown }
    let role = Role(spelling: UnsafeBufferPointer(start: line + node.offset, count: node.length))
    guard role == .unknown else { return role }
    if JSONText.equals(node, line, "User") { return .user }
    if JSONText.equals(node, line, "Chatbot") || JSONText.equals(node, line, "chatbot") { return .assistant }
    return JSONText.equals(node, line, "System") ? .system : .unknown
  }

  /// LLaMA-Factory takes these words alone in `from`.
  private func isShareGPTTag(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> Bool {
    JSONText.equals(node, line, "human") || JSONText.equals(node, line, "gpt")
      || JSONText.equals(node, line, "system") || JSONText.equals(node, line, "observation")
      || JSONText.equals(node, line, "function_call")
  }
}
