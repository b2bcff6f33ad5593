/// Answers that begin with a refusal: one by one, and as a share of the set.
///
/// Whether a refusal is wanted is for its author to say, so it weighs nothing; many of them are a property of the set.
struct Refusal: ExampleRule, CorpusRule {
  static let id = "refusal"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.refusal_md }
  static var isRemovedByDefault: Bool { true }
  static let options = [
    OptionSpec("most-share", .number(0...1)), OptionSpec("fewest-examples", .integer(1...1_000_000)),
  ]

  private let mostShare: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    mostShare = settings.number("most-share") ?? 0.1
    fewest = Int(settings.number("fewest-examples") ?? 50)
  }

  struct Tally: Mergeable, Equatable {
    var answers = 0
    var refusals = 0

    init() {}

    mutating func merge(_ other: Tally) {
      answers += other.answers
      refusals += other.refusals
    }
  }

  func check(_ batch: Batch, into findings: inout Findings) {
    each(batch) { i, turn, phrase in
      findings.add(
        batch, i, offset: turn.offset, message: "the answer begins with a refusal, `\(phrase)`, expected an answer",
        hint: "keep it only where the model is to refuse")
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    tally.answers += batch.rows.count { $0.isExample }
    each(batch) { _, _, _ in tally.refusals += 1 }
  }

  private func each(_ batch: Batch, _ body: (Int, Turn, String) -> Void) {
    batch.visit(.answer, with: .refusal) { i, _, turn in
      guard !turn.flags.contains(.hasToolCalls),
        let found = Disclaimers.find(in: batch.text(of: turn)).first(where: { $0.kind == .refusal })
      else { return false }
      body(i, turn, found.phrase)
      return true
    }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    guard tally.answers >= fewest, Double(tally.refusals) > mostShare * Double(tally.answers) else { return }
    findings.add(
      at: Place(source: -1, line: 0),
      message: "\(Numbers.grouped(tally.refusals)) of \(Numbers.grouped(tally.answers)) examples "
        + "(\(Numbers.percent(Double(tally.refusals) / Double(tally.answers)))) hold a refusal, "
        + "expected at most \(Numbers.percent(mostShare))",
      hint: "a model that is tuned on them refuses about as often, whatever it is asked")
  }
}

extension Refusal.Tally {
  func write(to state: inout StateWriter) {
    state.put(count: answers)
    state.put(count: refusals)
  }

  init(from state: inout StateReader) throws(StateFault) {
    answers = try state.count()
    refusals = try state.count()
  }
}
