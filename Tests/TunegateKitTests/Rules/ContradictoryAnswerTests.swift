import Foundation
import Testing

@testable import TunegateKit

@Suite("Contradictory answers")
struct ContradictoryAnswerTests {
  // MARK: - Claims

  private func claim(_ text: String) -> AnswerClaim {
    let bytes = Array(text.utf8)
    let hash = bytes.reduce(1) { Fingerprint.mix($0, UInt64($1)) }
    return AnswerClaim(bytes.span, hash: hash, object: nil)
  }

  static let numbers: [(String, String)] = [
    ("72", "72"), (" 72.\n", "72"), ("-3", "-3"), ("1,250", "1250"), ("$1,250.50", "1250.5"), ("0.50", "0.5"),
    ("12 * 6 = 72\n#### 72", "72"), ("So it is done.\nThe answer is 72.", "72"), ("Answer: **72**", "72"),
    ("Thus\n$\\boxed{72}$", "72"), ("Die Antwort lautet -0.25.", "-0.25"), ("The answer is $-5", "-5"),
    ("\u{20AC}7", "7"), (".5", "0.5"), ("007", "7"), ("-0", "0"),
  ]

  @Test("Numbers that are the answer, or that its last line marks as the result", arguments: numbers)
  func number(text: String, shown: String) {
    #expect(claim(text).kind == .number)
    #expect(claim(text).shown == shown)
  }

