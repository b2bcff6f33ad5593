import Foundation
import Testing

@Suite("tunegate shuffle")
struct ShuffleCommandTests {
  /// States of all parts, and their plan. Returns the engine for it.
  private func plan(_ shop: Workshop, parts: Int) throws -> SmallEngine {
    for part in 1...parts {
      let outcome = try shop.run("check", "data", "--part", "\(part)/\(parts)", "--state-out", "\(part).state", "-q")
      try #require(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }
    let planned = try shop.run(["shuffle", "plan", "-o", "plan"] + (1...parts).map { "\($0).state" })
    try #require(planned.status == 0, "\(planned.errors)")
    let lines = planned.text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
    #expect(lines.allSatisfy { $0.count == 3 })
    return SmallEngine(
      folder: shop.folder, digest: try Data(contentsOf: shop.url("plan")).prefix(16),
      states: Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[1] + 1) }))
  }

  private func step(_ shop: Workshop, _ name: String, _ state: Int, _ input: String?, _ output: String) throws {
    let from = input.map { " < '\($0)'" } ?? ""
    let outcome = try shop.shell("tunegate shuffle \(name) --plan plan \(state).state\(from) > '\(output)'")
    guard outcome.status == 0 else { throw SmallEngine.Unexpected(description: outcome.errors) }
  }

  @Test("Duplicates that steps over shards found give the report of a single run, byte for byte", arguments: [3, 8])
  func sameReport(shards: Int) throws {
    let shop = try Workshop()
    try ShardedData.write(shards, into: shop)
    func outputs(_ name: String) -> [String] {
      ["--report", "json=\(name).json", "--findings", "\(name).findings", "--scores", "\(name).scores"]
    }
    let single = try shop.run(["check", "data"] + outputs("single"))
    for kind in ["exact", "normalized", "near"] {
      #expect(shop.text("single.findings")?.contains("\(kind)-duplicate") == true, "\(kind)")
    }
    // The last states hold no file.
    let parts = shards + 1
    let engine = try plan(shop, parts: parts)
    let found = try engine.repetitions { try step(shop, $0, $1, $2, $3) }
    let states = (1...parts).reversed().map { "\($0).state" }
    let merged = try shop.run(["merge", "--duplicates", found] + states + outputs("merged"))
    #expect(merged.status == single.status && merged.errors == single.errors, "\(merged.errors)")
    for kind in ["json", "findings", "scores"] {
      #expect(shop.text("merged.\(kind)") == shop.text("single.\(kind)"), "\(kind)")
      #expect(shop.text("merged.\(kind)")?.isEmpty == false)
    }
  }

  @Test("What belongs to another plan, is cut off or is no stream is refused, and says what to do")
  func refusals() throws {
    let shop = try Workshop()
    try ShardedData.write(3, into: shop, lines: 60)
    let engine = try plan(shop, parts: 3)
    let duplicates = try engine.repetitions { try step(shop, $0, $1, $2, $3) }
    func refusal(_ line: String) throws -> String {
      let outcome = try shop.shell(line)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(line)")
      return outcome.errors
    }
    #expect(try refusal("tunegate shuffle bands --plan plan 1.state < plan").contains("no stream"))
    #expect(try refusal("tunegate shuffle bands --plan plan 1.state < keys-1.out").contains("records of kind 1"))
    #expect(try refusal("tunegate shuffle bands --plan plan 1.state < /dev/null").contains("is empty"))
    #expect(try refusal("tunegate shuffle rows --plan 1.state 1.state").contains("is no plan"))
    #expect(
      try refusal("tunegate shuffle keys --plan plan data/part-0.jsonl").contains("part-0.jsonl: is no state"))
    #expect(try refusal("head -c 50 keys-1.out > cut; tunegate merge --duplicates cut *.state").contains("kind 1"))
    #expect(
      try refusal("head -c 50 '\(duplicates)' > cut; tunegate merge --duplicates cut *.state").contains("cut off"))
    #expect(try refusal("tunegate merge --duplicates '\(duplicates)' 1.state 2.state").contains("another plan"))
    #expect(try refusal("tunegate shuffle plan -o other 1.state 1.state").contains("1.state"))
    let foreign = try engine.write("foreign", .wanted, [[9 << 32, 0]])
    #expect(
      try refusal("tunegate shuffle rows --plan plan 1.state < '\(foreign)' > rows").contains("row 0 of source 9"))
    #expect(try shop.shell("tunegate shuffle plan -o other 2.state 1.state").status == 0)
    #expect(try refusal("tunegate shuffle keys --plan other 3.state").contains("not in the plan"))
    #expect(try refusal("tunegate shuffle bands --plan other 1.state < repeated-1").contains("another plan"))
  }
}
