import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where in an example a turn stands: what the model is given, and what it learns to say.
public enum Side: UInt8, Sendable {
  /// System messages and tools.
  case context
  case prompt
  case answer
  /// The dispreferred answer of a preference pair.
  case rejected
}

/// Facts about a turn that rules ask for, found while it was read.
struct TurnFlags: OptionSet, Sendable {
  let rawValue: UInt16

  static let hasToolCalls = TurnFlags(rawValue: 1 << 0)
  /// The content is JSON `null` or the key is missing.
  static let hasNoContent = TurnFlags(rawValue: 1 << 1)
  /// Nothing is left without white space and invisible characters.
  static let isBlank = TurnFlags(rawValue: 1 << 2)
  /// Images, audio, video or files.
  static let hasMedia = TurnFlags(rawValue: 1 << 3)
  /// `weight: 0`: the trainer learns nothing from it.
  static let hasZeroWeight = TurnFlags(rawValue: 1 << 4)
  /// Not a message of a conversation but a field such as `completion`: role rules do not apply.
  static let isField = TurnFlags(rawValue: 1 << 5)
}

/// One turn of an example.
struct Turn: Sendable {
  var role: Role
  var side: Side
  var flags: TurnFlags
  /// Byte offset of the turn within its line.
  var offset: Int32
  /// Position in the conversation's array.
  var index: Int32
  /// The unescaped text in `Batch.text`.
  var textStart: Int32
  var textCount: Int32
  /// What the text holds that a rule may want to look at.
  var marks: TextMarks = []
}

/// What the reader saw in a record that a rule may object to. Notes keep clean lines free of allocation.
struct Note: Sendable {
  enum Kind: UInt8, Sendable, CaseIterable {
    case notAnObject, unknownShape, twoShapes, doubleEncoded, emptyConversation, turnNotAnObject, missingRole
    case missingContent, wrongContentType, barePart, unknownRole, badWeight, badToolCall, badToolArguments
    case wrongFieldType, fieldsAbsent, duplicateKey, loneSurrogate
    case undeclaredTool, toolArgumentsViolate, badToolSchema, badToolCallID
    case schemaViolation, completionMisfit, pairPrompt
    case overLength, answerCutOff
  }

  var row: Int32
  var kind: Kind
  /// Whose turn it is about, where the rule has to know.
  var role = Role.unknown
  /// Turn index within the conversation, or -1.
  var turn: Int32
  /// Where in the line, in bytes: the value or key that the note is about.
  var offset: Int32
  var length: Int32
  /// Index in `Batch.details` of a sentence that was made while the record was at hand, or -1.
  var detail: Int32 = -1
}

/// One non-blank line.
struct Row: Sendable {
  /// Line number from 1 within the source.
  var line: Int
  /// Where the line's text is in the slab, in bytes, without its newline.
  var offset: Int32
  var length: Int32
  var shape: Shape
  /// False when the line could not be read as a record with a known shape, or no turn of it could be.
  var isExample: Bool
  /// Whether the record declares tools.
  var hasTools = false
  /// Index in `Batch.faults`, or -1.
  var fault: Int32
  var firstTurn: Int32
  var turnCount: Int32
  /// When the record was made, in days since 1970; `noDay` when it does not say.
  var day = Row.noDay
  /// Where in the line the record names its kind (task, category, source), in bytes.
  var kindOffset: Int32 = 0
  var kindLength: UInt8 = 0

  static let noDay = Int32.min
}

