import Foundation
import Testing

@testable import TunegateKit

@Suite("Ladder")
struct LadderTests {
  // MARK: - Statistics

  @Test(
    "Exact bounds: how many outputs without a failure stay below a tolerance",
    arguments: [(0.01, 299), (0.02, 149), (0.05, 59)])
  func zeroFailures(tolerance: Double, outputs: Int) {
    #expect(ExactBound.upper(0, of: outputs) < tolerance && ExactBound.upper(0, of: outputs - 1) >= tolerance)
    #expect(ExactBound.lower(0, of: outputs) == 0 && ExactBound.upper(outputs, of: outputs) == 1)
  }

  @Test(
    "Exact bounds: the fewest failures that are surely more than a tolerance",
    arguments: [
      (100, 0.01, 4), (200, 0.01, 6), (500, 0.01, 10), (100, 0.02, 6), (200, 0.02, 8), (500, 0.02, 16), (100, 0.05, 10),
      (200, 0.05, 16), (500, 0.05, 34),
    ])
  func failures(n: Int, tolerance: Double, k: Int) {
    #expect(ExactBound.lower(k, of: n) > tolerance && ExactBound.lower(k - 1, of: n) <= tolerance)
  }

  @Test("The incomplete beta function is the binomial distribution's tail")
  func incompleteBeta() {
    for (k, n, p) in [(3, 10, 0.2), (1, 5, 0.7), (40, 100, 0.5), (9, 9, 0.9)] {
      var (tail, term) = (0.0, 1.0)
      for i in 0...n {
        term = i == 0 ? 1 : term * Double(n - i + 1) / Double(i)
        var power = term
        for _ in 0..<i { power *= p }
        for _ in 0..<(n - i) { power *= 1 - p }
        if i >= k { tail += power }
      }
      #expect(abs(ExactBound.incompleteBeta(p, Double(k), Double(n - k + 1)) - tail) < 1e-9)
    }
  }

  @Test("The test's errors keep their bounds", arguments: [(100, 0.05), (200, 0.05), (500, 0.03)])
  func simulated(items: Int, worthwhile: Double) {
    func rates(_ gain: Double) -> LadderSimulation.Rates {
      LadderSimulation.rates(
        items: items, base: 0.7, gain: gain, correlation: 0.3, worthwhile: worthwhile, runs: 400, seed: 3)
    }
    let (flat, rising) = (rates(0), rates(worthwhile))
    #expect(rising.plateau <= 0.09 && flat.improving <= 0.09)
    #expect(rising.naivePlateau > 0.5, "what the test is better than")
    #expect(flat.plateau > 0.4)
  }

  @Test("States: a gain, a plateau, too few items")
  func trends() {
    func trend(_ up: Int, _ down: Int, of n: Int) -> LadderTrend {
      LadderTrend(
        slopes: [Double](repeating: 0.5, count: up) + [Double](repeating: -0.5, count: down)
          + [Double](repeating: 0, count: n - up - down))
    }
    #expect(trend(60, 10, of: 300).state == .improving)
    #expect(trend(10, 10, of: 600).state == .plateau)
    #expect(trend(18, 10, of: 120).state == .undecided && trend(18, 10, of: 120).needed > 120)
    #expect(trend(0, 0, of: 99).state == .undecided)
    #expect(LadderTrend(slopes: []).state == .undecided)
  }

  // MARK: - Whole ladders

