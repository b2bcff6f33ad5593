/// For every Unicode scalar one word whose bits say to which of up to 64 sets it belongs.
///
/// Two levels: pages of 256 scalars, equal pages stored once. Never changes once it is made, hence
/// `@unchecked Sendable`. Bounds: `pages` has an entry for every page of Unicode, and each is the offset of 256 words
/// in `leaves`; a scalar beyond U+10FFFF reads as U+10FFFF.
final class ScalarBits: @unchecked Sendable {
  private static let pageCount = 0x1100
  private let pages: UnsafeMutablePointer<UInt32>
  private let leaves: UnsafeMutablePointer<UInt64>

  /// Bit i of a scalar's word stands for `sets[i]`; at most 64 sets.
  init(_ sets: [ScalarSet]) {
    precondition(sets.count <= 64)
    // Where membership changes: at a range's first member, and behind its last one.
    var changes: [(at: UInt32, bits: UInt64)] = []
    for (bit, set) in sets.enumerated() {
      for range in set.ranges {
        changes.append((range.lowerBound, 1 << UInt64(bit)))
        changes.append((range.upperBound + 1, 1 << UInt64(bit)))
      }
    }
    changes.sort { $0.at < $1.at }
    var words: [UInt64] = []
    var offsets: [UInt32] = []
    var known: [[UInt64]: UInt32] = [:]
    var leaf = [UInt64](repeating: 0, count: 256)
    var (bits, next): (UInt64, Int) = (0, 0)
    for page in 0..<UInt32(ScalarBits.pageCount) {
      for i in 0..<256 {
        while next < changes.count, changes[next].at == page << 8 + UInt32(i) {
          bits ^= changes[next].bits
          next += 1
        }
        leaf[i] = bits
      }
      if let offset = known[leaf] {
        offsets.append(offset)
      } else {
        offsets.append(UInt32(words.count))
        known[leaf] = UInt32(words.count)
        words += leaf
      }
    }
    pages = .allocate(capacity: offsets.count)
    leaves = .allocate(capacity: words.count)
    for (i, offset) in offsets.enumerated() { pages[i] = offset }
    for (i, word) in words.enumerated() { leaves[i] = word }
  }

  deinit {
    pages.deallocate()
    leaves.deallocate()
  }

  @inline(__always)
  subscript(_ scalar: UInt32) -> UInt64 {
    let value = min(scalar, ScalarSet.last)
    return leaves[Int(pages[Int(value >> 8)]) + Int(value & 0xFF)]
  }

  /// The word of the character at `at`, and its width in bytes. The first page begins at offset 0, so that ASCII is one
  /// look-up.
  ///
  /// Bounds: `at` is below `end`, and no byte from `end` on is read; what is no UTF-8 reads as some character.
  @inline(__always)
  func read(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (bits: UInt64, width: Int) {
    let lead = text[at]
    if lead < 0x80 { return (leaves[Int(lead)], 1) }
    return readLong(text, at, end)
  }

  private func readLong(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (bits: UInt64, width: Int) {
    let (scalar, width) = TokenText.scalar(text, at, end)
    return (self[scalar], width)
  }
}

/// Reading UTF-8 at a pointer. Bounds of all functions: `at` is below `end`, and no byte from `end` on is read.
enum TokenText {
  @inline(__always)
  static func width(_ lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

  /// The character at `at`; what is no UTF-8 reads as some value.
  @inline(__always)
  static func scalar(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (value: UInt32, width: Int) {
    let lead = text[at]
    let width = min(width(lead), end - at)
    if lead < 0x80 { return (UInt32(lead), 1) }
    var value = UInt32(lead) & (lead < 0xE0 ? 0x1F : lead < 0xF0 ? 0x0F : 0x07)
    for i in 1..<max(width, 1) { value = value << 6 | UInt32(text[at + i] & 0x3F) }
    return (value, width)
  }

  /// Where the character before `at` begins; `at` is above `start`.
  @inline(__always)
  static func before(_ text: UnsafePointer<UInt8>, _ at: Int, start: Int) -> Int {
    var place = at - 1
    while place > start, text[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }
}
