import Testing

@testable import TunegateKit

@Suite struct SettingsOverlayTests {
  @Test func readsEverySection() throws {
    let settings = try DraftRules.settings(
      """
      profile: [openai-chat, trl]
      fields:
        prompt: [instruction, meta.input]
        answer: output
        system: system
      select: [duplicates, length-outlier]
      ignore: [normalized-duplicate]
      rules:
        near-duplicate: {severity: error, limit: 0.1, weight: 0.25, similarity: 0.9}
        exact-duplicate: off
        length-outlier: {limit: 1}
      gate: {max-noise: 2.5, fail-on: error, min-examples: 50}
      limits: {line-bytes: 10MB, depth: 64, ratio: 100, shown-per-rule: 2}
      """)
    #expect(settings.profiles == ["openai-chat", "trl"])
    #expect(settings.fields?.prompt.map(\.keys) == [["instruction"], ["meta", "input"]])
    #expect(settings.fields?.answer.map(\.description) == ["output"])
    #expect(settings.fields?.system.map(\.description) == ["system"])
    #expect(settings.fields?.label == nil)
    #expect(DraftRules.enabled(settings) == ["near-duplicate", "length-outlier"])
    let near = try #require(settings[rule: "near-duplicate"])
    #expect(near.severity == .error && near.limit == 0.1 && near.weight == 0.25)
    #expect(near.number("similarity") == 0.9)
    #expect(settings[rule: "length-outlier"]?.limit == 1)
    #expect(settings.gate.maxNoise == 2.5 && settings.gate.failOn == .error && settings.gate.minExamples == 50)
    let limits = settings.limits
    #expect(limits.lineBytes == 10_000_000 && limits.depth == 64 && limits.ratio == 100)
    #expect(limits.shownPerRule == 2)
  }

  @Test(arguments: ["label: category", "chosen: good\n  rejected: bad", "messages: chat.turns"])
  func readsFields(target: String) throws {
    let fields = try #require(try DraftRules.settings("fields:\n  \(target)\n").fields)
    let targets = [fields.label, fields.chosen.first, fields.rejected.first, fields.messages].compactMap(\.self)
    let values = target.split(separator: "\n").map { trimmed($0.split(separator: ": ")[1]) }
    #expect(targets.map(\.description) == values)
  }

  @Test func readsEveryKindOfOption() throws {
    var settings = try ToyRules.settings()
    try settings.overlay(
      """
      rules:
        near-duplicate:
          similarity: 1e-1
          shingle: 64
          across: no
          side: answer
          note: 12
          skip: [a, "b c"]
      """, path: "c.yml")
    let rule = try #require(settings[rule: "near-duplicate"])
    #expect(
      rule.options == [
        "similarity": .number(0.1), "shingle": .number(64), "across": .bool(false), "side": .string("answer"),
        "note": .string("12"), "skip": .strings(["a", "b c"]), "floor": .number(2), "scale": .number(1),
      ])
    #expect(rule.number("shingle") == 64 && rule.bool("across") == false && rule.string("side") == "answer")
    #expect(rule.strings("skip") == ["a", "b c"] && rule.number("side") == nil && rule.bool("nowhere") == nil)
  }

  @Test(arguments: ["1e999", "inf", ".inf", "nan", "0x10", "1_000", "", "."]) func numbersAreFiniteDecimals(
    text: String
  ) {
    var reader = ConfigReader(path: "c.yml")
    let node = YAMLNode(content: .scalar(text, isPlain: true), place: .init(line: 1, column: 1))
    #expect(reader.number(node, "n", in: 0...(.infinity)) == nil && reader.errors.count == 1)
  }

  @Test func changesOnlyWhatItNames() throws {
    let pack = try DraftRules.settings()
    var expected = pack
    let near = try #require(expected.rules.firstIndex { $0.id == "near-duplicate" })
    expected.rules[near].severity = .note
    let settings = try DraftRules.settings("rules: {near-duplicate: {severity: note}}")
    #expect(settings == expected)
  }

  @Test func takesALimitAway() throws {
    #expect(try DraftRules.settings()[rule: "exact-duplicate"]?.limit == 0.2)
    #expect(try DraftRules.settings("rules: {exact-duplicate: {limit: off}}")[rule: "exact-duplicate"]?.limit == nil)
  }

  @Test func laterLayersWin() throws {
    var settings = try DraftRules.settings("gate: {max-noise: 3, fail-on: note}\nprofile: trl")
    try settings.overlay("gate: {max-noise: 2}", path: "second.yml")
    #expect(settings.gate.maxNoise == 2 && settings.gate.failOn == .note && settings.gate.minExamples == 10)
    try settings.overlay(SettingFlags(profiles: ["nova"], maxNoise: 1, failOn: "never"))
    #expect(settings.gate.maxNoise == 1 && settings.gate.failOn == nil && settings.profiles == ["nova"])
  }

  /// Texts that hold no setting.
  static let emptyTexts = [
    "", "\n\n", "# only a comment\n", "---\n", "~", "\u{FEFF}", "{}", "gate:\nlimits: {}\nrules:\n",
  ]

  @Test(arguments: emptyTexts) func anEmptyFileChangesNothing(text: String) throws {
    var generator = Seeded(state: 7)
    for _ in 0..<50 {
      var settings = try DraftRules.settings()
      try settings.overlay(randomConfig(using: &generator), path: "random.yml")
      let before = settings
      try settings.overlay(text, path: "empty.yml")
      #expect(settings == before)
    }
  }

  @Test func overlayingTwiceIsOverlayingOnce() throws {
    var generator = Seeded(state: 11)
    for _ in 0..<200 {
      let yaml = randomConfig(using: &generator)
      var settings = try DraftRules.settings(yaml)
      let once = settings
      try settings.overlay(yaml, path: "again.yml")
      #expect(settings == once, "\(yaml)")
    }
  }

  /// A valid config of random settings.
  private func randomConfig(using generator: inout Seeded) -> String {
    var text = ""
    if Bool.random(using: &generator) { text += "gate: {max-noise: \(Int.random(in: 0...100, using: &generator))}\n" }
    if Bool.random(using: &generator) { text += "limits: {depth: \(Int.random(in: 1...1024, using: &generator))}\n" }
    for key in ["select", "ignore"] where Bool.random(using: &generator) {
      let names = (0..<3).compactMap { _ in DraftRules.specs.randomElement(using: &generator) }
      text += "\(key): [\(names[0].id), \(names[1].id), \(names[2].group)]\n"
    }
    text += "rules:\n"
    for spec in DraftRules.specs where Int.random(in: 0..<4, using: &generator) == 0 {
      let value = ["off", "on", "{weight: 0.5, severity: note}", "{limit: 0.125}"].randomElement(using: &generator)
      text += "  \(spec.id): \(value ?? "on")\n"
    }
    return text
  }

  /// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
