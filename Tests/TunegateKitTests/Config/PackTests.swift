import Testing

@testable import TunegateKit

@Suite struct PackTests {
  @Test func defaultPackIsComplete() throws {
    let settings = try DraftRules.settings()
    #expect(settings.rules.map(\.id) == DraftRules.specs.map(\.id))
    #expect(DraftRules.enabled(settings) == DraftRules.specs.map(\.id))
    #expect(settings.rules.filter(\.origin.isEmpty).map(\.id) == [])
    #expect(settings.gate.maxNoise == 5 && settings.gate.failOn == nil && settings.gate.minExamples == 10)
    #expect(settings.limits == Settings.Limits())
  }

  /// Redundancy and unusual lengths are no noise (they would drown what is).
  @Test func duplicatesAndLengthsStayOutOfTheScore() throws {
    let settings = try DraftRules.settings()
    // An example that is cut does teach something wrong: an answer without its end.
    let silent = settings.rules.filter {
      ["duplicates", "size", "files"].contains($0.group) && $0.id != "over-length"
    }
    #expect(silent.count >= 7 && silent.allSatisfy { $0.weight == 0 })
    #expect(settings[rule: "empty-turn"]?.weight == 1)
    #expect(settings[rule: "near-duplicate"]?.number("similarity") == 0.8)
  }

  @Test func nothingToOverlayIsTheDefaultPack() throws {
    let pack = try DraftRules.settings()
    #expect(try Settings.effective(rules: DraftRules.specs, config: nil) == pack)
  }

  @Test func effectiveOverlaysInOrder() throws {
    let config = ConfigFile(path: ".tunegate.yml", text: "gate: {max-noise: 2, min-examples: 3}")
    let settings = try Settings.effective(
      rules: DraftRules.specs, config: config, flags: SettingFlags(maxNoise: 1))
    #expect(settings.gate.maxNoise == 1 && settings.gate.minExamples == 3)
  }

  @Test(arguments: [
    ("ignore: [format, conversation, content, duplicates, leakage, size, files]", [], ".tunegate.yml"),
    (nil, ["format,conversation,content,duplicates,leakage,size,files"], "tunegate"),
  ]) func aRunNeedsARule(yaml: String?, ignore: [String], path: String) throws {
    let config = yaml.map { ConfigFile(path: ".tunegate.yml", text: $0) }
    let error = #expect(throws: ConfigErrors.self) {
      try Settings.effective(rules: DraftRules.specs, config: config, flags: SettingFlags(ignore: ignore))
    }
    #expect(
      error?.description == """
        \(path): error: no rule is left to run: each is off, ignored or not selected; 'tunegate rules' lists them
        """)
  }

  @Test func aGapIsAnError() throws {
    #expect(packErrors("") == "pack.yml:1:1: error: an empty pack: it must set every rule, gate and limit")
    #expect(
      packErrors(
        """
        rules:
          exact-duplicate: {severity: error}
          near-duplicate: off
          length-outlier: {severity: note, weight: 0, spread: 2}
          typo-rule: {}
        gate: {max-noise: 5}
        """) == """
          pack.yml:1:1: error: limits is missing; a pack must set it
          pack.yml:2:20: error: rules.exact-duplicate.weight is missing; a pack must set it
          pack.yml:3:19: error: rules.near-duplicate: expected a mapping, found 'off'
          pack.yml:4:47: error: unknown key 'spread' in rules.length-outlier; expected one of enabled, \
          severity, weight, limit, origin
          pack.yml:5:3: error: unknown rule 'typo-rule' in rules; 'tunegate rules' lists them
          pack.yml:6:7: error: gate.fail-on is missing; a pack must set it
          pack.yml:6:7: error: gate.min-examples is missing; a pack must set it
          """)
    #expect(
      packErrors(ToyRules.pack.replacing("    side: both\n", with: ""))
        == "pack.yml:3:5: error: rules.near-duplicate.side is missing; a pack must set it")
  }

  @Test func bytesMustBeUTF8() {
    let error = #expect(throws: ConfigErrors.self) {
      try Settings.load(pack: Array("a: 1\nb: \u{E9}".utf8.dropLast()), path: "pack.yml", rules: [])
    }
    #expect(error?.description == "pack.yml:2: error: not valid UTF-8")
  }

  private func packErrors(_ yaml: String) -> String {
    do {
      _ = try Settings.load(pack: Array(yaml.utf8), path: "pack.yml", rules: ToyRules.specs)
      return ""
    } catch {
      return error.description
    }
  }
}
