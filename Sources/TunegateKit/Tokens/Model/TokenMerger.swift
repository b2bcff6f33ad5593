/// Merges one piece of text into tokens: always the pair of the lowest rank, the leftmost of equals.
///
/// Short pieces are searched from end to end for each merge; long ones keep their pairs in a heap, so that a megabyte
/// of one letter takes n log n steps. Scratch space of one worker. Bounds: `text` has `count` readable bytes in all
/// methods, and `starts[i]` ascends from 0 to `count`.
struct TokenMerger: ~Copyable {
  /// Longer pieces go to the heap.
  static let shortest = 64

  /// First byte of each part, and `count` behind the last one.
  private var starts: [Int32] = []
  /// The tokens, in order, once a piece is merged.
  private(set) var ids: [UInt32] = []
  /// Of the pair that a part forms with the next one.
  private var ranks: [UInt32] = []
  private var merged: [UInt32] = []
  private var heap = RankHeap()
  private var previous: [Int32] = []
  private var next: [Int32] = []
  private var endsUnknown = false

  init() {}

  /// Leaves the tokens of a piece in `ids`.
  mutating func merge(_ text: UnsafePointer<UInt8>, _ count: Int, _ model: borrowing TokenModel) {
    if model.takesWholePieces, let whole = model.vocabulary.id(text, count) {
      ids.removeAll(keepingCapacity: true)
      ids.append(whole)
      return
    }
    begin(text, count, model)
    guard ids.count > 1 else { return }
    ranks.removeAll(keepingCapacity: true)
    merged.removeAll(keepingCapacity: true)
    for i in 0..<ids.count {
      ranks.append(TokenPairs.none)
      merged.append(0)
      rate(i, i + 1, i + 2, text, model)
    }
    if ids.count <= TokenMerger.shortest { mergeShort(text, model) } else { mergeLong(text, model) }
  }

  /// The parts before any merge.
  private mutating func begin(_ text: UnsafePointer<UInt8>, _ count: Int, _ model: borrowing TokenModel) {
    starts.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    endsUnknown = false
    switch model.alphabet {
    case .bytes(let tokens):
      for i in 0..<count { add(tokens[Int(text[i])], at: i, 1, model) }
    case .characters(let bytes):
      var at = 0
      while at < count {
        let width = min(TokenText.width(text[at]), count - at)
        if let id = model.vocabulary.id(text + at, width) {
          add(id, at: at, width, model)
        } else if let bytes {
          for i in at..<at + width { add(bytes[Int(text[i])], at: i, 1, model) }
        } else {
          add(TokenModel.missing, at: at, width, model)
        }
        at += width
      }
    }
    starts.append(Int32(truncatingIfNeeded: count))
  }

  private mutating func add(_ id: UInt32, at place: Int, _ width: Int, _ model: borrowing TokenModel) {
    var id = id
    let isUnknown = id == TokenModel.missing
    defer { endsUnknown = isUnknown }
    if isUnknown {
      id = model.unknown
      // Without a token for the unknown, what has none is left out, as the library does.
      if id == TokenModel.missing || model.fusesUnknown && endsUnknown { return }
    }
    starts.append(Int32(truncatingIfNeeded: place))
    ids.append(id)
  }

  /// Looks up what the parts `i` and `j` become; `k` is the part behind them.
  @inline(__always)
  private mutating func rate(
    _ i: Int, _ j: Int, _ k: Int, _ text: UnsafePointer<UInt8>, _ model: borrowing TokenModel
  ) {
    guard j < ids.count else {
      ranks[i] = TokenPairs.none
      return
    }
    switch model.merges {
    case .ranks:
      let start = Int(starts[i])
      let rank = model.vocabulary.id(text + start, Int(starts[k]) - start) ?? TokenPairs.none
      (ranks[i], merged[i]) = (rank, rank)
    case .pairs(let pairs): (ranks[i], merged[i]) = pairs.merge(ids[i], ids[j])
    }
  }

  private mutating func mergeShort(_ text: UnsafePointer<UInt8>, _ model: borrowing TokenModel) {
    while ids.count > 1 {
      var best = 0
      for i in 1..<ids.count where ranks[i] < ranks[best] { best = i }
      if ranks[best] == TokenPairs.none { return }
      ids[best] = merged[best]
      ids.remove(at: best + 1)
      starts.remove(at: best + 1)
      ranks.remove(at: best + 1)
      merged.remove(at: best + 1)
      rate(best, best + 1, best + 2, text, model)
      if best > 0 { rate(best - 1, best, best + 1, text, model) }
    }
  }

  /// Parts stay where they are and are linked; one that was merged into its left neighbor has no token any more.
  private mutating func mergeLong(_ text: UnsafePointer<UInt8>, _ model: borrowing TokenModel) {
    let count = ids.count
    previous.removeAll(keepingCapacity: true)
    next.removeAll(keepingCapacity: true)
    heap.removeAll()
    for i in 0..<count {
      previous.append(Int32(i - 1))
      next.append(Int32(i + 1))
      if ranks[i] != TokenPairs.none { heap.append(ranks[i], i) }
    }
    next.append(Int32(count))
    heap.order()
    while let (rank, i) = heap.popFirst() {
      // An entry of an older pair: the part is gone, or has another neighbor by now.
      guard ids[i] != TokenModel.missing, ranks[i] == rank else { continue }
      let j = Int(next[i])
      let k = Int(next[j])
      ids[i] = merged[i]
      ids[j] = TokenModel.missing
      ranks[j] = TokenPairs.none
      next[i] = Int32(k)
      if k < count { previous[k] = Int32(i) }
      rate(i, k, Int(next[k]), text, model)
      if ranks[i] != TokenPairs.none { heap.insert(ranks[i], i) }
      let before = Int(previous[i])
      guard before >= 0 else { continue }
      rate(before, i, k, text, model)
      if ranks[before] != TokenPairs.none { heap.insert(ranks[before], before) }
    }
    ids.removeAll { $0 == TokenModel.missing }
  }
}

/// Pairs in order of rank, then of place.
private struct RankHeap {
  private var items: [UInt64] = []

  init() {}

  mutating func removeAll() { items.removeAll(keepingCapacity: true) }

  /// Adds without order; `order` comes before anything is taken.
  mutating func append(_ rank: UInt32, _ place: Int) { items.append(UInt64(rank) << 32 | UInt64(place)) }

  mutating func order() {
    for i in stride(from: items.count / 2 - 1, through: 0, by: -1) { sink(i) }
  }

  mutating func insert(_ rank: UInt32, _ place: Int) {
    append(rank, place)
    var i = items.count - 1
    while i > 0, items[i] < items[(i - 1) / 2] {
      items.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  mutating func popFirst() -> (rank: UInt32, place: Int)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      sink(0)
    }
    return (UInt32(first >> 32), Int(first & 0xFFFF_FFFF))
  }

  private mutating func sink(_ start: Int) {
    var i = start
    while 2 * i + 1 < items.count {
      var child = 2 * i + 1
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      if items[i] <= items[child] { return }
      items.swapAt(i, child)
      i = child
    }
  }
}
