import Testing

@testable import TunegateKit

/// Audits a training file against an evaluation file, with the leakage rules alone.
struct LeakBench {
  let folder = Scratch()

  static func record(_ prompt: String, _ answer: String = "no") -> String {
    let fields = [("prompt", prompt), ("completion", answer)].map { "\"\($0)\": \(quoted($1))" }
    return "{\(fields.joined(separator: ", "))}"
  }

  static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  func audit(
    train: [String], evaluation: [String], config: String = "", jobs: Int = 1
  ) async throws -> Audit {
    let data = folder.write("data.jsonl", train.joined(separator: "\n") + "\n")
    let file = folder.write("bench.jsonl", evaluation.joined(separator: "\n") + "\n")
    return try await audit([data], evaluation: [file], config: config, jobs: jobs)
  }

  func audit(_ paths: [String], evaluation: [String], config: String = "", jobs: Int = 1) async throws -> Audit {
    let flags = SettingFlags(select: ["leakage"], evaluation: evaluation)
    let file = config.isEmpty ? nil : ConfigFile(path: "c.yml", text: config)
    return await Pipeline.audit(
      paths, settings: try Settings.forRun(config: file, flags: flags),
      options: AuditOptions(jobs: jobs, keepsAllFindings: true))
  }
}

@Suite("Evaluation data in training data")
struct LeakTests {
  private let bench = LeakBench()

  /// Distinct words of letters that fold to themselves.
  private static func words(_ range: some Sequence<Int>) -> [String] {
    range.map { "w" + String($0).map { String(UnicodeScalar(UInt8(97 + ($0.wholeNumberValue ?? 0)))) }.joined() }
  }
  private static func text(_ range: some Sequence<Int>) -> String { words(range).joined(separator: " ") }

  private func isLeak(_ text: String, of item: String, _ options: String = "") async throws -> Bool {
    let config = options.isEmpty ? "" : "rules:\n  eval-leak:\n    \(options.replacing("\n", with: "\n    "))\n"
    let audit = try await bench.audit(
      train: [LeakBench.record(text)], evaluation: [LeakBench.record(item)], config: config)
    return audit.findings.contains { $0.rule == "eval-leak" }
  }

  @Test("tulu3: more than half of the words in common runs of eight")
  func tulu3() async throws {
    let item = Self.text(0..<40)
    let others = Self.text(100..<120)
    #expect(try await isLeak(Self.text(0..<21) + " " + others, of: item))
    #expect(try await !isLeak(Self.text(0..<20) + " " + others, of: item))
    // Two runs, neither of which is enough alone; a run of seven does not count.
    #expect(try await isLeak(Self.text(0..<12) + " other " + Self.text(20..<29), of: item))
    #expect(try await !isLeak(Self.text(0..<20) + " other " + Self.text(33..<40), of: item))
  }

  @Test("gpt3: one run of 13; palm: 70 % of the runs of eight; llama2: 80 % in long runs with few differences")
  func otherMethods() async throws {
    let item = Self.text(0..<57)
    #expect(try await isLeak("so " + Self.text(20..<33), of: item, "method: gpt3"))
    #expect(try await !isLeak("so " + Self.text(20..<32) + " and", of: item, "method: gpt3\naligned: 0"))
    // 50 runs of eight: 35 are 70 %.
    #expect(try await isLeak("so " + Self.text(0..<42), of: item, "method: palm\naligned: 0"))
    #expect(try await !isLeak("so " + Self.text(0..<41), of: item, "method: palm\naligned: 0"))
    // Four words differ: one run. Five: it ends before the fifth.
    var changed = Self.words(0..<57)
    for i in [12, 20, 30, 40] { changed[i] = "other" + String(repeating: "x", count: i) }
    #expect(try await isLeak(changed.joined(separator: " "), of: item, "method: llama2\naligned: 0"))
    for i in stride(from: 5, to: 57, by: 9) { changed[i] = "another" + String(repeating: "x", count: i) }
    #expect(try await !isLeak(changed.joined(separator: " "), of: item, "method: llama2\naligned: 0"))
  }

