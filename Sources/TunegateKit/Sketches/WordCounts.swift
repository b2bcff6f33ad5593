import CKernels

/// Which words stand in a set's answers once, and which more often; and the answers whose words stand nowhere else.
///
/// Two bits a word hash in a table of fixed size: seen, and seen again. Words that share a place look common, so a full
/// table finds less, never more. An answer is kept as a candidate while most of its words look new. Words only become
/// more common, so one that is dropped on the way would have been dropped at the end: the order does not matter.
struct WordCounts: Mergeable, Equatable {
  /// Places in the table: 512 KB.
  static let places = 1 << 21
  /// Words that are kept of an answer.
  static let mostWords = 10
  static let fewestWords = 8
  /// The share of its words above which an answer is a candidate.
  static let strange = 0.85

  private struct Candidate: BitwiseCopyable {
    var line: Int
    var source: Int32
    var words: UInt32
    /// Where its hashes begin.
    var start: Int

    var place: Place { Place(source: Int(source), line: line) }
  }

  /// Seen and seen again, 64 places each, in turn; empty before the first word.
  private var bits: [UInt64] = []
  private var candidates: [Candidate] = []
  private var hashes: [UInt32] = []
  /// Candidates are sorted out when there are this many.
  private var next = 4_096
  /// Words that were noted.
  private(set) var words = 0

  init() {}

  static func == (a: WordCounts, b: WordCounts) -> Bool {
    a.words == b.words && a.bits == b.bits && a.strangers.elementsEqual(b.strangers, by: ==)
  }

  /// The share of words that stand in the set once.
  var singleShare: Double {
    var single = 0
    for i in stride(from: 0, to: bits.count, by: 2) { single += (bits[i] & ~bits[i + 1]).nonzeroBitCount }
    return words > 0 ? Double(single) / Double(words) : 0
  }

  /// Answers of which more than `strange` of the words stand nowhere else, in order of place.
  var strangers: [(place: Place, single: Int, words: Int)] {
    candidates.map { ($0.place, singles($0), Int($0.words)) }
      .filter { WordCounts.isStrange($0.single, of: $0.words) }
      .sorted { $0.place < $1.place }
  }

  /// Notes the words of an answer; true when nearly all of them look new. `add` it then, if it may be one to report.
  mutating func note(_ words: [UInt32], count: Int) -> Bool {
    precondition(count <= words.count)
    if bits.isEmpty { bits = [UInt64](repeating: 0, count: 2 * WordCounts.places / 64) }
    self.words += count
    let single = tg_note_words(words, count, &bits, WordCounts.places - 1)
    return count >= WordCounts.fewestWords && WordCounts.isStrange(Int(single), of: count)
  }

  mutating func add(_ words: some Collection<UInt32>, at place: Place) {
    append(words.prefix(WordCounts.mostWords), at: place)
    if candidates.count >= next {
      sortOut()
      next = max(next, 2 * candidates.count)
    }
  }

  mutating func merge(_ other: WordCounts) {
    words += other.words
    if bits.isEmpty {
      bits = other.bits
    } else if !other.bits.isEmpty {
      for i in stride(from: 0, to: bits.count, by: 2) {
        bits[i + 1] |= other.bits[i + 1] | bits[i] & other.bits[i]
        bits[i] |= other.bits[i]
      }
    }
    for candidate in other.candidates {
      append(other.hashes[candidate.start..<candidate.start + Int(candidate.words)], at: candidate.place)
    }
    sortOut()
    next = max(next, 2 * candidates.count)
  }

  private mutating func append(_ words: some Collection<UInt32>, at place: Place) {
    candidates.append(
      Candidate(
        line: place.line, source: Int32(truncatingIfNeeded: place.source), words: UInt32(words.count),
        start: hashes.count))
    hashes.append(contentsOf: words)
  }

  /// Drops candidates whose words have become common.
  private mutating func sortOut() {
    var kept: [Candidate] = []
    var keptHashes: [UInt32] = []
    for var candidate in candidates where WordCounts.isStrange(singles(candidate), of: Int(candidate.words)) {
      let words = hashes[candidate.start..<candidate.start + Int(candidate.words)]
      candidate.start = keptHashes.count
      keptHashes.append(contentsOf: words)
      kept.append(candidate)
    }
    candidates = kept
    hashes = keptHashes
  }

  private func singles(_ candidate: Candidate) -> Int {
    hashes[candidate.start..<candidate.start + Int(candidate.words)].count { isSingle($0) }
  }

  private func isSingle(_ word: UInt32) -> Bool {
    let place = Int(word >> 1) & (WordCounts.places - 1)
    return bits[(place >> 6) * 2 + 1] >> UInt64(place & 63) & 1 == 0
  }

  private static func isStrange(_ single: Int, of words: Int) -> Bool {
    Double(single) > strange * Double(words)
  }
}

extension WordCounts {
  func write(to state: inout StateWriter) {
    state.put(count: words)
    state.put(count: bits.count { $0 != 0 })
    var last = -1
    for (i, word) in bits.enumerated() where word != 0 {
      state.put(count: i - last - 1)
      state.put(raw: word)
      last = i
    }
    let strange = candidates.filter { WordCounts.isStrange(singles($0), of: Int($0.words)) }
    let sorted = strange.map { (place: $0.place, hashes: hashes[$0.start..<$0.start + Int($0.words)]) }
      .sorted { $0.place == $1.place ? $0.hashes.lexicographicallyPrecedes($1.hashes) : $0.place < $1.place }
    state.put(sorted) { state, candidate in
      state.put(candidate.place)
      state.put(candidate.hashes) { $0.put(raw: $1) }
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    words = try state.count()
    let size = 2 * WordCounts.places / 64
    if words > 0 { bits = [UInt64](repeating: 0, count: size) }
    var at = -1
    for _ in 0..<(try state.count(upTo: bits.count)) {
      at += 1 + (try state.count(upTo: size))
      guard at < bits.count else { throw state.fault("one of \(size) words, found number \(at)") }
      bits[at] = try state.raw(UInt64.self)
    }
    let found = try state.list { (state: inout StateReader) throws(StateFault) in
      (
        try state.place(),
        try state.list(upTo: WordCounts.mostWords) { (state: inout StateReader) throws(StateFault) in
          try state.raw(UInt32.self)
        }
      )
    }
    guard found.isEmpty || !bits.isEmpty else { throw state.fault("no answers without words") }
    for (place, hashes) in found { append(hashes, at: place) }
    next = max(next, 2 * candidates.count)
  }
}
