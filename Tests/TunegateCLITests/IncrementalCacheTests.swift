import Foundation
import Testing

@Suite("Only what has changed is read: the command")
struct IncrementalCacheTests {
  @Test("Findings, scores, the state, the report and the exit code are those of a run without the cache")
  func sameOutputs() throws {
    let shop = try Workshop()
    let cache = ["TUNEGATE_CACHE_DIR": shop.url("cache").path]
    let lines = Workshop.clean(900)
    // Some lines are long, so that few make a file that is worth keeping.
    let more = String(repeating: " more and more", count: 900)
    let long = lines.prefix(100).map { $0.replacing("\"}", with: more + "\"}") }
    try shop.write("set/large.jsonl", (long + lines.prefix(400)).joined(separator: "\n"))
    try shop.write("set/small.jsonl", lines.suffix(300).joined(separator: "\n"))
    let names = ["report.json", "findings.jsonl", "scores.jsonl", "all.state"]
    func outputs(_ flags: [String]) throws -> [Data] {
      let arguments = [
        "check", "set", "--report", "json=report.json", "--findings", "findings.jsonl", "--scores", "scores.jsonl",
        "--state-out", "all.state",
      ]
      let run = try shop.run(arguments + flags, variables: cache)
      return try [Data(run.output), Data("\(run.status)".utf8)] + names.map { try Data(contentsOf: shop.url($0)) }
    }
    func states() throws -> [String] {
      let names = try FileManager.default.contentsOfDirectory(atPath: shop.url("cache").path)
      return names.filter { $0.hasSuffix(".state") }.sorted()
    }
    let first = try outputs(["--cache"])
    #expect(try first == outputs([]))
    let kept = try states()
    #expect(kept.count == 1)
    try shop.write("set/small.jsonl", (lines.suffix(310) + ["no JSON"]).joined(separator: "\n"))
    let second = try outputs(["--cache"])
    #expect(try second == outputs([]) && second != first)
    #expect(try states() == kept)
    try shop.write("set/large.jsonl", (long + lines.prefix(401)).joined(separator: "\n"))
    #expect(try outputs(["--cache"]) == outputs([]))
    #expect(try states().count == 2)
    // A report alone is of the same states, and then remembered as a whole.
    let report = ["check", "set", "--cache", "-q"]
    let told = try shop.run(report, variables: cache)
    #expect(try told.output == shop.run(report, variables: cache).output && states().count == 2)
  }
}
