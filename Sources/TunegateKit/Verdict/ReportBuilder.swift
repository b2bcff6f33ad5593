/// Puts the report together from what the run found: score, gate, verdict, summaries.
struct ReportBuilder {
  let corpus: Corpus
  let findings: Findings
  let summaries: [SourceSummary]
  let problems: [InputProblem]
  let settings: Settings
  let model: NoiseModel
  var ladder: LadderResult?
  var baseline: (judge: BaselineJudge, accepted: BaselineJudge.Accepted)?

  func report(shown: [Finding]) -> AuditReport {
    let setCounts = countSets()
    let all = examples(setCounts)
    let rules = ruleSummaries(all)
    let compared = baseline.map { $0.judge.summary(corpus, $0.accepted, examples: all) }
    let noise = model.score(setCounts, lines: corpus.index.count, models: corpus.models)
    let fatal = fatalProblems()
    let models = modelSummaries()
    let keeper = GateKeeper(settings: settings)
    var gate = keeper.gate(noise: noise, examples: corpus.tally.examples, rules: rules, problems: fatal.count)
    if let baseline, let compared { keeper.hold(noise, against: baseline.judge, compared, in: &gate) }
    let isSet = settings.scope == .set
    let verdict =
      isSet
      ? VerdictWriter(settings: settings).verdict(
        noise: noise, gate: gate, examples: corpus.tally.examples,
        effective: corpus.tally.examples - corpus.duplicates.count, rules: rules, models: models,
        row: corpus.matrix?.row, ladder: ladder)
      : Verdict.ofExamples
    keeper.require(verdict, in: &gate)
    var report = AuditReport(
      version: Tunegate.version, inputs: inputs(), dataset: dataset(), noise: noise, gate: gate, verdict: verdict,
      matrix: isSet ? corpus.matrix.map { MatrixSummary($0) } : nil, rules: rules, models: models,
      leakage: leakage(), profiles: ProfileSummary.all(corpus),
      findings: firstOfEach(shown), problems: fatal)
    report.scope = settings.scope
    report.baseline = compared
    return report
  }

  /// What each model says of the set, in the order of the rule list; those that are for other kinds of sets are left
  /// out.
  private func modelSummaries() -> [ModelSummary] {
    settings.rules.compactMap { rule in
      guard let fit = corpus.models.fits[rule.id] else { return nil }
      var reason = ""
      switch fit.outcome {
      case .notApplicable: return nil
      case .notCheckable(let clause): reason = clause
      case .valid: break
      }
      return ModelSummary(
        rule: rule.id, reason: reason, judged: fit.judged, rate: fit.rate, high: fit.high ?? fit.rate,
        standardError: fit.standardError, power: fit.power, classes: fit.classes, confusions: fit.confusions)
    }
  }

  /// What was found of each evaluation file, in the order in which they were named.
  private func leakage() -> [LeakSummary] {
    let places = corpus.lines.given.places.union(corpus.lines.splits.places)
    var found: [Int: Int] = [:]
    for place in places { found[place.source, default: 0] += 1 }
    return corpus.heldOut.files.map { file in
      LeakSummary(path: file.path, source: file.source, examples: file.examples, found: found[file.source] ?? 0)
    }
  }

  private func countSets() -> [RuleSet: Int] {
    var counts: [UInt32: Int] = [:]
    for row in 0..<corpus.index.count { counts[corpus.index.hits[row], default: 0] += 1 }
    return Dictionary(uniqueKeysWithValues: counts.map { (corpus.index.sets[$0.key], $0.value) })
  }

  /// By rule: the lines that it found something in.
  private func examples(_ sets: [RuleSet: Int]) -> [Int] {
    var examples = [Int](repeating: 0, count: settings.rules.count)
    for (set, count) in sets { for rule in set.members { examples[rule] += count } }
    return examples
  }

