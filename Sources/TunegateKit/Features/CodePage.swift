/// Reads UTF-8 back out of a text that was once read in Windows-1252 or Latin-1.
enum CodePage {
  /// What 0x80...0x9F are in Windows-1252; 0 where it has nothing.
  private static let high: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]

  /// The byte that a character was, 0x80...0xFF; nil for any other.
  static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    let value = scalar.value
    if value >= 0x80, value <= 0xFF { return UInt8(value) }
    guard value > 0xFF, let i = high.firstIndex(of: value) else { return nil }
    return UInt8(0x80 + i)
  }

  /// One character of UTF-8 that begins at `i`, with the number of characters that its bytes have become.
  static func decode(_ text: [Unicode.Scalar], at i: Int) -> (scalar: Unicode.Scalar, count: Int)? {
    let lead = text[i].value
    guard lead >= 0xC2, lead <= 0xF4 else { return nil }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard i + count <= text.count else { return nil }
    var value = lead & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
    for k in 1..<count {
      guard let byte = byte(text[i + k]), byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = count == 2 ? 0x80 : count == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, count)
  }

  /// The text with all such characters read back, as often as that makes it shorter, three times at most.
  static func repaired(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = text
    for _ in 0..<3 {
      var result: [Unicode.Scalar] = []
      var i = 0
      while i < text.count {
        if let (scalar, count) = decode(text, at: i) {
          result.append(scalar)
          i += count
        } else if text[i].value == 0xE2, i + 2 < text.count, text[i + 1].value == 0x20AC, text[i + 2].value == 0xFFFD {
          // Byte 0x9D is nothing in Windows-1252: a closing quotation mark has lost its last byte.
          result.append("”")
          i += 3
        } else {
          result.append(text[i])
          i += 1
        }
      }
      if result.count == text.count { break }
      text = result
    }
    return text
  }
}
