/// `uri`, `uri-reference` (RFC 3986) and `iri`, `iri-reference` (RFC 3987): the whole grammar, in one pass over each
/// part.
struct URIFormat {
  /// Whether the characters `ucschar` and `iprivate` of RFC 3987, 2.2 may stand unescaped.
  let isInternational: Bool
  /// Whether a scheme may be missing.
  let mayBeRelative: Bool

  /// unreserved / sub-delims
  private static let registeredName = ASCIISet(alphanumeric: true, "-._~!$&'()*+,;=")
  private static let userInfo = ASCIISet(alphanumeric: true, "-._~!$&'()*+,;=:")
  /// pchar / "/", and the same without ":" for the first segment of a relative reference.
  private static let path = ASCIISet(alphanumeric: true, "-._~!$&'()*+,;=:@/")
  private static let segmentWithoutColon = ASCIISet(alphanumeric: true, "-._~!$&'()*+,;=@")
  private static let queryOrFragment = ASCIISet(alphanumeric: true, "-._~!$&'()*+,;=:@/?")
  private static let scheme = ASCIISet(alphanumeric: true, "+-.")

  func holds(_ text: Span<UInt8>) -> Bool {
    var at = 0
    let hasScheme = takeScheme(text, &at)
    guard hasScheme || mayBeRelative else { return false }
    if text.byte(at) == UInt8(ascii: "/"), text.byte(at + 1) == UInt8(ascii: "/") {
      at += 2
      guard takeAuthority(text, &at), isEndOfAuthority(text.byte(at)) else { return false }
    } else if !hasScheme {
      // path-noscheme: a colon here would have been the end of a scheme.
      takeText(Self.segmentWithoutColon, text, &at)
      guard text.byte(at) != UInt8(ascii: ":") else { return false }
    }
    takeText(Self.path, text, &at)
    if text.take("?", &at) { takeText(Self.queryOrFragment, mayBePrivate: true, text, &at) }
    if text.take("#", &at) { takeText(Self.queryOrFragment, text, &at) }
    return at == text.count
  }

  /// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), and its colon.
  private func takeScheme(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard let first = text.byte(0), first.isASCIILetter else { return false }
    var end = 1
    text.takeAll(Self.scheme, &end)
    guard text.take(":", &end) else { return false }
    at = end
    return true
  }

  /// authority = [ userinfo "@" ] host [ ":" port ]
  private func takeAuthority(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    var end = at
    takeText(Self.userInfo, text, &end)
    if text.take("@", &end) { at = end }
    if text.byte(at) == UInt8(ascii: "[") {
      guard takeLiteral(text, &at) else { return false }
    } else {
      // An IPv4 address is a registered name as well, whatever its numbers.
      takeText(Self.registeredName, text, &at)
    }
    if text.take(":", &at) { text.takeDigits(&at) }
    return true
  }

  private func isEndOfAuthority(_ byte: UInt8?) -> Bool {
    byte == nil || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// IP-literal = "[" ( IPv6address / "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) ) "]"
  private func takeLiteral(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    let start = at + 1
    at = start
    if text.takeLetter("v", &at) {
      let version = at
      while let byte = text.byte(at), byte.isHexDigit { at += 1 }
      return at > version && text.take(".", &at) && text.takeAll(Self.userInfo, &at) > 0 && text.take("]", &at)
    }
    while let byte = text.byte(at), byte.isHexDigit || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") {
      at += 1
    }
    return IPAddressFormat.isIPv6(text, start..<at) && text.take("]", &at)
  }

  /// Takes the characters of a set, percent-encoded bytes, and what RFC 3987 adds. What it stops at is for the caller
  /// to judge: no part of the grammar begins with such a byte.
  private func takeText(_ set: ASCIISet, mayBePrivate: Bool = false, _ text: Span<UInt8>, _ at: inout Int) {
    while let byte = text.byte(at) {
      if set.contains(byte) {
        at += 1
      } else if byte < 0x80 {
        guard text.takePercentEncoded(&at) else { return }
      } else {
        let (value, length) = text.scalar(at)
        guard isInternational, IRICharacter.isUniversal(value) || mayBePrivate && IRICharacter.isPrivate(value)
        else { return }
        at += length
      }
    }
  }
}

/// The characters that RFC 3987, 2.2 adds to those of a URI.
enum IRICharacter {
  /// ucschar
  static func isUniversal(_ value: UInt32) -> Bool {
    switch value {
    case 0xa0...0xd7ff, 0xf900...0xfdcf, 0xfdf0...0xffef: true
    case 0x10000...0xdffff, 0xe1000...0xeffff: value & 0xffff <= 0xfffd
    default: false
    }
  }

  /// iprivate
  static func isPrivate(_ value: UInt32) -> Bool {
    switch value {
    case 0xe000...0xf8ff, 0xf0000...0xffffd, 0x100000...0x10fffd: true
    default: false
    }
  }
}
