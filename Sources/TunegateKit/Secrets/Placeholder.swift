/// Tells texts that were made up from ones that were drawn at random. What a person types for "some key here" repeats
/// a character, counts up, says "example", or has few characters.
enum Placeholder {
  private static let words = [
    "example", "placeholder", "dummy", "changeme", "redacted", "yourkey", "your_", "your-", "yourtoken", "insert",
    "sample", "fakekey", "testkey",
  ].map { Array($0.utf8) }

  /// - Parameter distinct: fewer different characters than this are no random text.
  static func isLikely(_ text: Span<UInt8>, _ range: Range<Int>, distinct: Int = 0) -> Bool {
    hasPattern(text, range) || hasWord(text, range) || differentBytes(text, range) < distinct
  }

  static func differentBytes(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var (low, high) = (UInt64(0), UInt64(0))
    for at in range {
      let byte = text[at]
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
    return low.nonzeroBitCount + high.nonzeroBitCount
  }

  /// Six characters that repeat or count up, or four times an x.
  static func hasPattern(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var (same, rising) = (1, 1)
    var last: UInt8 = 0
    for at in range {
      let byte = text[at] | 0x20
      same = byte == last ? same + 1 : 1
      // 9 is followed by 0 where someone counts.
      rising = byte == last &+ 1 || byte == UInt8(ascii: "0") && last == UInt8(ascii: "9") ? rising + 1 : 1
      if same >= 6 || rising >= 6 || same >= 4 && byte == UInt8(ascii: "x") { return true }
      last = byte
    }
    return false
  }

  private static func hasWord(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for word in words where word.count <= range.count {
      for start in range.lowerBound...range.upperBound - word.count {
        var length = 0
        while length < word.count, text[start + length] | 0x20 == word[length] | 0x20 { length += 1 }
        if length == word.count { return true }
      }
    }
    return false
  }
}
