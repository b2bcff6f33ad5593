/// Tokens of which the long part stands behind a dot, a colon or a slash.
enum DottedToken {
  static func read(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    switch text.byte(before: start) {
    case UInt8(ascii: "."): readSendGrid(text, start, end) ?? readVault(text, start, end)
    case UInt8(ascii: ":"): readTelegram(text, start, end)
    case UInt8(ascii: "/"): SlackSecret.readWebhook(text, start, end)
    default: nil
    }
  }

  /// `SG.`, 22 characters, a dot, 43 characters.
  private static func readSendGrid(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    guard text.has("SG.", at: start - 3), !text.isWord(start - 4), end - start == 22, text.has(".", at: end),
      let last = text.fixed(43, of: TokenSet.url, from: end + 1),
      !Placeholder.isLikely(text, start..<last, distinct: 18)
    else { return nil }
    return SecretHit(.sendGridKey, start - 3..<last)
  }

  /// `hvs.` (service) or `hvb.` (batch).
  private static func readVault(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    let isService = text.has("hvs.", at: start - 4)
    guard isService || text.has("hvb.", at: start - 4), !text.isWord(start - 5),
      end - start >= (isService ? 24 : 100), end - start <= 400,
      !Placeholder.isLikely(text, start..<end, distinct: 10)
    else { return nil }
    return SecretHit(.vaultToken, start - 4..<end)
  }

  /// The bot's number, a colon, `AA` and 33 characters.
  private static func readTelegram(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    guard end - start == 35, text.has("AA", at: start) else { return nil }
    var first = start - 1
    while first > 0, text[first - 1].isASCIIDigit { first -= 1 }
    // The Bot API's addresses have `bot` before the number.
    guard (8...10).contains(start - 1 - first), !text.isWord(first - 1) || text.has("bot", at: first - 3),
      !Placeholder.isLikely(text, start + 2..<end, distinct: 14)
    else { return nil }
    return SecretHit(.telegramToken, first..<end)
  }
}

enum SlackSecret {
  /// `xoxb-` and its sisters, or `xapp-`: parts joined by hyphens, among them a number, and a long one at the end.
  static func readToken(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard text.has("xox", at: at) && text.has("-", at: at + 4) || text.has("xapp-", at: at), end - at <= 400
    else { return nil }
    switch text[at + 3] {
    case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "e"), UInt8(ascii: "o"),
      UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "s"):
      break
    default: return nil
    }
    var last = end
    while last > at, text[last - 1] != UInt8(ascii: "-") { last -= 1 }
    let digits = (at..<end).count { text[$0].isASCIIDigit }
    guard end - last >= 18, digits >= 8, !Placeholder.isLikely(text, last..<end, distinct: 9) else { return nil }
    return SecretHit(.slackToken, at..<end)
  }

  /// `hooks.slack.com/services/T…/B…/` and 24 letters and digits.
  static func readWebhook(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    guard end - start == 24, text.end(of: TokenSet.letters, from: start) == end else { return nil }
    var at = start
    for letter in [UInt8(ascii: "B"), UInt8(ascii: "T")] {
      guard text.byte(before: at) == UInt8(ascii: "/") else { return nil }
      at -= 1
      let stop = at
      while at > 0, TokenSet.capitals.contains(text[at - 1]) { at -= 1 }
      guard stop - at >= 8, stop - at <= 16, text[at] == letter else { return nil }
    }
    let host: StaticString = "hooks.slack.com/services/"
    guard text.has(host, at: at - host.utf8CodeUnitCount), !Placeholder.isLikely(text, start..<end, distinct: 9)
    else { return nil }
    return SecretHit(.slackWebhook, at - host.utf8CodeUnitCount..<end)
  }
}
