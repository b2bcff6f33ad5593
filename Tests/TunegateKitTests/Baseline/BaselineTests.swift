import Foundation
import Testing

@testable import TunegateKit

@Suite("Baseline")
struct BaselineTests {
  private let scratch = Scratch()

  private static func record(_ i: Int, prompt: String? = nil, answer: String? = nil) -> String {
    var dice = Dice(UInt64(i))
    func word() -> String {
      String((0..<7).map { _ in Character(UnicodeScalar(UInt8(97 + dice.number(0...25)))) })
    }
    let words = (0..<14).map { _ in word() }
    let (asked, said) = (words.prefix(6).joined(separator: " "), words.suffix(8).joined(separator: " "))
    return LeakBench.record(prompt ?? "what is \(asked)", answer ?? "it is \(said)")
  }

  private static let clean = (0..<200).map { record($0) }
  private static let empty = (300..<305).map { record($0, answer: "") }

  private func audit(
    _ lines: [String], _ baseline: Baseline? = nil, records: Bool = false, config: String = "", jobs: Int = 2
  ) async throws -> Audit {
    let path = scratch.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let file = config.isEmpty ? nil : ConfigFile(path: "c.yml", text: config)
    let settings = try Settings.forRun(config: file, flags: SettingFlags(ignore: ["gibberish", "wrong-language"]))
    return await Pipeline.audit(
      [path], settings: settings,
      options: AuditOptions(jobs: jobs, baseline: baseline, recordsBaseline: records))
  }

  private func recorded(_ lines: [String]) async throws -> Baseline {
    try #require(try await audit(lines, records: true).baseline)
  }

  @Test("What was recorded is accepted wherever it stands now; what is new, changed or one copy more is not")
  func accepts() async throws {
    let old = Self.clean + Self.empty + ["{broken", "[7]"]
    let baseline = try await recorded(old)
    #expect(try await audit(old).report.gate.isOpen == false)
    var dice = Dice(4)
    let moved = try await audit(dice.shuffled(old), baseline)
    #expect(moved.report.gate.isOpen && moved.findings.isEmpty, "\(moved.findings)")
    #expect(moved.report.baseline?.accepted == 7 && moved.report.baseline?.gone == 0)
    #expect(moved.report.rules.isEmpty && moved.report.noise.score > 1, "the score is about all of the data")

    let more = try await audit(old + [Self.record(306, answer: ""), "{broken"], baseline)
    #expect(more.findings.map(\.place.line) == [208, 209])
    #expect(more.report.rules.map(\.id) == ["malformed-json", "empty-turn"])
    #expect(more.report.rules.map(\.examples) == [1, 1])
    #expect(!more.report.gate.isOpen, "one line of no JSON is one too many")

    let repaired = try await audit(Self.clean + Self.empty.dropLast(2), baseline)
    #expect(repaired.report.baseline?.accepted == 3 && repaired.report.baseline?.gone == 4)
  }

  @Test("No rule may find more than before and the tolerance; three standard deviations are chance")
  func ratchet() async throws {
    let copies = Self.clean + Self.clean.prefix(4)
    let baseline = try await recorded(copies)
    let same = try await audit(Self.clean + Self.clean.suffix(4), baseline)
    #expect(same.report.baseline?.rises == [] && same.report.gate.isOpen)
    let worse = try await audit(Self.clean + Self.clean.prefix(40), baseline)
    #expect(worse.report.baseline?.rises.map(\.rule) == ["exact-duplicate"])
    let limit = try #require(worse.report.gate.limits.first { $0.name == "exact-duplicate baseline share" })
    #expect(!limit.passed && limit.value > limit.limit && limit.limit > 4.0 / 204)
    let tolerant = try await audit(
      Self.clean + Self.clean.prefix(40), baseline, config: "gate: {baseline-tolerance: 0.2}")
    #expect(tolerant.report.baseline?.rises == [] && tolerant.report.gate.isOpen)
  }

  @Test("The noise score may stay what it was, and may not rise")
  func noise() async throws {
    let old = Self.clean + (300..<330).map { Self.record($0, answer: "") }
    let baseline = try await recorded(old)
    #expect(baseline.noise > 10)
    #expect(try await audit(old, baseline).report.gate.isOpen)
    let more = try await audit(old + (330..<340).map { Self.record($0, answer: "") }, baseline)
    #expect(more.report.gate.limits.contains { $0.name == "max-noise" && !$0.passed })
  }

