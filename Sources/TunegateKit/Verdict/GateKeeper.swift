/// Holds a run against the limits of its settings.
struct GateKeeper {
  let settings: Settings

  /// `problems` counts what keeps the run from a judgement; with any the gate stays closed.
  func gate(noise: NoiseScore, examples: Int, rules: [RuleSummary], problems: Int) -> Gate {
    var limits: [GateLimit] = []
    if settings.scope == .set {
      limits.append(
        GateLimit(
          name: "max-noise", limit: settings.gate.maxNoise, value: noise.score,
          passed: noise.score <= settings.gate.maxNoise))
    }
    if settings.gate.minExamples > 0 {
      limits.append(
        GateLimit(
          name: "min-examples", limit: Double(settings.gate.minExamples), value: Double(examples),
          passed: examples >= settings.gate.minExamples))
    }
    for rule in settings.rules where rule.isEnabled {
      guard let limit = rule.limit else { continue }
      let summary = rules.first { $0.id == rule.id }
      if let summary, summary.examples == 0, summary.findings > 0 {
        // About a file or the set as a whole: there is no share of examples, and one is one too many.
        limits.append(
          GateLimit(name: "\(rule.id) findings", limit: 0, value: Double(summary.findings), passed: limit >= 1))
      } else {
        let share = summary?.share ?? 0
        limits.append(GateLimit(name: "\(rule.id) share", limit: limit, value: share, passed: share <= limit))
      }
    }
    if let severity = settings.gate.failOn {
      let count = rules.filter { $0.severity >= severity }.reduce(0) { $0 + $1.findings }
      limits.append(
        GateLimit(name: "fail-on \(severity.name)", limit: 0, value: Double(count), passed: count == 0))
    }
    if problems > 0 {
      limits.append(GateLimit(name: "unread inputs", limit: 0, value: Double(problems), passed: false))
    }
    return Gate(limits: limits)
  }

  /// Holds a run against a baseline: the score may stay what it was, no rule may find more than is allowed, and where
  /// the settings say so nothing may drift.
  func hold(_ noise: NoiseScore, against judge: BaselineJudge, _ baseline: BaselineSummary, in gate: inout Gate) {
    for i in gate.limits.indices where gate.limits[i].name == "max-noise" {
      let limit = judge.maxNoise(settings.gate.maxNoise)
      gate.limits[i].limit = limit
      gate.limits[i].passed = noise.score <= limit
    }
    gate.limits += baseline.rises.map {
      GateLimit(name: "\($0.rule) baseline share", limit: $0.allowed, value: $0.now, passed: false)
    }
    guard settings.gate.failOnDrift else { return }
    gate.limits += baseline.drifts.map {
      GateLimit(name: "\($0.signal) drift", limit: $0.threshold, value: $0.value, passed: !$0.isDrift)
    }
  }

  /// Adds the verdict that the settings ask for. Fine-tuning must also be free to proceed.
  func require(_ verdict: Verdict, in gate: inout Gate) {
    guard let required = settings.gate.requiredVerdict else { return }
    let passed = verdict.approach == required && (required != .fineTune || verdict.proceed)
    gate.limits.append(
      GateLimit(name: "require-verdict \(required.rawValue)", limit: 1, value: passed ? 1 : 0, passed: passed))
  }
}
