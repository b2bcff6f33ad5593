/// Phone numbers that are written as such: with a plus sign and a country's code, or in the groups of North America.
enum PhoneNumber {
  private static let words = [
    "phone", "tel", "call", "mobile", "cell", "fax", "whatsapp", "text me", "sms", "number is", "dial", "contact",
  ]
  private static let twoDigitCodes: Set<Int> = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
  ]
  /// The first two digits of codes with three.
  private static let threeDigitCodes: Set<Int> = [
    21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 85, 88, 96, 97, 99,
  ]

  // MARK: - ITU-T E.164

  /// `+`, a country's code and 7 to 13 more digits.
  static func readInternational(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int) -> (SecretHit?, Int)? {
    let start = groups[i].lowerBound - 1
    guard text.byte(before: start + 1) == UInt8(ascii: "+"), isFree(text, before: start) else { return nil }
    var digits: [UInt8] = []
    var found: (SecretHit?, Int)?
    for k in i..<groups.count {
      if k > i, !isGap(text, groups[k - 1].upperBound..<groups[k].lowerBound) { break }
      digits += groups[k].map { text[$0] & 15 }
      guard digits.count <= 15 else { break }
      let end = groups[k].upperBound
      guard !text.isWord(end), lengths(of: digits).contains(digits.count) else { continue }
      let isReal = !isReserved(digits) && !isMadeUp(digits)
      found = (isReal ? SecretHit(.phone, start..<end) : nil, k - i + 1)
    }
    return found
  }

  /// A sum or a longer number goes before a plus that is no sign.
  private static func isFree(_ text: Span<UInt8>, before plus: Int) -> Bool {
    guard let byte = text.byte(before: plus) else { return true }
    if byte == UInt8(ascii: " ") {
      guard let other = text.byte(before: plus - 1) else { return true }
      return !other.isASCIIDigit && other != UInt8(ascii: ")") && other != UInt8(ascii: "=")
    }
    return !byte.isASCIILetter && !byte.isASCIIDigit
      && !")]}+_^*/\\%$&".utf8.contains(byte)
  }

  private static func isGap(_ text: Span<UInt8>, _ gap: Range<Int>) -> Bool {
    if gap.count == 1 { return true }
    return text.has(" (", at: gap.lowerBound) || text.has(") ", at: gap.lowerBound)
      || text.has(")-", at: gap.lowerBound) || text.has(" -", at: gap.lowerBound)
  }

  /// How many digits a number has, its country's code included; none for a code that nobody has.
  private static func lengths(of digits: [UInt8]) -> ClosedRange<Int> {
    let none = 99...99
    guard digits.count >= 8 else { return none }
    let two = Int(digits[0]) * 10 + Int(digits[1])
    if digits[0] == 1 { return isNorthAmerican(digits.dropFirst()) ? 11...11 : none }
    if digits[0] == 7 { return 11...11 }
    if threeDigitCodes.contains(two) { return 10...14 }
    guard twoDigitCodes.contains(two) else { return none }
    return switch two {
    case 33, 34, 48, 61: 11...12
    case 31, 32, 36, 41, 46, 47, 45: 10...12
    case 44, 81: 11...13
    case 86: 12...13
    case 91: 12...12
    default: 10...15
    }
  }

  /// What Ofcom sets aside for plays and films.
  private static func isReserved(_ digits: [UInt8]) -> Bool {
    if digits[0] == 1 { return isFictitious(digits.dropFirst()) }
    // A trunk prefix in brackets is left out of the comparison.
    let number = digits.count > 2 && digits[2] == 0 ? [digits[0], digits[1]] + digits.dropFirst(3) : digits
    return [[4, 4, 7, 7, 0, 0, 9, 0, 0], [4, 4, 1, 6, 3, 2, 9, 6, 0], [4, 4, 2, 0, 7, 9, 4, 6, 0]].contains {
      number.starts(with: $0)
    }
  }

  /// Six digits that repeat or count up, whatever stands between them.
  private static func isMadeUp(_ digits: [UInt8]) -> Bool {
    let text = digits.map { $0 | 0x30 }
    return Placeholder.hasPattern(text.span, 0..<text.count)
  }

  // MARK: - North American Numbering Plan

  /// `(415) 555-2671`, `415-555-2671`, `415.555.2671`, and with spaces where a word announces it.
  static func readNorthAmerican(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int) -> (SecretHit?, Int)? {
    guard NumberReader.lengths(groups, i, 3, 3, 4) else { return nil }
    let gap = groups[i].upperBound..<groups[i + 1].lowerBound
    var start = groups[i].lowerBound
    if text.byte(gap.lowerBound) == UInt8(ascii: ")") {
      guard text.byte(before: start) == UInt8(ascii: "("), !text.isWord(start - 2) else { return nil }
      start -= 1
    } else {
      let byte = text[gap.lowerBound]
      guard NumberReader.gaps(text, groups, i, 3, areAll: byte), byte != UInt8(ascii: "(") else { return nil }
      if byte == UInt8(ascii: " "), !NumberReader.isAnnounced(text, start, by: words) { return nil }
    }
    // `1-415-…`
    let isLong =
      i > 0 && groups[i - 1].count == 1 && text[groups[i - 1].lowerBound] == UInt8(ascii: "1")
      && start - groups[i - 1].upperBound == 1
    if isLong { start = groups[i - 1].lowerBound }
    let last = text[groups[i + 1].upperBound]
    guard groups[i + 2].lowerBound - groups[i + 1].upperBound == 1, last != UInt8(ascii: "("),
      last != UInt8(ascii: ")"),
      NumberReader.isApart(text, start..<groups[i + 2].upperBound)
    else { return nil }
    let digits = (i..<i + 3).flatMap { groups[$0].map { text[$0] & 15 } }
    guard isNorthAmerican(digits[...]) else { return nil }
    let range = start..<groups[i + 2].upperBound
    let isReal = !isFictitious(digits[...]) && !isMadeUp(digits)
    return (isReal ? SecretHit(.phone, range) : nil, 3)
  }

  /// NXX-NXX-XXXX, N from 2 to 9, without service codes such as 911.
  private static func isNorthAmerican(_ digits: ArraySlice<UInt8>) -> Bool {
    let d = Array(digits)
    guard d.count == 10 else { return false }
    return d[0] >= 2 && d[1] != 9 && !(d[1] == 1 && d[2] == 1) && d[3] >= 2 && !(d[4] == 1 && d[5] == 1)
  }

  /// The exchange 555 of films, area codes that nobody has, and numbers that are free to call: those of offices.
  private static func isFictitious(_ digits: ArraySlice<UInt8>) -> Bool {
    let d = Array(digits)
    guard d.count == 10 else { return true }
    let area = Int(d[0]) * 100 + Int(d[1]) * 10 + Int(d[2])
    let exchange = Int(d[3]) * 100 + Int(d[4]) * 10 + Int(d[5])
    return exchange == 555 || area == 555 || Set(d).count <= 2
      || [800, 822, 833, 844, 855, 866, 877, 888, 900].contains(area)
  }
}
