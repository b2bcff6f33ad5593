/// What the models found: their fits, and which row stands for which of the examples that they saw.
struct ModelResults: Sendable {
  /// By rule.
  var fits: [String: ModelFit] = [:]
  /// Rules whose examples a model has judged in their stead: their findings have no noise of their own.
  var settled: Set<String> = []
  /// Examples that the models saw, and how many of the set's lines these stand for, in 0…1.
  var examples = 0
  var share = 0.0
  /// By row; -1 for a row that no model saw.
  private var exampleOfRow: [Int32] = []

  init() {}

  func example(ofRow row: Int) -> Int? {
    guard row < exampleOfRow.count, exampleOfRow[row] >= 0 else { return nil }
    return Int(exampleOfRow[row])
  }

  /// Every row whose example is one of these has its number; copies share one.
  mutating func number(_ examples: [ExampleSample.Member], _ index: ExampleIndex) {
    var numbers: [UInt64: Int32] = [:]
    numbers.reserveCapacity(examples.count)
    for (i, example) in examples.enumerated() { numbers[example.key] = Int32(i) }
    exampleOfRow = [Int32](repeating: -1, count: index.count)
    for row in 0..<index.count where index.isExample(row) {
      if let i = numbers[ExampleSample.key(index.exact[row])] { exampleOfRow[row] = i }
    }
  }
}

/// Runs the models on the examples of the sample that no rule found damaged. In a set of labels the examples of rules
/// that leave the judgement to a model are not damaged.
struct ModelStage {
  let noise: NoiseModel

  /// An example with this much noise is damaged: a model must neither learn from it nor judge it, or its damage
  /// would count twice.
  static let damaged = 0.3

  /// Fits every rule; what they find is in `corpus.models` then.
  func run(_ rules: [any ModelRule], _ corpus: Corpus) {
    guard !rules.isEmpty else { return }
    let index = corpus.index
    let left = corpus.hasLabels ? Set(noise.judges.keys) : []
    var isDamaged: [UInt32: Bool] = [:]
    func damage(_ row: Int) -> Bool {
      let hits = index.hits[row]
      if let known = isDamaged[hits] { return known }
      let fresh = noise.noise(of: index.sets[hits], without: left) >= ModelStage.damaged
      isDamaged[hits] = fresh
      return fresh
    }
    let members = corpus.members.filter { member in index.row(of: member.place).map { !damage($0) } ?? false }
    var sound = 0
    for row in 0..<index.count where index.isExample(row) && !damage(row) { sound += 1 }
    var results = ModelResults()
    results.examples = members.count
    results.share = Double(sound) / Double(max(1, index.count))
    let facts = ModelFacts(
      examples: corpus.tally.examples, isPartial: corpus.texts.isPartial,
      hasLabels: LabelTasks.areLabels(members))
    for rule in rules { results.fits[type(of: rule).id] = rule.fit(members, facts) }
    results.settled = left.filter { rule in noise.judges[rule].flatMap { results.fits[$0] }?.outcome == .valid }
    if results.fits.values.contains(where: { $0.outcome == .valid && $0.posterior.contains { $0 > 0 } }) {
      results.number(members, index)
    }
    corpus.models = results
  }
}
