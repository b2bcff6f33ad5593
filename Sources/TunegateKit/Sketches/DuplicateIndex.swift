import CKernels

/// One example that repeats an earlier one.
struct RepeatedRow: Sendable, Equatable {
  var row: UInt32
  /// The earlier example: the first of its kind for exact and normalized duplicates.
  var of: UInt32
  /// In 0…1; 1 for exact and normalized duplicates.
  var similarity: Float
}

/// All repetitions of a run, each list ascending by row. An example is in at most one list.
struct Duplicates: Sendable, Equatable {
  var exact: [RepeatedRow] = []
  var normalized: [RepeatedRow] = []
  var near: [RepeatedRow] = []

  /// How many examples repeat another.
  var count: Int { exact.count + normalized.count + near.count }

  /// How large the groups are of examples that repeat each other, directly or by way of others. O(repetitions).
  var groups: [GroupSizes] {
    var of: [UInt32: UInt32] = [:]
    for repetition in exact + normalized + near { of[repetition.row] = repetition.of }
    var members: [UInt32: Int] = [:]
    for row in of.keys {
      var first = row
      // What is repeated stands earlier, so that this ends.
      while let earlier = of[first] { first = earlier }
      members[first, default: 1] += 1
    }
    var groups: [Int: Int] = [:]
    for size in members.values { groups[Int.bitWidth - (size - 1).leadingZeroBitCount, default: 0] += 1 }
    return groups.sorted { $0.key < $1.key }.map { GroupSizes(sizes: (1 << ($0 - 1)) + 1...1 << $0, groups: $1) }
  }
}

/// What counts as a near duplicate. Thresholds measured in `docs/duplicates.md`.
struct NearDuplicateLimits: Sendable, Equatable {
  /// Share of the information of both examples that has to agree, in 0…1.
  var similarity: Float = 0.8
  /// The same for the prompt and the answer alone.
  var side: Float = 0.5
  /// The same for the answers of examples that are short enough to be kept as text, in which no word may be replaced.
  var shortAnswer: Float = 0.95
  /// The same when the numbers differ.
  var otherNumbers: Float = 0.95
  /// A shingle in more than this share of the examples does not make two examples candidates.
  var commonShare = 0.01
}

/// Finds repetitions over the columns of a run, after the stream has ended. The result depends on the rows' order
/// alone, not on the number of jobs.
struct DuplicateIndex: Sendable {
  /// Bands are worked in this many passes, which may run side by side; more passes need less memory.
  static let passes = 4
  /// Members of a bucket are compared with its first ones and their predecessor only: buckets of a templated set are
  /// large, and a repetition shares many of its 32 buckets with what it repeats.
  static let heads = 4
  /// Folded examples shorter than this many bytes are left to the exact and normalized comparison.
  static let shortestText = 12

  // The index is read-only once the stream has ended.
  nonisolated(unsafe) let index: ExampleIndex
  let slots: SlotCounts
  let limits: NearDuplicateLimits

  /// Exact duplicates, then normalized ones among the rest, then near ones among the rest.
  func find(jobs: Int, near wantsNear: Bool) async -> Duplicates {
    var repeats = [Bool](repeating: false, count: index.count)
    var result = Duplicates()
    result.exact = equal(index.exact, &repeats) { _ in true }
    result.normalized = equal(index.folded, &repeats) { index.payloadCounts[$0] > 0 }
    if wantsNear { result.near = await near(repeats, jobs: jobs) }
    return result
  }

