import Testing

@testable import TunegateKit

@Suite("Profiles: in a run")
struct ProfileRunTests {
  private func audit(
    _ lines: [String], _ profiles: [String], jobs: Int = 1, slab: Int = Slab.standardBytes, all: Bool = true
  ) async throws -> Audit {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n"))
    var options = AuditOptions(jobs: jobs, keepsAllFindings: all)
    options.slabBytes = slab
    return await Pipeline.audit(
      [path], settings: try standardSettings(SettingFlags(profiles: profiles)), options: options)
  }

  private var mixed: [String] {
    (0..<40).flatMap { i in
      [
        chat("user: question \(i)", "assistant: answer \(i)"), pair("question \(i)", "answer \(i)"),
        chat("user: a \(i)", "user: b \(i)", "assistant: c \(i)"), "{\"broken\": \(i)",
        #"{"instruction": "do \#(i)", "output": "done \#(i)"}"#,
      ]
    }
  }

  @Test("A finding names the profile, what it does, the place, and what was expected")
  func findings() async throws {
    let line = cleanChats(1)[0].dropLast() + #", "id": 1}"#
    let audit = try await audit([String(line)] + cleanChats(80).dropFirst(), ["together"])
    #expect(
      audit.findings.map(\.message) == [
        #"together refuses the example: /id: found the key "id", expected one of "messages", "tools""#
      ])
    #expect(audit.findings.map(\.pointer) == ["/id"] && audit.exitCode == 1)
    #expect(audit.findings.first?.hint.hasSuffix("one such example stops the whole run") == true)
    #expect(audit.report.gate.limits.filter { !$0.passed }.map(\.name) == ["profile-format share"])
  }

  @Test("What another rule tells of the same example is told once")
  func covered() async throws {
    let late = chat("user: a", "assistant: b", "system: c", "user: d", "assistant: e")
    for (line, profile, rule) in [
      (late, "fireworks", "role-order"), (chat("user: a", "narrator: b"), "mistral", "unknown-role"),
      ("7", "trl", "not-an-object"), (chat("user: a", "user: b", "assistant: c"), "together", ProfileFormat.id),
      (chat("user: a", "assistant: b", "user: c"), "mistral", ProfileFormat.id),
      (#"{"song": "la"}"#, "mistral", ProfileFormat.id),
    ] {
      let audit = try await audit(cleanChats(80) + [line], [profile])
      #expect(audit.findings.map(\.rule) == [rule], "\(profile): \(line)")
    }
  }

  @Test("What another rule tells of an example closes the gate as well where the profile refuses it")
  func strictness() async throws {
    // One of 300 is below the 1 % that role-order is allowed otherwise.
    let lines = [chat("user: a", "assistant: b", "system: c", "user: d", "assistant: e")] + cleanChats(299)
    #expect(try await audit(lines, []).exitCode == 0)
    #expect(try await audit(lines, ["fireworks"]).exitCode == 1)
    #expect(try await audit(lines, ["trl"]).exitCode == 0)
  }

  @Test("Rules that the profile answers better are off, and can be turned on again")
  func superseded() throws {
    let settings = try standardSettings(SettingFlags(profiles: ["together"]))
    for id in ["unknown-shape", "mixed-format", "repeated-role"] {
      #expect(settings[rule: id]?.isEnabled == false)
    }
    let config = ConfigFile(
      path: "c.yml", text: "profile: together\nrules: {mixed-format: on}\ngate: {min-examples: 7}")
    let own = try Settings.forRun(config: config, flags: SettingFlags())
    #expect(own[rule: "mixed-format"]?.isEnabled == true && own.gate.minExamples == 7)
    #expect(try standardSettings().profileSet == nil)
  }

  @Test("--profile all compares, finds nothing and closes nothing")
  func comparing() async throws {
    let plain = try await audit(cleanLines(60), [])
    let compared = try await audit(cleanLines(60), ["all"])
    #expect(compared.exitCode == 0 && compared.findings == plain.findings && compared.report.gate == plain.report.gate)
    #expect(plain.report.profiles.isEmpty)
    let profiles = compared.report.profiles
    #expect(profiles.map(\.name) == ProfileLibrary.names)
    for profile in profiles { #expect(profile.counts.reduce(0, +) == 60) }
    #expect(profiles.first { $0.name == "trl" }?.count(.take) == 60)
    #expect(profiles.first { $0.name == "openai-chat" }?.count(.reject) == 60)
    #expect(profiles.first { $0.name == "ms-swift" }?.count(.take) == 60)
    #expect(profiles.first { $0.name == "mistral" }?.first.first?.place.line == 1)
  }

  @Test("The sections of the reports, and none without a comparison")
  func sections() async throws {
    let compared = AuditRun(try await audit(mixed, ["all", "trl"]))
    #expect(
      compared.terminal.contains("trains on nothing") && compared.terminal.contains("40 lines that no loader can read"))
    #expect(compared.report.contains("\"profiles\": [") && compared.report.contains("\"trains_on_nothing\": 0"))
    let rules = try #require(compared.report.range(of: "\"rules\": ["))
    let profiles = try #require(compared.report.range(of: "\"profiles\": ["))
    let findings = try #require(compared.report.range(of: "\"findings\": ["))
    #expect(rules.lowerBound < profiles.lowerBound && profiles.lowerBound < findings.lowerBound)
    let plain = AuditRun(try await audit(mixed, ["trl"]))
    #expect(!plain.report.contains("\"profiles\"") && !plain.terminal.contains("trains on nothing"))
  }

  @Test(
    "The same report for every number of jobs and every cut",
    arguments: [["all"], ["llama-factory", "together"], ["all", "trl"]])
  func jobs(profiles: [String]) async throws {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", mixed.joined(separator: "\n"))
    let settings = try standardSettings(SettingFlags(profiles: profiles))
    var runs: [AuditRun] = []
    for (jobs, slab) in [(1, Slab.standardBytes), (1, 700), (2, 300), (4, 4_096)] {
      var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
      options.slabBytes = slab
      runs.append(AuditRun(await Pipeline.audit([path], settings: settings, options: options)))
    }
    for run in runs.dropFirst() { #expect(runs[0].difference(from: run) == nil) }
  }

  @Test("Findings beyond those that are shown are counted, not worded")
  func counting() async throws {
    let lines = (0..<50).map { #"{"song": "la \#($0)"}"# }
    let few = try await audit(lines, ["trl"], all: false)
    let all = try await audit(lines, ["trl"])
    #expect(
      all.findings.count == 50 && all.findings.allSatisfy { $0.message.hasPrefix("trl refuses the example: the keys") })
    #expect(few.report.rules.map(\.findings) == all.report.rules.map(\.findings))
    #expect(few.findings.allSatisfy { !$0.message.isEmpty })
  }

  @Test("Several formats where one is taken, and too few examples")
  func limits() async throws {
    let mixedFormats = try await audit(cleanChats(3) + [pair("q", "a")], ["together", "fireworks", "bedrock-nova"])
    let messages = mixedFormats.findings.filter { $0.rule == ProfileLimit.id }.map(\.message)
    #expect(
      messages == [
        "bedrock-nova refuses the data set: it has 4 examples, expected 8 or more",
        "together refuses a data set of several formats: 1 example has together-instruction, here first, "
          + "expected together-conversation as in the 3 others",
      ])
  }

  @Test("A limit of tokens that the user gives takes the place of a trainer's default, not of a provider's limit")
  func tokenLimit() async throws {
    let line = chat("user: hi", "assistant: \(String(repeating: "abc ", count: 300))")
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", line)
    func counts(_ config: String) async throws -> [String: ProfileSummary] {
      let config = ConfigFile(path: "c.yml", text: "profile: all\n" + config)
      let settings = try Settings.forRun(config: config, flags: SettingFlags())
      let audit = await Pipeline.audit([path], settings: settings, options: AuditOptions())
      return Dictionary(uniqueKeysWithValues: audit.report.profiles.map { ($0.name, $0) })
    }
    let plain = try await counts("")
    for name in ["trl", "axolotl", "torchtune", "openai-chat"] { #expect(plain[name]?.count(.take) == 1, "\(name)") }
    let short = try await counts("tokens: {max: 100}")
    #expect(short["trl"]?.count(.truncate) == 1 && short["axolotl"]?.count(.drop) == 1)
    #expect(short["torchtune"]?.count(.truncate) == 1 && short["openai-chat"]?.count(.take) == 1)
    #expect(short["trl"]?.first.first?.reason.hasSuffix("expected 100 or fewer (the limit of the run)") == true)
  }

  @Test("Tool definitions count as tokens: the template renders them")
  func toolTokens() async throws {
    let description = String(repeating: "abc ", count: 2_000)
    let line = toolChat.replacing(#""description": """#, with: #""description": "\#(description)""#)
    let audit = try await audit([line], ["all"])
    #expect(audit.report.profiles.first { $0.name == "trl" }?.count(.truncate) == 1)
  }

  @Test("Nothing is trained where the weight of every answer is 0, for those who read weights")
  func weights() async throws {
    let line = chat("user: a", "assistant: b").replacing("\"b\"", with: "\"b\", \"weight\": 0")
    let audit = try await audit([line], ["all"])
    #expect(audit.report.profiles.first { $0.name == "torchtune" }?.count(.take) == 1)
    let set = try ProfileSet([Self.weighing], named: 1, compares: false)
    var settings = try standardSettings()
    settings.profileSet = set
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", line)
    let own = await Pipeline.audit([path], settings: settings, options: AuditOptions())
    #expect(own.report.findings.contains { $0.rule == "nothing-to-learn" })
  }

  private static let weighing: TrainerProfile = {
    var profile = TrainerProfile(name: "own")
    profile.formats = [TrainerProfile.Format(name: "openai-chat", keySets: [["messages"]])]
    profile.does.unanswered = .drop
    profile.readsWeights = true
    return profile
  }()

  private func cleanChats(_ count: Int) -> [String] {
    cleanLines(count).map { line in
      let texts = line.split(separator: "\"")
      return chat("user: \(texts[3])", "assistant: \(texts[7])")
    }
  }

  @Test("Hostile records end in a verdict", arguments: hostile)
  func hostileRecords(line: String) async throws {
    let audit = try await audit([line], ["all"])
    for profile in audit.report.profiles { #expect(profile.counts.reduce(0, +) + profile.unread == 1) }
  }

  private static let hostile: [String] = [
    "{\"messages\": ["
      + Array(repeating: "{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"a\"}]}", count: 50_000)
      .joined(separator: ",") + "]}",
    #"{"messages": {}, "conversations": 7, "contents": null, "chosen": [], "rejected": {}, "segments": "x"}"#,
    #"{"messages": [null, 1, "a", [], {"role": {}, "content": {}}, {"role": []}]}"#,
    #"{"input": {"messages": 5}, "preferred_output": 1, "non_preferred_output": 1}"#,
    #"{"toolConfig": {"tools": {"a": 1}}, "schemaVersion": 1, "messages": [{"content": [{"toolUse": 1}, "#
      + #"{"toolResult": []}]}]}"#,
    "{\"messages\"" + String(repeating: " ", count: 1_000) + ": []}",
  ]

  @Test("Reserved words, whatever their case, wherever they stand")
  func reservedWords() {
    let words = ReservedWords(["User:", "[EOS]", "<image>"])
    func first(_ text: String) -> String? {
      text.utf8.withContiguousStorageIfAvailable { buffer in
        buffer.baseAddress.flatMap { words.first(in: $0, count: buffer.count) }
      } ?? nil
    }
    #expect(first("USER: hi") == "User:" && first("a [eos] b <image>") == "[EOS]" && first("superuser:") == "User:")
    #expect(first("user : <images> [EO S]") == nil && first(":") == nil && first("user") == nil)
  }
}