  @Test("Lengths, words and labels that change are told, and close the gate where the settings say so")
  func drift() async throws {
    let names = ["red", "green", "blue", "black"]
    func labels(_ range: Range<Int>, _ pick: (Int) -> String) -> [String] {
      range.map { Self.record($0, answer: pick($0)) }
    }
    let baseline = try await recorded(labels(0..<300) { names[$0 % 4] })
    #expect(baseline.distributions["labels"]?.counts.map(\.name) == names.sorted())
    let same = try await audit(labels(1000..<1400) { names[$0 % 4] }, baseline)
    #expect(same.report.baseline?.drifts.filter(\.isDrift) == [], "\(same.report.baseline?.drifts ?? [])")
    let other = labels(1000..<1300) { $0 % 3 == 0 ? "white" : names[$0 % 4] }
    let drifted = try await audit(other, baseline)
    let drift = try #require(drifted.report.baseline?.drifts.first { $0.signal == "labels" })
    #expect(drift.isDrift && drift.says.contains("'white' 0.00 % then, 33.33 % now"), "\(drift)")
    #expect(drifted.report.gate.limits.allSatisfy { !$0.name.hasSuffix("drift") })
    let closed = try await audit(other, baseline, config: "gate: {fail-on-drift: true}")
    #expect(closed.report.gate.limits.contains { $0.name == "labels drift" && !$0.passed })

    let long = (2000..<2300).map { i in
      Self.record(
        i, prompt: "please translate this sentence \(i) " + String(repeating: "again and again ", count: 9),
        answer: names[i % 4])
    }
    let signals = try await audit(long, baseline).report.baseline?.drifts.filter(\.isDrift).map(\.signal) ?? []
    #expect(signals.contains("prompt length") && signals.contains("prompt words"), "\(signals)")
  }

  @Test("It reads back as it was written, the same for any number of workers; what is none is told")
  func file() async throws {
    let lines = Self.clean + Self.empty + ["{broken"]
    let one = try #require(try await audit(lines, records: true, jobs: 1).baseline)
    let three = try #require(try await audit(lines, records: true, jobs: 3).baseline)
    #expect(one == three && one.bytes == three.bytes)
    let path = scratch.write("base.json", one.bytes)
    var read = try Baseline(path: path)
    #expect(read.path == path)
    read.path = ""
    #expect(read == one)
    let faults = [
      ("{}", "tunegate_baseline"), ("[", "tunegate_baseline"), (#"{"tunegate_baseline": 9}"#, "expected 1"),
      (#"{"tunegate_baseline": 1, "noise": 200}"#, "from 0 to 100"),
      (#"{"tunegate_baseline": 1, "noise": 2, "lines": -1}"#, "lines: expected a whole number"),
      (
        #"{"tunegate_baseline":1,"noise":2,"lines":1,"examples":1,"rules":{"a":{"examples":1,"accepted":{"x":"y"}}}}"#,
        "rules.a.accepted.x: expected a whole number"
      ),
    ]
    for (text, expected) in faults {
      let path = scratch.write("bad.json", text)
      let error = #expect(throws: BaselineError.self) { try Baseline(path: path) }
      #expect(error?.description.contains(expected) == true && error?.description.hasPrefix(path) == true, "\(text)")
    }
    #expect(throws: BaselineError.self) { try Baseline(path: scratch.path + "/none.json") }
  }

  @Test("The stability index: 0 for the same, little for chance, large for another set", arguments: 0..<10)
  func stability(seed: UInt64) {
    var dice = Dice(seed)
    func draw(_ weights: [Int], _ n: Int) -> Distribution {
      var counts: [String: Int] = [:]
      let all = weights.enumerated().flatMap { Array(repeating: "\($0.offset)", count: $0.element) }
      for _ in 0..<n { counts[dice.pick(all), default: 0] += 1 }
      return Distribution(counts)
    }
    let weights = (0..<20).map { _ in dice.number(1...30) }.sorted()
    let (a, b) = (draw(weights, 400), draw(weights, 900))
    #expect(a.stabilityIndex(against: a) == 0)
    #expect(a.stabilityIndex(against: b) < 0.1)
    #expect(a.stabilityIndex(against: draw(weights.reversed(), 400)) > Distribution.drift)
    #expect(Distribution([:]).stabilityIndex(against: a) == 0)
  }
}
