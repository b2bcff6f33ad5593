import CKernels

/// The bytes that the grammar names.
enum JSONByte {
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2c
  static let minus: UInt8 = 0x2d
  static let colon: UInt8 = 0x3a
  static let openArray: UInt8 = 0x5b
  static let backslash: UInt8 = 0x5c
  static let closeArray: UInt8 = 0x5d
  static let openObject: UInt8 = 0x7b
  static let closeObject: UInt8 = 0x7d

  /// White space by RFC 8259. A line holds no LF, but text inside an example that is JSON itself may.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0d || byte == 0x09 || byte == 0x0a)
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}

/// Where reading stopped, and what the grammar wanted there: all that the diagnosis needs to know of the reader.
struct JSONStop {
  enum Wanted {
    case value, key, colon, commaOrEnd, nothing
    /// Inside a token that begins at `token`.
    case stringEnd, escape, number, literal
    case utf8, shallower
  }
  var wanted: Wanted
  var offset: Int
  /// First byte of the token that `wanted` speaks of: the opening quote, the first digit or sign.
  var token: Int
  /// The innermost open container: its index on the tape, nil at the top.
  var container: Int?
}

extension JSONTape {
  /// Reads one JSON text by RFC 8259 and replaces what is on the tape; nil when it is well formed.
  ///
  /// After a fault the tape is empty. Numbers keep their text and strings their escapes; lone surrogate escapes are
  /// accepted and flagged, any value may stand at the top. Linear in `count`; no recursion.
  ///
  /// Bounds: `text` has at least 64 readable bytes behind `count`. Their content never changes what is accepted.
  mutating func parse(_ text: UnsafePointer<UInt8>, count: Int, maxDepth: Int) -> JSONFault? {
    removeAll()
    guard count <= JSONTape.longestText else {
      return JSONFault(kind: .tooLong, offset: JSONTape.longestText, detail: "\(count)")
    }
    var reader = JSONReader(text: text, end: count, maxDepth: maxDepth)
    guard let stop = reader.read(into: &self) else { return nil }
    let fault = JSONDiagnosis(text, count: count, stop: stop, maxDepth: maxDepth, tape: self).fault
    removeAll()
    return fault
  }

  /// Parses as `parse` does, and does not ask why when it fails: for text that need not be JSON.
  mutating func accept(_ text: UnsafePointer<UInt8>, count: Int, maxDepth: Int) -> Bool {
    removeAll()
    guard count <= JSONTape.longestText else { return false }
    var reader = JSONReader(text: text, end: count, maxDepth: maxDepth)
    if reader.read(into: &self) == nil { return true }
    removeAll()
    return false
  }
}

/// The state machine. Every step that reads a byte first compares `at` with `end`, or reads within the 64 bytes that
/// are readable behind it and compares afterwards.
private struct JSONReader {
  let text: UnsafePointer<UInt8>
  let end: Int
  let maxDepth: Int
  var at = 0
  var depth = 0
  /// Index of the innermost open container; meaningless at depth 0.
  var top = 0
  var inObject = false
  var stop = JSONStop(wanted: .value, offset: 0, token: 0)

  init(text: UnsafePointer<UInt8>, end: Int, maxDepth: Int) {
    (self.text, self.end, self.maxDepth) = (text, end, maxDepth)
  }

  mutating func read(into tape: inout JSONTape) -> JSONStop? {
    skipSpace()
    while true {
      // A value must begin here.
      guard at < end else { return halt(.value) }
      switch text[at] {
      case JSONByte.quote:
        guard string(&tape) else { return stop }
      case JSONByte.openObject:
        guard open(.object, &tape) else { return stop }
        guard at < end, text[at] == JSONByte.closeObject else {
          guard key(&tape) else { return stop }
          continue
        }
        close(&tape)
      case JSONByte.openArray:
        guard open(.array, &tape) else { return stop }
        guard at < end, text[at] == JSONByte.closeArray else { continue }
        close(&tape)
      case 0x74:
        guard literal(.true, 0x6575_7274, 4, &tape) else { return stop }
      case 0x66:
        guard text[at + 4] == 0x65, literal(.false, 0x736c_6166, 5, &tape) else { return halt(.literal, token: at) }
      case 0x6e:
        guard literal(.null, 0x6c6c_756e, 4, &tape) else { return stop }
      case JSONByte.minus, 0x30...0x39:
        guard number(&tape) else { return stop }
      default:
        return halt(.value)
      }
      // A value has ended. Close what ends here, then step to the next value.
      while true {
        skipSpace()
        guard depth > 0 else { return at < end ? halt(.nothing) : nil }
        guard at < end else { return halt(.commaOrEnd) }
        if text[at] == JSONByte.comma {
          at += 1
          skipSpace()
          if inObject, !key(&tape) { return stop }
          break
        }
        guard text[at] == (inObject ? JSONByte.closeObject : JSONByte.closeArray) else { return halt(.commaOrEnd) }
        close(&tape)
      }
    }
  }

  @inline(__always)
  private mutating func skipSpace() {
    while at < end, JSONByte.isSpace(text[at]) { at += 1 }
  }