  @Test("aligned: every tenth word changed, but not the same words in another order")
  func aligned() async throws {
    let item = Self.text(0..<50)
    var changed = Self.words(0..<50)
    for i in [0, 11, 18, 27, 34, 41, 46] { changed[i] = "other" + String(repeating: "x", count: i) }
    let text = changed.joined(separator: " ")
    #expect(try await isLeak(text, of: item))
    #expect(try await !isLeak(text, of: item, "aligned: 0"))
    let mixed = stride(from: 0, to: 48, by: 6).reversed().map { Self.text($0..<$0 + 6) }.joined(separator: " ")
    #expect(try await !isLeak(Self.text(60..<69) + mixed, of: item))
  }

  @Test("Of short prompts, and of answers, nearly all words must agree")
  func shortPrompts() async throws {
    let item = Self.text(0..<16)
    #expect(try await !isLeak(Self.text(0..<12) + " " + Self.text(50..<60), of: item))
    #expect(try await isLeak(Self.text(0..<12) + " " + Self.text(50..<60), of: item, "aligned: 0"))
    #expect(try await isLeak(Self.text(0..<14) + " " + Self.text(50..<60), of: item))
    for (length, found) in [(24, 0), (40, 1)] {
      let answers = [LeakBench.record("What do you know", Self.text(0..<length))]
      let train = [LeakBench.record("What does she know", Self.text(0..<length - 2) + " and")]
      #expect(try await bench.audit(train: train, evaluation: answers).findings.count == found)
    }
  }

  @Test("Case, accents, width and punctuation do not matter")
  func folded() async throws {
    #expect(try await isLeak("WHERE, is THE café  of ｍｙ dreams", of: "Where is the cafe\u{301} of my dreams?"))
    #expect(try await !isLeak("Where is the café of your dreams", of: "Where is the cafe\u{301} of my dreams?"))
  }

  @Test("Short prompts, and prompts with several answers, only together with the answer")
  func short() async throws {
    let train = [
      LeakBench.record("Hello there", "Hi."), LeakBench.record("Hello there", "Good day."),
      LeakBench.record("Tell me a good joke", "Knock knock."), LeakBench.record("Tell me a good joke", "No."),
    ]
    let evaluation = [
      LeakBench.record("hello there!", "good day"), LeakBench.record("Tell me a good joke", "Ask again."),
      LeakBench.record("Tell me a good joke", "no"),
    ]
    let audit = try await bench.audit(train: train, evaluation: evaluation)
    #expect(audit.findings.map(\.place.line) == [2, 4])
    #expect(audit.findings.map { $0.related.map(\.line) } == [[1], [3]])
  }

  @Test("What more than ten evaluation examples share is a form")
  func forms() async throws {
    let form = "Answer the following question about the passage with a single letter and nothing else whatsoever"
    let items = (0..<30).map { LeakBench.record("\(form): \(Self.text($0 * 9..<$0 * 9 + 9))") }
    let train = [LeakBench.record("\(form): \(Self.text(500..<509))"), LeakBench.record("so \(Self.text(9..<18))")]
    let audit = try await bench.audit(train: train, evaluation: items)
    #expect(audit.findings.map(\.place.line) == [2])
    #expect(audit.report.leakage.map(\.found) == [1] && audit.report.leakage.map(\.examples) == [30])
  }

  @Test("Records of no known shape: their longer texts count, their options do not")
  func otherShapes() async throws {
    let question = "Which of these planets takes the longest time to go once around the Sun"
    let item = #"{"id": 7, "q": {"stem": "\#(question)?", "options": ["Mars", "Neptune"]}, "gold": 1}"#
    let train = [LeakBench.record("Neptune"), LeakBench.record("\(question), Mars or Neptune?")]
    let audit = try await bench.audit(train: train, evaluation: [item])
    #expect(audit.findings.map(\.place.line) == [2])
    #expect(audit.findings.first?.message.contains("a text of line 1 of") == true)
  }

