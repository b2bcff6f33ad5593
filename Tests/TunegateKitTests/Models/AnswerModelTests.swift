import CKernels
import Testing

@testable import TunegateKit

/// The models of open answers, on sets that are made here: topics with words of their own, of which prompts and answers
/// are made, and damage that is planted.
@Suite("Models of answers")
struct AnswerModelTests {
  private static let facts = ModelFacts(examples: 600, isPartial: false)

  private static func word(_ random: inout FixedRandom) -> String {
    let syllables = ["ba", "ke", "li", "mo", "nu", "pra", "sto", "ti", "ver", "zan", "dor", "fe"]
    return (0..<3).map { _ in syllables[random.below(syllables.count)] }.joined()
  }

  private static func member(_ i: Int, _ prompt: String, _ answer: String, end: String = "") -> ExampleSample.Member {
    ExampleSample.Member(
      key: UInt64(i), context: 0, place: Place(source: 0, line: i + 1), copies: 1, prompt: Array(prompt.utf8),
      answer: Array(answer.utf8), answerEnd: Array(end.utf8))
  }

  /// Prompts and answers of `count` examples. Each has its topic's words, and some that go with anything.
  private static func set(_ count: Int, seed: UInt64 = 1) -> [(prompt: String, answer: String)] {
    var random = FixedRandom(seed: seed)
    let topics = (0..<30).map { _ in
      (asked: (0..<6).map { _ in word(&random) }, answered: (0..<8).map { _ in word(&random) })
    }
    let common = (0..<40).map { _ in word(&random) }
    return (0..<count).map { _ in
      let topic = topics[random.below(topics.count)]
      let asked = (0..<4).map { _ in topic.asked[random.below(6)] } + [common[random.below(40)]]
      let answered =
        (0..<6).map { _ in topic.answered[random.below(8)] } + (0..<3).map { _ in common[random.below(40)] }
      return ("What is " + asked.joined(separator: " ") + "?", "It is " + answered.joined(separator: " ") + ".")
    }
  }

  /// Moves every tenth answer to the next tenth prompt.
  private static func swapped(_ pairs: [(prompt: String, answer: String)]) -> [ExampleSample.Member] {
    pairs.indices.map { i in
      let from = i % 10 == 3 ? (i + 10 * 7) % pairs.count : i
      return member(i, pairs[i].prompt, pairs[from].answer)
    }
  }

  private static let mismatched = MismatchedAnswer(RuleSettings(id: MismatchedAnswer.id, group: "content"))
  private static let truncated = TruncatedAnswer(RuleSettings(id: TruncatedAnswer.id, group: "content"))

  @Test("Swapped answers are found, and how many there are")
  func swaps() {
    let examples = Self.swapped(Self.set(600))
    let fit = Self.mismatched.fit(examples, Self.facts)
    #expect(fit.outcome == .valid)
    #expect(fit.judged == 600)
    #expect(abs(fit.rate - 0.1) < 0.035)
    #expect(fit.power > 0.96)
    let found = fit.doubted
    #expect(found.count(where: { $0 % 10 == 3 }) >= 45)
    #expect(found.count(where: { $0 % 10 != 3 }) <= 6)
    #expect(Set(fit.remarks.keys) == Set(found))
    for remark in fit.remarks.values {
      #expect(remark.message.hasPrefix("the answer seems to belong to another prompt"))
    }
  }

  @Test("A clean set is found clean")
  func clean() {
    let pairs = Self.set(300, seed: 2)
    let fit = Self.mismatched.fit(pairs.enumerated().map { Self.member($0, $1.prompt, $1.answer) }, Self.facts)
    #expect(fit.outcome == .valid)
    #expect(fit.rate < 0.02)
    #expect(fit.doubted.count <= 3)
  }

  @Test("A fit is the same every time")
  func same() {
    let examples = Self.swapped(Self.set(160))
    let (a, b) = (Self.mismatched.fit(examples, Self.facts), Self.mismatched.fit(examples, Self.facts))
    #expect(a.rate == b.rate && a.posterior == b.posterior && a.remarks == b.remarks)
    let (c, d) = (Self.truncated.fit(examples, Self.facts), Self.truncated.fit(examples, Self.facts))
    #expect(c.rate == d.rate && c.posterior == d.posterior && c.remarks == d.remarks)
  }

  @Test("Where answers have nothing to do with prompts, nothing is told")
  func abstention() {
    let (prompts, answers) = (Self.set(200, seed: 3), Self.set(200, seed: 4))
    let examples = prompts.indices.map { Self.member($0, prompts[$0].prompt, answers[$0].answer) }
    let fit = Self.mismatched.fit(examples, Self.facts)
    guard case .notCheckable(let why) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(why.contains("well enough (power 0."))
    #expect(fit.posterior.isEmpty && fit.remarks.isEmpty)
  }

