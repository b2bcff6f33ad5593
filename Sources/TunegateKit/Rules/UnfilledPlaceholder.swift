/// A blank of a template that nobody filled in, inside an answer.
struct UnfilledPlaceholder: CorpusRule {
  static let id = "unfilled-placeholder"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.unfilled_placeholder_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this hold blanks, the set is about templates.
  private let mostShare: Double

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.5 }

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    batch.visit(.answer, with: [.braces, .bracket, .tag, .formatField, .todo]) { _, row, turn in
      let text = batch.text(of: turn)
      guard let blank = Placeholders.find(in: text, turn.marks), blank != text.trimmed, !text.looksLikeCode,
        !Placeholders.isMeant(blank, in: text, given: batch.given(row, before: turn))
      else { return false }
      tally.note(
        batch, row, turn,
        message: "the answer holds the placeholder `\(text.string(blank))`, expected what belongs there")
      return true
    }
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    tally.report(
      corpus, into: &findings, share: mostShare,
      hint: "fill it in or remove the example: the model learns to leave blanks")
  }
}
