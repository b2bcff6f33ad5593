/// Card numbers, social security numbers and phone numbers among groups of digits.
enum NumberReader {
  /// The groups of digits of one number, with at most two bytes between them.
  static func read(_ text: Span<UInt8>, _ start: Int, _ end: Int, into hits: inout [SecretHit]) {
    var groups: [Range<Int>] = []
    var at = start
    while at < end {
      let first = at
      text.takeDigits(&at)
      if at > first { groups.append(first..<at) }
      while at < end, !text[at].isASCIIDigit { at += 1 }
    }
    var i = 0
    while i < groups.count {
      let found =
        CardNumber.read(text, groups, i) ?? PhoneNumber.readInternational(text, groups, i)
        ?? PhoneNumber.readNorthAmerican(text, groups, i) ?? readSSN(text, groups, i)
      guard let (hit, taken) = found else {
        i += 1
        continue
      }
      if let hit { hits.append(hit) }
      i += taken
    }
  }

  /// AAA-GG-SSSS with what the Social Security Administration never gives out left aside, and numbers from
  /// advertisements.
  private static func readSSN(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int) -> (SecretHit?, Int)? {
    guard lengths(groups, i, 3, 2, 4), gaps(text, groups, i, 3, areAll: UInt8(ascii: "-")) else { return nil }
    let range = groups[i].lowerBound..<groups[i + 2].upperBound
    guard isApart(text, range) else { return nil }
    let parts = (i..<i + 3).map { value(text, groups[$0]) }
    guard parts[0] != 0, parts[0] != 666, parts[0] < 900, parts[1] != 0, parts[2] != 0,
      parts != [78, 5, 1120], parts != [219, 9, 9999], parts != [123, 45, 6789], parts != [111, 22, 3333],
      parts != [123, 45, 1234], Placeholder.differentBytes(text, range) > 3
    else { return nil }
    return (SecretHit(.ssn, range), 3)
  }

  // MARK: - Groups

  /// Whether the groups from `i` have these lengths.
  static func lengths(_ groups: [Range<Int>], _ i: Int, _ a: Int, _ b: Int, _ c: Int) -> Bool {
    i + 3 <= groups.count && groups[i].count == a && groups[i + 1].count == b && groups[i + 2].count == c
  }

  /// Whether exactly one byte of a kind stands between each two of `count` groups.
  static func gaps(_ text: Span<UInt8>, _ groups: [Range<Int>], _ i: Int, _ count: Int, areAll byte: UInt8) -> Bool {
    (i..<i + count - 1).allSatisfy { k in
      groups[k + 1].lowerBound - groups[k].upperBound == 1 && text[groups[k].upperBound] == byte
    }
  }

  /// Whether no word, path, fraction or longer number goes on on either side.
  static func isApart(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !text.isWord(range.lowerBound - 1), !text.isWord(range.upperBound) else { return false }
    switch text.byte(before: range.lowerBound) {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "$"),
      UInt8(ascii: "%"), UInt8(ascii: "&"):
      return false
    default: break
    }
    switch text.byte(range.upperBound) {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","):
      return !text.isWord(range.upperBound + 1)
    case UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "&"): return false
    default: return true
    }
  }

  static func value(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    range.reduce(0) { $0 &* 10 &+ Int(text[$1] & 15) }
  }

  /// Whether one of the words stands shortly before a number.
  static func isAnnounced(_ text: Span<UInt8>, _ at: Int, by words: [String], within distance: Int = 40) -> Bool {
    let before = text.lowercased(max(0, at - distance)..<at)
    return words.contains { before.contains($0) }
  }
}
