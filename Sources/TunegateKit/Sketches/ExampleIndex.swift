import CKernels

/// What a run remembers of every non-blank line, in order of source and line: about 50 bytes of columns and a payload.
///
/// Columns grow in chunks, so that growing never holds two copies of the data. Written by the task that folds batches
/// alone, and read alone after that, so that accesses are not checked for being exclusive.
final class ExampleIndex {
  /// Rows; the columns grow with it in `append` alone.
  @exclusivity(unchecked) var count = 0
  @exclusivity(unchecked) var lines = PackedColumn()
  /// Index in `sets`: which rules found something.
  @exclusivity(unchecked) var hits = PackedColumn()
  @exclusivity(unchecked) var exact = Column<UInt64>()
  /// Empty once duplicates have been told by it.
  @exclusivity(unchecked) var folded = Column<UInt64>()
  /// Empty, like `claims`, once `promptGroups` were made.
  @exclusivity(unchecked) var prompts = Column<UInt64>()
  @exclusivity(unchecked) var claims = Column<UInt64>()
  /// What is left of `prompts` and `claims` after the stream.
  @exclusivity(unchecked) private(set) var promptGroups = PromptGroups()
  @exclusivity(unchecked) var meetings = Column<Meeting>()
  @exclusivity(unchecked) var promptLengths = PackedColumn()
  @exclusivity(unchecked) var answerLengths = PackedColumn()
  @exclusivity(unchecked) var answerForms = PackedColumn()
  /// Empty once near duplicates have been found.
  @exclusivity(unchecked) private(set) var payload = PayloadStore()
  @exclusivity(unchecked) var sets = RuleSetTable()
  /// What lines hold that are no examples and that a rule found something in, by row; filled where a run is held
  /// against a baseline, or recorded as one.
  @exclusivity(unchecked) var faulty: [Int: UInt64] = [:]
  /// First row of each source that has any; rows and sources ascend, as batches come in order of sequence.
  @exclusivity(unchecked) var sourceStarts: [(row: Int, source: Int)] = []

  /// What a row takes besides its payload, at the time when most is held, in bytes: a bound for sets of examples.
  static let bytesPerRow = 80
  /// What a run takes that does not grow with the set, in bytes.
  static let fixedBytes = 64 << 20

  /// - Parameter maxMemory: What the run may take, in bytes; payloads beyond that go to a temporary file.
  init(maxMemory: Int = .max) { self.maxMemory = maxMemory }

  private let maxMemory: Int

  /// Lets payloads go to a temporary file where more rows would take more than the run may.
  func makeRoom(_ rows: Int) {
    guard maxMemory < .max else { return }
    payload.keep(atMost: maxMemory - ExampleIndex.fixedBytes - (count + rows) * ExampleIndex.bytesPerRow)
  }

  /// Appends a batch's rows. Batches must come in order of sequence.
  func append(_ batch: Batch) {
    guard !batch.rows.isEmpty else { return }
    makeRoom(batch.rows.count)
    if sourceStarts.last?.source != batch.source { sourceStarts.append((count, batch.source)) }
    let f = batch.features
    var at = 0
    for (i, row) in batch.rows.enumerated() {
      lines.append(UInt32(clamping: row.line))
      hits.append(sets.index(of: batch.hits[i]))
      let bytes = FeatureColumns.payloadBytes(f.payloadCount[i])
      meetings.append(
        Meeting(
          payload: payload.append(f.payload, at..<at + bytes), numbers: f.numbers[i], context: f.context[i],
          length: Int(f.promptLength[i]) + Int(f.answerLength[i]), mark: f.payloadCount[i],
          promptCount: f.payloadPrompt[i]))
      at += bytes
    }
    exact.append(contentsOf: f.exact)
    folded.append(contentsOf: f.folded)
    prompts.append(contentsOf: f.prompt)
    claims.append(contentsOf: f.claim)
    promptLengths.append(contentsOf: f.promptLength)
    answerLengths.append(contentsOf: f.answerLength)
    answerForms.append(contentsOf: f.answerForm)
    count += batch.rows.count
  }

  // MARK: - What is let go of, after the stream

  /// Keeps of prompts and claims what may contradict each other, and the claims of the examples in the sample.
  func groupPrompts(_ sample: ExampleSample) {
    promptGroups = PromptGroups(self, sample)
    prompts = Column()
    claims = Column()
  }

  func dropFolded() { folded = Column() }
  func dropPayload() { payload = PayloadStore() }

  /// Notes what the lines of a batch hold that are no examples, before the batch is appended.
  func noteFaulty(_ batch: Batch) {
    for (i, row) in batch.rows.enumerated() where !row.isExample {
      faulty[count + i] = FileDigest(of: batch.bytes(of: row)).high
    }
  }

  /// The row's place. O(log sources).
  func place(_ row: Int) -> Place {
    Place(source: source(of: row), line: Int(lines[row]))
  }

