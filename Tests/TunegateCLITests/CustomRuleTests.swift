import Foundation
import Testing

@Suite("Custom rules on the command line")
struct CustomRuleTests {
  private static let rule = """
    custom-rules:
      no-vowels:
        message: the answer has a vowel
        at: answer
        forbid: '[aeiou]'
        limit: 0
        examples:
          good: [{prompt: a, completion: xyz}]
          bad: [{prompt: a, completion: abc}]

    """

  private func shop(_ config: String = rule) throws -> Workshop {
    let shop = try Workshop()
    try shop.write(".tunegate.yml", config)
    return shop
  }

  @Test("rules --test: 0 when all hold, 1 when one fails, 2 when the configuration is wrong")
  func test() throws {
    let holds = try shop().run("rules", "--test")
    #expect(holds.status == 0 && holds.text == "no-vowels  1 good, 1 bad  all hold\n", "\(holds.errors)")
    let fails = try shop(Self.rule.replacing("abc", with: "xxx")).run("rules", "--test")
    #expect(fails.status == 1)
    #expect(
      fails.text.contains("  .tunegate.yml:9: bad example 1: found nothing, expected a finding\n"), "\(fails.text)")
    let wrong = try shop(Self.rule.replacing("[aeiou]", with: "[aeiou")).run("rules", "--test")
    #expect(wrong.status == 2 && wrong.errors.hasPrefix(".tunegate.yml:5:13: error: custom-rules.no-vowels.forbid"))
    #expect(try shop("").run("rules", "--test").status == 0)
  }

  @Test("rules lists it, explain shows it, check obeys it, fix takes out what it finds")
  func commands() throws {
    let shop = try shop()
    let listed = try shop.run("rules")
    #expect(listed.text.contains(/no-vowels +custom +warning +0 +0\.00 %\n/), "\(listed.text)")
    let page = try shop.run("explain", "no-vowels")
    #expect(page.status == 0 && page.text.hasPrefix("the answer has a vowel\n"), "\(page.errors)")
    #expect(try shop.run("explain", "no-vowel").errors.contains("did you mean 'no-vowels'?"))
    let closed = try shop.run("check", "clean.jsonl")
    #expect(closed.status == 1 && closed.flat.contains("no-vowels share: 100.00 % is above the limit of 0.00 %"))
    #expect(try shop.run("check", "clean.jsonl", "--ignore", "custom").status == 0)
    let fixed = try shop.run("fix", "clean.jsonl", "-o", "out.jsonl", "--remove", "custom")
    #expect(fixed.status == 0 && fixed.text.contains("out.jsonl  0 lines"), "\(fixed.text)\(fixed.errors)")
  }

  @Test("A built-in rule is explained whatever the configuration says")
  func brokenConfig() throws {
    let shop = try shop("custom-rules: 5\n")
    #expect(try shop.run("explain", "exact-duplicate").status == 0)
    let own = try shop.run("explain", "no-vowels")
    #expect(own.status == 2 && own.errors.contains("custom-rules: expected a mapping, found '5'"), "\(own.errors)")
  }

  @Test("The number of jobs does not show")
  func jobs() throws {
    let shop = try shop()
    let runs = try [1, 2, 8].map { jobs in
      try shop.run("check", "copies.jsonl", "clean.jsonl", "--findings", "-", "--jobs", "\(jobs)")
    }
    #expect(runs[0].text.contains("no-vowels"))
    #expect(runs.allSatisfy { $0.output == runs[0].output })
  }

  @Test("config prints what makes the same report; a PATH is a file or a folder to look from")
  func config() throws {
    let shop = try shop()
    let printed = try shop.run("config", "--max-noise", "7")
    #expect(printed.status == 0 && printed.text.contains("  max-noise: 7  # --max-noise\n"), "\(printed.errors)")
    try shop.write("sub/other.yml", printed.text)
    let (one, other) = (
      try shop.run("check", "copies.jsonl", "--max-noise", "7", "--report", "json"),
      try shop.run("check", "copies.jsonl", "--config", "sub/other.yml", "--report", "json")
    )
    #expect(one.output == other.output && one.status == other.status)
    #expect(try shop.run("config", "sub/other.yml").text.contains("  max-noise: 7  # sub/other.yml:3\n"))
    #expect(try shop.run("config", "sub").text.contains("  no-vowels:  # sub/../.tunegate.yml:2\n"))
    #expect(try shop.run("config", "nowhere.yml").status == 2)
    #expect(try shop.run("config", "sub", "--config", "sub/other.yml").status == 2)
  }

  @Test("schema prints a JSON Schema")
  func schema() throws {
    let printed = try Workshop().run("schema")
    let schema = try #require(JSONSerialization.jsonObject(with: printed.output) as? [String: Any])
    #expect(printed.status == 0 && schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }
}
