#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A turn's text as rules see it: bytes that are checked on every access. Valid while its batch is being judged.
///
/// Bounds: `start` has `count` readable bytes; every access goes through a check.
struct TextBytes: RandomAccessCollection {
  private let start: UnsafePointer<UInt8>
  let count: Int

  /// Bounds: the turn's text lies in the batch's arena.
  init(_ turn: Turn, _ batch: Batch) {
    start = UnsafePointer(batch.text.bytes + Int(turn.textStart))
    count = Int(turn.textCount)
  }

  private init(start: UnsafePointer<UInt8>, count: Int) {
    self.start = start
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(i: Int) -> UInt8 {
    precondition(i >= 0 && i < count)
    return start[i]
  }

  /// `looksLikeCode` of a text that is no turn's.
  static func isCode(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { TextBytes(start: $0, count: bytes.count).looksLikeCode } ?? false
    }
  }

  /// The byte at `i`, 0 outside the text.
  func at(_ i: Int) -> UInt8 { i >= 0 && i < count ? start[i] : 0 }

  /// The first `limit` bytes at most, without half a character at the end.
  func first(_ limit: Int) -> TextBytes {
    guard count > limit else { return self }
    var end = Swift.max(0, limit)
    while end > 0, start[end] & 0xC0 == 0x80 { end -= 1 }
    return TextBytes(start: start, count: end)
  }

  /// Runs `body` with the bytes as the kernels take them.
  func withBytes<R>(_ body: (UnsafePointer<UInt8>, Int) -> R) -> R { body(start, count) }

  /// The next place of a byte at or behind `from`.
  func next(_ byte: UInt8, from: Int = 0) -> Int? {
    let from = Swift.max(0, from)
    // The bytes from `from` to `count` are all inside the text.
    guard from < count, let found = memchr(start + from, Int32(byte), count - from) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }

  /// The last place of a byte in a range. The range is cut to the text.
  func last(_ byte: UInt8, in range: Range<Int>) -> Int? {
    let range = range.clamped(to: 0..<count)
    var at = range.upperBound
    while at > range.lowerBound {
      at -= 1
      if start[at] == byte { return at }
    }
    return nil
  }

  /// True when `word` stands at `i`.
  func stands(_ word: StaticString, at i: Int) -> Bool {
    guard i >= 0, i + word.utf8CodeUnitCount <= count else { return false }
    for k in 0..<word.utf8CodeUnitCount where start[i + k] != word.utf8Start[k] { return false }
    return true
  }

  /// True when `word`, in lower case, stands at `i` in any case of ASCII letters.
  func standsFolded(_ word: StaticString, at i: Int) -> Bool {
    guard i >= 0, i + word.utf8CodeUnitCount <= count else { return false }
    for k in 0..<word.utf8CodeUnitCount where start[i + k].lowercased != word.utf8Start[k] { return false }
    return true
  }

  /// True when no letter, digit or `_` stands before `i`.
  func isWordStart(_ i: Int) -> Bool { i == 0 || !at(i - 1).isWordByte }

  /// True when no letter, digit or `_` stands at `i`.
  func isWordEnd(_ i: Int) -> Bool { i >= count || !at(i).isWordByte }

  /// A piece for a message, with secrets masked, clipped to `limit` bytes.
  func string(_ range: Range<Int>, limit: Int = 60) -> String {
    let range = range.clamped(to: 0..<count)
    let from = Swift.max(0, range.lowerBound - SecretMask.reach)
    let near = UnsafeBufferPointer(
      start: start + from, count: Swift.min(count, range.upperBound + SecretMask.reach) - from)
    return SecretMask.piece(near.span, range.lowerBound - from..<range.upperBound - from, limit: limit)
  }

  /// The text without white space at its ends.
  var trimmed: Range<Int> {
    var (low, high) = (0, count)
    while low < high, at(low) <= 0x20 { low += 1 }
    while high > low, at(high - 1) <= 0x20 { high -= 1 }
    return low..<high
  }
}

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isUpper: Bool { self &- UInt8(ascii: "A") < 26 }
  /// ASCII letters, digits, `_`, and every byte beyond ASCII.
  var isWordByte: Bool { isASCIILetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80 }
  var lowercased: UInt8 { isUpper ? self | 0x20 : self }
}

extension Batch {
  /// Sets the marks of a turn.
  func mark(_ turn: Int, _ marks: TextMarks) {
    turns[turn].marks = marks
    self.marks.formUnion(marks)
  }

  /// The unescaped text of a turn.
  func text(of turn: Turn) -> TextBytes { TextBytes(turn, self) }

  /// The texts that an answer follows from: system messages and the prompts before it.
  func given(_ row: Row, before answer: Turn) -> [TextBytes] {
    turns(of: row).filter {
      $0.side == .context || $0.side == .prompt && ($0.index < answer.index || $0.flags.contains(.isField))
    }.map { text(of: $0) }
  }
}

extension Turn {
  /// What it is called in a message.
  var name: String {
    switch side {
    case .context: "the system message"
    case .prompt: "the prompt"
    case .answer: "the answer"
    case .rejected: "the rejected answer"
    }
  }
}