  @Test("Small sets are not judged, labels are others' to judge, and odd texts do no harm")
  func refusals() {
    let pairs = Self.set(149)
    let few = pairs.enumerated().map { Self.member($0, $1.prompt, $1.answer) }
    for rule: any ModelRule in [Self.mismatched, Self.truncated] {
      guard case .notCheckable = rule.fit(few, Self.facts).outcome else {
        Issue.record("judges 149 examples")
        continue
      }
      #expect(rule.fit([], Self.facts).outcome == .notApplicable)
      var facts = Self.facts
      facts.hasLabels = true
      #expect(rule.fit(few, facts).outcome == .notApplicable)
      let odd = (0..<200).map {
        Self.member($0, $0 % 3 == 0 ? "" : "\u{0}\u{FFFD} ", $0 % 2 == 0 ? "" : "  \n\u{1F600}")
      }
      #expect(rule.fit(odd, Self.facts).posterior.allSatisfy { $0 < 0.5 })
    }
    let labels = pairs.enumerated().map { Self.member($0, $1.prompt, $0 % 2 == 0 ? "positive" : "negative") }
    #expect(Self.mismatched.fit(labels + labels, Self.facts).outcome == .notApplicable)
  }

  @Test("Cut answers are found, and how many there are")
  func cuts() {
    let pairs = Self.set(600, seed: 5)
    var random = FixedRandom(seed: 6)
    let examples = pairs.enumerated().map { i, pair in
      guard i % 10 == 3 else { return Self.member(i, pair.prompt, pair.answer) }
      let count = Double(pair.answer.count) * (0.3 + 0.6 * random.unit())
      return Self.member(i, pair.prompt, String(pair.answer.prefix(Int(count))))
    }
    let fit = Self.truncated.fit(examples, Self.facts)
    #expect(fit.outcome == .valid)
    #expect(abs(fit.rate - 0.1) < 0.04)
    let found = fit.doubted
    #expect(found.count(where: { $0 % 10 == 3 }) >= 50)
    #expect(found.count(where: { $0 % 10 != 3 }) <= 3)
    for (i, remark) in fit.remarks {
      let end = String(decoding: examples[i].answer.suffix(5), as: UTF8.self).split(separator: " ").last ?? ""
      #expect(remark.message.hasPrefix("the answer seems to be cut off: it ends with `"))
      #expect(remark.message.hasSuffix(end + "`"))
    }
  }

  @Test("Of a long answer its real end is judged, not where the sample cut it")
  func longAnswers() {
    let pairs = Self.set(400, seed: 7)
    let examples = pairs.enumerated().map { i, pair in
      let long = String(repeating: pair.answer.dropLast() + " and ", count: 20)
      return Self.member(i, pair.prompt, String(long.prefix(900)), end: String((long + pair.answer).suffix(200)))
    }
    let fit = Self.truncated.fit(examples, Self.facts)
    #expect(fit.outcome == .valid)
    #expect(fit.rate < 0.01)
  }

  // MARK: - Tokens

  private static func tokens(_ text: String) -> [UInt32] {
    let bytes = Array(text.utf8)
    var tokens = [UInt32](repeating: 0, count: bytes.count + 1)
    let count = tg_match_tokens(bytes, bytes.count, &tokens)
    #expect(count <= bytes.count)
    return Array(tokens[..<count])
  }

  @Test(
    "Case, endings and width do not count",
    arguments: [
      ("Cooking", "cook"), ("cats", "cat"), ("ÜBER Straße", "über straße"), ("ПРИВЕТ", "привет"), ("ΑΒΓ", "αβγ"),
      ("ＡＢＣ１２", "abc12"), ("a_b", "a b"), ("wanted", "want"), ("dishes", "dish"), ("Việt", "việt"), ("ŽIVOT", "život"),
    ])
  func equalTokens(a: String, b: String) { #expect(Self.tokens(a) == Self.tokens(b)) }

  @Test(
    "Words, digits, marks and pairs are tokens",
    arguments: [
      ("", 0), (" \n\t\u{3000}", 0), ("a b", 2), ("12 cats!", 3), ("x=1;", 4), ("日本語", 2), ("日", 1), ("日本。東京", 3),
      ("ภาษาไทย", 6), ("don't", 3), ("😀", 1), ("“ok”", 3),
    ])
  func counts(text: String, count: Int) { #expect(Self.tokens(text).count == count) }

  @Test("Short words keep their endings, and different words differ")
  func differentTokens() {
    #expect(Self.tokens("sing") != Self.tokens("s"))
    #expect(Self.tokens("bus") != Self.tokens("bu"))
    #expect(Set(Self.tokens("one two three four 1 2 3 4 . , ; : 東京 大阪")).count == 14)
  }

  @Test("A text that breaks off within a character is read to its end and no further")
  func brokenTexts() {
    for end in 0...12 {
      let bytes = Array("aß日😀é".utf8.prefix(end))
      var tokens = [UInt32](repeating: 0, count: bytes.count + 1)
      #expect(tg_match_tokens(bytes, bytes.count, &tokens) <= bytes.count)
    }
  }
}
