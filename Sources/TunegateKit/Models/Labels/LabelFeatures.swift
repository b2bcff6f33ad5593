import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What prompts look like to a model of labels: rows of weighted features, one row for each distinct prompt.
///
/// Prompts that fold to the same text share a row, so that copies and contradictions never stand on both sides of a
/// fold.
struct LabelFeatures: Sendable {
  /// Bytes of folded text that features are made of, all prompts together; long prompts are cut to fit.
  static let mostText = 4 << 20
  static let shortestCut = 64
  /// Floats of a table of features by classes.
  static let largestTable = 6 << 20
  /// A feature that stands in one prompt alone says nothing about another.
  static let fewestRows = 2

  /// The row of each example.
  private(set) var rowOf: [Int32] = []
  /// Where each row's features start in `ids`; one more than there are rows.
  private(set) var starts: [Int64] = [0]
  /// Below `width`.
  private(set) var ids: [UInt32] = []
  /// 1 + ln(number of times that the feature stands in the prompt).
  private(set) var values: [Float] = []
  private(set) var width = 0
  /// In how many rows a feature stands, by its id.
  private(set) var frequencies: [UInt32] = []

  var rows: Int { starts.count - 1 }

  /// - Parameter stride: Columns of the largest table that will be made.
  init(_ examples: [ExampleSample.Member], stride: Int) {
    var hashes: [UInt32] = []
    var counts: [UInt8] = []
    collect(examples, &hashes, &counts)
    compact(hashes, counts, stride: max(8, stride))
  }

  func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  private mutating func collect(_ examples: [ExampleSample.Member], _ hashes: inout [UInt32], _ counts: inout [UInt8]) {
    let cut = LabelFeatures.cut(examples.lazy.map(\.prompt.count))
    var fold = LabelText()
    var known: [UInt64: Int32] = [:]
    var found = [UInt32](repeating: 0, count: tg_features_bound(cut))
    // Where a feature was last put; it belongs to the row at hand if that is not before the row's start.
    var latest = [Int32](repeating: -1, count: Int(TG_FEATURES))
    rowOf.reserveCapacity(examples.count)
    for example in examples {
      let key = fold.fold(example.prompt, seed: UInt64(example.context))
      if let row = known[key] {
        rowOf.append(row)
        continue
      }
      known[key] = Int32(rows)
      rowOf.append(Int32(rows))
      let start = hashes.count
      let count = tg_text_features(fold.bytes, min(fold.count, cut), &found)
      for feature in found[..<count] {
        let at = Int(latest[Int(feature)])
        if at >= start {
          counts[at] = counts[at] == .max ? .max : counts[at] + 1
        } else {
          latest[Int(feature)] = Int32(truncatingIfNeeded: hashes.count)
          hashes.append(feature)
          counts.append(1)
        }
      }
      starts.append(Int64(hashes.count))
    }
  }

  /// Leaves out rare features and numbers the others.
  private mutating func compact(_ hashes: [UInt32], _ counts: [UInt8], stride: Int) {
    var seen = [UInt32](repeating: 0, count: Int(TG_FEATURES))
    for hash in hashes { seen[Int(hash)] += 1 }
    let fewest = LabelFeatures.fewest(seen, most: LabelFeatures.largestTable / stride)
    var number = [Int32](repeating: -1, count: seen.count)
    for (hash, rows) in seen.enumerated() where rows >= fewest {
      number[hash] = Int32(width)
      frequencies.append(rows)
      width += 1
    }
    let logs = (0...255).map { Float(1 + log(Double(max(1, $0)))) }
    var row = 1
    for (i, hash) in hashes.enumerated() {
      while row < starts.count, Int(starts[row]) == i {
        starts[row] = Int64(ids.count)
        row += 1
      }
      guard number[Int(hash)] >= 0 else { continue }
      ids.append(UInt32(number[Int(hash)]))
      values.append(logs[Int(counts[i])])
    }
    while row < starts.count {
      starts[row] = Int64(ids.count)
      row += 1
    }
  }

  /// The longest that a prompt may be, so that all together are no more than `mostText`.
  static func cut(_ lengths: some Sequence<Int>) -> Int {
    var low = shortestCut
    var high = Int(TG_FOLD_GROWTH) * ExampleSample.longestPrompt
    guard lengths.reduce(0, +) > mostText else { return high }
    while low < high {
      let middle = (low + high + 1) / 2
      if lengths.reduce(0, { $0 + min($1, middle) }) <= mostText { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// In how many rows a feature must stand, so that no more than `most` are left.
  private static func fewest(_ seen: [UInt32], most: Int) -> UInt32 {
    var fewest = UInt32(fewestRows)
    while seen.lazy.filter({ $0 >= fewest }).count > most { fewest *= 2 }
    return fewest
  }
}

/// Text folded by `tg_fold`, in a buffer that is used again.
struct LabelText {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  private var source: [UInt8] = []
  private var hash: [UInt64] = [0, 0]

  init() {}

  /// Folds `text` and returns a fingerprint of the result.
  mutating func fold(_ text: some Collection<UInt8>, seed: UInt64 = 0) -> UInt64 {
    source.removeAll(keepingCapacity: true)
    source.append(contentsOf: text)
    let length = source.count
    source.append(contentsOf: repeatElement(0, count: Int(TG_FOLD_SOURCE_SLACK)))
    // The hash may read behind the text as well.
    let room = tg_fold_bound(length) + 64
    if bytes.count < room { bytes = [UInt8](repeating: 0, count: room) }
    var stats = tg_fold_stats()
    count = tg_fold(source, length, &bytes, &stats)
    return tg_hash128(bytes, count, seed, &hash)
  }

  /// The folded text.
  var text: ArraySlice<UInt8> { bytes[..<count] }
}
