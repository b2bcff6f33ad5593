import CKernels

/// From n-grams of words to where they stand in evaluation items. Built once, read by all workers.
///
/// Unsafe pointers: the kernels read the filter, which has a power of two of words.
struct GramTable: Sendable {
  struct Posting: Sendable {
    var gram: UInt64
    var item: UInt32
    /// Word of the item that the n-gram begins at.
    var at: UInt32
  }

  /// By n-gram, then item, then word.
  private(set) var postings: [Posting] = []
  /// Open addressing: index of an n-gram's first posting, plus 1; 0 where there is none.
  private var slots: [UInt32] = []
  private var filter: [UInt64] = []

  /// N-grams of more items than this are a form that the items share, not what one of them says: GPT-3 left out those
  /// that occur more than ten times (Brown et al. 2020, appendix C).
  static let mostItems = 10

  init(_ all: [Posting]) {
    let sorted = all.sorted { ($0.gram, $0.item, $0.at) < ($1.gram, $1.item, $1.at) }
    postings.reserveCapacity(sorted.count)
    var heads: [Int] = []
    var start = 0
    while start < sorted.count {
      var (end, items) = (start + 1, 1)
      while end < sorted.count, sorted[end].gram == sorted[start].gram {
        if sorted[end].item != sorted[end - 1].item { items += 1 }
        end += 1
      }
      if items <= GramTable.mostItems {
        heads.append(postings.count)
        postings += sorted[start..<end]
      }
      start = end
    }
    var size = 64
    while size < 2 * heads.count { size *= 2 }
    slots = Array(repeating: 0, count: size)
    // Two of 16 bits are set for each n-gram: about one in 60 others passes.
    filter = Array(repeating: 0, count: max(16, size / 4))
    for head in heads {
      let gram = postings[head].gram
      var slot = Int(truncatingIfNeeded: gram >> 8) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(head + 1)
      filter.withUnsafeMutableBufferPointer { filter in
        if let words = filter.baseAddress { tg_gram_note(gram, words, filter.count - 1) }
      }
    }
  }

  /// The first position from `from` on whose n-gram may be known; `count` when there is none.
  func next(in grams: [UInt64], from: Int, count: Int) -> Int {
    precondition(from >= 0 && count <= grams.count)
    return grams.withUnsafeBufferPointer { grams in
      filter.withUnsafeBufferPointer { filter in
        guard let base = grams.baseAddress, let words = filter.baseAddress else { return count }
        return tg_gram_find(base, from, count, words, filter.count - 1)
      }
    }
  }

  /// Where an n-gram stands; empty for one that is not known.
  func postings(of gram: UInt64) -> ArraySlice<Posting> {
    var slot = Int(truncatingIfNeeded: gram >> 8) & (slots.count - 1)
    while slots[slot] != 0 {
      let head = Int(slots[slot]) - 1
      if postings[head].gram == gram { return postings[head...].prefix { $0.gram == gram } }
      slot = (slot + 1) & (slots.count - 1)
    }
    return []
  }
}
