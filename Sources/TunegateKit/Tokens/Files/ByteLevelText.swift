/// GPT-2's spelling of bytes as printable characters, in which byte-level vocabularies are written.
enum ByteLevelText {
  /// The character of each byte: itself where it is printable, else the next one from U+0100 on.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (UInt32(0)...0xFF).map { byte in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) { return byte }
      defer { next += 1 }
      return next
    }
  }()

  /// The byte of each character below U+0180, or -1.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x180)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar)] = Int16(byte) }
    return bytes
  }()

  /// Appends the bytes that a text stands for; false, with nothing appended, when a character stands for none.
  static func decode(_ text: [UInt8], into out: inout [UInt8]) -> Bool {
    let start = out.count
    var at = 0
    while at < text.count {
      let lead = text[at]
      var value = UInt32(lead)
      if lead >= 0x80 {
        // What is spelled has two bytes at most.
        guard lead < 0xE0, at + 1 < text.count else {
          out.removeSubrange(start...)
          return false
        }
        value = UInt32(lead & 0x1F) << 6 | UInt32(text[at + 1] & 0x3F)
        at += 1
      }
      at += 1
      let byte = value < 0x180 ? bytes[Int(value)] : -1
      guard byte >= 0 else {
        out.removeSubrange(start...)
        return false
      }
      out.append(UInt8(byte))
    }
    return true
  }
}
