/// Holds a run against a baseline: takes out what was accepted, and says what has become worse or different.
///
/// What is accepted is known by rule and content: an example that stands elsewhere now is the same, one that was
/// changed is new. Of copies, as many are accepted as there were.
struct BaselineJudge {
  let baseline: Baseline
  let settings: Settings
  private let order: [String: Int]

  init(_ baseline: Baseline, _ settings: Settings) {
    (self.baseline, self.settings) = (baseline, settings)
    order = settings.rules.order
  }

  /// What of a run was accepted.
  struct Accepted {
    /// By row, the rules whose findings there are accepted.
    fileprivate(set) var rows: [Int: RuleSet] = [:]
    fileprivate(set) var findings = 0
    /// Findings of the baseline that no row has.
    fileprivate(set) var gone = 0
  }

  /// Which findings the baseline holds, and takes them out of `findings`, which must have kept all. O(rows + findings).
  func accept(_ corpus: Corpus, _ findings: inout Findings) -> Accepted {
    var accepted = Accepted()
    var left = baseline.rules.mapValues(\.accepted)
    func take(_ rule: Int, _ content: String) -> Bool {
      let id = settings.rules[rule].id
      guard let count = left[id]?[content], count > 0 else { return false }
      left[id]?[content] = count - 1
      return true
    }
    let index = corpus.index
    for row in 0..<index.count where index.hits[row] != 0 {
      guard let content = index.content(ofRow: row) else { continue }
      var rules = RuleSet()
      for rule in index.ruleSet(row).members where take(rule, content) { rules.insert(rule) }
      if !rules.isEmpty { accepted.rows[row] = rules }
    }
    accepted.findings = findings.remove { finding in
      guard let rule = order[finding.rule] else { return false }
      guard let row = index.row(of: finding.place, foundBy: rule) else { return take(rule, "") }
      return accepted.rows[row]?.contains(rule) ?? false
    }
    accepted.gone = left.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    return accepted
  }

  /// Examples that are judged one by one have neither shares nor distributions.
  ///
  /// - Parameter examples: By rule, the lines with a finding, accepted ones included.
  func summary(_ corpus: Corpus, _ accepted: Accepted, examples: [Int]) -> BaselineSummary {
    let lines = corpus.index.count
    var rises: [BaselineSummary.Rise] = []
    let isSet = settings.scope == .set
    for (i, rule) in settings.rules.enumerated() where isSet && rule.isEnabled && lines > 0 {
      let (before, allowed) = bound(rule.id, lines: lines)
      let now = Double(examples[i]) / Double(lines)
      if now > allowed { rises.append(BaselineSummary.Rise(rule: rule.id, before: before, now: now, allowed: allowed)) }
    }
    return BaselineSummary(
      path: baseline.path, lines: baseline.lines, noise: baseline.noise, accepted: accepted.findings,
      gone: isSet ? accepted.gone : 0, rises: rises, drifts: isSet ? drifts(corpus, examples) : [])
  }

  /// The share of lines that a rule had, and the one that it may have: on it the tolerance, or where that is more,
  /// three standard deviations of what chance puts between two sets of these sizes (Shewhart's limit for shares). One
  /// finding is added to those of then, so that the first one of a rule in a small set is chance as well.
  private func bound(_ rule: String, lines: Int) -> (before: Double, allowed: Double) {
    let (found, then, now) = (Double(baseline.rules[rule]?.examples ?? 0), Double(baseline.lines), Double(lines))
    let before = then > 0 ? found / then : 0
    let smooth = (found + 1) / (then + 2)
    let chance = 3 * (smooth * (1 - smooth) * (1 / now + 1 / max(1, then))).squareRoot()
    return (before, min(1, before + max(settings.gate.baselineTolerance, chance)))
  }

  /// The score that the gate holds a run to: its limit, or what the set had already, in hundredths of a point.
  func maxNoise(_ limit: Double) -> Double {
    max(limit, ((baseline.noise + 100 * settings.gate.baselineTolerance) * 100).rounded(.up) / 100)
  }

  private func drifts(_ corpus: Corpus, _ examples: [Int]) -> [BaselineSummary.Drift] {
    let now = DriftSignals(corpus: corpus).distributions
    let signals = [
      DriftSignals.promptLength, DriftSignals.answerLength, DriftSignals.labels, DriftSignals.promptWords,
      DriftSignals.answerWords,
    ]
    var drifts = signals.compactMap { signal -> BaselineSummary.Drift? in
      guard let after = now[signal], let before = baseline.distributions[signal] else { return nil }
      let isLength = [DriftSignals.promptLength, DriftSignals.answerLength].contains(signal)
      return BaselineSummary.Drift(
        signal: signal, value: after.stabilityIndex(against: before), threshold: Distribution.drift,
        says: isLength ? Self.lengths(before, after) : Self.names(after.changes(from: before, most: 3)))
    }
    if let rule = order[Refusal.id], settings.rules[rule].isEnabled, corpus.index.count > 0, baseline.lines > 0 {
      let (before, allowed) = bound(Refusal.id, lines: corpus.index.count)
      let after = Double(examples[rule]) / Double(corpus.index.count)
      drifts.append(
        BaselineSummary.Drift(
          signal: "refusal share", value: after, threshold: allowed,
          says: "\(Numbers.percent(before)) then"))
    }
    return drifts
  }

  private static func lengths(_ before: Distribution, _ after: Distribution) -> String {
    func median(_ d: Distribution) -> Int {
      var seen = 0
      for entry in d.counts {
        seen += entry.count
        if 2 * seen >= d.total { return Int(entry.name) ?? 0 }
      }
      return 0
    }
    func range(_ low: Int) -> String { low == 0 ? "0" : "\(low) to \(2 * low - 1)" }
    let (then, now) = (median(before), median(after))
    return then == now
      ? "most are of \(range(now)) characters, as then"
      : "the middle one had \(range(then)) characters, and has \(range(now))"
  }

  private static func names(_ changes: [(name: String, before: Double, now: Double)]) -> String {
    changes.filter { abs($0.now - $0.before) >= 0.0005 }
      .map { "'\($0.name)' \(Numbers.percent($0.before)) then, \(Numbers.percent($0.now)) now" }
      .joined(separator: "; ")
  }
}

extension Baseline {
  /// Records a finished run. `findings` has all findings, accepted ones included.
  init(_ corpus: Corpus, _ findings: Findings, noise: Double) {
    var rules: [String: RuleState] = [:]
    func add(_ id: String, _ content: String, isExample: Bool) {
      rules[id, default: RuleState(examples: 0, accepted: [:])].accepted[content, default: 0] += 1
      if isExample { rules[id]?.examples += 1 }
    }
    let index = corpus.index
    for row in 0..<index.count where index.hits[row] != 0 {
      let content = index.content(ofRow: row) ?? ""
      for rule in index.ruleSet(row).members { add(findings.rules[rule].id, content, isExample: true) }
    }
    let order = findings.rules.order
    for finding in findings.kept {
      guard let rule = order[finding.rule], index.row(of: finding.place, foundBy: rule) == nil else { continue }
      add(finding.rule, "", isExample: false)
    }
    self.init(
      version: Tunegate.version, lines: index.count, examples: corpus.tally.examples,
      noise: Numbers.rounded(noise), rules: rules,
      distributions: DriftSignals(corpus: corpus).distributions.mapValues { $0.first(DriftSignals.mostWords) })
  }
}
