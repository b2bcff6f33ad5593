import Testing

@testable import TunegateKit

@Suite("Gate and verdict")
struct GateKeeperTests {
  /// Settings of two rules: `limited` may be in 10 % of the lines, `free` in any number.
  private static func settings() -> Settings {
    var settings = Settings(specs: [
      RuleSpec(id: "limited", group: "g"), RuleSpec(id: "free", group: "g"),
    ])
    settings.gate.maxNoise = 5
    settings.gate.minExamples = 10
    settings.rules[0].limit = 0.1
    settings.rules[0].severity = .warning
    settings.rules[1].severity = .note
    return settings
  }

  private func gate(
    _ settings: Settings = settings(), noise: Double = 0, examples: Int = 100, rules: [RuleSummary] = [],
    problems: Int = 0
  ) -> Gate {
    GateKeeper(settings: settings).gate(
      noise: NoiseScore(score: noise, low: 0, high: 100, byRule: []), examples: examples, rules: rules,
      problems: problems)
  }

  private func summary(_ id: String, findings: Int, share: Double, severity: Severity = .warning) -> RuleSummary {
    RuleSummary(
      id: id, group: "g", severity: severity, findings: findings, examples: Int(share * 100), share: share)
  }

  private func limit(_ name: String, in gate: Gate) throws -> GateLimit {
    try #require(gate.limits.first { $0.name == name }, "no limit \(name)")
  }

  @Test("The noise score closes the gate above its limit", arguments: [(4.9, true), (5, true), (5.1, false)])
  func maxNoise(_ noise: Double, _ isOpen: Bool) throws {
    let gate = gate(noise: noise)
    #expect(try limit("max-noise", in: gate) == GateLimit(name: "max-noise", limit: 5, value: noise, passed: isOpen))
    #expect(gate.isOpen == isOpen)
  }

  @Test("Too few examples close the gate", arguments: [(9, false), (10, true), (11, true)])
  func minExamples(_ examples: Int, _ isOpen: Bool) throws {
    let gate = gate(examples: examples)
    let expected = GateLimit(name: "min-examples", limit: 10, value: Double(examples), passed: isOpen)
    #expect(try limit("min-examples", in: gate) == expected)
    #expect(gate.isOpen == isOpen)
  }

  @Test("Without a smallest number of examples there is no such limit")
  func noMinimum() {
    var settings = Self.settings()
    settings.gate.minExamples = 0
    let gate = gate(settings, examples: 0)
    #expect(gate.isOpen && !gate.limits.contains { $0.name == "min-examples" })
  }

  @Test("A rule closes the gate above its share", arguments: [(0.09, true), (0.1, true), (0.11, false)])
  func share(_ share: Double, _ isOpen: Bool) throws {
    let gate = gate(rules: [summary("limited", findings: 1, share: share)])
    let expected = GateLimit(name: "limited share", limit: 0.1, value: share, passed: isOpen)
    #expect(try limit("limited share", in: gate) == expected)
    #expect(gate.isOpen == isOpen)
  }

  @Test("A rule that found nothing is within its limit, one without a limit or switched off has none")
  func noShare() throws {
    #expect(try limit("limited share", in: gate()).value == 0)
    let free = gate(rules: [summary("free", findings: 100, share: 1)])
    #expect(free.isOpen && !free.limits.contains { $0.name == "free share" })
    var settings = Self.settings()
    settings.ignore(["limited"], except: [])
    #expect(gate(settings, rules: [summary("limited", findings: 100, share: 1)]).isOpen)
  }

  @Test("A finding about a file as a whole closes the gate by its number: there is no share of examples")
  func wholeFile() throws {
    let gate = gate(rules: [summary("limited", findings: 1, share: 0)])
    #expect(try limit("limited findings", in: gate).value == 1 && !gate.isOpen)
  }

