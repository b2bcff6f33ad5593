import Foundation
import Testing

@testable import TunegateKit

/// Preference pairs in every layout, with faults planted in some.
@Suite("Preference pairs")
struct PairTests {
  enum Layout: CaseIterable {
    case texts, messages, wholeConversations, openAI, llamaFactory, gemini, nova
  }

  enum Fault: CaseIterable { case none, identical, folded, inverted, otherPrompt, noAnswer }

  /// A pair before it is spelled.
  private struct Example {
    var prompt: String
    var chosen: String
    var rejected: String

    func line(_ layout: Layout) -> String {
      func turn(_ role: String, _ text: String) -> String { #"{"role": "\#(role)", "content": "\#(text)"}"# }
      func parts(_ role: String, _ text: String) -> String { #"{"role": "\#(role)", "parts": [{"text": "\#(text)"}]}"# }
      func candidate(_ text: String, _ label: String) -> String {
        #"{"content": [{"text": "\#(text)"}], "preferenceLabel": "\#(label)"}"#
      }
      let (user, good, bad) = (turn("user", prompt), turn("assistant", chosen), turn("assistant", rejected))
      switch layout {
      case .texts: return #"{"prompt": "\#(prompt)", "chosen": "\#(chosen)", "rejected": "\#(rejected)"}"#
      case .messages: return #"{"prompt": [\#(user)], "chosen": [\#(good)], "rejected": [\#(bad)]}"#
      case .wholeConversations: return #"{"chosen": [\#(user), \#(good)], "rejected": [\#(user), \#(bad)]}"#
      case .openAI:
        return
          #"{"input": {"messages": [\#(user)]}, "preferred_output": [\#(good)], "non_preferred_output": [\#(bad)]}"#
      case .llamaFactory:
        return #"{"conversations": [{"from": "human", "value": "\#(prompt)"}], "#
          + #""chosen": {"from": "gpt", "value": "\#(chosen)"}, "rejected": {"from": "gpt", "value": "\#(rejected)"}}"#
      case .gemini:
        return #"{"contents": [\#(parts("user", prompt))], "completions": [{"score": 0, "completion": "#
          + #"\#(parts("model", rejected))}, {"score": 1, "completion": \#(parts("model", chosen))}]}"#
      case .nova:
        return #"{"schemaVersion": "bedrock-conversation-2024", "messages": [{"role": "user", "content": [{"text": "#
          + #""\#(prompt)"}]}, {"role": "assistant", "candidates": [\#(candidate(rejected, "non-preferred")), "#
          + #"\#(candidate(chosen, "preferred"))]}]}"#
      }
    }
  }

  /// Lines, and the rules that have to find each of them.
  private func data(_ seed: UInt64, _ layout: Layout) -> (lines: [String], expected: [Int: Set<String>]) {
    var dice = Dice(seed)
    var lines: [String] = []
    var expected: [Int: Set<String>] = [:]
    for i in 0..<100 {
      // Answers of like lengths, so that there is no bias of length.
      var example = Example(
        prompt: "question \(i) of \(dice.next())", chosen: "Answer \(dice.next())", rejected: "Reply \(dice.next())")
      let fault = dice.once(in: 4) ? dice.pick(Fault.allCases) : .none
      switch fault {
      case .none: break
      case .identical:
        example.rejected = example.chosen + dice.pick(["", " ", "\\n"])
        expected[lines.count + 1] = ["identical-pair"]
      case .folded:
        example.rejected = example.chosen.replacing("Answer ", with: "ANSWER\\t \\n")
        expected[lines.count + 1] = ["identical-pair"]
      case .inverted:
        lines.append(example.line(layout))
        swap(&example.chosen, &example.rejected)
        expected[lines.count + 1] = ["preference-inversion"]
      case .otherPrompt, .noAnswer:
        guard layout == .wholeConversations else { break }
        let user = #"{"role": "user", "content": "\#(example.prompt)"}"#
        let other = user.replacing("question", with: "another question")
        let answer = #"{"role": "assistant", "content": "\#(example.chosen)"}"#
        let rejected = fault == .noAnswer ? "[\(user)]" : "[\(other), \(answer)]"
        lines.append(#"{"chosen": [\#(user), \#(answer)], "rejected": \#(rejected)}"#)
        expected[lines.count] = ["pair-prompt"]
        continue
      }
      lines.append(example.line(layout))
    }
    return (lines, expected)
  }

  private static let rules = ["identical-pair", "pair-prompt", "preference-inversion", "length-bias"]

  private func found(_ lines: [String], config: String? = nil, jobs: Int = 1) async throws -> [Int: Set<String>] {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let file = config.map { ConfigFile(path: folder.path + "/.tunegate.yml", text: $0) }
    let settings = try Settings.forRun(config: file, flags: SettingFlags(select: Self.rules))
    return await Pipeline.audit(
      [path], settings: settings, options: AuditOptions(jobs: jobs, keepsAllFindings: true)
    ).rulesByLine
  }

  @Test("All planted faults are found, and nothing else", arguments: Layout.allCases)
  func planted(layout: Layout) async throws {
    let data = data(UInt64(layout.hashValueForSeed), layout)
    #expect(data.expected.count > 5)
    #expect(try await found(data.lines) == data.expected)
    #expect(try await found(data.lines, jobs: 4) == data.expected)
  }

  @Test("A layout that the configuration names")
  func mapped() async throws {
    let config = "fields: {prompt: q, chosen: a.good, rejected: a.bad}\n"
    func line(_ good: String, _ bad: String) -> String { #"{"q": "Q", "a": {"good": "\#(good)", "bad": "\#(bad)"}}"# }
    let lines = [line("one", "two"), line("three", "Three"), line("two", "one"), line("one", "four")]
    #expect(try await found(lines, config: config) == [2: ["identical-pair"], 3: ["preference-inversion"]])
  }

  @Test(
    "Length tells when both the share and the ratio do",
    arguments: [
      (49, 0, 40, 10, false), (50, 0, 40, 10, true), (80, 20, 40, 10, true), (71, 29, 40, 10, true),
      (70, 30, 40, 10, false), (100, 0, 14, 10, false), (100, 0, 16, 10, true), (100, 0, 10, 16, true),
      (100, 0, 10, 14, false), (50, 50, 40, 10, false),
    ])
  func length(pairs: Int, swapped: Int, chosen: Int, rejected: Int, isBiased: Bool) async throws {
    let lines = (0..<pairs + swapped).map { i in
      let texts = [String(repeating: "é", count: chosen), String(repeating: "b", count: rejected)]
      let (good, bad) = i < pairs ? (texts[0], texts[1]) : (texts[1], texts[0])
      return #"{"prompt": "question \#(i)", "chosen": "\#(good)", "rejected": "\#(bad)"}"#
    }
    #expect(try await found(lines) == (isBiased ? [0: ["length-bias"]] : [:]))
  }

  @Test("The answers of two models, compared", .enabled(if: SharedData.isThere, SharedData.absence))
  func panda() async throws {
    let name = "c23-pandalm-pairs/data.jsonl.gz"
    let rows = try SharedData.lines(name).map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
    let keys = ["instruction", "input", "response1", "response2"]
    var seen: [[String]: [Int]] = [:]
    for (i, row) in rows.enumerated() {
      let texts = keys.map { "\(row[$0] ?? "")".trimmingCharacters(in: .whitespacesAndNewlines) }
      if texts[2] != texts[3], !texts[2].isEmpty, !texts[3].isEmpty { seen[texts, default: []].append(i + 1) }
    }
    var inverted: Set<Int> = []
    for (texts, lines) in seen {
      guard let others = seen[[texts[0], texts[1], texts[3], texts[2]]] else { continue }
      if (lines.count, -lines[0]) < (others.count, -others[0]) { inverted.formUnion(lines) }
    }
    #expect(inverted.count > 20)
    let config = "fields: {prompt: [instruction, input], chosen: response1, rejected: response2}\n"
    let settings = try Settings.forRun(
      config: ConfigFile(path: "/nowhere/.tunegate.yml", text: config), flags: SettingFlags(select: Self.rules))
    let audit = await Pipeline.audit(
      [SharedData.path(name)], settings: settings, options: AuditOptions(jobs: 2, keepsAllFindings: true))
    #expect(audit.rulesByLine == Dictionary(uniqueKeysWithValues: inverted.map { ($0, ["preference-inversion"]) }))
  }
}

extension PairTests.Layout {
  /// The same in every run.
  fileprivate var hashValueForSeed: Int { Self.allCases.firstIndex(of: self).map { $0 + 1 } ?? 0 }
}
