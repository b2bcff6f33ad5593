/// `uri-template`: RFC 6570, 2.
enum URITemplateFormat {
  /// The ASCII literals of 2.1, with the apostrophe of erratum 6937.
  private static let literals = ASCIISet(alphanumeric: true, "!#$&'()*+,-./:;=?@[]_~")
  /// op-level2 / op-level3 / op-reserve (2.2); what the reserved ones do is not defined, but they are grammatical.
  private static let operators = ASCIISet("+#./;?&=,!@|")
  private static let names = ASCIISet(alphanumeric: true, "_")

  static func isTemplate(_ text: Span<UInt8>) -> Bool {
    let characters = literals
    var at = 0
    while let byte = text.byte(at) {
      if characters.contains(byte) {
        at += 1
      } else if byte == UInt8(ascii: "{") {
        guard takeExpression(text, &at) else { return false }
      } else if byte < 0x80 {
        guard text.takePercentEncoded(&at) else { return false }
      } else {
        let (value, length) = text.scalar(at)
        guard IRICharacter.isUniversal(value) || IRICharacter.isPrivate(value) else { return false }
        at += length
      }
    }
    return true
  }

  /// expression = "{" [ operator ] varspec *( "," varspec ) "}"
  private static func takeExpression(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    at += 1
    if let byte = text.byte(at), operators.contains(byte) { at += 1 }
    repeat {
      guard takeName(text, &at) else { return false }
      if text.take(":", &at) {
        guard takeMaxLength(text, &at) else { return false }
      } else {
        _ = text.take("*", &at)
      }
    } while text.take(",", &at)
    return text.take("}", &at)
  }

  /// varname = varchar *( ["."] varchar )
  private static func takeName(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    let characters = names
    repeat {
      let start = at
      while text.takeAll(characters, &at) > 0 || text.takePercentEncoded(&at) {}
      guard at > start else { return false }
    } while text.take(".", &at)
    return true
  }

  /// max-length = %x31-39 0*3DIGIT ; positive integer < 10000
  private static func takeMaxLength(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    let start = at
    let digits = text.takeDigits(&at)
    return 1...4 ~= digits && text[start] != UInt8(ascii: "0")
  }
}
