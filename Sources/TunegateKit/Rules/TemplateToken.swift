/// A token of a chat template, or a heading of an instruction template, in the text of an answer.
struct TemplateToken: CorpusRule {
  static let id = "template-token"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.template_token_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this hold tokens, the set is written with its template.
  private let mostShare: Double

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.5 }

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    batch.visit(.answer, with: [.barTag, .tag, .bracket, .heading]) { _, row, turn in
      let text = batch.text(of: turn)
      guard let token = TemplateTokens.find(in: text, given: { batch.given(row, before: turn) }) else { return false }
      tally.note(
        batch, row, turn,
        message: "the answer holds `\(text.string(token))`, which belongs to a chat template, expected text alone")
      return true
    }
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    tally.report(
      corpus, into: &findings, share: mostShare,
      hint: "cut the answer before it: the trainer adds the template itself, and the model learns to write its tokens")
  }
}