/// A slab's lines after reading: rows, turns and features in flat arrays, one entry a row. Rules judge batches.
///
/// A batch is owned by one worker at a time and recycled, so that clean lines cost no allocation. That no two of them
/// are at it is by construction, so that its arrays are not checked for it on each access.
final class Batch {
  @exclusivity(unchecked) var source = 0
  @exclusivity(unchecked) var sequence = 0
  @exclusivity(unchecked) var rows: [Row] = []
  @exclusivity(unchecked) var turns: [Turn] = []
  @exclusivity(unchecked) var notes: [Note] = []
  @exclusivity(unchecked) var faults: [JSONFault] = []
  /// Sentences of notes that need more than the line to be worded.
  @exclusivity(unchecked) var details: [String] = []
  /// What the named profiles do not take; see `ProfileChecker`.
  @exclusivity(unchecked) var misfits: [ProfileMisfit] = []
  /// What the rules of the user's do not find in order; see `CustomCheck`.
  @exclusivity(unchecked) var customRemarks: [CustomRemark] = []
  /// The profiles that `misfits` are about.
  @exclusivity(unchecked) var profiles: ProfileSet?
  @exclusivity(unchecked) var features = FeatureColumns()
  /// All marks of all turns.
  @exclusivity(unchecked) var marks: TextMarks = []
  /// Preference pairs, in the order of their rows.
  @exclusivity(unchecked) var pairs: [Pair] = []
  /// Examples that hold evaluation data, in the order of their rows.
  @exclusivity(unchecked) var leaks: [Leak] = []
  /// Which rules found something in a row; the same order as `rows`.
  @exclusivity(unchecked) var hits: [RuleSet] = []
  /// Length of a line that is longer than the limit, with its line number; such a slab has no other lines.
  @exclusivity(unchecked) var oversized: (line: Int, bytes: Int)?
  /// True when the source starts with a byte order mark and this batch holds its first line.
  @exclusivity(unchecked) var startsWithMark = false
  /// Unescaped text of all turns.
  let text = ByteArena()
  /// The raw lines, for excerpts in messages.
  @exclusivity(unchecked) private(set) var slab: Slab?
  @exclusivity(unchecked) private var pointers = JSONPointer()
  @exclusivity(unchecked) private var scanner = SecretScanner()
  @exclusivity(unchecked) private var found: [Sighting]?

  /// Secrets and personal data in the turns, in order. Looked for when a rule asks, once.
  var sightings: [Sighting] {
    if let found { return found }
    let fresh = findSightings(&scanner)
    found = fresh
    return fresh
  }

  func reset(to slab: Slab) {
    self.slab = slab
    source = slab.source
    sequence = slab.sequence
    rows.removeAll(keepingCapacity: true)
    turns.removeAll(keepingCapacity: true)
    notes.removeAll(keepingCapacity: true)
    faults.removeAll(keepingCapacity: true)
    details.removeAll(keepingCapacity: true)
    misfits.removeAll(keepingCapacity: true)
    customRemarks.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    leaks.removeAll(keepingCapacity: true)
    features.removeAll()
    pairs.removeAll(keepingCapacity: true)
    marks = []
    oversized = nil
    startsWithMark = false
    text.count = 0
    found = nil
    pointers.removeAll()
  }