  @Test("An evaluation file among the inputs is not held against itself, the rest is")
  func amongInputs() async throws {
    let question = LeakBench.record("Which river flows through the middle of Vienna?")
    let train = bench.folder.write("set/data.jsonl", "\(LeakBench.record("Where is it?"))\n\(question)\n")
    let held = bench.folder.write("set/bench.jsonl", question + "\n")
    let audit = try await bench.audit([bench.folder.path + "/set"], evaluation: [held])
    #expect(audit.findings.map { audit.paths[$0.place.source] } == [train])
    #expect(audit.findings.flatMap(\.related).map { audit.paths[$0.source] } == [held])
    #expect(audit.report.leakage.map(\.path) == [held] && audit.report.leakage.map(\.found) == [1])
    // One that is not: its path follows those of the inputs.
    let outside = bench.folder.write("other.jsonl", question + "\n")
    let again = try await bench.audit([train], evaluation: [outside])
    #expect(again.paths == [train, outside] && again.report.paths == again.paths)
    #expect(again.findings.map { again.paths[$0.related[0].source] } == [outside])
    let json = String(decoding: JSONReport().bytes(for: again.report), as: UTF8.self)
    #expect(json.contains(#""related": [{"path": \#(LeakBench.quoted(outside)), "line": 1}]"#), "\(json)")
  }

  @Test("A file that is missing, or holds nothing to compare, leaves no judgement")
  func unusable() async throws {
    let data = bench.folder.write("data.jsonl", LeakBench.record("Where is it?") + "\n")
    let missing = try await bench.audit([data], evaluation: [bench.folder.path + "/none.jsonl"])
    #expect(missing.report.problems.count == 1 && missing.report.problems[0].contains("none.jsonl"))
    let numbers = bench.folder.write("numbers.jsonl", "{\"a\": 1}\n[2]\n")
    let empty = try await bench.audit([data], evaluation: [numbers])
    #expect(empty.report.problems.contains { $0.contains("holds no text") }, "\(empty.report.problems)")
  }

  @Test("Splits are held against each other, without a flag; a set of one split is not")
  func splits() async throws {
    let folder = bench.folder.path + "/splits"
    let question = "Which river flows through the middle of Vienna?"
    let lines = ["Where is the nearest bakery in this town?", question].map { LeakBench.record($0) + "\n" }.joined()
    bench.folder.write("splits/train.jsonl", lines)
    bench.folder.write("splits/validation.jsonl", lines)
    let both = try await bench.audit([folder], evaluation: [])
    #expect(both.findings.map(\.rule) == ["split-leak", "split-leak"])
    #expect(both.report.leakage.map(\.found) == [2] && both.report.leakage.map(\.share) == [1])
    let alone = try await bench.audit([folder + "/validation.jsonl"], evaluation: [])
    #expect(alone.findings.isEmpty && alone.report.leakage.isEmpty)
  }

  @Test("The same for any number of workers")
  func jobs() async throws {
    var dice = Dice(7)
    let items = (0..<200).map { _ in Self.text((0..<24).map { _ in dice.number(0...900) }) }
    let train = (0..<3000).map { i in
      LeakBench.record(i % 10 == 0 ? dice.pick(items) : Self.text((0..<24).map { _ in dice.number(0...900) }))
    }
    let evaluation = items.map { LeakBench.record($0) }
    let one = try await bench.audit(train: train, evaluation: evaluation, jobs: 1)
    let four = try await bench.audit(train: train, evaluation: evaluation, jobs: 4)
    #expect(one.findings.count == 300 && one.report == four.report && one.findings == four.findings)
  }
}
