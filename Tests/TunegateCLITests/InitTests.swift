import Foundation
import Testing

@Suite("tunegate init")
struct InitTests {
  /// Answers of one form, but for every twentieth.
  private func shop() throws -> Workshop {
    let shop = try Workshop()
    let lines = (0..<200).map { i -> String in
      let answer = i % 20 == 7 ? "Oslo" : #"{\"city\": \"c\#(i)\", \"ok\": true}"#
      return #"{"prompt": "question \#(i * 7919)", "completion": "\#(answer)"}"#
    }
    try shop.write("data.jsonl", lines.joined(separator: "\n"))
    return shop
  }

  @Test("The written configuration is read, and refuses what breaks the form that it was made from")
  func roundTrip() throws {
    let shop = try shop()
    let before = try shop.report(try shop.run("check", "data.jsonl", "--report", "json"))
    let written = try shop.run("init", "data.jsonl")
    #expect(written.status == 0 && written.errors.contains("wrote .tunegate.yml"), "\(written.errors)")
    let text = try #require(shop.text(".tunegate.yml"))
    #expect(text.contains(#""required": ["city", "ok"]"#) && text.contains("extract: whole"), "\(text)")
    let after = try shop.report(try shop.run("check", "data.jsonl", "--report", "json"))
    #expect(try findings("format-break", before) == 10 && findings("completion-schema", after) == 10)
    #expect(try findings("format-break", after) == 0)
  }

  private func findings(_ id: String, _ report: [String: Any]) throws -> Int {
    let rules = try #require(report["rules"] as? [[String: Any]])
    return rules.first { $0["id"] as? String == id }?["findings"] as? Int ?? 0
  }

  @Test("An existing file is left alone, --force replaces it, -o names another, - prints")
  func files() throws {
    let shop = try shop()
    try shop.write(".tunegate.yml", "gate: {max-noise: 1}\n")
    let refused = try shop.run("init", "data.jsonl")
    #expect(refused.status == 2 && refused.errors.contains("--force"), "\(refused.errors)")
    #expect(shop.text(".tunegate.yml") == "gate: {max-noise: 1}\n")
    #expect(try shop.run("init", "data.jsonl", "-o", "other.yml").status == 0)
    let printed = try shop.run("init", "data.jsonl", "-o", "-")
    #expect(printed.status == 0 && printed.text == shop.text("other.yml"))
    #expect(try shop.run("init", "data.jsonl", "--force").status == 0)
    #expect(shop.text(".tunegate.yml") == shop.text("other.yml"))
  }

  @Test("Data that cannot be read make no configuration")
  func unreadable() throws {
    let shop = try shop()
    let outcome = try shop.run("init", "nowhere.jsonl")
    #expect(outcome.status == 2 && outcome.errors.contains("nowhere.jsonl") && shop.text(".tunegate.yml") == nil)
  }
}
