#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// True when one of `values` is null: exporters of tables pad the columns that a record does not use.
  private var hasNulls = false
  /// Fingerprint of what makes the current record differ besides its turns' text: images, sounds and files, and whether
  /// a single answer is a good one; 0 without any.
  private var extras: UInt64 = 0

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
      noteLoneSurrogate(line, batch)
      noteDuplicateKeys(line, batch)
      row.shape = readRecord(line, batch)
      row.turnCount = Int32(truncatingIfNeeded: batch.turns.count) - row.firstTurn
      // Records that no turn could be read from would pass for copies of each other.
      row.isExample = row.shape != .unknown && row.turnCount > 0
      batch.orderNotes(from: firstNote)
    }
    batch.rows.append(row)
    batch.hits.append(RuleSet())
  }

  /// True when the last line read parsed as JSON.
  var lastRecordCount: Int { tape.count }

  /// The fingerprint of tool definitions, media and the like of the current record, as they are spelled; 0 without any.
  func toolsFingerprint(_ line: UnsafePointer<UInt8>) -> UInt64 {
    for key in [KeyName.tools, .functions] where values[Int(key.rawValue)] >= 0 {
      let node = tape[Int(values[Int(key.rawValue)])]
      return Fingerprint.of(line + node.offset, count: node.length, seed: Fingerprint.mix(extras, 1))
    }
    return extras
  }

  // MARK: - Records

  private mutating func readRecord(_ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    collectKeys(line)
    noteExtraFields(line)
    if let fields { return readMapped(fields, line, batch) }
    let shape = tellShape()
    noteShape(shape, line, batch)
    readParts(of: shape, line, batch)
    return shape
  }

  private mutating func collectKeys(_ line: UnsafePointer<UInt8>) {
    for i in values.indices { values[i] = -1 }
    hasNulls = false
    var node = 1
    let end = tape.next(0)
    while node < end {
      let key = tape[node]
      let name = keys.name(of: line + key.offset, count: key.length)
      if name != .other, values[Int(name.rawValue)] < 0 {
        values[Int(name.rawValue)] = Int32(truncatingIfNeeded: key.next)
        if tape.tag(key.next) == .null { hasNulls = true }
      }
      node = tape.next(key.next)
    }
  }

  private func noteShape(_ shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    if shape == .unknown { note(.unknownShape, 0, line, batch) }
    guard shape == .chat || shape == .nova, let messages = value(.messages) else { return }
    if ExampleReader.rivals.contains(where: { hasValue($0) }) { note(.twoShapes, messages, line, batch) }
  }

  private mutating func noteExtraFields(_ line: UnsafePointer<UInt8>) {
    extras = 0
    for key in ExampleReader.mediaKeys where hasValue(key) {
      if let i = value(key) { noteExtra(i, line) }
    }
  }

  private static let mediaKeys: [KeyName] = [.image, .images, .video, .videos, .audio, .audios]

  private mutating func noteExtra(_ i: Int, _ line: UnsafePointer<UInt8>) {
    extras = Fingerprint.of(line + tape[i].offset, count: tape[i].length, seed: Fingerprint.mix(extras, 2)) | 1
  }

  private func has(_ key: KeyName) -> Bool { values[Int(key.rawValue)] >= 0 }

  /// True when the key is there with something else than null.
  private func hasValue(_ key: KeyName) -> Bool {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 && tape.tag(i) != .null
  }

  /// The keys of other shapes that make a record with `messages` ambiguous.
  static let rivals: [KeyName] = [.prompt, .completion, .conversations, .contents]

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

  /// The shape of the keys that have a value; where these tell of no answer, of all keys, so that an answer that is
  /// null is a missing answer and not another shape.
  private func tellShape() -> Shape {
    guard hasNulls else { return tellShape { has($0) } }
    let shape = tellShape { hasValue($0) }
    return [.unknown, .promptOnly, .text].contains(shape) ? tellShape { has($0) } : shape
  }

  /// The first matching shape. Order matters: preferences carry the keys of the others.
  private func tellShape(_ has: (KeyName) -> Bool) -> Shape {
    if has(.preferredOutput) || has(.nonPreferredOutput) || has(.preferredCompletion) || has(.nonPreferredCompletion) {
      return .openAIPreference
    }
    if has(.chosen) && has(.rejected) {
      return has(.conversations) || has(.instruction) ? .llamaFactoryPreference : .trlPreference
    }
    if has(.messages) { return has(.schemaVersion) ? .nova : .chat }
    if has(.conversations) { return .shareGPT }
    if has(.contents) { return .gemini }
    if hasArray(.input), has(.ideal) { return .evals }
    if has(.prompt), has(.completion), let label = value(.label), [.true, .false].contains(tape.tag(label)) {
      return .unpairedPreference
    }
    if has(.instruction), has(.output) || has(.response) { return .alpaca }
    if has(.text), has(.label) { return .textLabel }
    if ExampleReader.promptKeys.contains(where: has), ExampleReader.answerKeys.contains(where: has) {
      return .promptCompletion
    }
    if has(.conversation) { return .shareGPT }
    if has(.text) { return .text }
    if has(.prompt) { return .promptOnly }
    return .unknown
  }

  /// The first of the keys with a value, else the first that is there.
  private func firstKey(_ names: [KeyName]) -> KeyName? {
    names.first { hasValue($0) } ?? names.first { has($0) }
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
      readConversation(value(.contents), answerSide: hasArray(.completions) ? .prompt : .answer, line, batch)
      readScored(line, batch)
    case .evals:
      // The assistant's turns within the input are examples for the prompt.
      readConversation(value(.input), answerSide: .prompt, line, batch)
      readField(.ideal, role: .assistant, side: .answer, line, batch)
    case .alpaca:
      readSystem(.system, line, batch)
      readField(.instruction, role: .user, side: .prompt, line, batch)
      if !isEmptyString(.input, line) { readField(.input, role: .user, side: .prompt, line, batch) }
      readField(has(.output) ? .output : .response, role: .assistant, side: .answer, line, batch)
    case .promptCompletion, .unpairedPreference, .promptOnly:
      readSystem(.system, line, batch)
      readPair(line, batch)
      if shape == .unpairedPreference, let label = value(.label) { noteExtra(label, line) }
    case .textLabel:
      readField(.text, role: .user, side: .prompt, line, batch)
      readField(.label, role: .assistant, side: .answer, line, batch)
    case .text:
      readField(.text, role: .assistant, side: .answer, line, batch)
    case .openAIPreference, .trlPreference, .llamaFactoryPreference:
      readPreference(shape, line, batch)
    }
  }

  /// Gemini's preference: `completions` of a score and a completion, the preferred one with score 1.
  private mutating func readScored(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard hasArray(.completions), let list = value(.completions) else { return }
    var element = tape.firstChild(list)
    while element < tape.next(list) {
      defer { element = tape.next(element) }
      guard tape.tag(element) == .object else { continue }
      var completion = -1
      var isPreferred = false
      var node = tape.firstChild(element)
      while node < tape.next(element) {
        let key = tape[node]
        switch keys.name(of: line + key.offset, count: key.length) {
        case .completion: completion = key.next
        case .score: isPreferred = tape.tag(key.next) == .number && JSONText.number(tape[key.next], line) == 1
        default: break
        }
        node = tape.next(key.next)
      }
      if completion >= 0 {
        readValue(completion, role: .assistant, side: isPreferred ? .answer : .rejected, line, batch)
      }
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
      let pairs: [(KeyName, KeyName)] = [
        (.preferredOutput, .nonPreferredOutput), (.preferredCompletion, .nonPreferredCompletion),
      ]
      for (good, bad) in pairs where hasValue(good) || hasValue(bad) {
        readField(good, role: .assistant, side: .answer, line, batch)
        readField(bad, role: .assistant, side: .rejected, line, batch)
      }
    default:
      let first = batch.turns.count
      readSystem(.system, line, batch)
      if has(.conversations) {
        readConversation(value(.conversations), answerSide: .prompt, line, batch)
      }
      for key in [KeyName.prompt, .instruction, .question, .input] where has(key) && !isEmptyString(key, line) {
        readField(key, role: .user, side: .prompt, line, batch)
      }
      // Either side may be the whole conversation, which then repeats the prompt.
      let chosen = batch.turns.count
      readField(.chosen, role: .assistant, side: .answer, line, batch)
      dropRepeated(from: chosen, of: first..<chosen, batch)
      let rejected = batch.turns.count
      readField(.rejected, role: .assistant, side: .rejected, line, batch)
      dropRepeated(from: rejected, of: first..<rejected, batch)
    }
  }

  /// Drops the turns from `start` that are the same as those of `earlier`, up to the first difference; the last turn
  /// stays.
  private func dropRepeated(from start: Int, of earlier: Range<Int>, _ batch: Batch) {
    let later = start..<max(start, batch.turns.count - 1)
    let same = zip(earlier, later).prefix { isSame(batch.turns[$0], batch.turns[$1], batch) }.count
    batch.turns.removeSubrange(start..<start + same)
  }

  private func isSame(_ a: Turn, _ b: Turn, _ batch: Batch) -> Bool {
    guard a.role == b.role, a.textCount == b.textCount else { return false }
    let text = batch.text.bytes
    return memcmp(text + Int(a.textStart), text + Int(b.textStart), Int(a.textCount)) == 0
  }

  /// The parts that the configuration names.
  private mutating func readMapped(_ fields: Settings.Fields, _ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    let before = (batch.turns.count, batch.notes.count)
    for path in fields.system { readPath(path, role: .system, side: .context, line, batch) }
    if let path = fields.messages, let node = find(path, line) {
      readConversation(node, answerSide: .answer, line, batch)
    }
    for path in fields.prompt { readPath(path, role: .user, side: .prompt, line, batch) }
    for path in fields.answer + fields.chosen + (fields.label.map { [$0] } ?? []) {
      readPath(path, role: .assistant, side: .answer, line, batch)
    }
    for path in fields.rejected { readPath(path, role: .assistant, side: .rejected, line, batch) }
    guard batch.turns.count > before.0 else {
      // A conversation that is there and cannot be read has a note already.
      if batch.notes.count == before.1 { note(.fieldsAbsent, 0, line, batch) }
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
    // Gemini wraps the parts in an object, whose role it ignores.
    let content = tape.tag(i) == .object ? member(.parts, of: i, line) ?? member(.content, of: i, line) : nil
    readValue(content ?? i, role: .system, side: .context, line, batch)
  }

  private func member(_ name: KeyName, of i: Int, _ line: UnsafePointer<UInt8>) -> Int? {
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      if keys.name(of: line + key.offset, count: key.length) == name { return key.next }
      node = tape.next(key.next)
    }
    return nil
  }

  private mutating func readField(
    _ key: KeyName, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let i = value(key) else {
      batch.turns.append(
        Turn(
          role: role, side: side, flags: [.isField, .hasNoContent, .isBlank], offset: 0, index: -1,
          textStart: Int32(truncatingIfNeeded: batch.text.count), textCount: 0))
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
    close(&turn, batch)
    batch.turns.append(turn)
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

  /// The nodes of a message's values, -1 for those that are not there.
  private struct Message {
    var role = -1
    var content = -1
    var refusal = -1
    var calls = -1
    /// `function_call`, which OpenAI had before `tool_calls`.
    var legacyCall = -1
    var weight = -1
    /// Nova's preferred and other answers.
    var candidates = -1
  }

  private func message(_ i: Int, _ line: UnsafePointer<UInt8>) -> Message {
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
      case .candidates where tape.tag(key.next) == .array: message.candidates = key.next
      default: break
      }
      node = tape.next(key.next)
    }
    return message
  }

  private mutating func readMessage(
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
    if message.content >= 0 { appendContent(message.content, &turn, line, batch) }
    if message.refusal >= 0 { appendContent(message.refusal, &turn, line, batch) }
    readCalls(message, &turn, line, batch)
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

  private func readRole(
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
  private mutating func readCandidates(_ i: Int, _ message: Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
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
  private mutating func readWeight(_ i: Int, _ turn: inout Turn, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    let node = tape[i]
    let digit = node.tag == .number && node.length == 1 ? line[node.offset] : 0
    if digit == UInt8(ascii: "0") { turn.flags.insert(.hasZeroWeight) }
    let isWeight = digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1")
    // Where the role is unknown, that is the fault.
    let isMisplaced = turn.role != .assistant && turn.role != .unknown
    if !isWeight || isMisplaced { note(.badWeight, i, line, batch, turn: turn.index) }
  }

  // MARK: - Text

  /// Appends a value's text: a string unescaped, an array of content parts joined by newlines, anything else as it is
  /// spelled.
  private mutating func appendContent(
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

  private mutating func appendPart(
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
  private enum PartKind {
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

  private func appendString(_ node: JSONNode, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    batch.text.reserve(node.length)
    batch.text.count += JSONText.unescape(node, line, into: batch.text.bytes + batch.text.count)
  }

  // MARK: - Tool calls

  private mutating func readCalls(
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
  private mutating func readCall(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
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
    if let arguments = member(.arguments, of: function, line) { appendArguments(arguments, turn, line, batch) }
  }

  private mutating func appendArguments(_ i: Int, _ turn: Int32, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
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
  private func close(_ turn: inout Turn, _ batch: Batch) {
    turn.textCount = Int32(truncatingIfNeeded: batch.text.count) - turn.textStart
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    if Blankness.isBlank(text), !turn.flags.contains(.hasMedia) { turn.flags.insert(.isBlank) }
  }

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

  /// One for each line: it stops a strict parser wherever it stands, in a key or in a field that nobody trains on.
  private func noteLoneSurrogate(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    for i in 0..<tape.count where tape[i].flags.contains(.loneSurrogate) {
      note(.loneSurrogate, i, line, batch)
      return
    }
  }

  private func noteDuplicateKeys(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let key = JSONDuplicateKeys.first(in: tape, line) else { return }
    note(.duplicateKey, key, line, batch)
  }
}
