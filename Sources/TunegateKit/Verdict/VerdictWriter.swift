/// One verdict from everything that is known: too few examples, a gate that is closed, the row of the decision matrix,
/// and what a ladder of prompts has shown.
///
/// Nothing here sees wrong facts or wrong reasoning, and clean data are no reason to fine-tune: without a ladder no set
/// is advised to proceed.
struct VerdictWriter {
  let settings: Settings

  /// - Parameters:
  ///   - examples: examples in the set.
  ///   - effective: those that are left after duplicates.
  ///   - rules: what each rule found.
  ///   - models: what the models estimate, and which of them could not judge the set.
  ///   - row: the set's row of the matrix; nil when no text was kept to tell it from.
  func verdict(
    noise: NoiseScore, gate: Gate, examples: Int, effective: Int, rules: [RuleSummary] = [],
    models: [ModelSummary] = [], row: MatrixRow? = nil, ladder: LadderResult? = nil
  ) -> Verdict {
    let advised = settings[rule: TooFewExamples.id].flatMap { $0.number("advised") } ?? 0
    var evidence = base(noise, examples: examples, effective: effective, advised: advised)
    evidence += row?.evidence ?? []
    evidence += ladder?.evidence ?? []
    evidence += models.map { evidenceOf($0) }
    for limit in gate.limits where !limit.passed && limit.name != "max-noise" && limit.name != "min-examples" {
      evidence.append(
        Evidence(signal: limit.name, value: limit.value, threshold: limit.limit, says: "above its limit"))
    }
    let closed = gate.limits.filter { !$0.passed }
    let repairs = closed.map { flip($0, noise, rules) }
    // So few can be put into a prompt whatever is wrong with the others; and of so few records that are not read yet no
    // repair makes enough.
    let records = examples + rules.filter { VerdictWriter.unread.contains($0.id) }.reduce(0) { $0 + $1.examples }
    if records > 0, Double(examples > 0 ? effective : records) < advised {
      let missing = Int(advised) - effective
      return Verdict(
        proceed: false, approach: .fewShot, confidence: 0.8, evidence: evidence,
        wouldFlip: ["\(missing) more distinct example\(missing == 1 ? "" : "s")"]
          + closed.filter { $0.name != "min-examples" }.map { flip($0, noise, rules) })
    }
    if closed.contains(where: { $0.name != "min-examples" }), !isExplained(closed, noise, row) {
      return Verdict(
        proceed: false, approach: .cleanFirst, confidence: confidence(noise), evidence: evidence, wouldFlip: repairs)
    }
    guard let row, row.approach != .undecided else {
      return Verdict(
        proceed: false, approach: .undecided, confidence: 0, evidence: evidence,
        wouldFlip: repairs + (row?.wouldFlip ?? []) + (examples > 0 ? [VerdictWriter.measured] : [])
          + models.filter { !$0.isValid }.map { "a judgement of \($0.rule), or 100 examples that were judged by hand" })
    }
    var verdict = Verdict(
      proceed: false, approach: row.approach, confidence: row.confidence, evidence: evidence,
      wouldFlip: repairs + row.wouldFlip, parts: row.parts)
    if [.fineTune, .hybrid].contains(row.approach) { climb(ladder, isOpen: gate.isOpen, &verdict) }
    return verdict
  }

  /// What the ladder makes of a row that fine-tuning is for. Only a plateau with failures of form that stay may
  /// proceed.
  private func climb(_ ladder: LadderResult?, isOpen: Bool, _ verdict: inout Verdict) {
    guard let ladder else {
      verdict.wouldFlip.append(VerdictWriter.ladder)
      return
    }
    if !ladder.missing.isEmpty {
      verdict.wouldFlip += ladder.missing.map { "a ladder with \($0)" }
      return
    }
    switch (ladder.trend.state, ladder.format.state) {
    case (.plateau, .persistent): verdict.proceed = isOpen && verdict.approach == .fineTune
    case (.plateau, .enforced), (.plateau, .scattered):
      verdict.approach = .fewShot
      verdict.parts = ""
      verdict.wouldFlip.append("failures of form that remain with the best prompt, on the same items")
    case (.plateau, _):
      verdict.wouldFlip.append("299 outputs and more of the best prompt with their form checked: `--completion-schema`")
    case (.improving, _): verdict.wouldFlip.append("prompts that gain no more")
    case (.undecided, _):
      verdict.wouldFlip.append("about \(Numbers.grouped(max(ladder.trend.needed, 100))) items on every rung")
    }
  }