  func source(of row: Int) -> Int {
    var low = 0
    var high = sourceStarts.count
    while low < high {
      let middle = (low + high) / 2
      if sourceStarts[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? sourceStarts[low - 1].source : -1
  }

  /// The rows of a source. O(log sources).
  func rows(ofSource source: Int) -> Range<Int> {
    var (low, high) = (0, sourceStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if sourceStarts[middle].source < source { low = middle + 1 } else { high = middle }
    }
    guard low < sourceStarts.count, sourceStarts[low].source == source else { return 0..<0 }
    return sourceStarts[low].row..<(low + 1 < sourceStarts.count ? sourceStarts[low + 1].row : count)
  }

  /// The row that a rule found something in; nil for a finding about a file, the set or a line without a row.
  func row(of place: Place, foundBy rule: Int) -> Int? {
    row(of: place).flatMap { ruleSet($0).contains(rule) ? $0 : nil }
  }

  /// The row of a line, or nil when the line is blank or not part of the run. O(log rows).
  func row(of place: Place) -> Int? {
    let rows = rows(ofSource: place.source)
    var (low, high) = (rows.lowerBound, rows.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if Int(lines[middle]) < place.line { low = middle + 1 } else { high = middle }
    }
    return low < rows.upperBound && Int(lines[low]) == place.line ? low : nil
  }

  func isExample(_ row: Int) -> Bool { exact[row] != 0 }

  /// A name for what a row holds, the same wherever it stands: 16 hexadecimal digits; nil where it is not known.
  func content(ofRow row: Int) -> String? {
    (isExample(row) ? exact[row] : faulty[row]).map { ListedFindings.hex($0) }
  }

  /// Marks that a rule found something in a row.
  func mark(_ row: Int, rule: Int) {
    var set = sets[hits[row]]
    set.insert(rule)
    hits[row] = sets.index(of: set)
  }

  func ruleSet(_ row: Int) -> RuleSet { sets[hits[row]] }
}

/// What decides whether two rows may be near duplicates, side by side: rows meet in any order, and each look at another
/// column would wait for memory.
struct Meeting: BitwiseCopyable, Sendable, Equatable {
  /// Where the payload is, see `PayloadStore`.
  let payload: UInt32
  /// Fingerprints of the numbers in order, and of system messages and tools. 16 bits tell two rows apart that are alike
  /// otherwise.
  let numbers: UInt16
  let context: UInt16
  let lengthBits: UInt16
  /// Bytes of folded text in the payload, `FeatureColumns.signatureMark` for a signature, 0 for none.
  let mark: UInt8
  /// How many of the payload's bytes are the prompt's, when it is text.
  let promptCount: UInt8

  /// - Parameter length: Unicode scalars of prompt and answer.
  init(payload: UInt32, numbers: UInt32, context: UInt32, length: Int, mark: UInt8, promptCount: UInt8) {
    self.payload = payload
    self.numbers = UInt16(truncatingIfNeeded: numbers ^ numbers >> 16)
    self.context = UInt16(truncatingIfNeeded: context ^ context >> 16)
    // Exact up to 32,767, then to one part in 128, by the upper half of a float.
    lengthBits = length < 0x8000 ? UInt16(max(0, length)) : UInt16(Float(length).bitPattern >> 16) | 0x8000
    self.mark = mark
    self.promptCount = promptCount
  }

  init(payload: UInt32, numbers: UInt16, context: UInt16, lengthBits: UInt16, mark: UInt8, promptCount: UInt8) {
    self.payload = payload
    self.numbers = numbers
    self.context = context
    self.lengthBits = lengthBits
    self.mark = mark
    self.promptCount = promptCount
  }

  var isText: Bool { mark > 0 && mark != FeatureColumns.signatureMark }

  /// Unicode scalars of prompt and answer, from 32,768 on to one part in 128.
  var length: Int {
    lengthBits < 0x8000 ? Int(lengthBits) : Int(Float(bitPattern: UInt32(lengthBits & 0x7FFF) << 16))
  }
}

/// The distinct rule sets of a run: a few dozen, however many examples there are.
struct RuleSetTable {
  private var sets: [RuleSet] = [RuleSet()]
  private var indices: [RuleSet: UInt32] = [RuleSet(): 0]

  init() {}

  subscript(_ i: UInt32) -> RuleSet { sets[Int(i)] }

  mutating func index(of set: RuleSet) -> UInt32 {
    if set.isEmpty { return 0 }
    if let known = indices[set] { return known }
    let fresh = UInt32(sets.count)
    sets.append(set)
    indices[set] = fresh
    return fresh
  }
}

/// An array that grows by whole chunks of 65,536 elements.
struct Column<Element: BitwiseCopyable & Sendable> {
  private var chunks: [[Element]] = []
  private(set) var count = 0

  init() {}

  /// Asks for an element that will be read soon.
  @inline(__always)
  func prefetch(_ i: Int) {
    chunks[i >> 16].withUnsafeBufferPointer { chunk in
      if let base = chunk.baseAddress { tg_prefetch(base + (i & 0xFFFF)) }
    }
  }

  subscript(_ i: Int) -> Element {
    get { chunks[i >> 16][i & 0xFFFF] }
    set { chunks[i >> 16][i & 0xFFFF] = newValue }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count & 0xFFFF == 0 { openChunk() }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  mutating func append(contentsOf elements: [Element]) {
    var from = 0
    while from < elements.count {
      if count & 0xFFFF == 0 { openChunk() }
      let room = 0x10000 - count & 0xFFFF
      let n = min(room, elements.count - from)
      chunks[chunks.count - 1].append(contentsOf: elements[from..<from + n])
      from += n
      count += n
    }
  }

  private mutating func openChunk() {
    var chunk: [Element] = []
    // The first chunk grows by doubling: most data sets are small.
    if !chunks.isEmpty { chunk.reserveCapacity(0x10000) }
    chunks.append(chunk)
  }
}