  /// Rungs of which each gets `right` of 400 items right, and breaks the form of `broken` of them.
  static func own(_ rungs: [(kind: String, k: Int, right: Int, broken: Range<Int>)], items: Int = 400) -> String {
    var lines: [String] = []
    for (order, rung) in rungs.enumerated() {
      for item in 0..<items {
        let output = rung.broken.contains(item) ? "Sure! The city is Oslo" : #"{\"city\": \"Oslo\"}"#
        let score = item < rung.right ? 1 : 0
        lines.append(
          #"{"item": \#(item), "rung": "\#(rung.kind) \#(rung.k)", "order": \#(order), "kind": "\#(rung.kind)", "#
            + #""k": \#(rung.k), "score": \#(score), "output": "\#(output)", "expected": "{\"city\": \"Oslo\"}"}"#)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func judge(_ text: String, name: String = "evals.jsonl") throws -> LadderResult {
    let folder = try TestFolder()
    return try Ladder.judge([try folder.write(name, text)])
  }

  static let flat: [(kind: String, k: Int, right: Int, broken: Range<Int>)] = [
    ("zero", 0, 200, 0..<90), ("few", 1, 300, 0..<60), ("few", 2, 302, 0..<40), ("few", 4, 301, 0..<42),
    ("schema", 4, 303, 0..<40),
  ]

  @Test("A plateau with failures that stay is what fine-tuning is for")
  func favors() throws {
    let result = try judge(Self.own(Self.flat))
    #expect(result.rungs.map(\.kind) == ["zero", "few", "few", "few", "schema"] && result.missing == [])
    #expect(result.trend.state == .plateau && result.format.state == .persistent && result.favorsTuning)
    #expect(result.format.failures == 40 && result.format.outputs == 400 && result.format.form == "JSON")
    #expect(result.evidence.map(\.signal) == ["gain a rung", "format failure share"])
  }

  @Test("Prompts that keep the form, that still gain, and ladders with rungs missing are no reason")
  func against() throws {
    var kept = Self.flat
    for i in kept.indices { kept[i].broken = 0..<0 }
    #expect(try judge(Self.own(kept)).format.state == .enforced)
    var rising = Self.flat
    rising[4].right = 360
    #expect(try judge(Self.own(rising)).trend.state == .improving)
    let short = try judge(Self.own(Array(Self.flat.prefix(3))))
    #expect(!short.favorsTuning && short.missing.contains("a rung whose prompt states the form"))
    var scattered = Self.flat
    scattered[3].broken = 100..<120
    scattered[4].broken = 0..<20
    #expect(try judge(Self.own(scattered)).format.state == .scattered)
  }

  @Test(
    "Cheap repair: fences, first lines, first values, marks",
    arguments: [
      ("```json\n{\"a\": 1}\n```", true), ("{\"a\": 1}\nHope that helps", true),
      ("Sure: {\"a\": [1, \"}\"]} done", true),
      ("Sure, a is 1", false), ("{\"a\": 1", false),
    ])
  func repair(output: String, isValid: Bool) throws {
    let check = try #require(FormatCheck(expected: ["{\"a\": 1}"]))
    #expect(check.isValidAfterRepair(output) == isValid && !check.isValid(output))
    let labels = try #require(FormatCheck(expected: (0..<20).map { $0 % 2 == 0 ? "yes" : "no" }))
    #expect(labels.isValidAfterRepair("Yes.\nBecause") && !labels.isValidAfterRepair("Perhaps"))
    #expect(FormatCheck(expected: (0..<20).map { "answer \($0)" }) == nil)
  }

  // MARK: - Formats

  @Test("lm-evaluation-harness: a filter, a metric, the number of examples from the results beside it")
  func harness() throws {
    let folder = try TestFolder()
    var paths: [String] = []
    for (k, date) in ["2025-01-01T00-00-00", "2025-01-01T01-00-00"].enumerated() {
      let lines = (0..<3).flatMap { i in
        ["strict-match", "flexible-extract"].map { filter in
          #"{"doc_id": \#(i), "doc": {"q": "x"}, "target": "72", "resps": [["The answer is 72"]], "#
            + #""filtered_resps": ["72"], "filter": "\#(filter)", "metrics": ["exact_match"], "doc_hash": "h\#(i)", "#
            + #""exact_match": \#(i == 0 ? 0.0 : 1.0)}"#
        }
      }
      paths.append(try folder.write("samples_gsm8k_\(date).jsonl", lines.joined(separator: "\n")))
      _ = try folder.write("results_\(date).json", #"{"n-shot": {"gsm8k": \#(k * 5)}, "results": {}}"#)
    }
    let result = try Ladder.judge(paths)
    #expect(result.rungs.map(\.shots) == [0, 5] && result.rungs.map(\.items) == [3, 3])
    #expect(abs(result.rungs[0].mean - 2.0 / 3) < 1e-9)
    #expect(result.remarks.contains { $0.contains("strict-match") })
  }

  @Test("OpenAI evals: events in any order; errors and unknown events do not count")
  func openAI() throws {
    let result = try judge(
      """
      {"spec": {"completion_fns": ["gpt"], "eval_name": "arith.dev", "base_eval": "arith", "run_id": "r"}}
      {"event_id": 1, "sample_id": "arith.dev.1", "type": "match", "data": {"correct": true, "expected": "4"}}
      {"event_id": 0, "sample_id": "arith.dev.0", "type": "sampling", "data": {"prompt": "p", "sampled": ["5"]}}
      {"event_id": 2, "sample_id": "arith.dev.0", "type": "match", "data": {"correct": false, "expected": "4"}}
      {"final_report": {"accuracy": 0.5}, "run_id": "r"}

      """)
    #expect(result.rungs.map(\.mean) == [0.5] && result.rungs[0].name == "arith.dev (evals)")
  }

  @Test("promptfoo: a rung for each prompt and provider, errors are missing")
  func promptfoo() throws {
    func row(_ prompt: Int, _ test: Int, _ score: Int, failure: Int = 0) -> String {
      #"{"promptIdx": \#(prompt), "testIdx": \#(test), "provider": {"id": "p"}, "#
        + #""prompt": {"label": "zero shot \#(prompt)"}, "response": {"output": {"city": "Oslo"}}, "success": true, "#
        + #""score": \#(score), "failureReason": \#(failure)}"#
    }
    let rows = [row(0, 0, 1), row(0, 1, 0), row(1, 0, 1), row(1, 1, 1, failure: 2)].joined(separator: ", ")
    let result = try judge(#"{"evalId": "e", "results": {"version": 3, "results": [\#(rows)]}}"#, name: "out.json")
    #expect(result.rungs.map(\.items) == [2, 1] && result.rungs.map(\.mean) == [0.5, 1])
    #expect(result.remarks.count == 1)
  }

  @Test("inspect-ai: a log is a rung, epochs of a sample are one item")
  func inspect() throws {
    func sample(_ id: Int, _ epoch: Int, _ value: String) -> String {
      #"{"id": \#(id), "epoch": \#(epoch), "input": "q", "target": "4", "output": {"completion": "4"}, "#
        + #""scores": {"match": {"value": \#(value)}}}"#
    }
    let samples = [sample(1, 1, "\"C\""), sample(1, 2, "\"I\""), sample(2, 1, "0.25")].joined(separator: ", ")
    let result = try judge(
      #"{"version": 2, "eval": {"task": "sums", "task_args": {"k": 4}}, "samples": [\#(samples)]}"#,
      name: "log.json")
    #expect(result.rungs.map(\.items) == [2] && result.rungs[0].name == "sums k=4" && result.rungs[0].shots == 4)
    #expect(result.rungs[0].mean == 0.375)
  }

  /// Written by lm-eval 0.4.13 (`--model dummy`), inspect-ai 0.3.285 (`mockllm`) and evals 3.0.1 (`dummy`), less what
  /// no reader looks at.
  @Test("Logs as the tools write them, by the folder")
  func realLogs() throws {
    let logs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Logs")
    func rungs(_ name: String) throws -> [LadderResult.Rung] {
      try Ladder.judge([logs.appendingPathComponent(name).path]).rungs
    }
    let harness = try rungs("lm-eval")
    #expect(harness.map(\.name) == ["cities 0-shot", "cities 2-shot"] && harness.map(\.kind) == ["zero", "few"])
    #expect(harness.map(\.items) == [3, 3] && harness.map(\.mean) == [0, 0])
    let inspect = try rungs("inspect-ai")
    #expect(inspect.map(\.shots) == [0, 2, 4] && inspect.map(\.items) == [3, 3, 3])
    #expect(inspect.map { ($0.mean * 3).rounded() } == [1, 2, 3])
    let evals = try rungs("openai-evals")
    #expect(evals.map(\.name) == ["cities.dev.v0 (cities)"] && evals.map(\.items) == [3])
  }

  @Test("A word that all rungs' names share is the task's, not the prompt's")
  func kinds() {
    func kinds(_ names: String...) -> [LadderRung.Kind] {
      var rungs = names.map { LadderRung(name: $0, shots: $0.hasSuffix("0") ? 0 : 2) }
      LadderRung.tellKinds(&rungs)
      return rungs.map(\.kind)
    }
    #expect(kinds("json 0", "json 2") == [.zero, .few])
    #expect(kinds("orders 0", "orders json 0", "orders cot 2") == [.zero, .schema, .chainOfThought])
  }

  @Test("A folder without a log is told")
  func emptyFolder() throws {
    let folder = try TestFolder()
    let path = try folder.write("logs/results_x.json", "{}")
    do {
      _ = try Ladder.judge([String(path.dropLast("/results_x.json".count))])
      Issue.record("read")
    } catch {
      #expect("\(error)".contains("a folder without a log"))
    }
  }

  @Test(
    "What is no log is told with its file, its line and what was expected",
    arguments: [
      ("", "empty"), ("{\"a\": 1}", "`a`"), ("PK\u{3}\u{4}rest", "inspect log convert"), ("[1, 2]", "no object"),
      ("{\"rung\": \"a\", \"item\": 1, \"score\": 2}", ":1: `2` as `score`"),
      ("{\"rung\": \"a\", \"item\": 1, \"score\": 1}\n{\"rung\": \"a\", \"it", ":2: not JSON"),
      ("{\"rung\": \"a\", \"item\": 1, \"score\": 1, \"kind\": \"best\"}", "zero, few, cot"),
      ("{\"rung\": \"a\", \"score\": 1}", "without `item`"),
    ])
  func faults(text: String, found: String) throws {
    let folder = try TestFolder()
    let path = try folder.write("log", text)
    do {
      _ = try Ladder.judge([path])
      Issue.record("\(text) was read")
    } catch {
      #expect("\(error)".contains(found) && "\(error)".contains("log"), "\(error)")
    }
  }

  // MARK: - The verdict

  @Test("Only a ladder with a plateau and failures that stay lets a fine-tune proceed")
  func verdict() throws {
    let row = MatrixRow(approach: .fineTune, confidence: 0.9)
    let writer = VerdictWriter(settings: try standardSettings())
    func verdict(_ ladder: LadderResult?) -> Verdict {
      writer.verdict(
        noise: NoiseScore(score: 0, low: 0, high: 1, byRule: []),
        gate: GateKeeper(settings: writer.settings).gate(
          noise: NoiseScore(score: 0, low: 0, high: 1, byRule: []), examples: 500, rules: [], problems: 0),
        examples: 500, effective: 500, row: row, ladder: ladder)
    }
    #expect(verdict(nil).approach == .fineTune && !verdict(nil).proceed)
    #expect(verdict(nil).wouldFlip.contains { $0.contains("tunegate ladder") })
    let good = verdict(try judge(Self.own(Self.flat)))
    #expect(good.approach == .fineTune && good.proceed)
    var kept = Self.flat
    for i in kept.indices { kept[i].broken = 0..<0 }
    #expect(verdict(try judge(Self.own(kept))).approach == .fewShot)
    let short = verdict(try judge(Self.own(Array(Self.flat.prefix(2)))))
    #expect(short.approach == .fineTune && !short.proceed)
    var gate = GateKeeper(settings: writer.settings).gate(
      noise: NoiseScore(score: 0, low: 0, high: 1, byRule: []), examples: 500, rules: [], problems: 0)
    var settings = writer.settings
    settings.gate.requiredVerdict = .fineTune
    GateKeeper(settings: settings).require(good, in: &gate)
    #expect(gate.isOpen)
    GateKeeper(settings: settings).require(short, in: &gate)
    #expect(!gate.isOpen && gate.limits.last?.name == "require-verdict fine-tune")
  }
}
