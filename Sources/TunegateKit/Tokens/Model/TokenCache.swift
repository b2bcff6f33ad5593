/// How many tokens the pieces have that were met lately: most of a text is a few thousand words. One worker's.
///
/// Direct-mapped, with the piece itself as the key, so that a hit is never wrong. Bounds: `entries` has `size` entries,
/// and indices are hashes modulo that.
final class TokenCache {
  private struct Entry {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var count: UInt32 = 0
    /// Bytes of the piece; 0 for a free entry.
    var length: UInt32 = 0
  }

  /// 512 KiB: what stays near a core.
  private static let size = 1 << 14
  /// Longer pieces are rare, and are counted anew.
  private static let longest = 24
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: TokenCache.size)
    entries.initialize(repeating: Entry(), count: TokenCache.size)
  }

  deinit { entries.deallocate() }

  /// The count of a piece, from `make` when it is not known. Bounds: `bytes` has `count` readable bytes, at least 1.
  @inline(__always)
  func count(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ make: () -> Int) -> Int {
    guard count <= TokenCache.longest else { return make() }
    let (first, second, third) = key(bytes, count)
    var hash = TokenBytes.mix(first ^ UInt64(count), second)
    if count > 16 { hash = TokenBytes.mix(hash, third) }
    let place = Int(truncatingIfNeeded: hash) & (TokenCache.size - 1)
    let entry = entries[place]
    if entry.length == UInt32(count), entry.first == first, entry.second == second, entry.third == third {
      return Int(entry.count)
    }
    let made = make()
    entries[place] = Entry(
      first: first, second: second, third: third, count: UInt32(made), length: UInt32(count))
    return made
  }

  /// The piece in three words, which tell pieces of one length apart.
  @inline(__always)
  private func key(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> (UInt64, UInt64, UInt64) {
    if count <= 8 { return (TokenBytes.word(bytes, count), 0, 0) }
    let last = TokenBytes.long(bytes + (count - 8))
    return (TokenBytes.long(bytes), count <= 16 ? last : TokenBytes.long(bytes + 8), count <= 16 ? 0 : last)
  }
}
