import CKernels
import Testing

@testable import TunegateKit

/// The kernels against plain loops, at every alignment and length.
struct JSONScanTests {
  /// Bytes that matter, each at each side of its limit.
  private static let alphabet: [UInt8] = [
    0x00, 0x09, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x2f, 0x5b, 0x5c, 0x5d, 0x62, 0x6e, 0x75, 0x61, 0x7f, 0x80, 0xa2, 0xdc,
    0xff,
  ]

  /// The byte that stops a string, and what was seen before, one byte at a time.
  private static func reference(_ text: ArraySlice<UInt8>) -> (length: Int, seen: UInt32) {
    var (i, seen) = (text.startIndex, UInt32(0))
    while i < text.endIndex {
      if text[i] == 0x22 || text[i] < 0x20 { break }
      if text[i] == 0x5c {
        guard i + 1 < text.endIndex, Array("\"\\/bfnrt".utf8).contains(text[i + 1]) else { break }
        seen |= 1
        i += 2
        continue
      }
      if text[i] >= 0x80 { seen |= 2 }
      i += 1
    }
    return (i - text.startIndex, seen)
  }

  @Test func `the vector block equals the scalar block for every byte in every place`() {
    var wrong: [String] = []
    for place in 0..<64 {
      for byte in UInt8.min...UInt8.max {
        var block = [UInt8](repeating: 0x61, count: 64)
        block[place] = byte
        let isSpecial = byte < 0x20 || byte == 0x22 || byte == 0x5c
        let special: UInt64 = isSpecial ? 1 << UInt64(place) : 0
        let high: UInt64 = byte >= 0x80 ? 1 << UInt64(place) : 0
        for masks in [tg_json_block(block), tg_json_block_scalar(block)]
        where masks.special != special || masks.high != high {
          wrong.append("byte \(byte) at \(place)")
        }
        let head = tg_json_block16(block)
        if head.special != special & 0xffff || head.high != high & 0xffff { wrong.append("\(byte) at \(place) of 16") }
      }
    }
    #expect(wrong == [])
  }

  @Test func `a stop is found at every offset and length`() {
    var random = JSONSeeded(state: 1)
    for offset in 0...80 {
      for length in 0...80 {
        var text = [UInt8](repeating: 0x61, count: offset + length + 64)
        for i in text.indices where i < offset || i >= offset + length || Int.random(in: 0..<24, using: &random) == 0 {
          text[i] = JSONScanTests.alphabet.randomElement(using: &random) ?? 0
        }
        let wanted = JSONScanTests.reference(text[offset..<(offset + length)])
        text.withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          let hit = tg_json_scan_string(base + offset, base + offset + length)
          #expect(min(hit.length, length) == wanted.length, "offset \(offset), length \(length)")
          if wanted.length < length { #expect(hit.seen == wanted.seen, "offset \(offset), length \(length)") }
        }
      }
    }
  }

  @Test func `a run of escapes steps over every border of a block`() {
    for plain in 0...130 {
      let text = [UInt8](repeating: 0x61, count: plain) + Array(#"\\\"\\n\/"."#.utf8) + [UInt8](repeating: 0, count: 64)
      let wanted = JSONScanTests.reference(text[...])
      text.withUnsafeBufferPointer { buffer in
        let whole = tg_json_scan_string(buffer.baseAddress!, buffer.baseAddress! + text.count - 64)
        #expect(whole.length == wanted.length && whole.seen == wanted.seen, "\(plain) bytes before")
      }
    }
  }

  @Test func `plain text is copied up to the first backslash and within its bounds`() {
    for length in 0...80 {
      for place in 0...length {
        var text = (0..<(length + 64)).map { UInt8(0x61 + $0 % 26) }
        text[place] = 0x5c
        var out = [UInt8](repeating: 0xee, count: length + 16)
        let copied = tg_json_copy_plain(text, &out, length)
        #expect(copied == place)
        #expect(out[..<copied] == text[..<copied])
        #expect(out[length...].allSatisfy { $0 == 0xee }, "wrote behind the end of \(length) bytes")
      }
    }
  }
}
