/// JSON Web Tokens (RFC 7519) in the compact form, signed.
enum WebToken {
  static func read(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard text.has("eyJ", at: at), text.has(".eyJ", at: end) else { return nil }
    let payloadEnd = text.end(of: TokenSet.url, from: end + 1)
    guard text.has(".", at: payloadEnd) else { return nil }
    let last = text.end(of: TokenSet.url, from: payloadEnd + 1)
    // The shortest signature, of HS256, has 43 characters; shorter ones were cut or made up.
    guard last - payloadEnd > 40, isHeader(Base64URL.decoded(text, at..<end)),
      !isPlaceholder(Base64URL.decoded(text, end + 1..<payloadEnd))
    else { return nil }
    return SecretHit(.jwt, at..<last)
  }

  /// A JSON object that names an algorithm.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else { return false }
    return contains(bytes, "\"alg\"")
  }

  /// The subject and the name in the token that tutorials show.
  private static func isPlaceholder(_ payload: [UInt8]) -> Bool {
    payload.first != UInt8(ascii: "{") || contains(payload, "\"1234567890\"") || contains(payload, "John Doe")
  }

  private static func contains(_ bytes: [UInt8], _ word: StaticString) -> Bool {
    let span = bytes.span
    return span.indices.contains { span.has(word, at: $0) }
  }
}

enum Base64URL {
  /// The bytes that text without padding stands for; what is left over at the end is dropped.
  static func decoded(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var (bits, count) = (UInt32(0), 0)
    for at in range {
      bits = bits << 6 | UInt32(value(text[at]))
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  private static func value(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case UInt8(ascii: "-"): 62
    default: 63
    }
  }
}
