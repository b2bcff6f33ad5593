/// Tokens that are told by how they begin, by their length and their characters, and by a checksum where they have one.
enum TokenReader {
  /// What a run of letters, digits, `-` and `_` holds. A token may stand behind a word that is joined to it.
  static func read(_ text: Span<UInt8>, _ start: Int, _ end: Int, into hits: inout [SecretHit]) {
    if let hit = DottedToken.read(text, start, end) ?? BitcoinAddress.read(text, start, end) {
      hits.append(hit)
      return
    }
    var at = start
    // In a text that was escaped twice a token stands behind `\n`.
    if text.byte(before: at) == UInt8(ascii: "\\"), let hit = hit(text, at + 1, end) {
      hits.append(hit)
      at = hit.range.upperBound
    }
    while at < end {
      if let hit = hit(text, at, end) {
        hits.append(hit)
        at = max(at, hit.range.upperBound)
      }
      while at < end, text[at].isASCIILetter || text[at].isASCIIDigit { at += 1 }
      while at < end, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "_") { at += 1 }
    }
  }

  /// The token that begins at `at` within a run that ends at `end`.
  private static func hit(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard at + 16 <= end else { return nil }
    return switch text[at] {
    case UInt8(ascii: "A"): readAWS(text, at) ?? readGoogle(text, at)
    case UInt8(ascii: "d"): readDatabricks(text, at) ?? readDigitalOcean(text, at)
    case UInt8(ascii: "e"): WebToken.read(text, at, end)
    case UInt8(ascii: "g"): readGitHub(text, at) ?? readGitLab(text, at, end)
    case UInt8(ascii: "h"): readHuggingFace(text, at)
    case UInt8(ascii: "n"): readNPM(text, at)
    case UInt8(ascii: "p"): readPyPI(text, at, end)
    case UInt8(ascii: "r"): readStripe(text, at)
    case UInt8(ascii: "s"): VendorKey.read(text, at, end) ?? readStripe(text, at) ?? readShopify(text, at)
    case UInt8(ascii: "x"): SlackSecret.readToken(text, at, end)
    default: nil
    }
  }

  /// `length` bytes of a set behind a prefix, unless they are made up.
  static func fixed(
    _ kind: SecretKind, _ text: Span<UInt8>, _ at: Int, prefix: Int, _ length: Int, of set: ASCIISet, distinct: Int
  ) -> SecretHit? {
    guard let end = text.fixed(length, of: set, from: at + prefix),
      !Placeholder.isLikely(text, at + prefix..<end, distinct: distinct)
    else { return nil }
    return SecretHit(kind, at..<end)
  }

  private static func readAWS(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard
      text.has("AKIA", at: at) || text.has("ASIA", at: at) || text.has("ABIA", at: at) || text.has("ACCA", at: at)
        || text.has("A3T", at: at)
    else { return nil }
    // Real ids are base 32; ones with other digits are taken too, as a leak that was tampered with is one as well.
    return fixed(.awsKey, text, at, prefix: 4, 16, of: TokenSet.capitals, distinct: 7)
  }

  private static func readGoogle(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("AIza", at: at) else { return nil }
    return fixed(.googleKey, text, at, prefix: 4, 35, of: TokenSet.url, distinct: 14)
  }

  private static func readDatabricks(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("dapi", at: at) else { return nil }
    return fixed(.databricksToken, text, at, prefix: 4, 32, of: TokenSet.hex, distinct: 8)
  }

  private static func readDigitalOcean(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("dop_v1_", at: at) || text.has("doo_v1_", at: at) || text.has("dor_v1_", at: at)
    else { return nil }
    return fixed(.digitalOceanToken, text, at, prefix: 7, 64, of: TokenSet.hex, distinct: 9)
  }

  private static func readGitHub(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    if text.has("github_pat_", at: at) {
      guard let middle = text.fixed(22, of: TokenSet.letters, from: at + 11, followedBy: UInt8(ascii: "_"))
      else { return nil }
      guard let end = text.fixed(59, of: TokenSet.letters, from: middle + 1),
        !Placeholder.isLikely(text, at + 11..<end, distinct: 20)
      else { return nil }
      return SecretHit(.gitHubPAT, at..<end)
    }
    guard text.has("_", at: at + 3), text.has("gh", at: at), isGitHubKind(text[at + 2]) else { return nil }
    return checked(.gitHubToken, text, at)
  }

  private static func isGitHubKind(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "p"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "s"), UInt8(ascii: "r"): true
    default: false
    }
  }

  private static func readNPM(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    text.has("npm_", at: at) ? checked(.npmToken, text, at) : nil
  }

  /// Four bytes of prefix, 30 letters and digits, and their checksum in six more.
  private static func checked(_ kind: SecretKind, _ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard let end = text.fixed(36, of: TokenSet.letters, from: at + 4),
      Base62.checksum(CRC32.of(text, at + 4..<at + 34)) == text.bytes(at + 34..<end)
    else { return nil }
    return SecretHit(kind, at..<end)
  }

  private static func readGitLab(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    guard text.has("glpat-", at: at), end - at >= 26, end - at <= 320 else { return nil }
    return Placeholder.isLikely(text, at + 6..<end, distinct: 9) ? nil : SecretHit(.gitLabToken, at..<end)
  }

  private static func readHuggingFace(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("hf_", at: at) else { return nil }
    return fixed(.huggingFaceToken, text, at, prefix: 3, 34, of: TokenSet.letters, distinct: 12)
  }

  private static func readPyPI(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> SecretHit? {
    // A macaroon that begins with the name of the index.
    guard text.has("pypi-AgEIcHlwaS5vcmc", at: at) || text.has("pypi-AgENdGVzdC5weXBpLm9yZw", at: at),
      end - at >= 70, !Placeholder.isLikely(text, at + 27..<end, distinct: 16)
    else { return nil }
    return SecretHit(.pypiToken, at..<end)
  }

  /// Keys of the test mode, `sk_test_`, open nothing.
  private static func readStripe(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("sk_live_", at: at) || text.has("rk_live_", at: at) else { return nil }
    let end = text.end(of: TokenSet.letters, from: at + 8)
    guard end - at >= 24, end - at <= 255, !text.isWord(end) else { return nil }
    return Placeholder.isLikely(text, at + 8..<end, distinct: 8) ? nil : SecretHit(.stripeKey, at..<end)
  }

  private static func readShopify(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard
      text.has("shpat_", at: at) || text.has("shpca_", at: at) || text.has("shppa_", at: at)
        || text.has("shpss_", at: at)
    else { return nil }
    return fixed(.shopifyToken, text, at, prefix: 6, 32, of: TokenSet.anyHex, distinct: 8)
  }
}

extension Span where Element == UInt8 {
  /// The end of exactly `length` bytes of a set that a certain byte follows.
  func fixed(_ length: Int, of set: ASCIISet, from start: Int, followedBy next: UInt8) -> Int? {
    guard byte(start + length) == next else { return nil }
    for at in start..<start + length where !set.contains(self[at]) { return nil }
    return start + length
  }
}
