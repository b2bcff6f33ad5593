/// Turns lines into rows: parses, tells the shape, and writes turns, notes and text into the batch.
///
/// One reader belongs to one worker; it holds the recycled tapes. Unsafe pointers: the reader walks the tape and the
/// line's bytes, which the slab keeps alive and pads with `Slab.tail` zeros.
struct ExampleReader: ~Copyable {
  private var tape = JSONTape()
  private var argumentTape = JSONTape()
  private let keys = KeyTable.standard
  private let fields: Settings.Fields?
  private let maxDepth: Int
  /// The top-level value node of each known key of the current record, or -1.
  private var values = [Int32](repeating: -1, count: KeyName.allCases.count)

  init(fields: Settings.Fields?, maxDepth: Int) {
    self.fields = fields
    self.maxDepth = maxDepth
  }

  /// Reads one line into `batch`, as one row. A blank line is not a record and must not be passed.
  ///
  /// Bounds: `line` has `count` bytes and `Slab.tail` readable bytes behind them.
  mutating func read(_ line: UnsafePointer<UInt8>, count: Int, offset: Int, number: Int, into batch: Batch) {
    var row = Row(
      line: number, offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: count),
      shape: .unknown, isExample: false, fault: -1, firstTurn: Int32(truncatingIfNeeded: batch.turns.count),
      turnCount: 0)
    let firstNote = batch.notes.count
    if let fault = tape.parse(line, count: count, maxDepth: maxDepth) {
      row.fault = Int32(truncatingIfNeeded: batch.faults.count)
      batch.faults.append(fault)
    } else if tape.tag(0) != .object {
      note(.notAnObject, 0, line, batch)
    } else {
      noteDuplicateKeys(line, batch)
      row.shape = readRecord(line, batch)
      row.turnCount = Int32(truncatingIfNeeded: batch.turns.count) - row.firstTurn
      row.isExample = row.shape != .unknown && row.turnCount > 0
      batch.orderNotes(from: firstNote)
    }
    batch.rows.append(row)
    batch.hits.append(RuleSet())
  }

  /// True when the last line read parsed as JSON.
  var lastRecordCount: Int { tape.count }

  /// The fingerprint of the current record's tool definitions, as they are spelled; 0 without any.
  func toolsFingerprint(_ line: UnsafePointer<UInt8>) -> UInt64 {
    for key in [KeyName.tools, .functions] where values[Int(key.rawValue)] >= 0 {
      let node = tape[Int(values[Int(key.rawValue)])]
      return Fingerprint.of(line + node.offset, count: node.length, seed: 1)
    }
    return 0
  }

  // MARK: - Records

  private mutating func readRecord(_ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    for i in values.indices { values[i] = -1 }
    var node = 1
    let end = tape.next(0)
    while node < end {
      let key = tape[node]
      let name = keys.name(of: line + key.offset, count: key.length)
      if name != .other, values[Int(name.rawValue)] < 0 {
        values[Int(name.rawValue)] = Int32(truncatingIfNeeded: key.next)
      }
      node = tape.next(key.next)
    }
    if let fields { return readMapped(fields, line, batch) }
    let shape = tellShape(line, batch)
    readParts(of: shape, line, batch)
    return shape
  }

  private func has(_ key: KeyName) -> Bool { values[Int(key.rawValue)] >= 0 }

  /// True when the key is there with an array of objects or of anything.
  private func hasArray(_ key: KeyName) -> Bool {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 && tape.tag(i) == .array
  }

  private func value(_ key: KeyName) -> Int? {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 ? i : nil
  }

  /// Keys that hold what the model is given and what it says, in order of preference.
  private static let promptKeys: [KeyName] = [
    .prompt, .instruction, .question, .query, .input, .text, .source, .article, .document, .context,
  ]
  private static let answerKeys: [KeyName] = [
    .completion, .output, .response, .answer, .target, .solution, .code, .summary, .label, .category,
  ]

  /// The first matching shape. Order matters: preferences carry the keys of the others.
  private func tellShape(_ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    if has(.preferredOutput) || has(.nonPreferredOutput) || has(.preferredCompletion) || has(.nonPreferredCompletion) {
      return .openAIPreference
    }
    if has(.chosen) && has(.rejected) {
      return has(.conversations) || has(.instruction) ? .llamaFactoryPreference : .trlPreference
    }
    if let messages = value(.messages) {
      if has(.prompt) || has(.completion) || has(.conversations) || has(.contents) {
        note(.twoShapes, messages, line, batch)
      }
      return has(.schemaVersion) ? .nova : .chat
    }
    if has(.conversations) { return .shareGPT }
    if has(.contents) { return .gemini }
    if hasArray(.input), has(.ideal) { return .evals }
    if has(.prompt), has(.completion), let label = value(.label), [.true, .false].contains(tape.tag(label)) {
      return .unpairedPreference
    }
    if has(.instruction), has(.output) || has(.response) { return .alpaca }
    if has(.text), has(.label) { return .textLabel }
    if firstKey(ExampleReader.promptKeys) != nil, firstKey(ExampleReader.answerKeys) != nil { return .promptCompletion }
    if has(.conversation) { return .shareGPT }
    if has(.text) { return .text }
    if has(.prompt) { return .promptOnly }
    note(.unknownShape, 0, line, batch)
    return .unknown
  }

  private func firstKey(_ names: [KeyName]) -> KeyName? {
    for name in names where has(name) { return name }
    return nil
  }

  private mutating func readParts(of shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    switch shape {
    case .unknown, .mapped: break
    case .chat, .nova:
      readSystem(.system, line, batch)
      readConversation(value(.messages), answerSide: .answer, line, batch)
    case .shareGPT:
      readSystem(.system, line, batch)
      readConversation(value(.conversations) ?? value(.conversation), answerSide: .answer, line, batch)
    case .gemini:
      readSystem(.systemInstruction, line, batch)
      readConversation(value(.contents), answerSide: .answer, line, batch)
    case .evals:
      readConversation(value(.input), answerSide: .answer, line, batch)
      readField(.ideal, role: .assistant, side: .answer, line, batch)
    case .alpaca:
      readSystem(.system, line, batch)
      readField(.instruction, role: .user, side: .prompt, line, batch)
      if !isEmptyString(.input, line) { readField(.input, role: .user, side: .prompt, line, batch) }
      readField(has(.output) ? .output : .response, role: .assistant, side: .answer, line, batch)
    case .promptCompletion, .unpairedPreference, .promptOnly:
      readSystem(.system, line, batch)
      readPair(line, batch)
    case .textLabel:
      readField(.text, role: .user, side: .prompt, line, batch)
      readField(.label, role: .assistant, side: .answer, line, batch)
    case .text:
      readField(.text, role: .assistant, side: .answer, line, batch)
    case .openAIPreference, .trlPreference, .llamaFactoryPreference:
      readPreference(shape, line, batch)
    }
  }

  private mutating func readPair(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let prompt = firstKey(ExampleReader.promptKeys) else { return }
    readField(prompt, role: .user, side: .prompt, line, batch)
    // A second prompt part, such as the passage of a question, is as much a part of what the model is given.
    for extra in [KeyName.context, .input, .document, .article] where extra != prompt && has(extra) {
      if !isEmptyString(extra, line) { readField(extra, role: .user, side: .prompt, line, batch) }
    }
    if let answer = firstKey(ExampleReader.answerKeys) {
      readField(answer, role: .assistant, side: .answer, line, batch)
    }
  }

  private mutating func readPreference(_ shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    switch shape {
    case .openAIPreference:
      if let input = value(.input), tape.tag(input) == .object {
        var node = tape.firstChild(input)
        while node < tape.next(input) {
          let key = tape[node]
          if JSONText.equals(key, line, "messages") {
            readConversation(key.next, answerSide: .prompt, line, batch)
          }
          node = tape.next(key.next)
        }
      } else if let input = value(.input) {
        readValue(input, role: .user, side: .prompt, line, batch)
      }
      for (good, bad) in [
        (KeyName.preferredOutput, KeyName.nonPreferredOutput), (.preferredCompletion, .nonPreferredCompletion),
      ]
      where has(good) || has(bad) {
        readField(good, role: .assistant, side: .answer, line, batch)
        readField(bad, role: .assistant, side: .rejected, line, batch)
      }
    default:
      readSystem(.system, line, batch)
      if has(.conversations) {
        readConversation(value(.conversations), answerSide: .prompt, line, batch)
      }
      for key in [KeyName.prompt, .instruction, .question, .input] where has(key) && !isEmptyString(key, line) {
        readField(key, role: .user, side: .prompt, line, batch)
      }
      readField(.chosen, role: .assistant, side: .answer, line, batch)
      readField(.rejected, role: .assistant, side: .rejected, line, batch)
    }
  }

  /// The parts that the configuration names.
  private mutating func readMapped(_ fields: Settings.Fields, _ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    let before = batch.turns.count
    for path in fields.system { readPath(path, role: .system, side: .context, line, batch) }
    if let path = fields.messages, let node = find(path, line) {
      readConversation(node, answerSide: .answer, line, batch)
    }
    for path in fields.prompt { readPath(path, role: .user, side: .prompt, line, batch) }
    for path in fields.answer + fields.chosen + (fields.label.map { [$0] } ?? []) {
      readPath(path, role: .assistant, side: .answer, line, batch)
    }
    for path in fields.rejected { readPath(path, role: .assistant, side: .rejected, line, batch) }
    guard batch.turns.count > before else {
      note(.unknownShape, 0, line, batch)
      return .unknown
    }
    return .mapped
  }

  private mutating func readPath(
    _ path: Settings.FieldPath, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let node = find(path, line) else { return }
    if tape.tag(node) == .string, tape[node].length == 0, side == .prompt { return }
    readValue(node, role: role, side: side, line, batch)
  }

  /// The value at a dotted path from the root.
  private func find(_ path: Settings.FieldPath, _ line: UnsafePointer<UInt8>) -> Int? {
    var at = 0
    for step in path.keys {
      guard tape.tag(at) == .object else { return nil }
      var node = tape.firstChild(at)
      var found: Int?
      let wanted = Array(step.utf8)
      while node < tape.next(at), found == nil {
        let key = tape[node]
        let bytes = UnsafeBufferPointer(start: line + key.offset, count: key.length)
        if bytes.elementsEqual(wanted) { found = key.next }
        node = tape.next(key.next)
      }
      guard let found else { return nil }
      at = found
    }
    return at == 0 ? nil : at
  }

  // MARK: - Fields

  private func isEmptyString(_ key: KeyName, _ line: UnsafePointer<UInt8>) -> Bool {
    guard let i = value(key) else { return true }
    return tape.tag(i) == .null || tape.tag(i) == .string && tape[i].length == 0
  }

  private mutating func readSystem(_ key: KeyName, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let i = value(key), tape.tag(i) != .null else { return }
    readValue(i, role: .system, side: .context, line, batch)
  }

  private mutating func readField(
    _ key: KeyName, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let i = value(key) else {
      appendTurn(
        Turn(
          role: role, side: side, flags: [.isField, .hasNoContent, .isBlank], offset: 0, index: -1,
          textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0), batch)
      return
    }
    readValue(i, role: role, side: side, line, batch)
  }

  /// A field's value as one turn: a string, a number or truth value as its own text, an array of messages as turns of
  /// the same side, an object as one message or as its JSON text.
  private mutating func readValue(
    _ i: Int, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let node = tape[i]
    if node.tag == .array, isConversation(i, line) {
      readConversation(i, answerSide: side, line, batch)
      return
    }
    if node.tag == .object, isMessage(i, line) {
      readMessage(i, index: 0, answerSide: side, line, batch)
      return
    }
    var turn = Turn(
      role: role, side: side, flags: .isField, offset: Int32(truncatingIfNeeded: node.offset), index: -1,
      textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0)
    if node.tag == .null { turn.flags.insert(.hasNoContent) } else { appendContent(i, &turn, line, batch) }
    finish(&turn, batch)
  }

  private func isConversation(_ i: Int, _ line: UnsafePointer<UInt8>) -> Bool {
    let first = tape.firstChild(i)
    return first < tape.next(i) && tape.tag(first) == .object && isMessage(first, line)
  }

  private func isMessage(_ i: Int, _ line: UnsafePointer<UInt8>) -> Bool {
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

  // MARK: - Conversations

  /// An array of messages. The assistant's turns stand on `answerSide`.
  private mutating func readConversation(
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

  private mutating func readMessage(
    _ i: Int, index: Int32, answerSide: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    var role = -1
    var content = -1
    var calls = -1
    var weight = -1
    var node = tape.firstChild(i)
    let end = tape.next(i)
    while node < end {
      let key = tape[node]
      switch keys.name(of: line + key.offset, count: key.length) {
      case .role, .from: role = key.next
      case .content, .value, .parts, .text: if content < 0 || tape.tag(content) == .null { content = key.next }
      case .toolCalls: calls = key.next
      case .weight: weight = key.next
      default: break
      }
      node = tape.next(key.next)
    }
    var turn = Turn(
      role: .unknown, side: .prompt, flags: [], offset: Int32(truncatingIfNeeded: tape[i].offset), index: index,
      textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0)
    if role < 0 {
      note(.missingRole, i, line, batch, turn: index)
    } else if tape.tag(role) == .string {
      let node = tape[role]
      turn.role = Role(spelling: UnsafeBufferPointer(start: line + node.offset, count: node.length))
      if turn.role == .unknown { note(.unknownRole, role, line, batch, turn: index) }
    } else {
      note(.unknownRole, role, line, batch, turn: index)
    }
    switch turn.role {
    case .assistant: turn.side = answerSide
    case .system: turn.side = .context
    default: turn.side = .prompt
    }
    if calls >= 0, tape.tag(calls) == .array, tape.firstChild(calls) < tape.next(calls) {
      turn.flags.insert(.hasToolCalls)
    }
    if content < 0 || tape.tag(content) == .null {
      turn.flags.insert(.hasNoContent)
      if content < 0, calls < 0 { note(.missingContent, i, line, batch, turn: index) }
    } else {
      appendContent(content, &turn, line, batch)
    }
    if turn.flags.contains(.hasToolCalls) { appendCalls(calls, index, line, batch) }
    if weight >= 0 { readWeight(weight, &turn, line, batch) }
    finish(&turn, batch)
  }

  private mutating func readWeight(_ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    let node = tape[i]
    let digit = node.tag == .number && node.length == 1 ? line[node.offset] : 0
    if digit == UInt8(ascii: "0") {
      turn.flags.insert(.hasZeroWeight)
    } else if digit != UInt8(ascii: "1") && node.tag != .null || turn.role != .assistant {
      note(.badWeight, i, line, batch, turn: turn.index)
    }
  }

  // MARK: - Text

  /// Appends a value's text: a string unescaped, an array of content parts joined by newlines, anything else as it is
  /// spelled.
  private mutating func appendContent(
    _ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let node = tape[i]
    switch node.tag {
    case .string: appendString(node, &turn, line, batch)
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

  private mutating func appendPart(_ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    let part = tape[i]
    if batch.text.count > Int(turn.textStart) { batch.text.append(UInt8(ascii: "\n")) }
    guard part.tag == .object else {
      if part.tag == .string {
        if !turn.flags.contains(.isField) { note(.barePart, i, line, batch, turn: turn.index) }
        appendString(part, &turn, line, batch)
      } else {
        batch.text.append(line + part.offset, count: part.length)
      }
      return
    }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      let value = tape[key.next]
      switch keys.name(of: line + key.offset, count: key.length) {
      case .text, .thinking:
        if value.tag == .string { appendString(value, &turn, line, batch) }
      case .functionCall, .toolUse:
        turn.flags.insert(.hasToolCalls)
        batch.text.append(line + value.offset, count: value.length)
      case .functionResponse, .toolResult:
        batch.text.append(line + value.offset, count: value.length)
      case .type: break
      default:
        // An image, a file or the like: what it holds is not text.
        if value.tag == .object { turn.flags.insert(.hasMedia) }
      }
      node = value.next
    }
  }

  private mutating func appendString(
    _ node: JSONNode, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    if node.flags.contains(.loneSurrogate) { note(.loneSurrogate, node, batch, turn: turn.index) }
    if node.flags.contains(.escapedNUL) {
      note(.escapedNUL, node, batch, turn: turn.index)
      turn.flags.insert(.hasControl)
    }
    batch.text.reserve(node.length)
    batch.text.count += JSONText.unescape(node, line, into: batch.text.bytes + batch.text.count)
  }

  /// `name(arguments)` of each call, so that two spellings of a call compare equal.
  private mutating func appendCalls(
    _ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    var call = tape.firstChild(i)
    while call < tape.next(i) {
      defer { call = tape.next(call) }
      guard tape.tag(call) == .object else {
        note(.badToolArguments, call, line, batch, turn: turn)
        continue
      }
      var function = call
      var node = tape.firstChild(call)
      while node < tape.next(call) {
        let key = tape[node]
        if keys.name(of: line + key.offset, count: key.length) == .function, tape.tag(key.next) == .object {
          function = key.next
        }
        node = tape.next(key.next)
      }
      appendCall(function, turn, line, batch)
    }
  }

  private mutating func appendCall(
    _ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      let value = tape[key.next]
      switch keys.name(of: line + key.offset, count: key.length) {
      case .name:
        batch.text.append(UInt8(ascii: "\n"))
        batch.text.append(line + value.offset, count: value.length)
      case .arguments:
        batch.text.append(UInt8(ascii: " "))
        if value.tag == .string {
          let start = batch.text.count
          batch.text.reserve(value.length + Slab.tail)
          batch.text.count += JSONText.unescape(value, line, into: batch.text.bytes + start)
          if !parses(batch.text, from: start) { note(.badToolArguments, value, batch, turn: turn) }
        } else {
          batch.text.append(line + value.offset, count: value.length)
        }
      default: break
      }
      node = value.next
    }
  }

  /// True when the arena's bytes from `start` are one JSON object, as tool arguments have to be.
  private mutating func parses(_ text: ByteArena, from start: Int) -> Bool {
    let count = text.count - start
    // What an earlier, longer text left behind the end may not be read as part of this one.
    (text.bytes + text.count).update(repeating: 0, count: Slab.tail)
    return argumentTape.parse(text.bytes + start, count: count, maxDepth: maxDepth) == nil
      && argumentTape.tag(0) == .object
  }

  /// Closes a turn: its text's length, and whether there is anything to see in it.
  private func finish(_ turn: inout Turn, _ batch: Batch) {
    turn.textCount = Int32(truncatingIfNeeded: batch.text.count) - turn.textStart
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    if Blankness.isBlank(text), !turn.flags.contains(.hasMedia) { turn.flags.insert(.isBlank) }
    appendTurn(turn, batch)
  }

  private func appendTurn(_ turn: Turn, _ batch: Batch) { batch.turns.append(turn) }

  // MARK: - Notes

  private func note(
    _ kind: Note.Kind, _ i: Int, _ line: UnsafePointer<UInt8>, _ batch: Batch, turn: Int32 = -1
  ) {
    note(kind, tape[i], batch, turn: turn)
  }

  private func note(_ kind: Note.Kind, _ node: JSONNode, _ batch: Batch, turn: Int32) {
    batch.notes.append(
      Note(
        row: Int32(truncatingIfNeeded: batch.rows.count), kind: kind, turn: turn,
        offset: Int32(truncatingIfNeeded: node.offset), length: Int32(truncatingIfNeeded: node.length)))
  }

  private func noteDuplicateKeys(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let key = JSONDuplicateKeys.first(in: tape, line) else { return }
    note(.duplicateKey, key, line, batch)
  }
}
