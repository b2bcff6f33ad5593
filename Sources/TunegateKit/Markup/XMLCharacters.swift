/// Whether a text is of characters that XML allows: UTF-8 without control characters (but tab, newline and carriage
/// return) and without U+FFFE and U+FFFF. A parser that meets another one in a comment leaves the comment.
enum XMLCharacters {
  /// Bounds: words are loaded where all of their bytes lie in `text`, single bytes below `text.count`.
  static func fault(in text: UnsafeBufferPointer<UInt8>) -> XMLScanFault? {
    guard let base = text.baseAddress else { return nil }
    if let at = JSONUTF8.firstFault(base, from: 0, to: text.count) {
      return XMLScanFault(reason: .notUTF8, offset: at)
    }
    let raw = UnsafeRawPointer(base)
    var at = 0
    while at < text.count {
      if at + 8 <= text.count, !mayHoldFault(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) {
        at += 8
        continue
      }
      let end = min(at + 8, text.count)
      while at < end {
        if isControl(text[at]) || isNoncharacter(text, at) { return XMLScanFault(reason: .character, offset: at) }
        at += 1
      }
    }
    return nil
  }

  /// False when none of eight bytes is below 0x20 or equal to 0xEF, with which U+FFFE and U+FFFF begin.
  private static func mayHoldFault(_ word: UInt64) -> Bool {
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let low = (word &- ones &* 0x20) & ~word & highs
    let lead = word ^ ones &* 0xEF
    return (low | (lead &- ones) & ~lead & highs) != 0
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
  }

  private static func isNoncharacter(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    text[at] == 0xEF && at + 2 < text.count && text[at + 1] == 0xBF && text[at + 2] >= 0xBE
  }
}
