/// An answer that is only a placeholder or a serialized null, unless that text may be a label and is a frequent answer.
struct PlaceholderAnswer: CorpusRule {
  static let id = "placeholder-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.placeholder_answer_md }
  static var isRemovedByDefault: Bool { true }
  static let options = [OptionSpec("frequent", .number(0...1))]

  /// An answer at or above this share of the examples is a label, not a placeholder.
  private let frequent: Double

  init(_ settings: RuleSettings) { frequent = settings.number("frequent") ?? 0.01 }

  /// Lower-case answers; whole answers only. The first ones may also be labels.
  private static let texts: [[UInt8]] = (possibleLabels + neverLabels).map { Array($0.utf8) }
  private static let possibleLabels = [
    "n/a", "na", "none", "null", "nil", "undefined", "no answer", "...", "…", "-", "--", "?",
  ]
  private static let neverLabels = [
    "nan", "<noinput>", "<nooutput>", "tbd", "todo", "[insert answer here]", "[your answer here]", "[answer]",
    "insert answer here", "your answer here", "lorem ipsum",
  ]
  private static let longest = texts.map(\.count).max() ?? 0

  /// Count and places of each text.
  struct Tally: Mergeable, Equatable {
    /// Places are kept up to this many a text: a text with more of them is a label in all but the largest sets.
    static let mostPlaces = 10_000
    var counts = [Int](repeating: 0, count: PlaceholderAnswer.texts.count)
    var places = [[Place]](repeating: [], count: PlaceholderAnswer.texts.count)

    init() {}

    mutating func note(_ text: Int, at place: Place) {
      counts[text] += 1
      places[text].append(place)
      if places[text].count > 2 * Tally.mostPlaces { trim(text) }
    }

    mutating func merge(_ other: Tally) {
      for i in counts.indices {
        counts[i] += other.counts[i]
        places[i] += other.places[i]
        if places[i].count > Tally.mostPlaces { trim(i) }
      }
    }

    /// The first places in order are kept, however the set was split.
    private mutating func trim(_ text: Int) {
      places[text].sort()
      places[text].removeLast(max(0, places[text].count - Tally.mostPlaces))
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample {
      for turn in batch.turns(of: row) where turn.side == .answer && !turn.flags.contains(.hasToolCalls) {
        guard let text = PlaceholderAnswer.text(of: turn, in: batch) else { continue }
        tally.note(text, at: batch.place(row))
        break
      }
    }
  }

  private static func text(of turn: Turn, in batch: Batch) -> Int? {
    let count = Int(turn.textCount)
    guard count > 0, count <= longest + 4 else { return nil }
    let start = Int(turn.textStart)
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
    var text = Array((start..<start + count).map { batch.text[$0] }.drop(while: isSpace))
    while let last = text.last, isSpace(last) { text.removeLast() }
    for i in text.indices where text[i] >= 0x41 && text[i] <= 0x5A { text[i] |= 0x20 }
    return texts.firstIndex(of: text)
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    var found: [(Place, Int)] = []
    for (i, places) in tally.places.enumerated() {
      let isFrequent = Double(tally.counts[i]) >= max(3, frequent * Double(corpus.tally.examples))
      if isFrequent, i < PlaceholderAnswer.possibleLabels.count { continue }
      found += places.sorted().prefix(Tally.mostPlaces).map { ($0, i) }
    }
    for (place, i) in found.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
      guard let row = corpus.index.row(of: place) else { continue }
      let text = String(decoding: PlaceholderAnswer.texts[i], as: UTF8.self)
      findings.add(
        corpus, row: row, message: "the whole answer is the placeholder `\(text)`, expected an answer",
        hint: "write the answer, or remove the example")
    }
  }
}

extension PlaceholderAnswer.Tally {
  func write(to state: inout StateWriter) {
    state.put(counts) { $0.put(count: $1) }
    state.put(places) { state, places in state.put(Array(places.sorted().prefix(Self.mostPlaces))) }
  }

  init(from state: inout StateReader) throws(StateFault) {
    counts = try state.list(exactly: counts.count) { (state: inout StateReader) throws(StateFault) in
      try state.count()
    }
    places = try state.list(exactly: counts.count) { (state: inout StateReader) throws(StateFault) in
      try state.places(upTo: Self.mostPlaces)
    }
  }
}
