/// A label in another spelling than the usual one, in a set whose answers are a closed list of labels.
struct LabelSpelling: CorpusRule {
  static let id = "label-spelling"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.label_spelling_md }
  static let options = [
    OptionSpec("rarity", .integer(2...1_000_000)), OptionSpec("most-slips", .integer(0...3)),
  ]

  private let check: SpellingCheck

  init(_ settings: RuleSettings) {
    check = SpellingCheck(
      rarity: Int(settings.number("rarity") ?? 10), mostSlips: Int(settings.number("most-slips") ?? 3))
  }

  /// The short answers of the set as they stand, white space included.
  struct Tally: Mergeable, Equatable {
    struct Spelling: Equatable {
      var count = 0
      var places: [Place] = []
    }

    /// A set with more different short answers has no closed list of them.
    static let mostSpellings = 4_096
    /// Places are kept up to this many a spelling.
    static let mostPlaces = 1_000

    var answers = 0
    var spellings: [[UInt8]: Spelling] = [:]
    var isOverfull = false

    init() {}

    /// Notes an answer; nil stands for one that is no label.
    mutating func note(_ text: [UInt8]?, at place: Place) {
      answers += 1
      guard let text, !isOverfull else { return }
      spellings[text, default: Spelling()].count += 1
      spellings[text, default: Spelling()].places.append(place)
      if spellings[text]?.places.count ?? 0 > 2 * Tally.mostPlaces { trim(text) }
      dropIfOverfull()
    }

    mutating func merge(_ other: Tally) {
      answers += other.answers
      isOverfull = isOverfull || other.isOverfull
      if !isOverfull {
        for (text, spelling) in other.spellings {
          spellings[text, default: Spelling()].count += spelling.count
          spellings[text, default: Spelling()].places += spelling.places
          if spellings[text]?.places.count ?? 0 > Tally.mostPlaces { trim(text) }
        }
      }
      dropIfOverfull()
    }

    private mutating func dropIfOverfull() {
      if spellings.count > Tally.mostSpellings { isOverfull = true }
      if isOverfull { spellings = [:] }
    }

    /// The first places in order are kept, however the set was split.
    private mutating func trim(_ text: [UInt8]) {
      guard var places = spellings[text]?.places else { return }
      places.sort()
      places.removeLast(max(0, places.count - Tally.mostPlaces))
      spellings[text]?.places = places
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample {
      guard let turn = batch.turns(of: row).last(where: { $0.side == .answer }) else { continue }
      tally.note(tally.isOverfull ? nil : LabelSpelling.label(of: turn, in: batch), at: batch.place(row))
    }
  }

  private static func label(of turn: Turn, in batch: Batch) -> [UInt8]? {
    let (start, count) = (Int(turn.textStart), Int(turn.textCount))
    guard count > 0, count <= LabelTasks.longestLabel, !turn.flags.contains(.hasToolCalls) else { return nil }
    // Most short answers are no labels, and are told before they are copied.
    var (low, high) = (start, start + count)
    while low < high, LabelSpellings.isSpace(batch.text[low]) { low += 1 }
    while low < high, LabelSpellings.isSpace(batch.text[high - 1]) { high -= 1 }
    for i in low..<high where batch.text[i] == 0x0A { return nil }
    return low < high ? (start..<start + count).map { batch.text[$0] } : nil
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let spellings = tally.spellings.map { (text: $0.key, tally: $0.value) }
      .sorted { $0.text.lexicographicallyPrecedes($1.text) }
    let slips = check.slips(in: spellings.map { ($0.text, $0.tally.count) }, answers: tally.answers)
    var found: [(place: Place, slip: SpellingCheck.Slip)] = []
    for slip in slips {
      let places = spellings[slip.rare].tally.places.sorted().prefix(Tally.mostPlaces)
      found += places.map { ($0, slip) }
    }
    for (place, slip) in found.sorted(by: { $0.place < $1.place }) {
      guard let row = corpus.index.row(of: place) else { continue }
      let (rare, usual) = (spellings[slip.rare], spellings[slip.usual])
      findings.add(
        corpus, row: row,
        message:
          "the label is `\(LabelSpelling.shown(rare.text))` (\(LabelSpelling.times(rare.tally.count))), expected "
          + "`\(LabelSpelling.shown(usual.text))` (\(LabelSpelling.times(usual.tally.count)))",
        hint: "write the same label the same way everywhere")
    }
  }

  /// With line ends and tabs made visible.
  private static func shown(_ text: [UInt8]) -> String {
    var shown: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x0A: shown += Array("\\n".utf8)
      case 0x0D: shown += Array("\\r".utf8)
      case 0x09: shown += Array("\\t".utf8)
      default: shown.append(byte)
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(Numbers.grouped(count)) times" }
}

extension LabelSpelling.Tally {
  func write(to state: inout StateWriter) {
    state.put(count: answers)
    state.put(isOverfull)
    let sorted = spellings.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    state.put(sorted) { state, entry in
      state.put(entry.key)
      state.put(count: entry.value.count)
      state.put(Array(entry.value.places.sorted().prefix(Self.mostPlaces)))
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    answers = try state.count()
    isOverfull = try state.bool()
    let entries = try state.list(upTo: Self.mostSpellings) { (state: inout StateReader) throws(StateFault) in
      (try state.text(), Spelling(count: try state.count(), places: try state.places(upTo: Self.mostPlaces)))
    }
    for (text, spelling) in entries { spellings[text] = spelling }
  }
}
