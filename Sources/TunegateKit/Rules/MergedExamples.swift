/// An answer that goes on with the next question and its answer.
struct MergedExamples: CorpusRule {
  static let id = "merged-examples"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.merged_examples_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this hold several, that is what the set teaches.
  private let mostShare: Double

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.5 }

  /// Prompts that ask for questions with answers, dialogues, or examples.
  private static let topics = Phrases([
    "dialog", "conversation", "chat", "interview", "script", "transcript", "q&a", "faq", "question", "example", "quiz",
    "roleplay", "role-play", "role play", "simulate", "flashcard", "trivia", "user:", "human:", "assistant:", "input:",
    "output:", "### instruction", "test case", "prompt", "riddle", "instruction", "diálogo", "dialogue", "gespräch",
    "pregunta", "frage", "диалог", "вопрос", "对话", "问题", "会話", "対話", "質問", "대화", "질문",
  ])

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    batch.visit(.answer, with: .roleLine) { _, row, turn in
      let text = batch.text(of: turn)
      guard let merged = MergedText(text), !MergedExamples.topics.isIn(batch.given(row, before: turn)) else {
        return false
      }
      tally.note(
        batch, row, turn,
        message:
          "the answer goes on with another example at `\(text.string(merged.line, limit: 40))`, expected one alone")
      return true
    }
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    tally.report(
      corpus, into: &findings, share: mostShare,
      hint: "cut the answer there: the model learns to ask itself questions")
  }
}