  /// Rows whose key equals an earlier row's. One open-addressing table of row numbers, 8 to 16 bytes an example.
  private func equal(_ keys: Column<UInt64>, _ repeats: inout [Bool], where applies: (Int) -> Bool) -> [RepeatedRow] {
    var size = 1024
    while size < index.count * 2 { size *= 2 }
    var table = [UInt32](repeating: .max, count: size)
    var found: [RepeatedRow] = []
    for row in 0..<index.count where index.isExample(row) && !repeats[row] && applies(row) {
      let key = keys[row]
      var at = Int(truncatingIfNeeded: Fingerprint.mix(key, 1)) & (size - 1)
      while table[at] != .max, keys[Int(table[at])] != key { at = (at + 1) & (size - 1) }
      if table[at] == .max {
        table[at] = UInt32(row)
      } else {
        repeats[row] = true
        found.append(RepeatedRow(row: UInt32(row), of: table[at], similarity: 1))
      }
    }
    return found
  }

  // MARK: - Near duplicates

  private func near(_ repeats: [Bool], jobs: Int) async -> [RepeatedRow] {
    let rows = (0..<index.count).filter { row in
      index.isExample(row) && !repeats[row] && index.payloadCounts[row] >= DuplicateIndex.shortestText
    }.map { UInt32($0) }
    guard rows.count > 1 else { return [] }
    let common = slots.common(share: limits.commonShare)
    let comparison = Comparison(self)
    var found: [[RepeatedRow]] = Array(repeating: [], count: DuplicateIndex.passes)
    if jobs == 1 {
      for pass in 0..<DuplicateIndex.passes { found[pass] = search(pass, rows, common, comparison) }
    } else {
      await withTaskGroup(of: (Int, [RepeatedRow]).self) { group in
        for pass in 0..<DuplicateIndex.passes {
          if pass >= jobs, let (done, pairs) = await group.next() { found[done] = pairs }
          group.addTask { (pass, search(pass, rows, common, comparison)) }
        }
        for await (done, pairs) in group { found[done] = pairs }
      }
    }
    return DuplicateIndex.earliest(found.joined())
  }

  /// For each row the earliest of the rows that it was found to repeat.
  private static func earliest(_ pairs: some Sequence<RepeatedRow>) -> [RepeatedRow] {
    var result: [RepeatedRow] = []
    for pair in pairs.sorted(by: { ($0.row, $0.of) < ($1.row, $1.of) }) where result.last?.row != pair.row {
      result.append(pair)
    }
    return result
  }

  /// One pass: the keys of some bands, and for each band its buckets.
  private func search(_ pass: Int, _ rows: [UInt32], _ common: [UInt8], _ comparison: Comparison) -> [RepeatedRow] {
    let bandCount = Int(TG_BANDS) / DuplicateIndex.passes
    let keys = bandKeys(rows, common, first: pass * bandCount, count: bandCount)
    var comparer = Comparer(comparison)
    var partner = [UInt32](repeating: .max, count: rows.count)
    var lastChecked = [UInt32](repeating: .max, count: rows.count)
    var found: [RepeatedRow] = []
    var items: [UInt64] = []
    items.reserveCapacity(rows.count / 4)
    var scratch: [UInt64] = []
    var filter = RepeatFilter(expected: rows.count)
    for band in 0..<bandCount {
      // Most keys stand once: they need no sorting.
      filter.clear()
      for i in rows.indices { filter.note(keys[i * bandCount + band]) }
      items.removeAll(keepingCapacity: true)
      for i in rows.indices {
        let key = keys[i * bandCount + band]
        if filter.mayRepeat(key) { items.append(UInt64(key) << 32 | UInt64(i)) }
      }
      RadixSort.byKey(&items, scratch: &scratch)
      var start = 0
      while start < items.count {
        var end = start + 1
        while end < items.count, items[end] >> 32 == items[start] >> 32 { end += 1 }
        if end - start > 1 {
          judge(items[start..<end], rows, &partner, &lastChecked, &comparer, &found)
        }
        start = end
      }
    }
    return found
  }

