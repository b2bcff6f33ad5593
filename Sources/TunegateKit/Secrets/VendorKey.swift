/// Keys that begin with `sk-`.
enum VendorKey {
  static func read(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard text.has("sk-", at: at) else { return nil }
    return readAnthropic(text, at, end) ?? readOpenAI(text, at, end) ?? readPlain(text, at, end)
  }

  /// `sk-ant-api03-` or `sk-ant-admin01-`, 93 characters and `AA`; session tokens have other lengths.
  private static func readAnthropic(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard text.has("sk-ant-", at: at) else { return nil }
    var next = at + 7
    while next < end, text[next].isASCIILetter { next += 1 }
    let isKey = text.has("api", at: at + 7) || text.has("admin", at: at + 7)
    guard text.takeDigits(&next) == 2, text.take("-", &next) else { return nil }
    let length = end - next
    guard isKey ? length == 95 && text.has("AA", at: end - 2) : length >= 80 && length <= 160,
      !Placeholder.isLikely(text, next..<end, distinct: 20)
    else { return nil }
    return SecretHit(.anthropicKey, at..<end)
  }

  /// Holds `T3BlbkFJ`, which is "OpenAI" in base 64, with as many characters on either side.
  private static func readOpenAI(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard end - at >= 51, end - at <= 200 else { return nil }
    for mark in at + 23...end - 28 where text.has("T3BlbkFJ", at: mark) {
      let (left, right) = (mark - at - 3, end - mark - 8)
      let isClassic = left == 20 && right == 20
      guard isClassic || right >= 58 && left >= 58, !Placeholder.isLikely(text, at + 3..<end, distinct: 16)
      else { return nil }
      return SecretHit(.openAIKey, at..<end)
    }
    return nil
  }

  /// The form that many vendors share: 32 to 64 letters and digits.
  private static func readPlain(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    let stop = text.end(of: TokenSet.letters, from: at + 3)
    guard stop == end, (32...64).contains(stop - at - 3) else { return nil }
    let digits = (at + 3..<stop).count { text[$0].isASCIIDigit }
    let capitals = (at + 3..<stop).count { text[$0] &- 0x41 < 26 }
    // Neither a long word nor one of words that begin with capitals.
    guard digits > 0 || capitals * 3 >= stop - at - 3, digits + capitals >= 2, digits < stop - at - 3,
      !Placeholder.isLikely(text, at + 3..<stop, distinct: 8)
    else { return nil }
    return SecretHit(.skKey, at..<stop)
  }
}
