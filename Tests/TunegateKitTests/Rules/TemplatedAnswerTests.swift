import Foundation
import Testing

@testable import TunegateKit

@Suite("Templated answers")
struct TemplatedAnswerTests {
  private static let words = [
    "river", "harbor", "gravel", "lantern", "winter", "meadow", "copper", "saddle", "window", "garden", "thunder",
    "ladder", "pepper", "marble", "feather", "cellar", "barrel", "candle", "meteor", "orchard",
  ]

  private func prose(_ n: Int, _ dice: inout Dice) -> String {
    (0..<n).map { _ in dice.pick(Self.words) }.joined(separator: " ")
  }

  private func line(_ prompt: String, _ answer: String) -> String {
    #"{"prompt": "\#(prompt)", "completion": "\#(answer)"}"#
  }

  private func messages(_ lines: [String], jobs: Int = 1) async throws -> [String] {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let settings = try Settings.forRun(config: nil, flags: SettingFlags(select: ["templated-answer"]))
    let audit = await Pipeline.audit(
      [path], settings: settings, options: AuditOptions(jobs: jobs, keepsAllFindings: true))
    for finding in audit.findings { #expect(finding.place.line == 0 && finding.related.count == 1) }
    return audit.findings.map { $0.message.replacing(folder.path, with: "") }
  }

  /// 200 examples, `share` of them with these words before and behind the answer.
  private func set(share: Double, before: String = "", behind: String = "", prompt: String? = nil) -> [String] {
    var dice = Dice(11)
    return (0..<200).map { i in
      let isTemplated = Double(i) < share * 200
      let asked = isTemplated ? prompt.map { $0.replacing("#", with: "item_\(i)") } : nil
      return line(
        asked ?? "\(prose(5, &dice)) \(i)",
        (isTemplated ? before : "") + prose(14, &dice) + (isTemplated ? behind : ""))
    }
  }

  @Test("Beginnings and ends are found above the share, and not at it")
  func openings() async throws {
    let sure = try await messages(set(share: 0.31, before: "Sure! Here is a nice "))
    #expect(sure.count == 1)
    #expect(
      sure.first?.hasPrefix("31.00 % of the answers in prose begin with the same words, `sure here is a nice`") == true)
    #expect(try await messages(set(share: 0.3, before: "Sure! Here is a nice ")) == [])
    let hope = try await messages(set(share: 0.5, behind: ". I hope that this helps!"))
    #expect(hope.count == 1)
    #expect(
      hope.first?.hasPrefix("50.00 % of the answers in prose end with the same words, `i hope that this helps`") == true
    )
    #expect(try await messages(set(share: 0.5, behind: ". So the result is 42")) == [])
    #expect(try await messages(set(share: 0)) == [])
  }

  @Test("Jobs do not show")
  func jobs() async throws {
    let lines = set(share: 0.5, before: "Sure! Here is a nice ", prompt: "Please call the tool # with what it needs")
    let alone = try await messages(lines)
    #expect(alone.count == 1)
    #expect(try await messages(lines, jobs: 3) == alone)
  }

  @Test("One answer to most prompts")
  func constant() async throws {
    var dice = Dice(3)
    func lines(_ constant: Int) -> [String] {
      (0..<100).map { line("question \($0)", $0 < constant ? "I do not know." : prose(12, &dice)) }
    }
    let found = try await messages(lines(51))
    #expect(
      found.count == 1
        && found.first?.hasPrefix("51.00 % of the prompts have the same answer, `I do not know.`") == true)
    #expect(try await messages(lines(50)) == [])
    // One prompt many times is a matter of duplicates.
    let copies = (0..<100).map {
      line($0 < 60 ? "question" : "question \($0)", $0 < 60 ? "I do not know." : prose(12, &dice))
    }
    #expect(try await messages(copies) == [])
    let labels = (0..<100).map { line("question \($0)", $0 < 60 ? "yes" : "no") }
    #expect(try await messages(labels) == [])
    let objects = (0..<100).map { line("question \($0)", $0 < 60 ? "[]" : #"[\"\#(prose(3, &dice))\"]"#) }
    #expect(try await messages(objects) == [])
  }

  @Test("Prompts of one form")
  func prompts() async throws {
    let found = try await messages(set(share: 0.6, prompt: "Please call the tool # with what it needs"))
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("60.00 % of the prompts are `please call the tool _ with what it needs` with other")
        == true)
    // The text that is filled in is most of the prompt: a task.
    #expect(
      try await messages(set(share: 0.6, prompt: "Put this in Latin: '# and a long sentence of the old poet'")) == [])
    #expect(try await messages(set(share: 0.6, prompt: "What is #?")) == [])
  }

  static let skeletons: [(String, String, Int)] = [
    ("Say \"hello there\" twice", "say _ twice", 2), ("Don't say 'it's late' now", "don't say _ now", 4),
    ("Add 1,250.5 and 7.", "add _ and _.", 2), ("Call get_weather  or\n`x y`", "call _ or _", 2),
    ("He said \u{201C}no\u{201D} to B2B", "he said _ to _", 3), ("\u{AB}Oui\u{BB} means yes", "_ means yes", 2),
    ("An open \"quote", "an open \"quote", 3),
  ]

  @Test("What is filled in is masked", arguments: skeletons)
  func skeleton(prompt: String, expected: String, words: Int) {
    let skeleton = PromptSkeleton(Array(prompt.utf8))
    #expect(String(decoding: skeleton.text, as: UTF8.self) == expected)
    #expect(skeleton.words == words)
  }

  @Test("Code begins alike by nature")
  func code() async throws {
    let lines = (0..<100).map {
      line("write \($0)", "import os and more than this\\nimport sys\\ndef f\($0)(a, b, c, d, e):\\n  return a")
    }
    #expect(try await messages(lines) == [])
    let prose = (0..<100).map { line("write \($0)", "all of them begin with this, and then there is number \($0)") }
    #expect(try await messages(prose).count == 1)
  }
}
