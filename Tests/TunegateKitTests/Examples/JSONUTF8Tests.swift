import Testing

@testable import TunegateKit

/// The checker against the standard library's.
struct JSONUTF8Tests {
  private func firstFault(_ bytes: [UInt8]) -> Int? {
    JSONUTF8.firstFault(bytes, from: 0, to: bytes.count)
  }

  /// Sequences at the end of a text take the plain path, those in the middle of a run the one with a wider load.
  @Test(arguments: [[], Array("a long ASCII tail".utf8), Array("漢字漢字".utf8)])
  func `every start of a sequence gets the standard verdict`(behind: [UInt8]) {
    let before = Array("漢é".utf8)
    var wrong: [[UInt8]] = []
    for first in UInt8(0x80)...0xff {
      for second in UInt8.min...UInt8.max {
        for tail: [UInt8] in [[], [0x80], [0xbf], [0x80, 0x80], [0xbf, 0xbf], [0x41, 0x80], [0xc0]] {
          let bytes = before + [first, second] + tail + behind
          let isValid = String(validating: bytes, as: UTF8.self) != nil
          let fault = firstFault(bytes)
          // What stands before the fault is whole.
          let isWhole = fault.map { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? true
          if (fault == nil) != isValid || !isWhole { wrong.append(bytes) }
        }
      }
    }
    #expect(wrong == [])
  }

  @Test func `a fault is found at every place of a long text`() {
    for length in 0..<40 {
      for place in 0...length {
        var bytes = [UInt8](repeating: 0x61, count: length)
        #expect(firstFault(bytes) == nil)
        bytes.insert(0xff, at: place)
        #expect(firstFault(bytes) == place)
      }
    }
  }

  @Test func `scalars are written and read back`() {
    for value: UInt32 in [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x10_ffff] {
      var out = [UInt8](repeating: 0, count: 4)
      let length = JSONUTF8.write(value, to: &out)
      #expect(Unicode.Scalar(value).map { Array(String($0).utf8) } == Array(out[..<length]))
      #expect(JSONUTF8.scalar(out, length: length) == value)
    }
  }
}
