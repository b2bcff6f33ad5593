/// `email` (Mailbox of RFC 5321, 4.1.2) and `idn-email` (the same with the additions of RFC 6531, 3.3).
enum EmailFormat {
  private static let atom = ASCIISet(alphanumeric: true, "!#$%&'*+-/=?^_`{|}~")
  private static let domain = ASCIISet(alphanumeric: true, "-")
  /// RFC 5321, 4.5.3.1.1 and 4.5.3.1.2, in octets.
  private static let longestLocalPart = 64
  private static let longestDomain = 255

  static func isAddress(_ text: Span<UInt8>, isInternational: Bool) -> Bool {
    var at = 0
    let hasLocalPart =
      text.byte(0) == UInt8(ascii: "\"")
      ? takeQuoted(text, isInternational, &at) : takeDotted(text, isInternational, &at)
    guard hasLocalPart, at <= longestLocalPart, text.take("@", &at) else { return false }
    if text.byte(at) == UInt8(ascii: "[") { return isLiteral(text, at) }
    return text.count - at <= longestDomain && isDomain(text, at, isInternational)
  }

  /// Dot-string = Atom *("." Atom)
  private static func takeDotted(_ text: Span<UInt8>, _ isInternational: Bool, _ at: inout Int) -> Bool {
    let characters = atom
    repeat {
      let start = at
      while let byte = text.byte(at), characters.contains(byte) || isInternational && byte >= 0x80 { at += 1 }
      guard at > start else { return false }
    } while text.take(".", &at)
    return true
  }

  /// Quoted-string = DQUOTE *( %d32-33 / %d35-91 / %d93-126 / "\" %d32-126 ) DQUOTE
  private static func takeQuoted(_ text: Span<UInt8>, _ isInternational: Bool, _ at: inout Int) -> Bool {
    at += 1
    while var byte = text.byte(at) {
      at += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\") {
        // A quoted pair escapes ASCII alone, in RFC 6531 too.
        guard let escaped = text.byte(at), escaped < 0x80 else { return false }
        byte = escaped
        at += 1
      }
      guard 0x20...0x7e ~= byte || isInternational && byte >= 0x80 else { return false }
    }
    return false
  }

  /// Domain = sub-domain *("." sub-domain). A label with other than ASCII characters is taken as it is: RFC 6531 wants
  /// a U-label there, but whether it is one is the question of `idn-hostname`.
  private static func isDomain(_ text: Span<UInt8>, _ start: Int, _ isInternational: Bool) -> Bool {
    let characters = domain
    var at = start
    repeat {
      let first = at
      var isASCII = true
      while let byte = text.byte(at) {
        if isInternational && byte >= 0x80 { isASCII = false } else if !characters.contains(byte) { break }
        at += 1
      }
      guard at > first, !isASCII || at - first <= HostNameFormat.longestLabel,
        text[first] != UInt8(ascii: "-"), text[at - 1] != UInt8(ascii: "-")
      else { return false }
    } while text.take(".", &at)
    return at == text.count
  }

  /// address-literal: an IPv4 address, or an IPv6 address after its tag (4.1.3); no other tag is registered.
  private static func isLiteral(_ text: Span<UInt8>, _ start: Int) -> Bool {
    let end = text.count - 1
    var at = start + 1
    guard end >= at, text[end] == UInt8(ascii: "]") else { return false }
    guard text.takeLetter("i", &at) else { return IPAddressFormat.isIPv4(text, at..<end) }
    return text.takeLetter("p", &at) && text.takeLetter("v", &at) && text.take("6", &at) && text.take(":", &at)
      && at <= end && IPAddressFormat.isIPv6(text, at..<end)
  }
}