  /// Rules that found something that was not accepted, in the order of the rule list.
  private func ruleSummaries(_ all: [Int]) -> [RuleSummary] {
    var examples = all
    for set in (baseline?.accepted.rows ?? [:]).values { for rule in set.members { examples[rule] -= 1 } }
    return settings.rules.indices.filter { findings.counts[$0] > 0 }.map { i in
      let rule = settings.rules[i]
      return RuleSummary(
        id: rule.id, group: rule.group, severity: rule.severity, findings: findings.counts[i], examples: examples[i],
        share: Double(examples[i]) / Double(max(1, corpus.index.count)),
        page: settings.customRules.first { $0.id == rule.id }?.pageText(severity: rule.severity))
    }
  }

  /// At most `shown-per-rule` of each rule, in order of rule list, then path and line.
  private func firstOfEach(_ sorted: [Finding]) -> [Finding] {
    var byRule: [String: [Finding]] = [:]
    for finding in sorted where byRule[finding.rule, default: []].count < settings.limits.shownPerRule {
      byRule[finding.rule, default: []].append(finding)
    }
    return settings.rules.flatMap { byRule[$0.id] ?? [] }
  }

  private func inputs() -> [InputSummary] {
    var examples = [Int](repeating: 0, count: corpus.sources.count)
    for (k, start) in corpus.index.sourceStarts.enumerated() {
      let end = k + 1 < corpus.index.sourceStarts.count ? corpus.index.sourceStarts[k + 1].row : corpus.index.count
      for row in start.row..<end where corpus.index.isExample(row) { examples[start.source] += 1 }
    }
    return summaries.map { summary in
      let source = corpus.sources[summary.source]
      return InputSummary(
        path: source.path, bytes: summary.bytes, examples: examples[summary.source],
        compression: summary.compression, complete: summary.complete, split: source.split)
    }
  }

  /// Sentences for everything that keeps the run from a judgement, in order of the sources.
  private func fatalProblems() -> [String] {
    var texts = (problems + summaries.flatMap(\.problems)).filter(\.isFatal).map(\.text)
    if texts.isEmpty, corpus.index.count == 0 {
      let names = corpus.sources.map(\.path).joined(separator: ", ")
      texts.append("\(names): holds no line with anything on it: expected one JSON object a line")
    }
    return texts
  }

  private func tokens() -> TokenSummary {
    let tally = corpus.tally.tokens
    let isExact = corpus.countsTokens
    let isForeign = Double(tally.others) > TokenEstimate.foreignShare * Double(tally.characters)
    let (prompt, answer) = (TokenCount.whole(tally.prompt), TokenCount.whole(tally.answer))
    let epochs = settings.tokens.epochs ?? 1
    return TokenSummary(
      total: prompt + answer, exact: isExact,
      error: isExact ? 0 : isForeign ? TokenEstimate.foreignError : TokenEstimate.error, prompt: prompt, answer: answer,
      longest: tally.lengths.largest, lengths: tally.lengths.summary, max: settings.tokens.max, over: tally.over,
      cut: TokenCount.whole(tally.cut),
      price: settings.tokens.pricePerMillion.map { Double(prompt + answer) * Double(epochs) * $0 / 1_000_000 },
      epochs: epochs)
  }

  private func dataset() -> DatasetSummary {
    let tally = corpus.tally
    return DatasetSummary(
      lines: corpus.index.count, examples: tally.examples, turns: tally.turns,
      shape: tally.examples > 0 ? tally.majorityShape.name : Shape.unknown.name,
      profile: settings.profiles.isEmpty ? "auto" : settings.profiles.joined(separator: ","), tokens: tokens(),
      exactDuplicates: corpus.duplicates.exact.count,
      normalizedDuplicates: corpus.duplicates.normalized.count, nearDuplicates: corpus.duplicates.near.count,
      effectiveExamples: tally.examples - corpus.duplicates.count, promptLength: tally.promptLengths.summary,
      answerLength: tally.answerLengths.summary, duplicateGroups: corpus.duplicates.groups)
  }
}
