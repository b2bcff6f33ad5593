import Foundation
import Testing

@testable import TunegateKit

@Suite struct JSONReportTests {
  /// The keys in the order of the public interface, read from the bytes: a parser's dictionary would lose it.
  @Test func keysComeInTheOrderOfTheInterface() {
    let bytes = JSONReport().bytes(for: ExampleReports.dirty)
    let top = String(decoding: bytes, as: UTF8.self).matches(of: /(?m)^  "([a-z_]+)":/).map { String($0.1) }
    #expect(top == ["tunegate", "inputs", "dataset", "noise", "gate", "verdict", "rules", "findings"])
    #expect(
      keys(of: "dataset", in: bytes) == [
        "examples", "turns", "shape", "profile", "tokens", "total", "exact", "prompt", "answer",
        "longest", "error", "duplicates", "exact", "normalized",
        "near", "effective_examples", "duplicate_groups", "from", "to", "groups", "from", "to", "groups", "from",
        "to", "groups",
      ])
    #expect(keys(of: "noise", in: bytes).prefix(4) == ["score", "low", "high", "by_rule"])
    #expect(keys(of: "verdict", in: bytes).prefix(4) == ["proceed", "approach", "confidence", "evidence"])
    #expect(
      keys(of: "findings", in: bytes).prefix(10) == [
        "rule", "severity", "path", "line", "column", "pointer", "message", "hint", "confidence", "related",
      ])
  }

  @Test func thePointsAddUpToTheScore() throws {
    let object = try JSONSerialization.jsonObject(with: Data(JSONReport().bytes(for: ExampleReports.dirty)))
    let noise = try #require((object as? [String: Any])?["noise"] as? [String: Any])
    let points = try #require(noise["by_rule"] as? [String: Double])
    #expect(abs(points.values.reduce(0, +) - (noise["score"] as? Double ?? -1)) < 1e-5)
  }

  @Test(arguments: 0..<20)
  func anyReportIsValidJSON(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10 {
      let report = AuditReport.random(using: &random)
      let object = try JSONSerialization.jsonObject(with: Data(JSONReport().bytes(for: report))) as? [String: Any]
      #expect((object?["rules"] as? [Any])?.count == report.rules.count)
    }
  }

  @Test func linesAreCompactAndAppend() {
    var bytes: [UInt8] = []
    let findings = FindingLines(paths: ["a.jsonl", "b\n.jsonl"])
    let copy = Finding(
      rule: "exact-duplicate", severity: .error, place: Place(source: 1, line: 4), column: 2, pointer: "/a",
      message: "repeats line 3", confidence: 0.1 + 0.2, related: [Place(source: 0, line: 3)])
    findings.append(copy, to: &bytes)
    findings.append(
      Finding(rule: "missing-shard", severity: .note, place: Place(source: -1, line: 0), message: "m"), to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == #"""
        {"rule":"exact-duplicate","severity":"error","path":"b\n.jsonl","line":4,"column":2,"pointer":"/a",\#
        "message":"repeats line 3","hint":"","confidence":0.3,"related":[{"path":"a.jsonl","line":3}]}
        {"rule":"missing-shard","severity":"note","path":"","line":0,"column":0,"pointer":"",\#
        "message":"m","hint":"","confidence":1,"related":[]}

        """#)

    var scores: [UInt8] = []
    let score = ExampleScore(
      place: Place(source: 0, line: 9), noise: 2.0 / 3, rules: ["a", "b"], approach: .chainOfThought)
    ScoreLines(paths: ["a.jsonl"]).append(score, to: &scores)
    #expect(
      String(decoding: scores, as: UTF8.self)
        == #"{"path":"a.jsonl","line":9,"noise":0.666667,"rules":["a","b"],"approach":"chain-of-thought"}"# + "\n")
  }

  /// The keys inside a top-level member, nested ones included, in order.
  private func keys(of member: String, in bytes: [UInt8]) -> [String] {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let body = lines.drop { !$0.hasPrefix("  \"\(member)\":") }.dropFirst().prefix { $0.hasPrefix("    ") }
    return body.joined(separator: "\n").matches(of: /"([a-z_]+)":/).map { String($0.1) }
  }
}
