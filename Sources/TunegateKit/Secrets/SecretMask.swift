/// What messages show of a secret: its kind, its first characters, and a fingerprint by which it can be found again.
enum SecretMask {
  /// Characters that are shown.
  private static let shown = 4
  /// A key of 8,192 bits fits.
  private static let longestMasked = 8192

  /// `AKIA…`
  static func clipped(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    // Never more than a third of it, and no part of a character.
    var end = range.lowerBound + min(shown, range.count / 3)
    while end > range.lowerBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: text.bytes(range.lowerBound..<end), as: UTF8.self) + "…"
  }

  /// `AKIA…` (SHA-256 `9f86d081…`)
  static func described(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    let digits = SHA256.digest(text.bytes(range)).prefix(4).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }
    return "`\(clipped(text, range))` (SHA-256 \(digits.joined())…)"
  }

  /// What a cut could hide of a secret from its check lies within so many bytes of the cut.
  static let reach = longestMasked

  /// A text for a message, masked before it is cut to `limit` bytes, so that no half of a secret is left.
  static func excerpt(_ text: Span<UInt8>, limit: Int) -> String { piece(text, 0..<text.count, limit: limit) }

  /// A piece of a text for a message, masked before it is cut to `limit` bytes, and not within a character.
  static func piece(_ text: Span<UInt8>, _ range: Range<Int>, limit: Int) -> String {
    var end = range.lowerBound + min(range.count, limit)
    let isCut = end < range.upperBound
    if isCut { while end > range.lowerBound, text[end] & 0xC0 == 0x80 { end -= 1 } }
    var scanner = SecretScanner()
    let hits = scanner.hits(in: text.extracting(0..<min(text.count, end + reach)))
    return masked(text, range.lowerBound..<end, hits) + (isCut ? "…" : "")
  }

  /// A text with all secrets and personal data in it masked. For what is shown to people, whoever made it.
  static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var scanner = SecretScanner()
    let hits = scanner.hits(in: bytes.span)
    guard !hits.isEmpty else { return text }
    return masked(bytes.span, 0..<bytes.count, hits)
  }

  /// A part of a text, with the hits in it masked; a hit that the part cuts is masked as a whole.
  static func masked(_ text: Span<UInt8>, _ part: Range<Int>, _ hits: [SecretHit]) -> String {
    var result = ""
    var at = part.lowerBound
    for hit in hits where hit.range.overlaps(part) {
      if hit.range.lowerBound > at { result += String(decoding: text.bytes(at..<hit.range.lowerBound), as: UTF8.self) }
      result += clipped(text, hit.range)
      at = max(at, hit.range.upperBound)
    }
    if at < part.upperBound { result += String(decoding: text.bytes(at..<part.upperBound), as: UTF8.self) }
    return result
  }
}
