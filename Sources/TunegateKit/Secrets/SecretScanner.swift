import CKernels

/// Finds secrets and personal data in texts: one scan for the places where one may stand, then exact checks there.
struct SecretScanner {
  /// Places of one call of the kernel; recycled.
  private var places = [tg_place](repeating: tg_place(), count: 1024)

  /// Calls `body` with every place of a text.
  mutating func forEachPlace(in text: Span<UInt8>, _ body: (tg_place) -> Void) {
    var scan = tg_place_scan()
    while scan.at < text.count {
      let found = text.withUnsafeBufferPointer { text in
        places.withUnsafeMutableBufferPointer { places in
          guard let bytes = text.baseAddress, let out = places.baseAddress else { return 0 }
          return tg_find_places(bytes, text.count, &scan, out, places.count)
        }
      }
      for i in 0..<found { body(places[i]) }
    }
  }

  /// All that a text holds, in order; none overlap.
  mutating func hits(in text: Span<UInt8>) -> [SecretHit] {
    var hits: [SecretHit] = []
    var places: [tg_place] = []
    forEachPlace(in: text) { places.append($0) }
    for place in places { SecretScanner.read(place, in: text, from: 0, into: &hits) }
    return SecretScanner.resolved(hits)
  }

  /// Checks a place against all that may stand there.
  ///
  /// - Parameter base: the offset of `text` within what was scanned; a place that reaches out of `text` is cut to it.
  static func read(_ place: tg_place, in text: Span<UInt8>, from base: Int, into hits: inout [SecretHit]) {
    let start = max(0, Int(place.at) - base)
    let end = min(text.count, Int(place.end) - base)
    switch Int(place.what) {
    case TG_PLACE_TOKEN: TokenReader.read(text, start, end, into: &hits)
    case TG_PLACE_NUMBER: NumberReader.read(text, start, end, into: &hits)
    case TG_PLACE_ACCOUNT:
      if Int(place.at) >= base, let hit = AccountNumber.read(text, start) { hits.append(hit) }
    default:
      if Int(place.at) >= base, let hit = readAnchor(text, start) { hits.append(hit) }
    }
  }

  private static func readAnchor(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    switch text.byte(at) {
    case UInt8(ascii: "@"): URLPassword.read(text, at) ?? EmailAddress.read(text, at)
    case UInt8(ascii: "-"): PrivateKeyBlock.read(text, at)
    case UInt8(ascii: "Q"): AzureSecret.readClientSecret(text, at)
    case UInt8(ascii: "t"): AzureSecret.readAccountKey(text, at)
    default: nil
    }
  }

  /// In order, without those that overlap another: secrets come before personal data, longer ones before shorter ones.
  static func resolved(_ hits: [SecretHit]) -> [SecretHit] {
    guard hits.count > 1 else { return hits }
    func isBetter(_ a: SecretHit, _ b: SecretHit) -> Bool {
      a.kind.isPersonal == b.kind.isPersonal ? a.range.count > b.range.count : !a.kind.isPersonal
    }
    var kept: [SecretHit] = []
    for hit in hits.sorted(by: { ($0.range.lowerBound, $0.range.count) < ($1.range.lowerBound, $1.range.count) }) {
      if let last = kept.last, last.range.overlaps(hit.range) {
        if isBetter(hit, last) { kept[kept.count - 1] = hit }
      } else {
        kept.append(hit)
      }
    }
    return kept
  }
}
