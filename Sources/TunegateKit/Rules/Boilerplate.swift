/// What an assistant says about itself at the start of an answer: "As an AI language model", a vendor's name.
struct Boilerplate: ExampleRule {
  static let id = "boilerplate"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.boilerplate_md }

  init(_ settings: RuleSettings) {}

  /// Prompts that ask the assistant who or what it is.
  private static let topics = Phrases([
    "are you", "your name", "who made", "who created", "who trained", "who built", "chatgpt", "openai", "claude",
    "gemini",
    "anthropic", "language model", "what model", "introduce yourself", "an ai", "a robot", "a bot", "chatbot", "llm",
    "do you", "can you feel", "you feel", "eres", "quién", "qui es", "wer bist", "bist du", "chi sei", "кто ты",
    "ты робот",
    "你是", "你叫", "谁", "あなたは", "너는", "당신은",
  ])

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.answer, with: .boilerplate) { i, row, turn in
      guard !turn.flags.contains(.hasToolCalls),
        let found = Disclaimers.find(in: batch.text(of: turn)).first(where: { $0.kind == .boilerplate }),
        !Boilerplate.topics.isIn(batch.given(row, before: turn))
      else { return false }
      findings.add(
        batch, i, offset: turn.offset,
        message: "the answer speaks of its author, `\(found.phrase)`, expected the answer alone",
        hint: "cut the sentence: a tuned model would say it about another one")
      return true
    }
  }
}
