/// An answer that is the prompt over again, or the end of it.
struct PromptEcho: CorpusRule {
  static let id = "prompt-echo"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.prompt_echo_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this are echoes, copying is the task.
  private let mostShare: Double

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.1 }

  /// Tasks whose right answer may be the text that was given.
  private static let tasks = Phrases([
    "translat", "rewrite", "rephrase", "paraphras", "repeat", "copy", "correct", "fix", "edit", "grammar", "spell",
    "proofread", "punctuat", "improve", "revise", "rewrit", "capital", "lowercase", "uppercase", "format", "reformat",
    "remove", "delete", "replace", "sort", "extract", "quote", "simplif", "convert", "change", "transform", "mask",
    "which", "select", "choose", "pick", "decode", "encode", "reverse", "verbatim", "echo", "anonymi", "redact",
    "tradu", "übersetz", "korrig", "corrig", "wiederhol", "répét", "repite", "ripeti", "перевед", "исправ", "повтор",
    "翻译", "重复", "改写", "修正", "翻訳", "繰り返", "번역", "반복",
  ])

  /// How questions begin that are asked about a text behind them: the text may be all that there is to say.
  private static let questions = Phrases([
    "what", "who", "whom", "whose", "when", "where", "why", "how", "do ", "does", "did", "is ", "are ", "was", "were",
    "can ", "could", "tell", "list", "name", "explain", "describe", "according", "from ", "given",
  ])

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    batch.visit(.answer, with: [.echo, .echoOfEnd]) { _, row, turn in
      guard isFault(row, turn, batch) else { return false }
      let text = batch.text(of: turn)
      tally.note(
        batch, row, turn,
        message: "the answer repeats the prompt, `\(text.string(text.trimmed, limit: 40))`, expected an answer to it")
      return true
    }
  }

  private func isFault(_ row: Row, _ turn: Turn, _ batch: Batch) -> Bool {
    let given = batch.given(row, before: turn)
    guard let prompt = given.last else { return false }
    // The whole prompt: only a system message can have asked for it.
    if turn.marks.contains(.echo) { return !PromptEcho.tasks.isIn(Array(given.dropLast())) }
    if let question = PromptEcho.questions.first(in: prompt), question.range.lowerBound < 8 { return false }
    return !PromptEcho.tasks.isIn(given)
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    tally.report(
      corpus, into: &findings, share: mostShare,
      hint: "write the answer or remove the example: the model learns to say what it was told")
  }
}
