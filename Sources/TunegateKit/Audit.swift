/// A finished run: its report, its findings, and a score for every line.
public struct Audit {
  public let report: AuditReport
  /// The findings that were kept, in order of path, line, rule: all of them when the options asked for that.
  public let findings: [Finding]
  /// What was odd or left out without keeping the run from a judgement, such as an empty shard: a sentence each, which
  /// begins with the path.
  public let warnings: [String]
  /// The sources' paths, then those of evaluation files; `Place.source` is an index into it.
  public let paths: [String]
  let corpus: Corpus
  private let settings: Settings
  private let model: NoiseModel
  /// All findings, accepted ones included; nil unless the run may be recorded.
  private let all: Findings?

  init(
    corpus: Corpus, findings: Findings, summaries: [SourceSummary], problems: [InputProblem], settings: Settings,
    options: AuditOptions = AuditOptions(), warnings: [String] = []
  ) {
    self.corpus = corpus
    self.settings = settings
    paths = corpus.sources.map(\.path) + corpus.heldOut.extraPaths
    model = NoiseModel(rules: settings.rules)
    all = options.recordsBaseline ? findings : nil
    var findings = findings
    let judge = options.baseline.map { BaselineJudge($0, settings) }
    let accepted = judge?.accept(corpus, &findings)
    self.findings = findings.sorted()
    self.warnings = warnings + (problems + summaries.flatMap(\.problems)).filter { !$0.isFatal }.map(\.text)
    var builder = ReportBuilder(
      corpus: corpus, findings: findings, summaries: summaries, problems: problems, settings: settings, model: model,
      ladder: options.ladder)
    if let judge, let accepted { builder.baseline = (judge, accepted) }
    self.report = builder.report(shown: self.findings)
  }

  /// The process's exit code: 0 open, 1 closed, 2 no judgement.
  public var exitCode: Int32 { report.problems.isEmpty ? report.gate.isOpen ? 0 : 1 : 2 }

  /// What later runs may be held against; nil unless the options asked for it.
  public var baseline: Baseline? { all.map { Baseline(corpus, $0, noise: report.noise.score) } }

  /// Calls `body` for every non-blank line, in order.
  public func forEachScore<E: Error>(_ body: (ExampleScore) throws(E) -> Void) throws(E) {
    let index = corpus.index
    let approaches = ApproachTable(corpus)
    for row in 0..<index.count {
      let set = index.ruleSet(row)
      let noise = model.noise(of: set, example: corpus.models.example(ofRow: row), corpus.models)
      try body(
        ExampleScore(
          place: index.place(row), noise: noise, rules: set.members.map { model.rules[$0].id },
          approach: approaches.approach(ofRow: row)))
    }
  }

  /// The noise of the line at a place, in 0…1; 1 for a line that the run did not see.
  func noise(at place: Place) -> Double {
    guard let row = corpus.index.row(of: place) else { return 1 }
    return model.noise(of: corpus.index.ruleSet(row), example: corpus.models.example(ofRow: row), corpus.models)
  }

  /// The fingerprint of the example at a place; nil where there is none.
  func content(at place: Place) -> UInt64? {
    guard let row = corpus.index.row(of: place), corpus.index.isExample(row) else { return nil }
    return corpus.index.exact[row]
  }

  /// A commented `.tunegate.yml` that fits this data, for `tunegate init`.
  ///
  /// - Parameter trial: The report of a run with `trialConfig`, from which the limits are then taken.
  public func starterConfig(trial: AuditReport? = nil) -> String {
    StarterConfig(corpus, report, settings, trial: trial).text
  }

  /// A config file for a second run, where the starter config judges the data by more than this run did; else nil.
  public var trialConfig: String? { StarterConfig(corpus, report, settings).trial }
}
