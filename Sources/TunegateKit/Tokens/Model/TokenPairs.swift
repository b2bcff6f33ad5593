/// Which two neighboring tokens become which one, and in what order: the merges of a `tokenizer.json`.
///
/// A hash table with open addressing, at most half full. Never changes once it is made, hence `@unchecked Sendable`.
/// Bounds: `slots` has `mask + 1` entries, at least one of them free.
final class TokenPairs: @unchecked Sendable {
  struct Merge {
    var left: UInt32
    var right: UInt32
    /// The smaller, the earlier.
    var rank: UInt32
    var id: UInt32
  }

  /// A rank that stands for no merge.
  static let none = UInt32.max

  private let slots: UnsafeMutablePointer<Merge>
  private let mask: Int

  /// Of two merges of one pair the last one counts.
  init(_ merges: [Merge]) {
    var capacity = 16
    while capacity < 2 * merges.count { capacity *= 2 }
    mask = capacity - 1
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Merge(left: 0, right: 0, rank: TokenPairs.none, id: 0), count: capacity)
    for merge in merges {
      var slot = place(merge.left, merge.right)
      while slots[slot].rank != TokenPairs.none,
        slots[slot].left != merge.left || slots[slot].right != merge.right
      {
        slot = (slot + 1) & mask
      }
      slots[slot] = merge
    }
  }

  deinit { slots.deallocate() }

  @inline(__always)
  private func place(_ left: UInt32, _ right: UInt32) -> Int {
    Int(truncatingIfNeeded: TokenBytes.mix(UInt64(left) << 32 | UInt64(right), 1)) & mask
  }

  /// Rank and id of what the pair becomes; the rank is `none` when it does not merge.
  @inline(__always)
  func merge(_ left: UInt32, _ right: UInt32) -> (rank: UInt32, id: UInt32) {
    var slot = place(left, right)
    while true {
      let entry = slots[slot]
      if entry.rank == TokenPairs.none || entry.left == left && entry.right == right { return (entry.rank, entry.id) }
      slot = (slot + 1) & mask
    }
  }
}
