/// Chosen answers that are nearly always longer, or nearly always shorter, than the rejected ones.
struct LengthBias: CorpusRule {
  static let id = "length-bias"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.length_bias_md }
  static let options = [
    OptionSpec("share", .number(0.5...1)), OptionSpec("ratio", .number(1...100)),
    OptionSpec("fewest-pairs", .integer(10...1_000_000)),
  ]

  private let share: Double
  private let ratio: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    share = settings.number("share") ?? 0.7
    ratio = settings.number("ratio") ?? 1.5
    fewest = Int(settings.number("fewest-pairs") ?? 50)
  }

  /// Sums over all pairs of two different answers; lengths in Unicode scalars.
  struct Tally: Mergeable, Equatable {
    var pairs = 0
    var chosenLonger = 0
    var rejectedLonger = 0
    var chosenLength = 0
    var rejectedLength = 0

    init() {}

    mutating func note(chosen: Int, rejected: Int) {
      pairs += 1
      if chosen > rejected { chosenLonger += 1 }
      if chosen < rejected { rejectedLonger += 1 }
      chosenLength += chosen
      rejectedLength += rejected
    }

    mutating func merge(_ other: Tally) {
      pairs += other.pairs
      chosenLonger += other.chosenLonger
      rejectedLonger += other.rejectedLonger
      chosenLength += other.chosenLength
      rejectedLength += other.rejectedLength
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for pair in batch.pairs where pair.likeness != .exact {
      tally.note(chosen: pair.chosenLength, rejected: pair.rejectedLength)
    }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    guard tally.pairs >= fewest, tally.chosenLength > 0, tally.rejectedLength > 0 else { return }
    let times = Double(tally.chosenLength) / Double(tally.rejectedLength)
    let isLonger = times > 1
    let most = Double(isLonger ? tally.chosenLonger : tally.rejectedLonger) / Double(tally.pairs)
    guard most > share, isLonger ? times > ratio : times * ratio < 1 else { return }
    let means = [tally.chosenLength, tally.rejectedLength].map { Double($0) / Double(tally.pairs) }
    findings.add(
      at: Place(source: -1, line: 0),
      message: "the chosen answer is the \(isLonger ? "longer" : "shorter") one in \(Numbers.percent(most)) of "
        + "\(Numbers.grouped(tally.pairs)) pairs, with \(Numbers.fixed(means[0], decimals: 0)) characters on average "
        + "against \(Numbers.fixed(means[1], decimals: 0)) (\(Numbers.fixed(times, decimals: 2)) times), "
        + "expected at most \(Numbers.percent(share)) or \(Numbers.fixed(1 / ratio, decimals: 2)) to "
        + "\(Numbers.fixed(ratio, decimals: 2)) times",
      hint: "add pairs in which the \(isLonger ? "shorter" : "longer") answer is the better one, or a model learns "
        + "length in place of quality")
  }
}

extension LengthBias.Tally {
  func write(to state: inout StateWriter) {
    for count in [pairs, chosenLonger, rejectedLonger, chosenLength, rejectedLength] { state.put(count: count) }
  }

  init(from state: inout StateReader) throws(StateFault) {
    pairs = try state.count()
    chosenLonger = try state.count()
    rejectedLonger = try state.count()
    chosenLength = try state.count()
    rejectedLength = try state.count()
  }
}
