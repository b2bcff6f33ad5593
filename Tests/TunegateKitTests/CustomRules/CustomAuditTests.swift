import Testing

@testable import TunegateKit

/// Rules of the user's in a whole run: score, gate, reports, fix, and any split.
@Suite("Custom rules: audits")
struct CustomAuditTests {
  static let yaml = """
    custom-rules:
      vowels:
        message: the answer has an a
        hint: leave it out
        at: answer
        forbid: a
        severity: error
        weight: 0.5
        limit: 0.9
      no-tag: {message: no tag, at: /meta/tag, present: true}
      long-text: {message: long, at: '/messages/*/content', when: {at: '/messages/*/role', equals: user}, max-length: 9}
      odd-tag: {message: odd tag, at: /meta, schema: {properties: {tag: {pattern: '^t'}}}}
      words: {message: odd word, at: [prompt, /prompt], labels: [x, y], when: {at: /prompt, present: true}}
    """

  private func settings(_ more: String = "", select: [String] = []) throws -> Settings {
    try Settings.forRun(
      config: ConfigFile(path: "c.yml", text: Self.yaml + "\n" + more), flags: SettingFlags(select: select))
  }

  @Test("Jobs and slabs do not show")
  func splits() async throws {
    let folder = try TestFolder()
    for seed in [UInt64(3), 8] {
      let path = try folder.write("data-\(seed).jsonl", RandomData(seed: seed, lines: 300).file())
      func run(_ jobs: Int, _ slabBytes: Int) async throws -> AuditRun {
        var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
        options.slabBytes = slabBytes
        return AuditRun(await Pipeline.audit([path], settings: try settings(), options: options))
      }
      let whole = try await run(1, Slab.standardBytes)
      for rule in ["vowels", "no-tag", "long-text", "words"] { #expect(whole.findings.contains("\"\(rule)\"")) }
      for (jobs, bytes) in [(1, 512), (2, 512), (8, 512), (3, 8192), (8, Slab.standardBytes)] {
        #expect(try await run(jobs, bytes).difference(from: whole) == nil, "\(jobs) jobs, slabs of \(bytes)")
      }
    }
  }

  private func audit(_ more: String = "", select: [String] = ["vowels"]) async throws -> Audit {
    let folder = try TestFolder()
    let lines = (0..<20).map { i in
      #"{"prompt": "question \#(i)", "completion": "\#(i < 8 ? "a" : "e")\#(i)"}"#
    }
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n"))
    return await Pipeline.audit([path], settings: try settings(more, select: select))
  }

  @Test("The weight enters the noise score, the limit the gate")
  func scoreAndGate() async throws {
    let audit = try await audit()
    #expect(abs(audit.report.noise.score - 20) < 1e-9)
    #expect(audit.report.noise.byRule.map(\.rule) == ["vowels"])
    let limit = try #require(audit.report.gate.limits.first { $0.name == "vowels share" })
    #expect(limit.limit == 0.9 && limit.value == 0.4 && limit.passed)
    let strict = try await self.audit("gate: {fail-on: error, max-noise: 100}")
    #expect(strict.exitCode == 1)
  }

  @Test("Every report tells of it, with its page where the report has pages")
  func reports() async throws {
    let report = try await audit().report
    let listed = ListedFindings(report)
    #expect(report.rules.map(\.id) == ["vowels"] && report.rules[0].group == "custom")
    let texts = [
      TerminalReport(color: false, unicode: true, quiet: false).text(for: report),
      MarkdownReport().text(for: report, listed), GitHubReport().text(for: report, listed),
      String(decoding: JSONReport().bytes(for: report), as: UTF8.self),
      String(decoding: HTMLReport().bytes(for: report, listed), as: UTF8.self),
      String(decoding: JUnitReport().bytes(for: report, listed), as: UTF8.self),
      String(decoding: GitLabReport().bytes(for: report, listed), as: UTF8.self),
      String(decoding: SARIFReport().bytes(for: report, listed), as: UTF8.self),
    ]
    for (i, text) in texts.enumerated() { #expect(text.contains("vowels"), "report \(i)") }
    #expect(texts[7].contains("no match of `a`") && texts[7].contains("\"the answer has an a\""))
    #expect(texts[5].contains("custom"))
  }

  @Test("fix takes out what a rule of the user's finds when it is asked to, by id or by group")
  func fix() throws {
    let settings = try settings()
    #expect(try FixPlan(settings).rules.contains("vowels") == false)
    #expect(try FixPlan(settings, remove: ["vowels"]).rules.contains("vowels"))
    let group = try FixPlan(settings, remove: ["custom"], keep: ["words"]).rules
    #expect(group.suffix(4) == ["vowels", "no-tag", "long-text", "odd-tag"])
    #expect(throws: FixPlan.UnknownRule(description: "there is no rule or group 'vowel'; did you mean 'vowels'?")) {
      try FixPlan(settings, remove: ["vowel"])
    }
  }

  @Test("The page of a rule is its definition")
  func page() throws {
    let text = try RuleList.page("vowels", settings(), color: false).get()
    #expect(text.hasPrefix("the answer has an a\n  vowels, group custom, error, removable\n\nleave it out.\n"))
    #expect(text.contains("- no match of `a`\n") && text.contains("Written in `c.yml`, line 2."))
    #expect(throws: RuleList.UnknownRule(description: "there is no rule 'vowls'; did you mean 'vowels'?")) {
      try RuleList.page("vowls", settings(), color: false).get()
    }
  }

  @Test("Examples: what fails is told with its line")
  func examples() throws {
    let config = ConfigFile(
      path: "c.yml",
      text: """
        custom-rules:
          r:
            message: wrong
            at: answer
            forbid: x
            enabled: false
            examples:
              good:
                - {prompt: a, completion: b}
                - {prompt: a, completion: x}
              bad:
                - {prompt: a, completion: x}
                - '{"prompt": "a", "completion": "b"}'
          s: {message: wrong, at: answer, forbid: x}
        """)
    let test = CustomRuleTest(try Settings.forRun(config: config, flags: SettingFlags()))
    #expect(!test.holds)
    #expect(
      test.text == """
        r  2 good, 2 bad  2 of 4 fail
          c.yml:10: good example 2: found "wrong; found `x`, expected no match of `x`", expected no finding
            {"prompt": "a", "completion": "x"}
          c.yml:13: bad example 2: found nothing, expected a finding
            {"prompt": "a", "completion": "b"}
        s  0 good, 0 bad  no examples

        """)
    #expect(CustomRuleTest(try standardSettings()).holds)
  }
}
