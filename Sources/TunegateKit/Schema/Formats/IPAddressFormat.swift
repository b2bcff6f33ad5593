/// `ipv4` (RFC 2673, 3.2, the dotted quad) and `ipv6` (RFC 4291, 2.2, in the grammar of RFC 3986, 3.2.2).
enum IPAddressFormat {
  static func isIPv4(_ text: Span<UInt8>) -> Bool {
    isIPv4(text, 0..<text.count)
  }

  /// Four decimal numbers up to 255, without leading zeros.
  static func isIPv4(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    for part in 0..<4 {
      if part > 0 {
        guard at < range.upperBound, text.take(".", &at) else { return false }
      }
      let start = at
      var value = 0
      while at < range.upperBound, at - start < 3, text[at].isASCIIDigit {
        value = value * 10 + Int(text[at] & 15)
        at += 1
      }
      guard at > start, value <= 255, at - start == 1 || text[start] != UInt8(ascii: "0") else { return false }
    }
    return at == range.upperBound
  }

  static func isIPv6(_ text: Span<UInt8>) -> Bool {
    isIPv6(text, 0..<text.count)
  }

  /// Eight groups of one to four hex digits, of which `::` stands for one or more once; an IPv4 address may take the
  /// place of the last two. Zone ids (RFC 4007) are not part of an address.
  static func isIPv6(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    var groups = 0
    var isShortened = false
    var needsGroup = true
    while at < end {
      if text[at] == UInt8(ascii: ":") {
        guard at + 1 < end, text[at + 1] == UInt8(ascii: ":") else { return false }
        if isShortened { return false }
        isShortened = true
        needsGroup = false
        at += 2
        continue
      }
      let start = at
      while at < end, at - start < 4, text[at].isHexDigit { at += 1 }
      if at < end, text[at] == UInt8(ascii: ".") {
        guard isIPv4(text, start..<end) else { return false }
        groups += 2
        (at, needsGroup) = (end, false)
        break
      }
      guard at > start else { return false }
      groups += 1
      needsGroup = false
      // A single colon asks for another group; the first of two is left to the next round.
      if at < end {
        guard text[at] == UInt8(ascii: ":"), at + 1 < end else { return false }
        if text[at + 1] != UInt8(ascii: ":") {
          at += 1
          needsGroup = true
        }
      }
      if groups > 8 { return false }
    }
    return !needsGroup && (isShortened ? groups <= 7 : groups == 8)
  }
}

/// `uuid`: the text form of RFC 4122, 3, of any version and variant.
enum UUIDFormat {
  static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for at in 0..<36 {
      let isHyphenPlace = at == 8 || at == 13 || at == 18 || at == 23
      guard isHyphenPlace ? text[at] == UInt8(ascii: "-") : text[at].isHexDigit else { return false }
    }
    return true
  }
}
