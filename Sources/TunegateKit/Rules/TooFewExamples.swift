/// Fewer distinct examples than a fine-tune needs.
struct TooFewExamples: CorpusRule {
  static let id = "too-few-examples"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.too_few_examples_md }
  static let options = [OptionSpec("advised", .integer(0...1_000_000))]

  private let advised: Int

  init(_ settings: RuleSettings) { advised = Int(settings.number("advised") ?? 50) }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    let distinct = corpus.tally.examples - corpus.duplicates.count
    guard corpus.tally.examples > 0, distinct < advised else { return }
    findings.add(
      at: Place(source: -1, line: 0),
      message: "\(distinct) distinct example\(distinct == 1 ? "" : "s"), fewer than the \(advised) below which prompts "
        + "with examples in them (few-shot) do as well",
      hint: "collect more, or put the best of them into the prompt")
  }
}
