import Testing

@testable import TunegateKit

/// Tokens in a run: which texts are counted, on which side, and what a limit cuts.
@Suite("Tokens of a data set")
struct TokenAuditTests {
  private static let tokenizer = TokenGoldenTests.folder.appendingPathComponent("small.tiktoken").path

  private static func audit(
    _ lines: [String], _ tokens: String, jobs: Int = 1, slabBytes: Int = Slab.standardBytes
  ) async throws -> Audit {
    let folder = try TestFolder()
    let path = try folder.write("a.jsonl", lines.joined(separator: "\n") + "\n")
    let config = ConfigFile(path: "c.yml", text: "tokens: {\(tokens)}\ngate: {min-examples: 0}")
    var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
    options.slabBytes = slabBytes
    return await Pipeline.audit(
      [path], settings: try Settings.forRun(config: config, flags: SettingFlags()), options: options)
  }

  private static func exact(_ rest: String = "") -> String { "tokenizer: '\(tokenizer)', pattern: gpt2\(rest)" }

  private static let chat =
    #"{"messages": [{"role": "system", "content": "the"}, {"role": "user", "content": "the the"}, "#
    + #"{"role": "assistant", "content": "the the the"}, {"role": "assistant", "content": "the", "weight": 0}], "#
    + #""tools": [{"type": "function"}]}"#

  @Test("Tools, system messages and turns are counted, each on its side")
  func sides() async throws {
    let tokenizer = try Tokenizer(contentsOf: Self.tokenizer, pattern: "gpt2")
    let tools = tokenizer.count(of: #"[{"type": "function"}]"#)
    let tokens = try await Self.audit([Self.chat], Self.exact()).report.dataset.tokens
    #expect(tokens.exact && tokens.error == 0)
    #expect(tokens.prompt == tools + 1 + 2 + 1 && tokens.answer == 3)
    #expect(tokens.total == tokens.prompt + tokens.answer && tokens.longest == tokens.total)
    #expect(tokens.max == nil && tokens.price == nil)
    let more = try await Self.audit([Self.chat], Self.exact(", per-message: 5")).report.dataset.tokens
    #expect(more.total == tokens.total + 20 && more.answer == 8)
  }

  @Test("A price is that of all epochs")
  func price() async throws {
    let rest = ", price-per-million: 500000, epochs: 3"
    let tokens = try await Self.audit([Self.chat], Self.exact(rest)).report.dataset.tokens
    #expect(tokens.price == Double(tokens.total) * 1.5 && tokens.epochs == 3)
  }

  /// Prompts of p and answers of a tokens.
  private static func pair(_ p: Int, _ a: Int) -> String {
    func words(_ n: Int) -> String { "the" + String(repeating: " the", count: n - 1) }
    return #"{"prompt": "\#(words(p))", "completion": "\#(words(a))"}"#
  }

  @Test("A limit cuts at the end, to the token")
  func limit() async throws {
    let lines = [Self.pair(4, 6), Self.pair(4, 7), Self.pair(10, 1), Self.pair(9, 2), Self.pair(12, 3)]
    let audit = try await Self.audit(lines, Self.exact(", max: 10"))
    let tokens = audit.report.dataset.tokens
    #expect(tokens.over == 4 && tokens.cut == 1 + 1 + 1 + 3 && tokens.longest == 15)
    #expect(audit.rulesByLine[1]?.contains("over-length") != true)
    #expect(audit.rulesByLine[2]?.contains("over-length") == true)
    #expect(audit.rulesByLine[3]?.contains("answer-cut-off") == true)
    #expect(audit.rulesByLine[4]?.contains("over-length") == true)
    #expect(audit.rulesByLine[5]?.contains("answer-cut-off") == true)
    let messages = audit.findings.filter { $0.rule == "over-length" || $0.rule == "answer-cut-off" }.map(\.message)
    #expect(
      messages.first == "the example has 11 tokens, expected at most 10; a cut there takes 1 of the answers' 7 tokens")
    #expect(messages.last?.hasSuffix("a cut there leaves no token of the answer to learn") == true)
  }

