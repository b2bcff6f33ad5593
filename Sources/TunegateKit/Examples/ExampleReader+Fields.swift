/// Fields of a record, each one turn or a conversation of its own.
extension ExampleReader {
  mutating func isEmptyString(_ key: KeyName, _ line: UnsafePointer<UInt8>) -> Bool {
    guard let i = value(key) else { return true }
    return tape.tag(i) == .null || tape.tag(i) == .string && tape[i].length == 0
  }

  mutating func readSystem(_ key: KeyName, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let i = value(key), tape.tag(i) != .null else { return }
    // Gemini wraps the parts in an object, whose role it ignores.
    let content = tape.tag(i) == .object ? member(.parts, of: i, line) ?? member(.content, of: i, line) : nil
    readValue(content ?? i, role: .system, side: .context, line, batch)
  }

  mutating func member(_ name: KeyName, of i: Int, _ line: UnsafePointer<UInt8>) -> Int? {
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      if keys.name(of: line + key.offset, count: key.length) == name { return key.next }
      node = tape.next(key.next)
    }
    return nil
  }

  mutating func readField(
    _ key: KeyName, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let i = value(key) else {
      batch.turns.append(absent(role: role, side: side, batch))
      return
    }
    readValue(i, role: role, side: side, line, batch)
  }

  /// Stands for a field that the shape asks for and the record does not have.
  mutating func absent(role: Role, side: Side, _ batch: Batch) -> Turn {
    Turn(
      role: role, side: side, flags: [.isField, .hasNoContent, .isBlank], offset: 0, index: -1,
      textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0)
  }

  /// A field's value as one turn: a string, a number or truth value as its own text, an array of messages as turns of
  /// the same side, an object as one message or as its JSON text.
  mutating func readValue(
    _ i: Int, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let node = tape[i]
    if node.tag == .array, isConversation(i, line) {
      readConversation(i, answerSide: side, line, batch)
      return
    }
    if node.tag == .object, isMessage(i, line) {
      judge.ids.begin()
      readMessage(i, index: 0, answerSide: side, line, batch)
      judge.endConversation(isPrompt: side == .prompt, batch)
      return
    }
    var turn = Turn(
      role: role, side: side, flags: .isField, offset: Int32(truncatingIfNeeded: node.offset), index: -1,
      textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0)
    if node.tag == .null { turn.flags.insert(.hasNoContent) } else { appendContent(i, &turn, line, batch) }
    close(&turn, batch)
    batch.turns.append(turn)
  }

  mutating func isConversation(_ i: Int, _ line: UnsafePointer<UInt8>) -> Bool {
    let first = tape.firstChild(i)
    return first < tape.next(i) && tape.tag(first) == .object && isMessage(first, line)
  }

  mutating func isMessage(_ i: Int, _ line: UnsafePointer<UInt8>) -> Bool {
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      switch keys.name(of: line + key.offset, count: key.length) {
      case .role, .from, .parts: return true
      default: node = tape.next(key.next)
      }
    }
    return false
  }
}
