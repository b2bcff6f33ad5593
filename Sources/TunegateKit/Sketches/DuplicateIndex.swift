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
///
/// A near duplicate repeats the earliest of the rows that it is held against and is like. What it is held against are,
/// in each of its 32 buckets, the first ones and its predecessor: buckets of a templated set are large, and a
/// repetition shares many of them with what it repeats. So every bucket can be judged by itself, in any order, on any
/// machine.
struct DuplicateIndex: Sendable {
  /// Bands whose keys are held at once; fewer need less memory and more passes over the signatures.
  static let bandsAtOnce = 4
  /// Members of a bucket are compared with this many first ones, and with their predecessor.
  static let heads = 4
  /// Folded examples shorter than this many bytes are left to the exact and normalized comparison.
  static let shortestText = 12

  // The index is read-only once the stream has ended.
  nonisolated(unsafe) let index: ExampleIndex
  let slots: SlotCounts
  let limits: NearDuplicateLimits

  /// Exact duplicates, then normalized ones among the rest, then near ones among the rest.
  ///
  /// - Parameter letsGo: Whether folded fingerprints and payloads leave the index as soon as they have served.
  func find(jobs: Int, near wantsNear: Bool, letsGo: Bool = false) async -> Duplicates {
    var repeats = [Bool](repeating: false, count: index.count)
    var result = Duplicates()
    result.exact = equal(index.exact, &repeats) { _ in true }
    result.normalized = equal(index.folded, &repeats) { index.meetings[$0].mark > 0 }
    if letsGo { index.dropFolded() }
    if wantsNear { result.near = await near(repeats, jobs: jobs) }
    if letsGo { index.dropPayload() }
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
    let isLooked = (0..<index.count).map { !repeats[$0] && isComparable($0) }
    guard isLooked.contains(true) else { return [] }
    let search = NearSearch(self, isLooked: isLooked)
    var partner = [UInt32](repeating: .max, count: index.count)
    var similarity: [UInt32: Float] = [:]
    for first in stride(from: 0, to: Int(TG_BANDS), by: DuplicateIndex.bandsAtOnce) {
      let keys = await search.keys(of: first..<first + DuplicateIndex.bandsAtOnce, jobs: jobs)
      index.payload.letGo()
      for match in await search.matches(keys, partner, jobs: jobs) where match.of < partner[Int(match.row)] {
        partner[Int(match.row)] = match.of
        similarity[match.row] = match.similarity
      }
    }
    return similarity.keys.sorted().map { row in
      RepeatedRow(row: row, of: partner[Int(row)], similarity: similarity[row] ?? 0)
    }
  }

  /// Whether near duplicates of a row are looked for.
  func isComparable(_ row: Int) -> Bool {
    index.isExample(row) && index.meetings[row].mark >= DuplicateIndex.shortestText
  }
}

/// Keys of some bands for all rows: for each part of the rows the keys band after band. 0 is no key.
private struct BandKeys: Sendable {
  let parts: [Range<Int>]
  let bands: Int
  var keys: [[UInt32]]

  /// Calls `body` with every row that has a key in the band, in order.
  @inline(__always)
  func forEach(_ band: Int, _ body: (_ row: Int, _ key: UInt32) -> Void) {
    for (part, keys) in zip(parts, keys) {
      let start = band * part.count
      for (k, row) in part.enumerated() where keys[start + k] != 0 { body(row, keys[start + k]) }
    }
  }
}

/// The search for near duplicates among the rows that are looked at.
private struct NearSearch: Sendable {
  let isLooked: [Bool]
  let comparison: Comparison
  let common: CommonValues

  init(_ duplicates: DuplicateIndex, isLooked: [Bool]) {
    self.isLooked = isLooked
    comparison = Comparison(duplicates)
    common = duplicates.slots.common(share: duplicates.limits.commonShare)
  }

  // MARK: - Keys

  func keys(of bands: Range<Int>, jobs: Int) async -> BandKeys {
    let size = (isLooked.count + jobs - 1) / jobs
    let parts = stride(from: 0, to: isLooked.count, by: size).map { $0..<min($0 + size, isLooked.count) }
    if parts.count == 1 { return BandKeys(parts: parts, bands: bands.count, keys: [keys(of: bands, parts[0])]) }
    return await withTaskGroup(of: (Int, [UInt32]).self) { group in
      for (k, part) in parts.enumerated() { group.addTask { (k, keys(of: bands, part)) } }
      var found = [[UInt32]](repeating: [], count: parts.count)
      for await (k, keys) in group { found[k] = keys }
      return BandKeys(parts: parts, bands: bands.count, keys: found)
    }
  }