  @Test(
    "--fail-on closes the gate on a finding at or above its severity",
    arguments: [
      (Severity.error, Severity.warning, true), (.error, .error, false), (.warning, .note, true),
      (.warning, .warning, false), (.warning, .error, false), (.note, .note, false),
    ])
  func failOn(_ failOn: Severity, _ found: Severity, _ isOpen: Bool) throws {
    var settings = Self.settings()
    settings.gate.failOn = failOn
    let gate = gate(settings, rules: [summary("free", findings: 3, share: 0.03, severity: found)])
    let value = isOpen ? 0.0 : 3
    let expected = GateLimit(name: "fail-on \(failOn.name)", limit: 0, value: value, passed: isOpen)
    #expect(try limit("fail-on \(failOn.name)", in: gate) == expected)
    #expect(gate.isOpen == isOpen)
  }

  @Test("What could not be read closes the gate, whatever else holds")
  func problems() throws {
    #expect(try limit("unread inputs", in: gate(problems: 2)).value == 2)
    #expect(!gate(problems: 1).isOpen && gate(problems: 0).isOpen)
  }

  // MARK: - Verdict

  @Test("A closed gate advises to clean first and says what would open it")
  func cleanFirst() {
    let gate = gate(noise: 6, rules: [summary("limited", findings: 20, share: 0.2)])
    let noise = NoiseScore(score: 6, low: 4, high: 8, byRule: [])
    let verdict = VerdictWriter(settings: Self.settings()).verdict(
      noise: noise, gate: gate, examples: 100, effective: 100)
    #expect(verdict.approach == .cleanFirst && !verdict.proceed)
    #expect(verdict.wouldFlip == ["a noise score of 5 or less", "limited share of 10.00 % or less"])
    #expect((0.5...0.99).contains(verdict.confidence))
    #expect(verdict.evidence.first { $0.signal == "limited share" }?.says == "above its limit")
  }

  @Test("Without an example nothing is called clean, and what is missing is said")
  func noExamples() {
    func verdict(_ gate: Gate) -> Verdict {
      VerdictWriter(settings: Self.settings()).verdict(
        noise: NoiseScore(score: 0, low: 0, high: 0, byRule: []), gate: gate, examples: 0, effective: 0)
    }
    let none = verdict(gate(examples: 0))
    #expect(none.approach == .undecided && none.wouldFlip == ["10 examples or more"])
    #expect(none.evidence.first?.says == "there is no example to find any in")
    let unread = verdict(gate(examples: 0, rules: [summary("limited", findings: 20, share: 1)]))
    #expect(unread.approach == .cleanFirst)
    #expect(unread.wouldFlip == ["10 examples or more", "limited share of 10.00 % or less"])
  }

  @Test("Of few records that are not read no repair makes enough; of many it may")
  func fewUnread() throws {
    let settings = try standardSettings()
    func verdict(_ lines: Int, _ rule: String) -> Verdict {
      var rules = [summary(rule, findings: lines, share: 1)]
      rules[0].examples = lines
      return VerdictWriter(settings: settings).verdict(
        noise: NoiseScore(score: 0, low: 0, high: 0, byRule: []), gate: gate(settings, examples: 0, rules: rules),
        examples: 0, effective: 0, rules: rules)
    }
    #expect(verdict(40, UnknownShape.id).approach == .fewShot)
    #expect(verdict(40, DoubleEncoded.id).approach == .fewShot)
    #expect(verdict(40, "invalid-json").approach != .fewShot, "no records")
    #expect(verdict(50, UnknownShape.id).approach == .cleanFirst)
  }

  @Test("Too few distinct examples advise few-shot; a quiet run advises nothing")
  func otherVerdicts() throws {
    let settings = try standardSettings()
    let quiet = NoiseScore(score: 0, low: 0, high: 1, byRule: [])
    func verdict(_ effective: Int) -> Verdict {
      VerdictWriter(settings: settings).verdict(
        noise: quiet, gate: gate(settings, examples: 100), examples: 100, effective: effective)
    }
    #expect(verdict(49).approach == .fewShot && verdict(49).wouldFlip == ["1 more distinct example"])
    #expect(verdict(48).wouldFlip == ["2 more distinct examples"])
    #expect(verdict(50).approach == .undecided && !verdict(50).proceed)
  }
}
