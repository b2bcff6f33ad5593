/// One worker's rules with their memory.
struct RuleRunner {
  private let exampleRules: [(Int, any ExampleRule)]
  private var corpusRules: [(Int, any CorpusRunning)]
  private let modelRules: [(Int, any ModelRule)]
  private let customRules: CustomRules

  /// Makes the enabled rules. `types` and `settings` are in the same order; behind them come the settings of the user's
  /// rules.
  init(_ types: [any Rule.Type], settings: [RuleSettings], custom: [CustomRule] = []) {
    var exampleRules: [(Int, any ExampleRule)] = []
    var corpusRules: [(Int, any CorpusRunning)] = []
    var modelRules: [(Int, any ModelRule)] = []
    for (i, type) in types.enumerated() where settings[i].isEnabled {
      let rule = type.init(settings[i])
      if let rule = rule as? any ExampleRule { exampleRules.append((i, rule)) }
      if let rule = rule as? any ModelRule {
        modelRules.append((i, rule))
        continue
      }
      if let rule = rule as? any CorpusRule { corpusRules.append((i, RuleRunner.runner(rule))) }
    }
    self.exampleRules = exampleRules
    self.corpusRules = corpusRules
    self.modelRules = modelRules
    customRules = CustomRules(custom, settings)
  }

  private static func runner(_ rule: some CorpusRule) -> any CorpusRunning { CorpusRunner(rule) }

  /// Example rules judge the batch, corpus rules note it.
  mutating func run(_ batch: Batch, into findings: inout Findings) {
    for (i, rule) in exampleRules {
      findings.rule = i
      rule.check(batch, into: &findings)
    }
    customRules.check(batch, into: &findings)
    for k in corpusRules.indices { corpusRules[k].1.note(batch) }
  }

  mutating func merge(_ other: RuleRunner) {
    for k in corpusRules.indices { corpusRules[k].1.merge(other.corpusRules[k].1) }
  }

  /// What the corpus rules have noted, in their order: which rules run, the settings say.
  func write(to state: inout StateWriter) {
    for (i, rule) in corpusRules {
      state.put(count: i)
      rule.write(to: &state)
    }
  }

  mutating func merge(from state: inout StateReader) throws(StateFault) {
    for k in corpusRules.indices {
      guard try state.count() == corpusRules[k].0 else { throw state.fault("what rule \(corpusRules[k].0) noted") }
      try corpusRules[k].1.merge(from: &state)
    }
  }

  /// Corpus rules conclude, then the models learn from what these found undamaged, and report.
  func conclude(_ corpus: Corpus, into findings: inout Findings) {
    for (i, rule) in corpusRules {
      findings.rule = i
      rule.conclude(corpus, into: &findings)
    }
    ModelStage(noise: NoiseModel(rules: findings.rules)).run(modelRules.map(\.1), corpus)
    for (i, rule) in modelRules {
      findings.rule = i
      rule.conclude(NoTally(), corpus, into: &findings)
    }
  }
}

/// A corpus rule with its tally, whatever the tally's type.
private protocol CorpusRunning: Sendable {
  mutating func note(_ batch: Batch)
  mutating func merge(_ other: any CorpusRunning)
  func conclude(_ corpus: Corpus, into findings: inout Findings)
  func write(to state: inout StateWriter)
  mutating func merge(from state: inout StateReader) throws(StateFault)
}

private struct CorpusRunner<R: CorpusRule>: CorpusRunning {
  let rule: R
  var tally = R.Tally()

  init(_ rule: R) { self.rule = rule }

  mutating func note(_ batch: Batch) { rule.note(batch, in: &tally) }

  mutating func merge(_ other: any CorpusRunning) {
    guard let other = other as? CorpusRunner<R> else { preconditionFailure("runners are made in one order") }
    tally.merge(other.tally)
  }

  func conclude(_ corpus: Corpus, into findings: inout Findings) { rule.conclude(tally, corpus, into: &findings) }

  func write(to state: inout StateWriter) { tally.write(to: &state) }

  mutating func merge(from state: inout StateReader) throws(StateFault) { tally.merge(try R.Tally(from: &state)) }
}
