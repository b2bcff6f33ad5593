import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What two examples are compared with: the information of words and of signature slots, from the set itself.
struct Comparison: Sendable {
  // Read-only once the stream has ended.
  nonisolated(unsafe) let index: ExampleIndex
  let limits: NearDuplicateLimits
  /// Nats of each slot's values.
  let slotWeights: [Float]
  /// How many stored texts hold a word, by `WordTable.bucket`.
  let wordCounts: [UInt32]
  let wordWeights: [Float]

  init(_ duplicates: DuplicateIndex) {
    self.init(duplicates.index, duplicates.slots, TextWords(duplicates.index), duplicates.limits)
  }

  /// - Parameters:
  ///   - slots: Of the whole set, as `words` are; `index` may be a part of it.
  init(_ index: ExampleIndex, _ slots: SlotCounts, _ words: TextWords, _ limits: NearDuplicateLimits) {
    self.index = index
    self.limits = limits
    slotWeights = slots.weights()
    wordCounts = words.counts
    wordWeights = words.weights
  }

  @inline(__always)
  func row(_ row: Int) -> ComparedRow {
    let meeting = index.meetings[row]
    return ComparedRow(meeting: meeting, payload: index.payload.pointer(meeting.payload))
  }
}

/// All of an example that a comparison looks at.
struct ComparedRow {
  /// Its place of the payload says nothing here.
  let meeting: Meeting
  /// Bounds: `FeatureColumns.payloadBytes(meeting.mark)` bytes, and 64 readable ones behind them, see `PayloadStore`.
  let payload: UnsafePointer<UInt8>
}

/// How many of the texts that are kept hold a word.
struct TextWords: Mergeable, Equatable {
  static let buckets = 1 << 18
  /// By `Word.bucket`.
  private(set) var counts = [UInt32](repeating: 0, count: TextWords.buckets)
  private(set) var texts = 0

  init() {}

  init(counts: [UInt32], texts: Int) { (self.counts, self.texts) = (counts, texts) }

  /// Counts each word once an example, over the examples whose text is kept.
  init(_ index: ExampleIndex) {
    var words: [Word] = []
    for row in 0..<index.count {
      let meeting = index.meetings[row]
      guard meeting.isText else { continue }
      texts += 1
      words.removeAll(keepingCapacity: true)
      // The two sides lie side by side without a space: a word must not run from one into the other.
      let text = index.payload.pointer(meeting.payload)
      let prompt = Int(meeting.promptCount)
      Word.split(text, prompt, into: &words)
      Word.split(text + prompt, Int(meeting.mark) - prompt, into: &words)
      for (i, word) in words.enumerated() where !words[..<i].contains(where: { $0.bucket == word.bucket }) {
        counts[word.bucket] += 1
      }
    }
  }

  mutating func merge(_ other: TextWords) {
    texts += other.texts
    for i in counts.indices { counts[i] &+= other.counts[i] }
  }

  /// The information of each word in nats.
  var weights: [Float] {
    counts.map { Float(log(Double(max(1, texts)) / Double(max(1, $0)))) + 0.3 }
  }
}

extension TextWords {
  func write(to state: inout StateWriter) {
    state.put(count: texts)
    state.put(sparse: counts.map { Int($0) })
  }

  init(from state: inout StateReader) throws(StateFault) {
    texts = try state.count(upTo: Int(UInt32.max))
    counts = try state.sparse(counts.count, upTo: texts).map { UInt32($0) }
  }
}

/// A word of a folded text: a run without spaces, or one ideograph or Thai letter, which are written without spaces.
struct Word {
  var start: UnsafePointer<UInt8>
  var count: Int
  var bucket: Int

  /// Bounds: `text` has `count` bytes; the words point into it.
  static func split(_ text: UnsafePointer<UInt8>, _ count: Int, into words: inout [Word]) {
    var i = 0
    while i < count {
      if text[i] == 0x20 {
        i += 1
        continue
      }
      var end = i
      if isAlone(text[i], i + 1 < count ? text[i + 1] : 0), i + 3 <= count {
        end = i + 3
      } else {
        while end < count, text[end] != 0x20, !isAlone(text[end], end + 1 < count ? text[end + 1] : 0) { end += 1 }
        if end == i { end = count }
      }
      words.append(Word(start: text + i, count: end - i, bucket: bucket(text + i, end - i)))
      i = end
    }
  }

  /// Eight bytes at a time, the last ones masked: words are short, and a call would cost more than the hash.
  /// Bounds: 7 readable bytes behind the word, which the payload's slack gives.
  @inline(__always)
  private static func bucket(_ word: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var hash = UInt64(truncatingIfNeeded: count)
    var i = 0
    while i < count {
      var block = UnsafeRawPointer(word + i).loadUnaligned(as: UInt64.self)
      if count - i < 8 { block &= (1 << UInt64(8 * (count - i))) - 1 }
      hash = (hash ^ block) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      i += 8
    }
    return Int(truncatingIfNeeded: hash >> 20) & (TextWords.buckets - 1)
  }

