/// Answers without the last line that nearly all others end with, or with nothing but that line.
struct AnswerPattern: CorpusRule {
  static let id = "answer-pattern"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.answer_pattern_md }
  static let options = [
    OptionSpec("majority", .number(0.5...1)), OptionSpec("fewest-examples", .integer(10...1_000_000)),
  ]

  private let majority: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    majority = settings.number("majority") ?? 0.95
    fewest = Int(settings.number("fewest-examples") ?? 50)
  }

  /// Answers by what their last line begins with, hashed to a few slots; the last slot is for lines without a mark.
  struct Tally: Mergeable, Equatable {
    static let slots = 128
    static let unmarked = slots
    /// Places that are kept of a slot, the first in order.
    static let mostPlaces = 2_000
    static let mostUnmarked = 10_000

    struct Head: Sendable, Equatable {
      var place: Place
      var text: String
    }

    private(set) var counts = [Int](repeating: 0, count: slots + 1)
    /// Answers that are nothing but a marked line.
    private(set) var alone = [Int](repeating: 0, count: slots + 1)
    /// The first line of each slot.
    private(set) var heads = [Head?](repeating: nil, count: slots + 1)
    private var noted = [[Place]](repeating: [], count: slots + 1)
    private var notedAlone = [[Place]](repeating: [], count: slots + 1)

    init() {}

    mutating func note(_ slot: Int, at place: Place, isAlone: Bool, head: () -> String) {
      counts[slot] += 1
      noted[slot].append(place)
      if noted[slot].count >= 2 * Tally.most(slot) { noted[slot] = Tally.first(noted[slot], slot) }
      if isAlone, slot != Tally.unmarked {
        alone[slot] += 1
        notedAlone[slot].append(place)
        if notedAlone[slot].count >= 2 * Tally.most(slot) { notedAlone[slot] = Tally.first(notedAlone[slot], slot) }
      }
      if heads[slot].map({ place < $0.place }) ?? true { heads[slot] = Head(place: place, text: head()) }
    }

    mutating func merge(_ other: Tally) {
      for slot in counts.indices {
        counts[slot] += other.counts[slot]
        alone[slot] += other.alone[slot]
        noted[slot] = Tally.first(noted[slot] + other.noted[slot], slot)
        notedAlone[slot] = Tally.first(notedAlone[slot] + other.notedAlone[slot], slot)
        if let head = other.heads[slot], heads[slot].map({ head.place < $0.place }) ?? true { heads[slot] = head }
      }
    }

    /// The first places of a slot in order.
    func places(_ slot: Int) -> [Place] { Tally.first(noted[slot], slot) }
    func placesAlone(_ slot: Int) -> [Place] { Tally.first(notedAlone[slot], slot) }

    private static func most(_ slot: Int) -> Int { slot == unmarked ? mostUnmarked : mostPlaces }

    private static func first(_ places: [Place], _ slot: Int) -> [Place] { Array(places.sorted().prefix(most(slot))) }

    static func == (a: Tally, b: Tally) -> Bool {
      a.counts == b.counts && a.alone == b.alone && a.heads == b.heads
        && a.counts.indices.allSatisfy { a.places($0) == b.places($0) && a.placesAlone($0) == b.placesAlone($0) }
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    let turns = batch.turns
    for row in batch.rows where row.isExample {
      let range = Int(row.firstTurn)..<Int(row.firstTurn + row.turnCount)
      guard let turn = turns[range].last(where: { $0.side == .answer }), !turn.flags.contains(.hasToolCalls),
        !turn.flags.contains(.isBlank)
      else { continue }
      let text = batch.text(of: turn)
      let line = FinalLine(text)
      let head = line?.head ?? 0..<0
      let slot = head.isEmpty ? Tally.unmarked : Int(AnswerPattern.hash(text, head) % UInt64(Tally.slots))
      tally.note(slot, at: batch.place(row), isAlone: line?.isAlone ?? false) { text.string(head, limit: 40) }
    }
  }

  /// FNV-1a.
  private static func hash(_ text: TextBytes, _ range: Range<Int>) -> UInt64 {
    range.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(text[$1])) &* 0x100_0000_01B3 } >> 20
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let answers = tally.counts.reduce(0, +)
    guard answers >= fewest,
      let slot = (0..<Tally.slots).first(where: { Double(tally.counts[$0]) >= majority * Double(answers) }),
      let head = tally.heads[slot]?.text
    else { return }
    let share = Numbers.percent(Double(tally.counts[slot]) / Double(answers))
    var complaints: [(Place, String)] = []
    for other in tally.counts.indices where other != slot {
      complaints += tally.places(other).map {
        ($0, "the answer does not end with a line that begins with `\(head)`, as \(share) of the answers do")
      }
    }
    // Where most answers are nothing but the line, so may these be.
    if Double(tally.alone[slot]) <= (1 - majority) * Double(tally.counts[slot]) {
      complaints += tally.placesAlone(slot).map {
        ($0, "the answer is nothing but its last line, `\(head)`, expected what leads to it, as in the other answers")
      }
    }
    for (place, message) in complaints.sorted(by: { $0.0 < $1.0 }) {
      guard let row = corpus.index.row(of: place) else { continue }
      findings.add(
        corpus, row: row, message: message,
        hint: "complete the answer or remove it: what reads the tuned model's answers relies on the form")
    }
  }
}

extension AnswerPattern.Tally {
  func write(to state: inout StateWriter) {
    state.put(sparse: counts)
    state.put(sparse: alone)
    for slot in counts.indices where counts[slot] > 0 {
      state.put(optional: heads[slot]) { state, head in
        state.put(head.place)
        state.put(head.text)
      }
      state.put(places(slot))
      state.put(placesAlone(slot))
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    counts = try state.sparse(counts.count)
    alone = try state.sparse(alone.count)
    for slot in counts.indices where counts[slot] > 0 {
      heads[slot] = try state.optional { (state: inout StateReader) throws(StateFault) in
        Head(place: try state.place(), text: try state.string())
      }
      noted[slot] = try state.places(upTo: Self.most(slot))
      notedAlone[slot] = try state.places(upTo: Self.most(slot))
    }
  }
}
