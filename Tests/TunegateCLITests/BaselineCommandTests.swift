import Foundation
import Testing

@Suite("Baselines on the command line")
struct BaselineCommandTests {
  @Test("What was recorded passes, one fault more does not; every report says how the two compare")
  func ratchet() throws {
    let shop = try Workshop()
    let recorded = try shop.run("check", "broken.jsonl", "-q", "--write-baseline", "base.json")
    #expect(recorded.status == 1, "recording opens no gate")
    let base = try #require(shop.text("base.json"))
    #expect(base.contains(#""malformed-json""#) && base.hasSuffix("}\n"))
    #expect(try shop.run("check", "broken.jsonl", "-q").status == 1)

    let held = try shop.run("check", "broken.jsonl", "--baseline", "base.json", "--findings", "new.jsonl")
    #expect(held.status == 0 && held.flat.contains("base.json: 1 finding accepted"), "\(held.text)")
    #expect(shop.text("new.jsonl") == "", "what was accepted is no finding")
    for kind in ["markdown", "html", "json", "sarif", "junit", "gitlab"] {
      let report = try shop.run("check", "broken.jsonl", "--baseline", "base.json", "--report", kind)
      #expect(report.status == 0 && report.complaints.isEmpty, "\(kind): \(report.errors)")
      if ["markdown", "html"].contains(kind) { #expect(report.flat.contains("1 finding accepted"), "\(kind)") }
    }
    try shop.write("more.jsonl", (shop.text("broken.jsonl") ?? "") + "{\"prompt\": \"b\",}\n")
    let worse = try shop.run("check", "more.jsonl", "--baseline", "base.json")
    #expect(worse.status == 1 && worse.flat.contains("malformed-json share"), "\(worse.text)")
    #expect(worse.flat.contains("more.jsonl:62") && !worse.flat.contains("more.jsonl:61"), "only the new one is shown")
  }

  @Test("Of examples that are judged one by one, the accepted ones are known, and nothing is said of shares")
  func examplesOnly() throws {
    let shop = try Workshop()
    #expect(try shop.run("check", "broken.jsonl", "-q", "--write-baseline", "base.json").status == 1)
    try shop.write("staged.jsonl", #"{"prompt": "a",}"# + "\n")
    #expect(try shop.run("check", "staged.jsonl", "--examples-only", "-q").status == 1)
    let held = try shop.run("check", "staged.jsonl", "--examples-only", "--baseline", "base.json")
    #expect(
      held.status == 0 && held.flat.contains("1 finding accepted") && !held.flat.contains("worse"), "\(held.text)")
  }

  @Test("The cache looks at the baseline; one that is missing or none is told with its name, and nothing is judged")
  func files() throws {
    let shop = try Workshop()
    let cache = ["TUNEGATE_CACHE_DIR": shop.url("cache").path]
    func check(_ baseline: String) throws -> BuiltBinary.Outcome {
      try shop.run(["check", "--cache", "broken.jsonl", "-q", "--baseline", baseline], variables: cache)
    }
    let missing = try check("base.json")
    #expect(missing.status == 2 && missing.complaints.first?.contains("base.json") == true, "\(missing.errors)")
    #expect(missing.errors.contains("--write-baseline base.json"))
    try shop.write("base.json", "[1]")
    #expect(try check("base.json").status == 2)
    #expect(try shop.run("check", "broken.jsonl", "-q", "--write-baseline", "base.json").status == 1)
    #expect(try check("base.json").status == 0)
    #expect(try shop.run("check", "clean.jsonl", "-q", "--write-baseline", "base.json").status == 0)
    #expect(try check("base.json").status == 1, "another baseline under the same name")
    let unread = try shop.run("check", "nothing.jsonl", "-q", "--write-baseline", "none.json")
    #expect(unread.status == 2 && shop.text("none.json") == nil, "what gave no judgement is no baseline")
  }
}
