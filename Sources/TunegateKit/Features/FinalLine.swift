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
    let first = max(body.lowerBound, body.upperBound - FinalLine.longest - 1)
    let newline = text.last(0x0A, in: first..<body.upperBound)
    let start = newline.map { $0 + 1 } ?? body.lowerBound
    if body.upperBound - start > FinalLine.longest { return nil }
    isAlone = start == body.lowerBound
    var end = start
    while end < body.upperBound, !text[end].isDigit, text[end] != UInt8(ascii: ":") { end += 1 }
    if end < body.upperBound, text[end] == UInt8(ascii: ":") { end += 1 }
    var digit = end
    while digit < body.upperBound, !text[digit].isDigit, digit - end < 6 { digit += 1 }
    if digit < body.upperBound, text[digit].isDigit {
      var last = digit
      while last < body.upperBound,
        text[last].isDigit || text[last] == UInt8(ascii: ",") || text[last] == UInt8(ascii: ".")
      {
        last += 1
      }
      while last > digit, !text[last - 1].isDigit { last -= 1 }
      if digit > start, text[digit - 1] == UInt8(ascii: ".") { digit -= 1 }
      number = digit..<last
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