  /// Compares the members of one bucket, which come in order of row.
  private func judge(
    _ bucket: ArraySlice<UInt64>, _ rows: [UInt32], _ partner: inout [UInt32], _ lastChecked: inout [UInt32],
    _ comparer: inout Comparer, _ found: inout [RepeatedRow]
  ) {
    for k in bucket.startIndex + 1..<bucket.endIndex {
      let i = Int(bucket[k] & 0xFFFF_FFFF)
      if partner[i] != .max { continue }
      var candidate = bucket.startIndex
      while candidate < k {
        let j = Int(bucket[candidate] & 0xFFFF_FFFF)
        if lastChecked[i] != UInt32(j) {
          lastChecked[i] = UInt32(j)
          if let similarity = comparer.similarity(Int(rows[j]), Int(rows[i])) {
            partner[i] = UInt32(j)
            found.append(RepeatedRow(row: rows[i], of: rows[j], similarity: similarity))
            break
          }
        }
        // The first few, then the direct predecessor.
        candidate = candidate - bucket.startIndex + 1 < DuplicateIndex.heads ? candidate + 1 : max(candidate + 1, k - 1)
      }
    }
  }

  /// Keys of `count` bands for every row, one row's keys side by side.
  private func bandKeys(_ rows: [UInt32], _ common: [UInt8], first: Int, count: Int) -> [UInt32] {
    var keys = [UInt32](repeating: 0, count: rows.count * count)
    var sketch = SignatureScratch()
    keys.withUnsafeMutableBufferPointer { keys in
      guard let base = keys.baseAddress else { return }
      for (i, row) in rows.enumerated() {
        sketch.withSignature(of: Int(row), in: index) { slots in
          // A row without any slot shares no bucket: its key is its own number.
          if tg_oph_bands(slots, common, UInt32(first), UInt32(count), base + i * count) == 0 {
            for band in 0..<count { base[i * count + band] = UInt32(truncatingIfNeeded: ~i) }
          }
        }
      }
    }
    return keys
  }
}

/// Tells which of many keys were noted more than once: all of those, and one in sixteen of the others at most.
private struct RepeatFilter {
  private var once: [UInt64]
  private var twice: [UInt64]
  private let mask: Int

  /// - Parameter expected: Keys that will be noted.
  init(expected: Int) {
    var words = 1_024
    while words * 64 < expected * 16 { words *= 2 }
    once = [UInt64](repeating: 0, count: words)
    twice = once
    mask = words - 1
  }

  mutating func clear() {
    for i in once.indices { (once[i], twice[i]) = (0, 0) }
  }

  /// - Parameter key: Mixed: its low bits spread evenly.
  @inline(__always)
  mutating func note(_ key: UInt32) {
    let (word, bit) = (Int(key >> 6) & mask, UInt64(1) << UInt64(key & 63))
    if once[word] & bit != 0 { twice[word] |= bit } else { once[word] |= bit }
  }

  @inline(__always)
  func mayRepeat(_ key: UInt32) -> Bool { twice[Int(key >> 6) & mask] >> UInt64(key & 63) & 1 != 0 }
}

/// Gives any row's signature: as it is stored, or made from the stored text.
struct SignatureScratch {
  private var bins = [UInt32](repeating: .max, count: Int(TG_SLOTS))
  private var slots = [UInt8](repeating: 0, count: Int(TG_SLOTS))

  init() {}

  /// Bounds: payloads have readable bytes behind them, see `PayloadStore`.
  mutating func withSignature<R>(
    of row: Int, in index: ExampleIndex, _ body: (UnsafePointer<UInt8>) -> R
  ) -> R {
    let bytes = index.payload.pointer(index.payloadOffsets[row])
    let mark = index.payloadCounts[row]
    if mark == FeatureColumns.signatureMark { return body(bytes) }
    let promptCount = Int(index.payloadPrompts[row])
    // The shingles of the prompt must not run into the answer: `make` stops at the counts.
    Signature.make(
      prompt: bytes, promptCount: promptCount, answer: bytes + promptCount, answerCount: Int(mark) - promptCount,
      bins: &bins, slots: &slots)
    return slots.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a signature has slots") }
      return body(base)
    }
  }
}
