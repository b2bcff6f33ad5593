/// The last line of an answer, where sets of worked-out answers put the result: `#### 72`, `The answer is 72.`
struct FinalLine {
  /// What stands before the number or colon: `####`, `The answer is`. Empty when nothing marks the line.
  var head: Range<Int>
  /// The number behind it.
  var number: Range<Int>?
  /// True when nothing stands before the line.
  var isAlone: Bool

  /// Bytes of the last line that are looked at, and of its head.
  private static let longest = 80
  private static let longestHead = 32

  init?(_ text: TextBytes) {
    let body = text.trimmed
    guard !body.isEmpty else { return nil }
    var start = body.upperBound
    while start > body.lowerBound, text[start - 1] != 0x0A {
      start -= 1
      if body.upperBound - start > FinalLine.longest { return nil }
    }
    isAlone = start == body.lowerBound
    var end = start
    while end < body.upperBound, !text[end].isDigit, text[end] != UInt8(ascii: ":") { end += 1 }
    if end < body.upperBound, text[end] == UInt8(ascii: ":") { end += 1 }
    var first = end
    while first < body.upperBound, !text[first].isDigit, first - end < 6 { first += 1 }
    if first < body.upperBound, text[first].isDigit {
      var last = first
      while last < body.upperBound,
        text[last].isDigit || text[last] == UInt8(ascii: ",") || text[last] == UInt8(ascii: ".")
      {
        last += 1
      }
      while last > first, !text[last - 1].isDigit { last -= 1 }
      if first > start, text[first - 1] == UInt8(ascii: ".") { first -= 1 }
      number = first..<last
    }
    while end > start, FinalLine.isTrimmed(text[end - 1]) { end -= 1 }
    let isMarked =
      end > start && end - start <= FinalLine.longestHead && end < body.upperBound && !FinalLine.opens(text[start])
    head = isMarked ? start..<end : start..<start
  }

  private static func isTrimmed(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// What code and data begin with.
  private static func opens(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "|"), UInt8(ascii: "`"): true
    default: false
    }
  }
}