  /// Notes something about the row that is being read and comes behind the last one.
  func noteNext(_ kind: Note.Kind, offset: Int, length: Int, turn: Int32 = -1, detail: String? = nil) {
    var note = Note(
      row: Int32(truncatingIfNeeded: rows.count), kind: kind, turn: turn,
      offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: length))
    if let detail {
      note.detail = Int32(truncatingIfNeeded: details.count)
      details.append(detail)
    }
    notes.append(note)
  }

  /// Notes something about the last row, in a sentence of its own. `offset` counts bytes from the line's start.
  func note(_ kind: Note.Kind, offset: Int, length: Int = 0, turn: Int32 = -1, detail: String) {
    notes.append(
      Note(
        row: Int32(truncatingIfNeeded: rows.count - 1), kind: kind, turn: turn,
        offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: length),
        detail: Int32(truncatingIfNeeded: details.count)))
    details.append(detail)
  }

  /// Puts the notes of one row, which are made in the order that its shape is read in, into the order of the bytes.
  func orderNotes(from first: Int) {
    guard notes.count - first > 1 else { return }
    notes[first...].sort { ($0.offset, $0.kind.rawValue) < ($1.offset, $1.kind.rawValue) }
  }

  /// A row's turns.
  func turns(of row: Row) -> ArraySlice<Turn> {
    turns[Int(row.firstTurn)..<Int(row.firstTurn + row.turnCount)]
  }

  /// A piece of the raw line for a message, repaired to valid Unicode, with secrets masked, clipped to `limit` bytes.
  func excerpt(_ row: Row, offset: Int, length: Int, limit: Int = 60) -> String {
    guard let slab, offset >= 0, offset < Int(row.length) else { return "" }
    let wanted = min(length, Int(row.length) - offset)
    let start = slab.bytes + Int(row.offset) + offset
    return SecretMask.excerpt(UnsafeBufferPointer(start: start, count: wanted).span, limit: limit)
  }

  /// The beginning of a turn's text for a message, repaired to valid Unicode, with secrets masked.
  func excerpt(_ turn: Turn, limit: Int = 60) -> String {
    let raw = UnsafeBufferPointer(start: text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    return SecretMask.excerpt(raw.span, limit: limit)
  }

  /// The bytes of a row's line. Copies: for findings alone.
  func bytes(of row: Row) -> [UInt8] {
    guard let slab else { return [] }
    return Array(UnsafeBufferPointer(start: slab.bytes + Int(row.offset), count: Int(row.length)))
  }

  /// The text of a turn as it is. For rules to read, not for messages.
  func string(_ turn: Turn) -> String {
    String(
      decoding: UnsafeBufferPointer(start: text.bytes + Int(turn.textStart), count: Int(turn.textCount)),
      as: UTF8.self)
  }

  /// What the record says it is. Bounds: the reader found it in the line. Good until the slab is filled again.
  func kind(of row: Row) -> UnsafeBufferPointer<UInt8> {
    guard let slab, row.kindLength > 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
      start: slab.bytes + Int(row.offset) + Int(row.kindOffset), count: Int(row.kindLength))
  }

  /// True when the batch holds its source's first line.
  var isFirst: Bool { slab?.offset == 0 }

  /// The first control character in a range of the text, tab, newline and carriage return aside.
  func firstControl(from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && end <= text.count)
    let at = tg_find_control(text.bytes + start, end - start)
    return at < end - start ? start + at : nil
  }

  /// The JSON Pointer to the value or key at a byte of the line. Reads the line again, once for findings that come in
  /// the order of its bytes.
  func pointer(_ row: Row, offset: Int) -> String {
    guard let slab else { return "" }
    let start = Int(row.offset)
    return pointers.path(
      to: offset, in: UnsafePointer(slab.bytes + start), count: Int(row.length), start: start)
  }

  /// The record's keys in order. Reads the line again: for findings alone.
  func topLevelKeys(_ row: Row) -> [String] {
    guard let slab else { return [] }
    return JSONPointer.topLevelKeys(in: UnsafePointer(slab.bytes + Int(row.offset)), count: Int(row.length))
  }

  func place(_ row: Row) -> Place { Place(source: source, line: row.line) }
}

/// A growing buffer of bytes that is recycled.
final class ByteArena {
  /// Readable bytes behind `count`, for kernels that read whole words.
  static let slack = 64
  /// Bounds: `capacity + slack` bytes are allocated; writers call `reserve` first.
  @exclusivity(unchecked) private(set) var bytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private(set) var capacity: Int
  @exclusivity(unchecked) var count = 0

  init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    bytes = ByteArena.zeroed(capacity + ByteArena.slack)
  }

  deinit { free(bytes) }

  /// Zeros that the system hands out page by page: room that is reserved for the worst case and never written costs no
  /// memory.
  private static func zeroed(_ n: Int) -> UnsafeMutablePointer<UInt8> {
    guard let fresh = calloc(n, 1) else { fatalError("no memory for \(n) bytes of text") }
    return fresh.bindMemory(to: UInt8.self, capacity: n)
  }

  /// One byte, checked: for rules, which are safe code.
  subscript(_ i: Int) -> UInt8 {
    precondition(i >= 0 && i < count)
    return bytes[i]
  }

  /// Makes room for `more` bytes behind `count`.
  @inline(__always)
  func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  private func grow(to needed: Int) {
    let larger = max(needed, capacity * 2)
    let fresh = ByteArena.zeroed(larger + ByteArena.slack)
    fresh.update(from: bytes, count: count)
    free(bytes)
    bytes = fresh
    capacity = larger
  }

  func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count += 1
  }

  /// Bounds: `source` has `n` readable bytes.
  func append(_ source: UnsafePointer<UInt8>, count n: Int) {
    reserve(n)
    (bytes + count).update(from: source, count: n)
    count += n
  }
}