  private func keys(of bands: Range<Int>, _ part: Range<Int>) -> [UInt32] {
    var keys = [UInt32](repeating: 0, count: part.count * bands.count)
    var scratch = BandScratch()
    for (k, row) in part.enumerated() where isLooked[row] {
      // What was read of a spilled payload is not needed again in this pass.
      if k & 0xFFFF == 0xFFFF { comparison.index.payload.letGo() }
      guard scratch.makeKeys(of: row, bands, in: comparison.index, common) else { continue }
      for band in 0..<bands.count { keys[band * part.count + k] = scratch.key(band) }
    }
    return keys
  }

  // MARK: - Buckets

  /// The rows that are like an earlier one than their partner so far, with the earliest of each bucket.
  func matches(_ keys: BandKeys, _ partner: [UInt32], jobs: Int) async -> [RepeatedRow] {
    if jobs == 1 {
      var worker = BucketWorker(comparison)
      return (0..<keys.bands).flatMap { worker.matches(keys, band: $0, partner) }
    }
    return await withTaskGroup(of: [RepeatedRow].self) { group in
      for job in 0..<min(jobs, keys.bands) {
        group.addTask {
          var worker = BucketWorker(comparison)
          return stride(from: job, to: keys.bands, by: jobs).flatMap { worker.matches(keys, band: $0, partner) }
        }
      }
      var found: [RepeatedRow] = []
      for await matches in group { found += matches }
      return found
    }
  }
}

/// One task's scratch space for judging buckets.
private struct BucketWorker {
  private let index: ExampleIndex
  private var comparer: Comparer
  private var items: [UInt64] = []
  private var scratch: [UInt64] = []
  /// Pairs to be compared, the later row above the earlier one: those of one bucket and row side by side, ascending.
  private var pairs: [UInt64] = []
  private var failed = FailedPairs()
  private var filter: RepeatFilter
  private static let mostPairs = 1 << 12
  /// Pairs ahead of which rows are asked for, so that they are there when it is their turn.
  private static let ahead = 8

  init(_ comparison: Comparison) {
    index = comparison.index
    comparer = Comparer(comparison)
    filter = RepeatFilter(expected: index.count)
  }

  mutating func matches(_ keys: BandKeys, band: Int, _ partner: [UInt32]) -> [RepeatedRow] {
    // Most keys stand once: they need no sorting.
    filter.clear()
    keys.forEach(band) { _, key in filter.note(key) }
    items.removeAll(keepingCapacity: true)
    keys.forEach(band) { row, key in if filter.mayRepeat(key) { items.append(UInt64(key) << 32 | UInt64(row)) } }
    RadixSort.byKey(&items, scratch: &scratch)
    failed.reserve(items.count)
    var found: [RepeatedRow] = []
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end] >> 32 == items[start] >> 32 { end += 1 }
      if end - start > 1 { gather(start..<end, partner, &found) }
      start = end
    }
    compare(&found)
    index.payload.letGo()
    return found
  }

  /// Gathers what the members of one bucket, which come in order of row, are to be compared with.
  private mutating func gather(_ bucket: Range<Int>, _ partner: [UInt32], _ found: inout [RepeatedRow]) {
    for k in bucket.dropFirst() {
      let i = UInt32(truncatingIfNeeded: items[k])
      let known = partner[Int(i)]
      var candidate = bucket.lowerBound
      while candidate < k {
        let j = UInt32(truncatingIfNeeded: items[candidate])
        if j >= known { break }
        let pair = UInt64(i) << 32 | UInt64(j)
        if !failed.contains(pair) {
          index.meetings.prefetch(Int(i))
          index.meetings.prefetch(Int(j))
          pairs.append(pair)
        }
        // The first few, then the direct predecessor.
        candidate =
          candidate - bucket.lowerBound + 1 < DuplicateIndex.heads ? candidate + 1 : max(candidate + 1, k - 1)
      }
      if pairs.count >= BucketWorker.mostPairs { compare(&found) }
    }
  }

  /// Compares what was gathered, but for a row with later ones than that which it was found to repeat.
  private mutating func compare(_ found: inout [RepeatedRow]) {
    func row(_ pair: UInt64) -> Int { Int(pair & 0xFFFF_FFFF) }
    func laterRow(_ pair: UInt64) -> Int { Int(pair >> 32) }
    var matched: UInt64 = .max
    for k in pairs.indices {
      if k + BucketWorker.ahead < pairs.count {
        let next = pairs[k + BucketWorker.ahead]
        index.payload.prefetch(index.meetings[row(next)].payload)
        index.payload.prefetch(index.meetings[laterRow(next)].payload)
      }
      let pair = pairs[k]
      if pair >> 32 == matched >> 32, pair > matched { continue }
      if let similarity = comparer.similarity(row(pair), laterRow(pair)) {
        found.append(
          RepeatedRow(
            row: UInt32(truncatingIfNeeded: pair >> 32), of: UInt32(truncatingIfNeeded: pair), similarity: similarity))
        matched = pair
      } else {
        failed.note(pair)
      }
    }
    pairs.removeAll(keepingCapacity: true)
  }
}

