/// Private keys in PEM (RFC 7468) or OpenSSH's form: the line that names one, and enough of its body.
enum PrivateKeyBlock {
  private static let label = ASCIISet(alphanumeric: true, " ")
  /// The body of the shortest key, of Ed25519, has 64 characters.
  private static let shortestBody = 60
  private static let longest = 16_384

  /// - Parameter at: the hyphen before `BEGIN`.
  static func read(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("-----BEGIN ", at: at - 4) else { return nil }
    let labelEnd = text.end(of: label, from: at + 7, most: 64)
    let isKey = text.has("PRIVATE KEY", at: labelEnd - 11) || text.has("PRIVATE KEY BLOCK", at: labelEnd - 17)
    guard isKey, text.has("-----", at: labelEnd) else { return nil }
    let bodyStart = labelEnd + 5
    var (next, length, line) = (bodyStart, 0, 0)
    while next < text.count, next - at < longest, !text.has("-----", at: next) {
      if text.has("\\n", at: next) || text.has("\\r", at: next) {
        // The text was escaped twice.
        next += 2
        line = next
        continue
      }
      let byte = text[next]
      if byte == 0x0A {
        line = next + 1
      } else if byte == UInt8(ascii: ":") {
        // A header such as `Proc-Type`: its line is no part of the key.
        length -= min(length, next - line)
        while next < text.count, text[next] != 0x0A, !text.has("\\n", at: next) { next += 1 }
        continue
      } else if TokenSet.base64.contains(byte) {
        length += 1
      }
      next += 1
    }
    guard length >= shortestBody, !Placeholder.hasPattern(text, bodyStart..<min(next, bodyStart + 66)),
      Placeholder.differentBytes(text, bodyStart..<next) >= 20
    else { return nil }
    if text.has("-----END", at: next) {
      next = text.end(of: label, from: next + 5, most: 64)
      if text.has("-----", at: next) { next += 5 }
    }
    return SecretHit(.privateKey, at - 4..<next)
  }
}
