/// What several reports say in the same words. Plain text: whoever prints it makes it safe for its medium.
enum ReportWords {
  static func sentence(_ report: AuditReport) -> String {
    report.scope == .set ? sentence(report.verdict) : "none: single examples say nothing about the set"
  }

  static func sentence(_ verdict: Verdict) -> String {
    switch verdict.approach {
    case .fineTune:
      verdict.proceed
        ? "fine-tune: go ahead with this set" : "fine-tune is the row, but not yet: see what would flip it"
    case .cleanFirst: "clean-first: repair or drop the findings, then audit again"
    case .fewShot: "few-shot: put examples in the prompt before any fine-tuning"
    case .rag: "rag: retrieve the facts; fine-tuning would not teach them"
    case .chainOfThought: "chain-of-thought: prompt for the steps before any fine-tuning"
    case .templatesAndRAG: "templates-and-rag: a template for the form, retrieval for the facts"
    case .hybrid:
      verdict.parts.isEmpty ? "hybrid: fine-tune the form, retrieve the facts" : "hybrid: \(verdict.parts)"
    case .undecided: "undecided: the evidence points to no single approach"
    }
  }

  /// What to do with the examples of a row of the matrix.
  static func advice(_ approach: Verdict.Approach) -> String {
    switch approach {
    case .fineTune: "fine-tune, limited to the form"
    case .rag: "retrieval and a base model"
    case .chainOfThought: "prompts that ask for the steps"
    default: "examples in the prompt"
    }
  }

  static func origin(_ origin: FieldSource.Origin) -> String {
    switch origin {
    case .copied: "copied from the prompt"
    case .closed: "one of a closed list"
    case .undetermined: "one of a list, the prompt does not say which"
    case .notDerivable: "not derivable from the prompt"
    case .mixed: "partly from the prompt"
    }
  }

  /// Shares in percent, other numbers with at most three decimals: the JSON report has all of them.
  static func value(_ value: Double, of evidence: Evidence) -> String {
    evidence.signal.hasSuffix(" share") ? Numbers.percent(value) : Numbers.plain((value * 1000).rounded() / 1000)
  }

  /// Ratios and the noise score in percent; counts as they are.
  static func amount(_ value: Double, of limit: GateLimit) -> String {
    if limit.name.hasSuffix(" share") { return Numbers.percent(value) }
    return limit.name == TerminalReport.noiseLimit ? Numbers.fixed(value, decimals: 2) + " %" : Numbers.plain(value)
  }

  /// The score is a lower bound, and the sentence says so.
  static func noise(_ report: AuditReport) -> String {
    guard report.scope == .set else { return examplesAlone }
    guard report.dataset.examples > 0 else { return "no example, so no noise score" }
    let noise = report.noise
    var text = "noise at least \(Numbers.fixed(noise.score, decimals: 2)) % "
    text += "(\(Numbers.fixed(noise.low, decimals: 2)) to \(Numbers.fixed(noise.high, decimals: 2)))"
    if let limit = report.gate.limits.first(where: { $0.name == TerminalReport.noiseLimit }) {
      text += ", limit \(Numbers.plain(limit.limit)) %"
    }
    return text
  }

  static func accepted(_ baseline: BaselineSummary) -> String {
    "\(counted(baseline.accepted, "finding", "findings")) accepted, \(Numbers.grouped(baseline.gone)) no longer there."
  }

  static let comparisonColumns = ["what", "is", "how much"]

  /// What is worse than in the baseline, and what is different or not, under `comparisonColumns`.
  ///
  /// - Parameter code: What a rule's id is set as.
  static func comparison(_ baseline: BaselineSummary, code: (String) -> String = { $0 }) -> [[String]] {
    baseline.rises.map {
      [code($0.rule), "worse", "\(Numbers.percent($0.before)) then, \(Numbers.percent($0.now)) now"]
    } + baseline.drifts.map { [$0.signal, $0.isDrift ? "drift" : "as before", drift($0)] }
  }

  /// The index or share, its bound, and what changed.
  static func drift(_ drift: BaselineSummary.Drift) -> String {
    let isShare = drift.signal.hasSuffix(" share")
    func amount(_ value: Double) -> String { isShare ? Numbers.percent(value) : Numbers.fixed(value, decimals: 2) }
    return "\(amount(drift.value)), bound \(amount(drift.threshold))" + (drift.says.isEmpty ? "" : "; \(drift.says)")
  }

  /// In place of a score.
  static let examplesAlone =
    "each example judged by itself; duplicates, labels and shares are for a run over the whole set"

  /// `open`, `refused`, or `no judgement`.
  static func gate(_ report: AuditReport) -> String {
    !isJudged(report) ? "no judgement" : report.gate.isOpen ? "open" : "refused"
  }

  static func isJudged(_ report: AuditReport) -> Bool {
    report.problems.isEmpty && report.inputs.allSatisfy(\.complete)
  }

  /// Of all rules.
  static func findings(_ report: AuditReport) -> Int {
    report.rules.reduce(0) { sum, rule in
      let (next, isTooLarge) = sum.addingReportingOverflow(rule.findings)
      return isTooLarge ? .max : next
    }
  }

  static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(Numbers.grouped(count)) \(count == 1 ? one : many)"
  }

  /// The path of the only input, else how many there are and the folder that all of them share.
  static func name(_ inputs: [InputSummary]) -> String {
    guard let first = inputs.first else { return "no input" }
    if inputs.count == 1 { return first.path == "-" ? "standard input" : first.path }
    var shared = Array(first.path.unicodeScalars)
    for input in inputs { shared.removeSubrange(zip(shared, input.path.unicodeScalars).prefix { $0 == $1 }.count...) }
    var folder = String.UnicodeScalarView()
    folder.append(contentsOf: shared.prefix((shared.lastIndex(of: "/") ?? -1) + 1))
    return "\(inputs.count) files" + (folder.isEmpty ? "" : " in \(String(folder))")
  }

  /// `data/train.jsonl:12`; the whole data set without a line.
  static func place(_ place: Place, _ inputs: [InputSummary]) -> String {
    guard inputs.indices.contains(place.source) else { return "the data set" }
    return inputs[place.source].path + (place.line > 0 ? ":\(place.line)" : "")
  }
}
