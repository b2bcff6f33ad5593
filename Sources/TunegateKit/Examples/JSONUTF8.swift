/// Strict UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum JSONUTF8 {
  /// Offset of the first byte that begins no well-formed sequence in `text[from ..< to]`; nil when all is well.
  ///
  /// Bounds: reads within `from ..< to` only.
  static func firstFault(_ text: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
    let raw = UnsafeRawPointer(text)
    var p = from
    while p < to {
      if text[p] < 0x80 {
        p += 1
        while p + 8 <= to, raw.loadUnaligned(fromByteOffset: p, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
          p += 8
        }
        continue
      }
      // Runs of three-byte characters, which is most of the world's text: four bytes in one load, the fourth unused.
      while p + 4 <= to {
        let word = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: p, as: UInt32.self))
        guard word & 0xc0_c0f0 == 0x80_80e0, word & 0x0f != 0x00, word & 0x0f != 0x0d else { break }
        p += 3
      }
      guard p < to, text[p] >= 0x80 else { continue }
      let length = sequenceLength(text + p, available: to - p)
      if length == 0 { return p }
      p += length
    }
    return nil
  }

  /// Length of the sequence of two to four bytes at `p`, or 0 when it is ill-formed or cut.
  ///
  /// Bounds: reads `available` bytes at most, of which there must be one. Limits of the second byte: Unicode table 3-7.
  @inline(__always)
  static func sequenceLength(_ p: UnsafePointer<UInt8>, available: Int) -> Int {
    let lead = p[0]
    guard available >= 2, lead >= 0xc2, lead <= 0xf4 else { return 0 }
    let second = p[1]
    if lead < 0xe0 { return isContinuation(second) ? 2 : 0 }
    guard available >= 3, isContinuation(p[2]) else { return 0 }
    if lead < 0xf0 {
      let low: UInt8 = lead == 0xe0 ? 0xa0 : 0x80
      let high: UInt8 = lead == 0xed ? 0x9f : 0xbf
      return second >= low && second <= high ? 3 : 0
    }
    guard available >= 4, isContinuation(p[3]) else { return 0 }
    let low: UInt8 = lead == 0xf0 ? 0x90 : 0x80
    let high: UInt8 = lead == 0xf4 ? 0x8f : 0xbf
    return second >= low && second <= high ? 4 : 0
  }

  /// The scalar of the sequence at `p`, whose length `sequenceLength` has given.
  static func scalar(_ p: UnsafePointer<UInt8>, length: Int) -> UInt32 {
    var value = UInt32(p[0]) & (length == 1 ? 0x7f : 0xff >> UInt32(length + 1))
    for i in 1..<max(length, 1) { value = value << 6 | UInt32(p[i] & 0x3f) }
    return value
  }

  /// Writes a code point, surrogates included, and returns the number of bytes: 1 to 4.
  @inline(__always)
  static func write(_ value: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: value >> shift) & 0x3f }
    if value < 0x80 {
      out[0] = UInt8(truncatingIfNeeded: value)
      return 1
    }
    if value < 0x800 {
      (out[0], out[1]) = (0xc0 | UInt8(truncatingIfNeeded: value >> 6), tail(0))
      return 2
    }
    if value < 0x1_0000 {
      (out[0], out[1], out[2]) = (0xe0 | UInt8(truncatingIfNeeded: value >> 12), tail(6), tail(0))
      return 3
    }
    (out[0], out[1], out[2], out[3]) = (0xf0 | UInt8(truncatingIfNeeded: value >> 18), tail(12), tail(6), tail(0))
    return 4
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
