/// How the grammars of the formats read: each step looks at `at` and moves it past what it took, and past nothing if
/// it did not find what it asks for.
extension Span where Element == UInt8 {
  /// The byte at `at`, nil behind the end.
  func byte(_ at: Int) -> UInt8? {
    at < count ? self[at] : nil
  }

  var isASCII: Bool {
    var bits: UInt8 = 0
    for at in indices { bits |= self[at] }
    return bits < 0x80
  }

  /// Takes one ASCII character.
  func take(_ character: Unicode.Scalar, _ at: inout Int) -> Bool {
    guard byte(at) == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  /// Takes one ASCII letter in either case; `letter` is in lower case.
  func takeLetter(_ letter: Unicode.Scalar, _ at: inout Int) -> Bool {
    guard let byte = byte(at), byte | 0x20 == UInt8(ascii: letter) else { return false }
    at += 1
    return true
  }

  /// Takes all bytes of a set; says how many.
  @discardableResult
  func takeAll(_ set: ASCIISet, _ at: inout Int) -> Int {
    let start = at
    while at < count, set.contains(self[at]) { at += 1 }
    return at - start
  }

  /// Takes all ASCII digits; says how many.
  @discardableResult
  func takeDigits(_ at: inout Int) -> Int {
    let start = at
    while at < count, self[at].isASCIIDigit { at += 1 }
    return at - start
  }

  /// Takes exactly two digits and gives their value.
  func takeTwoDigits(_ at: inout Int) -> Int? {
    guard at + 2 <= count, self[at].isASCIIDigit, self[at + 1].isASCIIDigit else { return nil }
    defer { at += 2 }
    return Int(self[at] & 15) * 10 + Int(self[at + 1] & 15)
  }

  /// Takes a percent sign and two hex digits (RFC 3986, 2.1).
  func takePercentEncoded(_ at: inout Int) -> Bool {
    guard at + 3 <= count, self[at] == UInt8(ascii: "%"), self[at + 1].isHexDigit, self[at + 2].isHexDigit
    else { return false }
    at += 3
    return true
  }

  /// The character at `at` and its length in bytes. The text is valid UTF-8; were it not, the value would be
  /// nonsense, but no byte outside of the span is read.
  func scalar(_ at: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(self[at])
    let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    guard length > 1, at + length <= count else { return (first, 1) }
    var value = first & (0x7f >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(self[at + offset] & 0x3f) }
    return (value, length)
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 0x61 < 6 }
}

/// A set of ASCII characters.
struct ASCIISet: Sendable {
  private let low: UInt64
  private let high: UInt64

  /// The letters and digits if asked for, and the characters of `others`.
  init(alphanumeric: Bool = false, _ others: StaticString) {
    var low: UInt64 = alphanumeric ? 0x03ff_0000_0000_0000 : 0
    var high: UInt64 = alphanumeric ? 0x07ff_fffe_07ff_fffe : 0
    others.withUTF8Buffer { bytes in
      for byte in bytes {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
      }
    }
    (self.low, self.high) = (low, high)
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }
}