  /// A three-byte lead of U+3040…U+9FFF, or of Thai and Lao.
  private static func isAlone(_ first: UInt8, _ second: UInt8) -> Bool {
    first >= 0xE3 && first <= 0xE9 || first == 0xE0 && second >= 0xB8 && second <= 0xBB
  }

  func equals(_ other: Word) -> Bool {
    count == other.count && bucket == other.bucket && memcmp(start, other.start, count) == 0
  }

  var isNumber: Bool { start[0] >= 0x30 && start[0] <= 0x39 }
}

/// Compares pairs of rows; holds one worker's scratch space.
struct Comparer {
  private let c: Comparison
  private var a: [Word] = []
  private var b: [Word] = []
  private var alignment = WordAlignment()
  private var sketchA = SignatureScratch()
  private var sketchB = SignatureScratch()

  init(_ comparison: Comparison) { c = comparison }

  /// The similarity (0…1) of two examples when it makes them near duplicates, else nil.
  @inline(__always)
  mutating func similarity(_ x: Int, _ y: Int) -> Float? { similarity(c.row(x), c.row(y)) }

  mutating func similarity(_ x: ComparedRow, _ y: ComparedRow) -> Float? {
    let (left, right) = (x.meeting, y.meeting)
    guard left.context == right.context else { return nil }
    let overlap: Overlap
    if left.isText, right.isText {
      guard let texts = compareTexts(x, y) else { return nil }
      overlap = texts
    } else {
      // Signatures are only worth comparing when neither example is twice as long as the other.
      guard left.length <= 2 * right.length, right.length <= 2 * left.length,
        let signatures = compareSignatures(x, y)
      else { return nil }
      overlap = signatures
    }
    let needed = left.numbers == right.numbers ? c.limits.similarity : c.limits.otherNumbers
    let whole = overlap.whole
    guard whole >= needed, overlap.prompt >= c.limits.side, overlap.answer >= c.limits.side else { return nil }
    return whole
  }

  /// Fewer slots than this that agree cannot carry four fifths of the information: the exact comparison is not needed.
  private static let fewestAgreeing = UInt32(TG_SLOTS) / 3

  private mutating func compareSignatures(_ x: ComparedRow, _ y: ComparedRow) -> Overlap? {
    let weights = c.slotWeights
    let hasText = x.meeting.isText || y.meeting.isText
    return sketchA.withSignature(of: x) { a in
      sketchB.withSignature(of: y) { b in
        if !hasText, tg_oph_agreement(a, b) < Comparer.fewestAgreeing { return nil }
        let r = tg_oph_compare(a, b, weights)
        return Overlap(
          promptShared: r.shared.0, promptDifferent: r.different.0, answerShared: r.shared.1,
          answerDifferent: r.different.1)
      }
    }
  }

  private mutating func compareTexts(_ x: ComparedRow, _ y: ComparedRow) -> Overlap? {
    let (left, right) = (x.payload, y.payload)
    let counts = (Int(x.meeting.mark), Int(y.meeting.mark))
    let prompts = (Int(x.meeting.promptCount), Int(y.meeting.promptCount))
    // A short answer in which a word is replaced says something else: `on` and `off`, one label and another. Most
    // candidates of a templated set fail here, before their prompts are looked at.
    let answer = align(left + prompts.0, counts.0 - prompts.0, right + prompts.1, counts.1 - prompts.1)
    guard !answer.isTwoSided, answer.shared >= c.limits.shortAnswer * (answer.shared + answer.different) else {
      return nil
    }
    let prompt = align(left, prompts.0, right, prompts.1)
    return Overlap(
      promptShared: prompt.shared, promptDifferent: prompt.different, answerShared: answer.shared,
      answerDifferent: answer.different)
  }

  private mutating func align(
    _ left: UnsafePointer<UInt8>, _ n: Int, _ right: UnsafePointer<UInt8>, _ m: Int
  ) -> Alignment {
    a.removeAll(keepingCapacity: true)
    b.removeAll(keepingCapacity: true)
    Word.split(left, n, into: &a)
    Word.split(right, m, into: &b)
    return alignment.align(a, b, weights: c.wordWeights, counts: c.wordCounts)
  }
}

/// What two examples share, by side, in nats.
struct Overlap {
  var promptShared: Float
  var promptDifferent: Float
  var answerShared: Float
  var answerDifferent: Float

  /// Shared over all information; a side that is empty in both agrees.
  var prompt: Float { Overlap.ratio(promptShared, promptDifferent) }
  var answer: Float { Overlap.ratio(answerShared, answerDifferent) }
  var whole: Float { Overlap.ratio(promptShared + answerShared, promptDifferent + answerDifferent) }

  private static func ratio(_ shared: Float, _ different: Float) -> Float {
    shared + different > 0 ? shared / (shared + different) : 1
  }
}