  @Test("Both answers of a preference pair are held against the limit with the prompt before them")
  func preference() async throws {
    let line = #"{"prompt": "the the", "chosen": "the", "rejected": "the the the"}"#
    let tokens = try await Self.audit([line], Self.exact(", max: 4")).report.dataset.tokens
    #expect(tokens.prompt == 2 && tokens.answer == 4 && tokens.longest == 5 && tokens.over == 1 && tokens.cut == 1)
  }

  @Test("A run of any number of jobs and slabs counts the same", arguments: [1, 3])
  func split(jobs: Int) async throws {
    var dice = Dice(9)
    let lines = (0..<60).map { _ in Self.pair(dice.number(1...30), dice.number(1...30)) }
    let one = AuditRun(try await Self.audit(lines, Self.exact(", max: 25")))
    let other = AuditRun(try await Self.audit(lines, Self.exact(", max: 25"), jobs: jobs, slabBytes: 600))
    let difference = one.report.split(separator: "\n").first { $0.contains("\"tokens\"") }
    #expect(difference == other.report.split(separator: "\n").first { $0.contains("\"tokens\"") })
    #expect(one.findings.split(separator: "\n").count == other.findings.split(separator: "\n").count)
  }

  @Test("Without a tokenizer tokens are estimated, tool definitions too, and findings wait for certainty")
  func estimate() async throws {
    let tokens = try await Self.audit([Self.chat], "max: 20").report.dataset.tokens
    #expect(!tokens.exact && tokens.error == TokenEstimate.error && tokens.total > 10)
    let bare = try await Self.audit([Self.chat.replacing(#", "tools": [{"type": "function"}]"#, with: "")], "max: 20")
    #expect(bare.report.dataset.tokens.total < tokens.total)
    let line = Self.pair(10, 10)
    let total = try await Self.audit([line], "max: 1000").report.dataset.tokens.total
    #expect(try await Self.audit([line], "max: \(total * 8 / 10)").report.dataset.tokens.over == 0)
    #expect(try await Self.audit([line], "max: \(total / 2)").report.dataset.tokens.over == 1)
    let foreign = #"{"prompt": "語語語語語語語語語語語語", "completion": "語語語語語語語語語語"}"#
    #expect(try await Self.audit([foreign], "max: 6").report.dataset.tokens.over == 0)
    #expect(try await Self.audit([foreign], "max: 1").report.dataset.tokens.error == TokenEstimate.foreignError)
  }

  @Test(
    "What is wrong with the settings is said",
    arguments: [
      ("tokenizer: 'no-such-file.json'", "no-such-file.json: error: cannot be read"),
      ("pattern: gpt2", "name that file with --tokenizer"), ("pattern: gpt3", "found 'gpt3'"),
      ("max: 0", "tokens.max: expected a whole number"), ("epochs: 0.5", "tokens.epochs"),
      ("limit: 3", "unknown key 'limit'"),
      ("price-per-million: -1", "tokens.price-per-million"),
    ])
  func errors(tokens: String, words: String) {
    let config = ConfigFile(path: "c.yml", text: "tokens: {\(tokens)}")
    let error = #expect(throws: ConfigErrors.self) {
      try Settings.forRun(config: config, flags: SettingFlags())
    }
    #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
  }

  @Test("Paths are relative to the config file; flags win, and take the file's pattern away with its file")
  func overlay() throws {
    var tokens = Settings.Tokens(tokenizer: "a", pattern: "gpt2", max: 5, epochs: 2)
    tokens.overlay(Settings.Tokens(tokenizer: "b", max: 7))
    #expect(tokens == Settings.Tokens(tokenizer: "b", max: 7, epochs: 2))
    var settings = try Settings.forRun(config: nil, flags: SettingFlags(tokens: Settings.Tokens(max: 9)))
    try settings.overlay("tokens: {tokenizer: t/x.json}", path: "conf/c.yml")
    #expect(settings.tokens.tokenizer == "conf/t/x.json" && settings.tokens.max == 9)
    #expect(throws: ConfigErrors.self) {
      try Settings.forRun(config: nil, flags: SettingFlags(tokens: Settings.Tokens(max: 0)))
    }
  }
}