/// Pairs that were compared in vain, none of which is 0: two rows often meet in several buckets. A table that forgets,
/// as a second comparison only costs time.
private struct FailedPairs {
  private var pairs: [UInt64] = []

  /// Makes room for as many rows as meet in a band.
  mutating func reserve(_ count: Int) {
    var size = max(1_024, pairs.count)
    while size < count / 4 { size *= 2 }
    if size > pairs.count { pairs = [UInt64](repeating: 0, count: size) }
  }

  @inline(__always)
  private func place(_ pair: UInt64) -> Int {
    Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 32) & (pairs.count - 1)
  }

  @inline(__always)
  func contains(_ pair: UInt64) -> Bool { pairs[place(pair)] == pair }

  @inline(__always)
  mutating func note(_ pair: UInt64) { pairs[place(pair)] = pair }
}

/// Tells which of many keys were noted more than once: all of those, and one in eight of the others at most.
struct RepeatFilter {
  private var once: [UInt64]
  private var twice: [UInt64]
  private let mask: Int

  /// - Parameter expected: Keys that will be noted.
  init(expected: Int) {
    var words = 1_024
    while words * 64 < expected * 8 { words *= 2 }
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
  private var bins = [UInt64](repeating: .max, count: Int(TG_SLOTS))
  private var slots = [UInt8](repeating: 0, count: Int(TG_SLOTS))

  init() {}

  @inline(__always)
  mutating func withSignature<R>(
    of meeting: Meeting, in index: ExampleIndex, _ body: (UnsafePointer<UInt8>) -> R
  ) -> R {
    withSignature(of: ComparedRow(meeting: meeting, payload: index.payload.pointer(meeting.payload)), body)
  }

  /// Bounds: payloads have readable bytes behind them, see `PayloadStore`.
  @inline(__always)
  mutating func withSignature<R>(of row: ComparedRow, _ body: (UnsafePointer<UInt8>) -> R) -> R {
    let (bytes, meeting) = (row.payload, row.meeting)
    if meeting.mark == FeatureColumns.signatureMark { return body(bytes) }
    let promptCount = Int(meeting.promptCount)
    // The shingles of the prompt must not run into the answer: `make` stops at the counts.
    Signature.make(
      prompt: bytes, promptCount: promptCount, answer: bytes + promptCount,
      answerCount: Int(meeting.mark) - promptCount, bins: &bins, slots: &slots)
    return slots.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a signature has slots") }
      return body(base)
    }
  }
}

/// Makes the keys of a row's buckets.
struct BandScratch {
  /// What was made last, one a band.
  private var keys = [UInt32](repeating: 0, count: Int(TG_BANDS))
  private var sketch = SignatureScratch()

  init() {}

  /// The key of a band that was made last, by its place among these bands; never 0.
  @inline(__always)
  func key(_ band: Int) -> UInt32 { max(1, keys[band]) }

  /// False when the row has no signature and so is in no bucket.
  ///
  /// Bounds: `keys` has an element for every band.
  mutating func makeKeys(of row: Int, _ bands: Range<Int>, in index: ExampleIndex, _ common: CommonValues) -> Bool {
    precondition(bands.lowerBound >= 0 && bands.upperBound <= Int(TG_BANDS))
    return sketch.withSignature(of: index.meetings[row], in: index) { slots in
      keys.withUnsafeMutableBufferPointer { keys in
        common.values.withUnsafeBufferPointer { common in
          guard let keys = keys.baseAddress, let values = common.baseAddress else { return false }
          let layers = common.count / Int(TG_SLOTS)
          return tg_oph_bands(slots, values, layers, UInt32(bands.lowerBound), UInt32(bands.count), keys) != 0
        }
      }
    }
  }
}
