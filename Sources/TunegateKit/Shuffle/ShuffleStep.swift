import CKernels

/// The steps of the search for duplicates that are done for one state, with the plan of all. What one step writes, an
/// engine brings together and gives to the next; see `docs/distributed.md`.
struct ShuffleStep {
  let plan: ShufflePlan
  /// The rows of the state.
  let index: ExampleIndex
  private let numbers: RowNumbers
  private let search: DuplicateIndex

  init(_ plan: ShufflePlan, _ part: ShufflePlan.Part, _ index: ExampleIndex) {
    self.plan = plan
    self.index = index
    numbers = RowNumbers(part.readings)
    search = DuplicateIndex(index: index, slots: plan.slots, limits: plan.limits)
  }

  /// The rows that are examples, each with its fingerprints.
  func writeKeys(to path: String) throws {
    var output = try ShuffleWriter(path, .keys, plan.digest)
    try numbers.each { row, number in
      guard index.isExample(row) else { return }
      try output.add(index.folded[row], index.exact[row])
      try output.add(number << 1 | (index.meetings[row].mark > 0 ? 1 : 0))
    }
    try output.commit()
  }

  /// The keys of all bands of the rows that may be near duplicates; none when these are not wanted.
  ///
  /// - Parameter repeated: Path of a stream of rows that repeat another.
  func writeBands(without repeated: String, to path: String) throws {
    var repeats = [Bool](repeating: false, count: index.count)
    let input = try ShuffleReader(repeated, .repeated, plan.digest)
    var record: [UInt64] = [0]
    while try input.read(into: &record) { repeats[try row(record[0], input)] = true }
    let common = plan.slots.common(share: plan.limits.commonShare)
    var scratch = BandScratch()
    let bands = 0..<Int(TG_BANDS)
    var output = try ShuffleWriter(path, .bands, plan.digest)
    try numbers.each { row, number in
      // A row without any slot shares no bucket.
      guard plan.findsNear, !repeats[row], search.isComparable(row), scratch.makeKeys(of: row, bands, in: index, common)
      else { return }
      for band in bands { try output.add(UInt64(band) << 32 | UInt64(scratch.key(band)), number) }
    }
    try output.commit()
  }

  /// For each row that is wanted, in the same order, what a comparison needs of it.
  ///
  /// - Parameter wanted: Path of a stream of rows of this state.
  func writeRows(_ wanted: String, to path: String) throws {
    let input = try ShuffleReader(wanted, .wanted, plan.digest)
    let comparison = self.comparison
    var output = try ShuffleWriter(path, .rows, plan.digest)
    var record: [UInt64] = [0, 0]
    while try input.read(into: &record) {
      let row = try comparableRow(record[0], input)
      try output.add(record[1], record[0])
      for word in comparison.row(row).record { try output.add(word) }
    }
    try output.commit()
  }

  /// For each later row of the pairs the earliest that it nearly repeats.
  ///
  /// - Parameter pairs: Path of a stream of pairs, the later rows of which are this state's.
  func writeRepeats(_ pairs: String, to path: String) throws {
    let input = try ShuffleReader(pairs, .pairs, plan.digest)
    let comparison = self.comparison
    var comparer = Comparer(comparison)
    var output = try ShuffleWriter(path, .repeats, plan.digest)
    var found = [Bool](repeating: false, count: index.count)
    var pair: [UInt64] = [0, 0]
    var words = [UInt64](repeating: 0, count: RowRecord.words)
    var earlier = RowRecord()
    var at: UInt64?
    while try input.read(into: &pair) {
      if pair[1] == .max {
        guard try input.read(into: &words), earlier.read(words), at.map({ $0 < pair[0] }) ?? true else {
          throw ShuffleError(
            "\(input.path): \(RowNumbers.text(pair[0])) is damaged or out of order, expected ascending rows")
        }
        at = pair[0]
        continue
      }
      let row = try comparableRow(pair[1], input)
      guard at == pair[0], pair[0] < pair[1] else {
        throw ShuffleError("\(input.path): a pair with \(RowNumbers.text(pair[0])) does not follow that row")
      }
      if found[row] { continue }
      guard let similarity = earlier.withRow({ comparer.similarity($0, comparison.row(row)) }) else { continue }
      found[row] = true
      try output.add(pair[1], pair[0])
      try output.add(UInt64(similarity.bitPattern) << 32 | UInt64(RepeatKind.near.rawValue))
    }
    try output.commit()
  }

  private var comparison: Comparison { Comparison(index, plan.slots, plan.words, plan.limits) }

  /// The place in this state of a row of the whole set.
  private func row(_ number: UInt64, _ input: ShuffleReader) throws(ShuffleError) -> Int {
    guard let row = numbers.row(of: number) else {
      throw ShuffleError("\(input.path): asks for \(RowNumbers.text(number)), which the state does not hold")
    }
    return row
  }

  /// The same of a row that may be a near duplicate: others need not have what is compared.
  private func comparableRow(_ number: UInt64, _ input: ShuffleReader) throws(ShuffleError) -> Int {
    let row = try row(number, input)
    guard search.isComparable(row) else {
      throw ShuffleError("\(input.path): asks for \(RowNumbers.text(number)), which is too short to be compared")
    }
    return row
  }
}
