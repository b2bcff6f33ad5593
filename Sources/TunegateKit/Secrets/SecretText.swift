/// How the checks of secrets read.
extension Span where Element == UInt8 {
  /// Whether a text stands at `at`, which may be out of bounds.
  func has(_ literal: StaticString, at: Int) -> Bool {
    guard at >= 0, at + literal.utf8CodeUnitCount <= count else { return false }
    return literal.withUTF8Buffer { bytes in
      for i in 0..<bytes.count where bytes[i] != self[at + i] { return false }
      return true
    }
  }

  /// The byte before `at`; nil at the start.
  func byte(before at: Int) -> UInt8? {
    at > 0 && at <= count ? self[at - 1] : nil
  }

  /// Whether a letter, a digit or an underscore stands at `at`; nothing does behind the end.
  func isWord(_ at: Int) -> Bool {
    guard at >= 0, at < count else { return false }
    let byte = self[at]
    return byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
  }

  /// The end of exactly `length` bytes of a set that no word character follows.
  func fixed(_ length: Int, of set: ASCIISet, from start: Int) -> Int? {
    guard start + length <= count, !isWord(start + length) else { return nil }
    for at in start..<start + length where !set.contains(self[at]) { return nil }
    return start + length
  }

  /// The end of the longest run of a set, up to `most` bytes.
  func end(of set: ASCIISet, from start: Int, most: Int = .max) -> Int {
    var at = start
    while at < count, at - start < most, set.contains(self[at]) { at += 1 }
    return at
  }

  func bytes(_ range: Range<Int>) -> [UInt8] {
    range.map { self[$0] }
  }

  /// ASCII letters in lower case.
  func lowercased(_ range: Range<Int>) -> String {
    let bytes = range.map { self[$0] &- 0x41 < 26 ? self[$0] | 0x20 : self[$0] }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Character sets of tokens.
enum TokenSet {
  static let letters = ASCIISet(alphanumeric: true, "")
  /// Base64 for URLs.
  static let url = ASCIISet(alphanumeric: true, "-_")
  static let base64 = ASCIISet(alphanumeric: true, "+/")
  static let hex = ASCIISet("0123456789abcdef")
  static let anyHex = ASCIISet("0123456789abcdefABCDEF")
  static let capitals = ASCIISet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
