import Foundation
import Testing

@Suite("Answers from the last run")
struct CacheTests {
  private let shop: Workshop
  private var cache: [String: String] { ["TUNEGATE_CACHE_DIR": shop.url("cache").path] }

  init() throws { shop = try Workshop() }

  private func check(_ arguments: String...) throws -> BuiltBinary.Outcome {
    try shop.run(["check", "--cache"] + arguments, variables: cache)
  }

  private var runs: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: shop.url("cache").path)) ?? []
    return names.filter { $0.hasSuffix(".run") }.sorted()
  }

  @Test("The second run says the same without looking: what is printed is what was kept")
  func answers() throws {
    try shop.write("set/data.jsonl", Workshop.clean(60).joined(separator: "\n"))
    let arguments = ["set", "--report", "terminal", "--report", "json=out/report.json"]
    try shop.write("out/report.json", "")
    let first = try shop.run(["check", "--cache"] + arguments, variables: cache)
    let report = shop.text("out/report.json")
    let before = runs
    #expect(first.status == 0 && before.count == 1 && report?.isEmpty == false)
    try shop.write("out/report.json", "")
    let second = try shop.run(["check", "--cache"] + arguments, variables: cache)
    #expect(second.output == first.output && second.status == 0 && shop.text("out/report.json") == report)
    #expect(runs == before)

    // Another command's answer under this one's name is what this one gives.
    #expect(try check("broken.jsonl").status == 1)
    let other = try #require(runs.first { !before.contains($0) })
    try Data(contentsOf: shop.url("cache/\(other)")).write(to: shop.url("cache/\(before[0])"))
    let swapped = try shop.run(["check", "--cache"] + arguments, variables: cache)
    #expect(swapped.status == 1 && swapped.text.contains("broken.jsonl"))
    #expect(try shop.run(["check"] + arguments, variables: cache).status == 0, "not without the flag")
    // A damaged one is none.
    try shop.write("cache/\(before[0])", "tunegate run 1 and no more")
    #expect(try shop.run(["check", "--cache"] + arguments, variables: cache).output == first.output)
  }

  @Test("Whatever the answer depends on is looked at: data, new files, configuration, schemas, evaluation data, cards")
  func changes() throws {
    let lines = Workshop.clean(60)
    try shop.write("set/train.jsonl", lines.joined(separator: "\n"))
    try shop.write("bench.jsonl", #"{"prompt": "what is this all about", "completion": "no"}"#)
    try shop.write("schema.json", "{}")
    let arguments = ["set", "--eval", "bench.jsonl", "--schema", "schema.json", "-q"]
    func status() throws -> Int32 { try shop.run(["check", "--cache"] + arguments, variables: cache).status }
    #expect(try status() == 0 && runs.count == 1)
    let same = lines.map { $0.replacing("\"completion\"", with: "\"prompt\":1,\"b\"") }
    try shop.write("set/train.jsonl", same.joined(separator: "\n"))
    #expect(try status() == 1)
    try shop.write("set/train.jsonl", lines.joined(separator: "\n"))
    #expect(try status() == 0 && runs.count == 2, "what it held before is still known")
    try shop.write("set/b.jsonl", "no JSON\n")
    #expect(try status() == 1)
    try FileManager.default.removeItem(at: shop.url("set/b.jsonl"))
    try shop.write(".tunegate.yml", "gate: {min-examples: 100}\n")
    #expect(try status() == 1)
    try shop.write(".tunegate.yml", "gate: {min-examples: 10}\n")
    #expect(try status() == 0)
    try shop.write("schema.json", #"{"required": ["id"]}"#)
    #expect(try status() == 1)
    try shop.write("schema.json", "{}")
    try shop.write("own.json", "{}")
    try shop.write(
      ".tunegate.yml", "custom-rules: {own: {at: record, schema: own.json, limit: 0, message: is not ours}}\n")
    #expect(try status() == 0)
    try shop.write("own.json", #"{"required": ["id"]}"#)
    #expect(try status() == 1, "a schema of a rule of the user's own")
    try FileManager.default.removeItem(at: shop.url(".tunegate.yml"))
    try shop.write("bench.jsonl", lines[3])
    #expect(try status() == 1)
    try shop.write("bench.jsonl", "{}")
    #expect(try status() == 2, "no judgement is kept of what holds nothing")
    #expect(try status() == 2)
    try shop.write("bench.jsonl", #"{"prompt": "what is this all about", "completion": "no"}"#)
    let before = try shop.run(["check", "--cache"] + arguments.dropLast(), variables: cache)
    try shop.write("set/README.md", "---\ndataset_info: {splits: [{name: train, num_examples: 7}]}\n---\n")
    let after = try shop.run(["check", "--cache"] + arguments.dropLast(), variables: cache)
    #expect(!before.text.contains("declared-count-mismatch") && after.text.contains("declared-count-mismatch"))
  }

  @Test("Streams and outputs that are streamed are not remembered, nor is anything where nothing can be written")
  func bypassed() throws {
    #expect(try check("clean.jsonl", "--findings", "f.jsonl").status == 0)
    #expect(try check("clean.jsonl", "--report", "github").status == 0)
    #expect(try shop.run(["check", "--cache", "-"], input: "clean.jsonl", variables: cache).status == 0)
    #expect(try check("missing.jsonl").status == 2)
    #expect(runs.isEmpty)
    try shop.write("file", "")
    let nowhere = ["TUNEGATE_CACHE_DIR": shop.url("file/cache").path]
    #expect(try shop.run(["check", "--cache", "clean.jsonl"], variables: nowhere).status == 0)
  }

  @Test("The last sixteen answers of a command line are kept")
  func pruned() throws {
    let lines = Workshop.clean(80)
    for count in 40..<60 {
      try shop.write("data.jsonl", lines.prefix(count).joined(separator: "\n"))
      #expect(try check("data.jsonl", "-q").status == 0)
    }
    #expect(runs.count == 16)
  }
}

@Suite("Examples by themselves")
struct ExamplesOnlyTests {
  @Test("What is about the set is not judged, and the report says so; any error closes the gate, however many pass")
  func examplesOnly() throws {
    let shop = try Workshop()
    let copies = try shop.run("check", "--examples-only", "copies.jsonl")
    #expect(copies.status == 0 && !copies.text.contains("exact-duplicate"))
    #expect(copies.flat.contains("duplicates, labels and shares are for a run over the whole set"))
    try shop.write("few.jsonl", Workshop.clean(2).joined(separator: "\n"))
    #expect(try shop.run("check", "--examples-only", "few.jsonl").status == 0)
    let lines = Workshop.clean(900) + [#"{"prompt": "a", "completion": ""}"#]
    try shop.write("one.jsonl", lines.joined(separator: "\n"))
    #expect(try shop.run("check", "one.jsonl").status == 0, "one in 901 keeps its limit")
    let one = try shop.run("check", "--examples-only", "one.jsonl")
    #expect(one.status == 1 && one.flat.contains("closed by fail-on error") && one.text.contains("one.jsonl:901"))
    #expect(one.text.split(separator: "\n").count < 24, "\(one.text)")
    #expect(try shop.run("check", "--examples-only", "--fail-on", "never", "one.jsonl").status == 0)
    for kind in ["json", "markdown", "html", "sarif", "junit", "github", "gitlab"] {
      let report = try shop.run("check", "--examples-only", "one.jsonl", "--report", kind)
      #expect(report.status == 1 && !report.text.contains("noise at least"), "\(kind)")
    }
    let json = try shop.report(try shop.run("check", "--examples-only", "one.jsonl", "--report", "json"))
    #expect((json["tunegate"] as? [String: Any])?["scope"] as? String == "examples")
  }
}
