/// Payment cards (ISO/IEC 7812): a number range of a brand with that brand's length, and the check digit.
enum CardNumber {
  /// Groups as cards show them.
  private static let layouts = [[4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]
  /// What announces a number that is written without gaps; ids of that length are far more frequent.
  private static let words = [
    "card", "visa", "mastercard", "amex", "credit", "debit", "cc:", "cc ", "pan", "carte", "karte", "tarjeta", "carta",
    "cartão", "kaart", "карт",
  ]
  /// Published by payment processors for tests: Visa, Mastercard, American Express, Discover, Diners Club, JCB,
  /// UnionPay.
  private static let published: Set<String> = [
    "4111111111111111", "4012888888881881", "4242424242424242", "4000056655665556", "4000000000000002",
    "4000000000009995", "4000002500003155", "4000000000000077", "4222222222222220", "4012000033330026",
    "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "5454545454545454",
    "2223000048400011", "5424000000000015", "378282246310005", "371449635398431", "378734493671000", "340000000000009",
    "370000000000002", "6011111111111117", "6011000990139424", "6011000000000004", "6011981111111113",
    "3056930009020004", "36227206271667", "30569309025904", "38520000023237", "3566002020360505", "3530111333300000",
    "6200000000000005", "6205500000000000004",
  ]

  static func read(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int) -> (SecretHit?, Int)? {
    var count = 1
    if !(14...19).contains(groups[i].count) {
      guard groups[i].count == 4, let layout = layouts.first(where: { isLaidOut(text, groups, i, $0) })
      else { return nil }
      count = layout.count
    }
    let range = groups[i].lowerBound..<groups[i + count - 1].upperBound
    let digits = range.filter { text[$0].isASCIIDigit }.map { text[$0] & 15 }
    guard isBrand(digits), Luhn.holds(digits), NumberReader.isApart(text, range) else { return nil }
    let number = String(decoding: digits.map { $0 | 0x30 }, as: UTF8.self)
    if published.contains(number) { return (SecretHit(.testCard, range), count) }
    if count == 1, !NumberReader.isAnnounced(text, range.lowerBound, by: words, within: 64) { return nil }
    // Noughts behind a range's first digits are made up.
    guard Set(digits).count > 3 else { return nil }
    return (SecretHit(.card, range), count)
  }

  /// Whether the groups from `i` have these lengths and one gap, and the row of groups does not go on.
  private static func isLaidOut(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int, _ layout: [Int]) -> Bool {
    guard i + layout.count <= groups.count, zip(groups[i...], layout).allSatisfy({ $0.count == $1 })
    else { return false }
    let gap = text[groups[i].upperBound]
    guard gap == UInt8(ascii: " ") || gap == UInt8(ascii: "-"),
      NumberReader.gaps(text, groups, i, layout.count, areAll: gap)
    else { return false }
    let next = i + layout.count
    let follows =
      next < groups.count && groups[next].count == 4
      && NumberReader.gaps(text, groups, next - 1, 2, areAll: gap)
    let precedes = i > 0 && groups[i - 1].count == 4 && NumberReader.gaps(text, groups, i - 1, 2, areAll: gap)
    return !follows && !precedes
  }

  /// Whether the first digits and the length are those of a brand.
  static func isBrand(_ digits: [UInt8]) -> Bool {
    guard digits.count >= 14 else { return false }
    let first = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
    return switch (first, digits.count) {
    case (4000...4999, 16), (4000...4999, 19): true
    case (5100...5599, 16), (2221...2720, 16): true
    case (3400...3499, 15), (3700...3799, 15): true
    case (6011, 16...19), (6440...6599, 16...19): true
    case (3000...3059, 14), (3600...3699, 14), (3800...3999, 14): true
    case (3528...3589, 16...19): true
    case (6200...6299, 16...19): true
    default: false
    }
  }
}
