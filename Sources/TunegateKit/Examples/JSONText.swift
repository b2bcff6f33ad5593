import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a node's text says: the reader leaves it as it stands, and these turn it into values when somebody asks.
///
/// Bounds of all functions: `text` is what the node's tape was parsed from, with its 64 readable bytes behind.
enum JSONText {
  /// Writes the text of a string node as UTF-8 and returns its number of bytes, never more than `node.length`.
  ///
  /// Each lone surrogate becomes U+FFFD; with `keepingLoneSurrogates` it is written as its own three bytes, which is no
  /// UTF-8 but tells different keys apart. Bounds: `out` has room for `node.length` bytes and does not overlap `text`.
  static func unescape(
    _ node: JSONNode, _ text: UnsafePointer<UInt8>, into out: UnsafeMutablePointer<UInt8>,
    keepingLoneSurrogates: Bool = false
  ) -> Int {
    let source = text + node.offset
    guard node.flags.contains(.hasEscapes) else {
      out.update(from: source, count: node.length)
      return node.length
    }
    var (read, written) = (0, 0)
    while read < node.length {
      let plain = tg_json_copy_plain(source + read, out + written, node.length - read)
      read += plain
      written += plain
      guard read < node.length else { break }
      if source[read + 1] != 0x75 {
        out[written] = shortEscape(source[read + 1])
        read += 2
        written += 1
      } else {
        var scalar = escapedScalar(source, &read, length: node.length)
        if scalar & 0xffff_f800 == 0xd800, !keepingLoneSurrogates { scalar = 0xfffd }
        written += JSONUTF8.write(scalar, to: out + written)
      }
    }
    return written
  }

  /// Whether a string node, escapes decoded, says `literal`.
  static func equals(_ node: JSONNode, _ text: UnsafePointer<UInt8>, _ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard node.flags.contains(.hasEscapes) else {
      return node.length == count && memcmp(text + node.offset, literal.utf8Start, count) == 0
    }
    // An escape takes at most six bytes for each that it stands for.
    guard node.length > count, node.length <= 6 * count else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: node.length) { buffer in
      guard let out = buffer.baseAddress else { return false }
      return unescape(node, text, into: out) == count && memcmp(out, literal.utf8Start, count) == 0
    }
  }

  /// The nearest `Double` to a number node: infinite when it is too large, zero when it is too small.
  static func number(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Double {
    let source = text + node.offset
    // `strtod` needs a terminator: what stands behind the number may go on with digits.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: node.length + 1) { buffer in
      guard let out = buffer.baseAddress else { return .nan }
      memcpy(out, source, node.length)
      out[node.length] = 0
      return strtod(out, nil)
    }
  }

  /// Whether a number node is written without fraction and exponent; `1.0` and `1e3` are not.
  static func isInteger(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Bool {
    guard node.tag == .number else { return false }
    let digits = UnsafeBufferPointer(start: text + node.offset, count: node.length)
    return digits.allSatisfy { JSONByte.isDigit($0) || $0 == JSONByte.minus }
  }

  /// The code unit of the `\uXXXX` at `p`; nil when it is none. Bounds: reads 6 bytes.
  @inline(__always)
  static func codeUnit(_ p: UnsafePointer<UInt8>) -> UInt32? {
    guard p[0] == JSONByte.backslash, p[1] == 0x75 else { return nil }
    var unit: UInt32 = 0
    for i in 2..<6 {
      let digit = hexDigit(p[i])
      guard digit < 16 else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// 0…15, or more when the byte is no hexadecimal digit.
  @inline(__always)
  private static func hexDigit(_ byte: UInt8) -> UInt32 {
    if JSONByte.isDigit(byte) { return UInt32(byte &- 0x30) }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? UInt32(letter) + 10 : 255
  }

  /// The code point of the escape at `read`, or of the pair of escapes; `read` moves behind it.
  @inline(__always)
  private static func escapedScalar(_ source: UnsafePointer<UInt8>, _ read: inout Int, length: Int) -> UInt32 {
    // The reader has checked every escape, so the fall-back is never taken on a node of its own tape.
    let unit = codeUnit(source + read) ?? 0xfffd
    read += 6
    guard unit & 0xfc00 == 0xd800, read + 6 <= length, let low = codeUnit(source + read), low & 0xfc00 == 0xdc00
    else { return unit }
    read += 6
    return 0x1_0000 + (unit & 0x3ff) << 10 + low & 0x3ff
  }

  @inline(__always)
  private static func shortEscape(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x62: 0x08
    case 0x66: 0x0c
    case 0x6e: 0x0a
    case 0x72: 0x0d
    case 0x74: 0x09
    default: byte
    }
  }
}
