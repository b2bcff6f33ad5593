import Testing

@testable import TunegateKit

/// The effective configuration as text makes the same settings again.
@Suite("tunegate config: the text")
struct ConfigTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var yaml: String
    var flags = SettingFlags()
    var testDescription: String { yaml.isEmpty ? "\(flags)" : yaml }
  }

  static let cases: [Case] = [
    Case(yaml: ""),
    Case(yaml: "gate: {max-noise: 0.1, fail-on: warning, min-examples: 7, require-verdict: rag}"),
    Case(yaml: "gate: {baseline-tolerance: 0.01, fail-on-drift: true}"),
    Case(yaml: "limits: {line-bytes: 3000001, depth: 7, ratio: 3, shown-per-rule: 0}"),
    Case(
      yaml:
        "select: [format, near-duplicate]\nignore: [too-deep]\nrules: {near-duplicate: off, empty-turn: {limit: off}}"),
    Case(yaml: "rules: {near-duplicate: {similarity: 0.6123456789, weight: 0.1, severity: note, limit: 0.3}}"),
    Case(yaml: "rules: {secret: {kinds: [all]}}\nignore: [duplicates, size]"),
    Case(yaml: "fields: {prompt: [a, b.c], answer: 'odd: key', system: s}"),
    Case(yaml: "profile: trl\ngate: {min-examples: 3}"),
    Case(yaml: "profile: [openai-chat, all]\ntokens: {max: 2048, epochs: 3, price-per-million: 0.25, per-message: 4}"),
    Case(yaml: "profile: bedrock-nova"),
    Case(yaml: "eval: [gsm8k.jsonl, 'held out/*.jsonl']"),
    Case(
      yaml:
        "schema: '{\"type\": \"object\", \"title\": \"a\\tb: #c\"}'\n"
        + "completion-schema: |\n  {\n    \"type\": \"array\"\n  }\n"
    ),
    Case(yaml: "ignore: [size]", flags: SettingFlags(profiles: ["trl"], select: ["size", "over-length"], maxNoise: 3)),
    Case(yaml: "", flags: SettingFlags(ignore: ["duplicates"], failOn: "note", tokens: .init(max: 100))),
    Case(yaml: CustomAuditTests.yaml),
    Case(
      yaml: #"""
        custom-rules:
          a:
            message: "odd: \"text\"\\ \t \u202e 😀 'x'"
            hint: 'true'
            at: [record, prompt, /a b/*, '/~0~1']
            enabled: off
            severity: note
            limit: 0.25
            when: [{at: /a, equals: [1, 'on', '']}, {at: system, matches: '\d+', present: true}]
            forbid: ['\b(a|b)\b', '"', "'"]
            require: x
            ignore-case: true
            min-length: 1
            max-length: 2
            labels: ['null', 'no', '5', x y, '- a']
            schema: {type: object, required: [a]}
            present: false
            examples: {good: [{a: "\u202e\n"}, '{"b": "\u00e6"}'], bad: [{c: 1.50}]}
        ignore: [custom]
        """#),
  ]

  @Test("It is read back as the same settings", arguments: cases)
  func roundTrip(_ test: Case) throws {
    let config = ConfigFile(path: "c.yml", text: test.yaml)
    let settings = try Settings.forRun(config: config, flags: test.flags)
    let text = try settings.configText(config: config, flags: test.flags)
    let again = try Settings.forRun(config: ConfigFile(path: "d.yml", text: text), flags: SettingFlags())
    #expect(again == settings, "\(text)")
    #expect(again.rules == settings.rules && again.customRules == settings.customRules)
    let twice = try again.configText(config: ConfigFile(path: "d.yml", text: text), flags: SettingFlags())
    #expect(ConfigTextTests.plain(twice) == ConfigTextTests.plain(text))
  }

  /// Without the comments.
  private static func plain(_ text: String) -> [Substring] {
    text.split(separator: "\n").map { line in line.firstRange(of: "  # ").map { line[..<$0.lowerBound] } ?? line }
      .filter { !$0.hasPrefix("#") }
  }

  @Test("Each value says where it comes from")
  func origins() throws {
    let config = ConfigFile(
      path: "c.yml",
      text: "profile: openai-chat\ngate:\n  fail-on: error\nrules:\n  near-duplicate: off\n  secret: {limit: 0.5}\n")
    let flags = SettingFlags(ignore: ["size"], maxNoise: 2)
    let settings = try Settings.forRun(config: config, flags: flags)
    let lines = try settings.configText(config: config, flags: flags).split(separator: "\n").map(String.init)
    for line in [
      "profile: [openai-chat]  # c.yml:1", "  max-noise: 2  # --max-noise", "  fail-on: error  # c.yml:3",
      "  depth: 128", "  near-duplicate:  # off, c.yml:5", "    limit: 0.5  # c.yml:6",
      "  min-examples: 1  # profile openai-chat",
    ] { #expect(lines.contains(line), "\(line)") }
    let ignored = try #require(lines.first { $0.hasPrefix("ignore: ") })
    #expect(ignored.hasSuffix("# --ignore"))
  }
}