  @inline(__always)
  private mutating func open(_ tag: JSONTag, _ tape: inout JSONTape) -> Bool {
    guard depth < maxDepth else { return failed(.shallower) }
    top = tape.open(tag, offset: at, parent: top)
    depth += 1
    inObject = tag == .object
    at += 1
    skipSpace()
    return true
  }

  @inline(__always)
  private mutating func close(_ tape: inout JSONTape) {
    at += 1
    top = tape.close(top, end: at)
    depth -= 1
    inObject = depth > 0 && tape.tag(top) == .object
  }

  /// A key, its colon, and the white space up to the value.
  @inline(__always)
  private mutating func key(_ tape: inout JSONTape) -> Bool {
    guard at < end, text[at] == JSONByte.quote else { return failed(.key) }
    guard string(&tape) else { return false }
    skipSpace()
    guard at < end, text[at] == JSONByte.colon else { return failed(.colon) }
    at += 1
    skipSpace()
    return true
  }

  /// `word` is the first four bytes of the literal as a little-endian number; `length` may be 5 when the caller has
  /// compared the fifth. Bounds: reads at most 5 bytes from a position before `end`.
  @inline(__always)
  private mutating func literal(_ tag: JSONTag, _ word: UInt32, _ length: Int, _ tape: inout JSONTape) -> Bool {
    let found = UInt32(littleEndian: UnsafeRawPointer(text + at).loadUnaligned(as: UInt32.self))
    guard found == word, at + length <= end else { return failed(.literal, token: at) }
    tape.append(tag, offset: at, length: length)
    at += length
    return true
  }

  private mutating func number(_ tape: inout JSONTape) -> Bool {
    let start = at
    if text[at] == JSONByte.minus { at += 1 }
    let firstDigit = at
    guard digits() else { return failed(.number, token: start) }
    // A second digit behind a leading zero is left for the next step to trip over.
    if text[firstDigit] == 0x30 { at = firstDigit + 1 }
    if at < end, text[at] == 0x2e {
      at += 1
      guard digits() else { return failed(.number, token: start) }
    }
    if at < end, text[at] | 0x20 == 0x65 {
      at += 1
      if at < end, text[at] == 0x2b || text[at] == JSONByte.minus { at += 1 }
      guard digits() else { return failed(.number, token: start) }
    }
    tape.append(.number, offset: start, length: at - start)
    return true
  }

  /// One digit or more.
  @inline(__always)
  private mutating func digits() -> Bool {
    let start = at
    while at < end, JSONByte.isDigit(text[at]) { at += 1 }
    return at > start
  }

  @inline(__always)
  private mutating func string(_ tape: inout JSONTape) -> Bool {
    let start = at + 1
    var (p, flags) = (start, JSONFlags())
    while true {
      // Bounds: `p <= end`, which the kernel asks for.
      let hit = tg_json_scan_string(text + p, text + end)
      p += hit.length
      flags.formUnion(JSONFlags(rawValue: UInt8(truncatingIfNeeded: hit.seen)))
      guard p < end else { return failed(.stringEnd, offset: end, token: at) }
      if text[p] == JSONByte.quote { break }
      guard text[p] == JSONByte.backslash else { return failed(.stringEnd, offset: p, token: at) }
      guard unicodeEscapes(&p, &flags) else { return failed(.escape, offset: p, token: at) }
      if flags.contains(.loneSurrogate) { tape.markLoneSurrogate() }
    }
    if flags.contains(.hasHighBytes), let fault = JSONUTF8.firstFault(text, from: start, to: p) {
      return failed(.utf8, offset: fault, token: at)
    }
    tape.append(.string, flags, offset: start, length: p - start)
    at = p + 1
    return true
  }

  /// Steps over a run of `\uXXXX` at `p`, of which there must be one, and leaves `p` at most at `end`.
  private func unicodeEscapes(_ p: inout Int, _ flags: inout JSONFlags) -> Bool {
    flags.insert(.hasEscapes)
    var pending = false  // a high surrogate that waits for its low one
    repeat {
      guard p + 6 <= end, let unit = JSONText.codeUnit(text + p) else { return false }
      let isLow = unit & 0xfc00 == 0xdc00
      if pending != isLow { flags.insert(.loneSurrogate) }
      pending = unit & 0xfc00 == 0xd800
      if unit == 0 { flags.insert(.escapedNUL) }
      p += 6
    } while p + 1 < end && text[p] == JSONByte.backslash && text[p + 1] == 0x75
    if pending { flags.insert(.loneSurrogate) }
    return true
  }

  private mutating func failed(_ wanted: JSONStop.Wanted, offset: Int? = nil, token: Int? = nil) -> Bool {
    let offset = offset ?? at
    stop = JSONStop(wanted: wanted, offset: offset, token: token ?? offset, container: depth > 0 ? top : nil)
    return false
  }

  private mutating func halt(_ wanted: JSONStop.Wanted, token: Int? = nil) -> JSONStop {
    _ = failed(wanted, token: token)
    return stop
  }
}