  @Test(
    "Numbers that are no result",
    arguments: [
      "It was founded in 1850", "1850 by 3 people", "12:30", "3/4", "1912-04-15", "10-20", "50%", "5 km", "1,5",
      "v1.2.3",
      "12,34,567", "page 5", "1.2.3", "99999999999999999999", "The answer is B2", "1,2,3", "Chapter 7.", "2^10",
    ])
  func noNumber(text: String) { #expect(claim(text).kind == .text) }

  @Test(
    "Yes and no",
    arguments: [
      ("Yes", "yes"), ("yes.", "yes"), ("No, it is not.", "no"), ("**No**, never", "no"), ("Nein!", "no"),
      ("Oui", "yes"),
      ("S\u{ED}, claro", "yes"), ("\u{414}\u{430}, \u{43A}\u{43E}\u{43D}\u{435}\u{447}\u{43D}\u{43E}", "yes"),
      ("True", "yes"), ("false\nbecause", "no"), ("NO.", "no"),
    ])
  func polarity(text: String, shown: String) {
    #expect(claim(text).kind == .polarity)
    #expect(claim(text).shown == shown)
  }

  @Test(
    "Words that only begin alike",
    arguments: [
      "No one knows", "Yesterday", "No. 5 of them", "Nothing.", "yes:no", "Not at all.", "Jam.", "Yes and no",
    ])
  func noPolarity(text: String) { #expect(claim(text).kind == .text) }

  @Test("Rounded numbers and hundredths agree, others do not")
  func agreement() {
    func agree(_ a: String, _ b: String) -> Bool {
      #expect(claim(a).agrees(with: claim(b)) == claim(b).agrees(with: claim(a)))
      return claim(a).agrees(with: claim(b))
    }
    #expect(agree("3.14", "3.1416") && agree("0.5", "50") && agree("7", "7.0") && agree("2.5", "2.46"))
    #expect(
      !agree("3.15", "3.1416") && !agree("5", "6") && !agree("5", "-5") && !agree("0", "0.4") && !agree("5", "yes"))
    #expect(!agree("1912", "1921") && !agree("Yes.", "No."))
  }

  @Test("Claims of two topics are not compared, nor are texts")
  func topics() {
    #expect(claim("5").isComparable(to: claim("6")) && claim("yes").isComparable(to: claim("no")))
    #expect(!claim("5").isComparable(to: claim("no")) && !claim("some text").isComparable(to: claim("some text")))
  }

  // MARK: - Whole sets

  private func findings(_ lines: [String], jobs: Int = 1, slabBytes: Int = Slab.standardBytes) async throws -> [Finding]
  {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let settings = try Settings.forRun(config: nil, flags: SettingFlags(select: ["contradictory-answer"]))
    var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
    options.slabBytes = slabBytes
    return await Pipeline.audit([path], settings: settings, options: options).findings
  }

  private func line(_ prompt: String, _ answer: String) -> String {
    #"{"prompt": "\#(prompt)", "completion": "\#(answer)"}"#
  }

  @Test(
    "Planted contradictions among labels are found, and nothing else, in any split", arguments: [1, 2, 3] as [UInt64])
  func planted(seed: UInt64) async throws {
    var dice = Dice(seed)
    let labels = ["refund", "lost card", "card arrival", "top up"]
    var lines: [(text: String, isPlanted: Bool)] = []
    for i in 0..<400 {
      let label = dice.pick(labels)
      let text = "message \(i) of \(dice.next())"
      lines.append((line(text, label), false))
      switch dice.number(0...19) {
      case 0:
        // Another spelling of the prompt, the same label twice: the odd one out is wrong.
        lines.append((line(text.uppercased() + "!", label), false))
        lines.append((line(text, dice.pick(labels.filter { $0 != label })), true))
      case 1:
        lines[lines.count - 1].isPlanted = true
        lines.append((line("  " + text, dice.pick(labels.filter { $0 != label })), true))
      case 2: lines.append((line(text, label.uppercased()), false))
      default: break
      }
    }
    lines = dice.shuffled(lines)
    let expected = lines.indices.filter { lines[$0].isPlanted }.map { $0 + 1 }
    #expect(expected.count > 10)
    for (jobs, slabBytes) in [(1, Slab.standardBytes), (3, 1024)] {
      let found = try await findings(lines.map(\.text), jobs: jobs, slabBytes: slabBytes)
      #expect(found.map(\.place.line) == expected)
    }
  }

  @Test("Confidence is the share of the answers that say otherwise, and the other example is named")
  func confidence() async throws {
    let found = try await findings(
      ["4", "4", "5", "4"].map { line("2+2?", $0) } + [line("a b", "Yes."), line("a b", "No.")])
    #expect(found.map(\.place.line) == [3, 5, 6])
    #expect(found.map(\.confidence) == [0.75, 0.5, 0.5])
    #expect(found.map { $0.related.map(\.line) } == [[1], [6], [5]])
  }

  @Test("Secrets in answers are masked")
  func secrets() async throws {
    var dice = Dice(7)
    let key = SecretVectors.valid(.gitHubToken, &dice)
    var lines: [String] = []
    for i in 0..<40 { lines.append(line("say \(i)", i % 2 == 0 ? "refund" : "card")) }
    lines += [line("which", key)] + (0..<4).map { line("other \($0)", key) } + [line("which", "card")]
    let found = try await findings(lines)
    #expect(found.count == 2)
    for finding in found {
      #expect(!finding.message.contains(key.dropFirst(8)) && finding.message.contains("…"), "\(finding.message)")
    }
  }

  @Test("Too many contradictions are one about the prompts")
  func incompletePrompts() async throws {
    let found = try await findings((0..<60).map { line("the same \($0 / 2)", "\($0)") })
    #expect(found.count == 1)
    #expect(found.first?.place.line == 0)
    #expect(found.first?.message.hasPrefix("60 of 60 examples (100.00 %) contradict another answer") == true)
  }

  @Test("Answers that are marked as unwanted, calls, and images say nothing against others")
  func notCompared() async throws {
    let image = #"{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}"#
    func look(_ answer: String) -> String {
      #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "Is it a cat?"}, \#(image)]}, "#
        + #"{"role": "assistant", "content": "\#(answer)"}]}"#
    }
    #expect(try await findings([look("Yes."), look("No.")]) == [])
    let marked = ["true", "false"].map {
      #"{"prompt": "Is it a cat?", "completion": "\#($0 == "true" ? "Yes." : "No.")", "label": \#($0)}"#
    }
    #expect(try await findings(marked) == [])
    #expect(try await findings([line("", "Yes."), line("", "No.")]) == [])
    #expect(try await findings([line("Is it a cat?", "Yes."), line("Is it a cat?", "No.")]).count == 2)
  }

  @Test("Columns are kept for every row, in order, and none for what is no example")
  func columns() {
    let lines = IndexedLines([line("a", "5"), "7", line("A!", "The answer is 5."), line("a", "yes"), line("b", "5")])
    let (prompts, claims) = (lines.index.prompts, lines.index.claims)
    #expect(prompts.count == 5 && claims.count == 5)
    #expect(prompts[0] == prompts[2] && prompts[0] == prompts[3] && prompts[0] != prompts[4])
    #expect(prompts[1] == 0 && claims[1] == AnswerClaim.none.bits)
    #expect(claims[0] == claims[2] && claims[0] == claims[4] && claims[0] != claims[3])
  }
}
