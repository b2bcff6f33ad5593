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
  func outputs() throws {
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

  @Test("Limits lie near data that pass, and the written configuration lets them pass again")
  func nearLimits() throws {
    let shop = try shop()
    try shop.write(
      "many.jsonl", Workshop.clean(1500).joined(separator: "\n") + "\n" + Workshop.clean(20).joined(separator: "\n"))
    #expect(try shop.run("check", "many.jsonl").status == 0)
    #expect(try shop.run("init", "many.jsonl").status == 0)
    let text = try #require(shop.text(".tunegate.yml"))
    #expect(text.contains("the limit lies just above") && text.contains("max-noise: 0.5"), "\(text)")
    #expect(text.contains("min-examples: 1300"), "\(text)")
    #expect(text.contains("  # 20 of 1,520 lines today\n  exact-duplicate: {limit: 0.02}\n"), "\(text)")
    #expect(try shop.run("check", "many.jsonl").status == 0)
    try shop.write("few.jsonl", Workshop.clean(100).joined(separator: "\n"))
    #expect(try shop.run("check", "few.jsonl").status == 1)
  }

  @Test("Data that do not pass keep the default limits, and the file says so")
  func refusedData() throws {
    let shop = try shop()
    #expect(try shop.run("init", "broken.jsonl").status == 0)
    let text = try #require(shop.text(".tunegate.yml"))
    #expect(
      text.contains("does not pass: the limits here are the defaults") && text.contains("max-noise: 5"), "\(text)")
  }

  @Test("--pre-commit and --ci write what is missing, and print what an existing file lacks")
  func files() throws {
    let shop = try shop()
    let written = try shop.run("init", "data.jsonl", "--pre-commit", "--ci", "github", "--ci", "gitlab")
    #expect(written.status == 0 && written.text == "", "\(written.errors)")
    let names = [".pre-commit-config.yaml", ".github/workflows/tunegate.yml", ".gitlab-ci.yml"]
    for name in names {
      #expect(written.errors.contains("wrote \(name)\n") && shop.text(name)?.contains("data.jsonl") == true, "\(name)")
    }
    try shop.write(".gitlab-ci.yml", "own: {}\n")
    let config = shop.text(".tunegate.yml")
    let again = try shop.run("init", "data.jsonl", "--pre-commit", "--ci", "gitlab")
    #expect(again.status == 0 && again.errors.contains(".tunegate.yml is there already and stays as it is"))
    #expect(
      again.errors.contains(".pre-commit-config.yaml is there already and stays as it is; add this under 'repos:'"))
    #expect(
      again.text.contains("entry: tunegate check --quiet") && again.text.contains("codequality:"), "\(again.text)")
    #expect(shop.text(".gitlab-ci.yml") == "own: {}\n" && shop.text(".tunegate.yml") == config)
    let printed = try shop.run("init", "data.jsonl", "-o", "-", "--ci", "github")
    #expect(printed.text.contains("\n# .github/workflows/tunegate.yml\nname: Training data\n"), "\(printed.text)")
    #expect(try shop.run("init", "data.jsonl", "--ci", "jenkins").status == 2)
  }
}
