/// Turns lines into rows: parses, tells the shape, and writes turns, notes and text into the batch.
///
/// One reader belongs to one worker; it holds the recycled tapes. Its methods are `mutating` whether they mutate or
/// not: to borrow a struct of this size the compiler copies all of it, several times a line. Unsafe pointers: the
/// reader walks the tape and the line's bytes, which the slab keeps alive and pads with `Slab.tail` zeros.
struct ExampleReader: ~Copyable {
  var tape = JSONTape()
  /// For calls that are written as a text.
  var callTape = JSONTape()
  /// The decoded arguments of such calls.
  let callText = ByteArena(capacity: 1 << 10)
  let keys = KeyTable.standard
  let fields: Settings.Fields?
  let maxDepth: Int
  /// The top-level value node of each known key of the current record, or -1.
  var values = [Int32](repeating: -1, count: KeyName.allCases.count)
  /// True when one of `values` is null: exporters of tables pad the columns that a record does not use.
  var hasNulls = false
  /// Fingerprint of what makes the current record differ besides its turns' text: images, sounds and files, and whether
  /// a single answer is a good one; 0 without any.
  var extras: UInt64 = 0
  /// The tools of the current record, and what it calls.
  var judge: ToolJudge

  /// The last tool definitions that were a string.
  private let toolText = ByteArena(capacity: 1 << 10)

  init(fields: Settings.Fields?, maxDepth: Int) {
    self.fields = fields
    self.maxDepth = maxDepth
    judge = ToolJudge(maxDepth: maxDepth)
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
      // One for each line: it stops a strict parser wherever it stands, in a key or in a field that nobody trains on.
      if tape.loneSurrogate >= 0 { note(.loneSurrogate, tape.loneSurrogate, line, batch) }
      noteDuplicateKeys(line, batch)
      row.shape = readRecord(line, batch)
      row.hasTools = judge.tools != nil
      readFacts(line, into: &row)
      row.turnCount = Int32(truncatingIfNeeded: batch.turns.count) - row.firstTurn
      // Records that no turn could be read from would pass for copies of each other.
      row.isExample = row.shape != .unknown && row.turnCount > 0
      batch.orderNotes(from: firstNote)
    }
    batch.rows.append(row)
    batch.hits.append(RuleSet())
  }

  /// The fingerprint of tool definitions, media and the like of the current record; 0 without any.
  func fingerprint(tools: UnsafeBufferPointer<UInt8>?) -> UInt64 {
    guard let tools, let text = tools.baseAddress else { return extras }
    return Fingerprint.of(text, count: tools.count, seed: Fingerprint.mix(extras, 1))
  }

  /// The tool definitions of the current record as they are spelled, or what they say where they are a string; nil
  /// without any. Good until the next line.
  func toolsText(_ line: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard hasTools else { return nil }
    for key in ExampleReader.toolKeys where hasValue(key) {
      let node = tape[Int(values[Int(key.rawValue)])]
      guard node.tag == .string, node.flags.contains(.hasEscapes) else {
        return UnsafeBufferPointer(start: line + node.offset, count: node.length)
      }
      toolText.count = 0
      toolText.reserve(node.length)
      toolText.count = JSONText.unescape(node, line, into: toolText.bytes)
      return UnsafeBufferPointer(start: toolText.bytes, count: toolText.count)
    }
    return nil
  }

  // MARK: - Records

  mutating func readRecord(_ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    collectKeys(line)
    noteExtraFields(line)
    readTools(line, batch)
    if let fields { return readMapped(fields, line, batch) }
    let shape = tellShape()
    noteShape(shape, line, batch)
    readParts(of: shape, line, batch)
    return shape
  }

  mutating func collectKeys(_ line: UnsafePointer<UInt8>) {
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

  mutating func noteShape(_ shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    if shape == .unknown { note(.unknownShape, 0, line, batch) }
    guard shape == .chat || shape == .nova, let messages = value(.messages) else { return }
    if ExampleReader.rivals.contains(where: { hasValue($0) }) { note(.twoShapes, messages, line, batch) }
  }

  mutating func noteExtraFields(_ line: UnsafePointer<UInt8>) {
    extras = 0
    for key in ExampleReader.mediaKeys where hasValue(key) {
      if let i = value(key) { noteExtra(i, line) }
    }
  }

  static let mediaKeys: [KeyName] = [.image, .images, .video, .videos, .audio, .audios]

  mutating func noteExtra(_ i: Int, _ line: UnsafePointer<UInt8>) {
    extras = Fingerprint.of(line + tape[i].offset, count: tape[i].length, seed: Fingerprint.mix(extras, 2)) | 1
  }

  func has(_ key: KeyName) -> Bool { values[Int(key.rawValue)] >= 0 }

  /// True when the key is there with something else than null.
  func hasValue(_ key: KeyName) -> Bool {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 && tape.tag(i) != .null
  }

  /// The keys of other shapes that make a record with `messages` ambiguous.
  static let rivals: [KeyName] = [.prompt, .completion, .conversations, .contents]

  /// True when the key is there with an array of objects or of anything.
  func hasArray(_ key: KeyName) -> Bool {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 && tape.tag(i) == .array
  }

  func value(_ key: KeyName) -> Int? {
    let i = Int(values[Int(key.rawValue)])
    return i >= 0 ? i : nil
  }

  /// Keys that hold what the model is given and what it says, in order of preference.
  static let promptKeys: [KeyName] = [
    .prompt, .instruction, .question, .query, .input, .text, .source, .article, .document, .context,
  ]
  static let answerKeys: [KeyName] = [
    .completion, .output, .response, .answer, .target, .solution, .code, .summary, .label, .category,
  ]

  /// The shape of the keys that have a value; where these tell of no answer, of all keys, so that an answer that is
  /// null is a missing answer and not another shape.
  func tellShape() -> Shape {
    guard hasNulls else { return tellShape { has($0) } }
    let shape = tellShape { hasValue($0) }
    return [.unknown, .promptOnly, .text].contains(shape) ? tellShape { has($0) } : shape
  }

  /// The first matching shape. Order matters: preferences carry the keys of the others.
  func tellShape(_ has: (KeyName) -> Bool) -> Shape {
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
  mutating func firstKey(_ names: [KeyName]) -> KeyName? {
    names.first { hasValue($0) } ?? names.first { has($0) }
  }

  // MARK: - Notes

  mutating func note(
    _ kind: Note.Kind, _ i: Int, _ line: UnsafePointer<UInt8>, _ batch: Batch, turn: Int32 = -1, role: Role = .unknown
  ) {
    let node = tape[i]
    batch.notes.append(
      Note(
        row: Int32(truncatingIfNeeded: batch.rows.count), kind: kind, role: role, turn: turn,
        offset: Int32(truncatingIfNeeded: node.offset), length: Int32(truncatingIfNeeded: node.length)))
  }

  mutating func noteDuplicateKeys(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let key = JSONDuplicateKeys.first(in: tape, line) else { return }
    note(.duplicateKey, key, line, batch)
  }
}