  /// Whether all that closes the gate is what the row is about: answers that contradict each other in fields that the
  /// prompts do not determine, and calls that break the form that their own record declares. Neither throws a doubt on
  /// the row; what must be repaired is told all the same.
  private func isExplained(_ closed: [GateLimit], _ noise: NoiseScore, _ row: MatrixRow?) -> Bool {
    guard let row, [.fineTune, .hybrid].contains(row.approach) else { return false }
    var own = [ToolArguments.id, UndeclaredTool.id, ToolCallID.id]
    if !row.foreignFields.isEmpty { own.append(ContradictoryAnswer.id) }
    let rest = noise.byRule.filter { !own.contains($0.rule) }.reduce(0) { $0 + $1.points }
    return closed.allSatisfy { limit in
      limit.name == "min-examples" || limit.name == "max-noise" && rest <= limit.limit
        || own.contains { limit.name == "\($0) share" }
    }
  }

  private func base(_ noise: NoiseScore, examples: Int, effective: Int, advised: Double) -> [Evidence] {
    [
      Evidence(
        signal: "noise score", value: noise.score, threshold: settings.gate.maxNoise,
        says: noise.score > settings.gate.maxNoise
          ? "more detectable defects than the limit allows"
          : examples > 0 ? "no more detectable defects than the limit allows" : "there is no example to find any in"),
      Evidence(
        signal: "effective examples", value: Double(effective), threshold: advised,
        says: Double(effective) < advised
          ? "fewer distinct examples than a fine-tune repays" : "enough distinct examples to be worth a fine-tune"),
    ]
  }

  /// A model's estimate, in percent of the examples that it judged; of one that could not judge the set, its power.
  private func evidenceOf(_ model: ModelSummary) -> Evidence {
    guard model.isValid else {
      return Evidence(
        signal: "\(model.rule) self-test", value: model.power, threshold: VerdictWriter.neededPower,
        says: "not checked, which is not clean: \(model.reason)")
    }
    return Evidence(
      signal: "\(model.rule) share", value: model.rate, threshold: settings.gate.maxNoise / 100,
      says: model.rate > settings.gate.maxNoise / 100
        ? "the set's own examples say that more are wrong than the limit allows"
        : "the set's own examples say that no more are wrong than the limit allows")
  }

  /// Fine-tuning is the row, and not yet the advice.
  private static let ladder =
    "a ladder of prompts that gains no more while the form still fails: `tunegate ladder EVALS`, then "
    + "`tunegate check --ladder EVALS`"

  /// Rules about a record whose prompt and answer are not found, though it has some.
  private static let unread = [UnknownShape.id, DoubleEncoded.id]

  /// Clean data are no reason to fine-tune.
  private static let measured =
    "measured prompts: fine-tuning pays where zero-shot and few-shot gain no more "
    + "and the form of the answers still fails"

  /// The power from which on a model may judge a set, whatever it finds.
  private static let neededPower = 0.96

  /// One minus the part of the interval that lies on the other side of the limit.
  ///
  /// Where the score keeps its limit, one rule's share closes the gate: the defects are there, but they may well be of
  /// one kind that this set is not about.
  private func confidence(_ noise: NoiseScore) -> Double {
    let limit = settings.gate.maxNoise
    guard noise.score > limit else { return 0.7 }
    guard noise.high > noise.low else { return 0.9 }
    return max(0.5, min(0.99, (noise.high - max(limit, noise.low)) / (noise.high - noise.low)))
  }

  private func flip(_ limit: GateLimit, _ noise: NoiseScore, _ rules: [RuleSummary]) -> String {
    switch limit.name {
    case "max-noise": "a noise score of \(Numbers.plain(limit.limit)) or less" + repair(limit, noise, rules)
    case "min-examples": "\(Numbers.plain(limit.limit)) example\(limit.limit == 1 ? "" : "s") or more"
    case let name where name.hasSuffix(" share"): "\(name) of \(Numbers.percent(limit.limit)) or less"
    default: "\(limit.name) of \(Numbers.plain(limit.limit)) or less"
    }
  }

  /// Which rules' findings have to go for the score to keep its limit: those that cost most points first.
  private func repair(_ limit: GateLimit, _ noise: NoiseScore, _ rules: [RuleSummary]) -> String {
    var left = noise.score
    var named: [String] = []
    for entry in noise.byRule where left > limit.limit {
      left -= entry.points
      let count = rules.first { $0.id == entry.rule }?.examples ?? 0
      named.append("\(entry.rule) (\(count) line\(count == 1 ? "" : "s"))")
    }
    guard !named.isEmpty, left <= limit.limit else { return "" }
    return ": without what \(VerdictWriter.list(named)) found it would be \(Numbers.fixed(max(0, left), decimals: 1))"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    if names.count > 3 { return names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) other rules" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
