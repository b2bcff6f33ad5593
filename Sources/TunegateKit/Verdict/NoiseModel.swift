/// From findings and model fits to a noise score: the share of examples with a detectable defect that would teach
/// something wrong.
///
/// An example's noise is 1 − ∏(1 − wₛ) over the rules s that found something in it, where wₛ is the probability that
/// such an example teaches something wrong (the pack's `weight`); of a model rule it is the example's own posterior
/// times the weight. The score is the mean of the rules' noise r over all lines, in points of 0…100, and the rate that
/// the models estimate among the share ρ of the lines that no rule found damaged: S = r + ρ·η. It is a lower bound:
/// what no rule can see is not in it. Formula and measurements: `docs/noise-score.md`.
struct NoiseModel {
  let rules: [RuleSettings]
  /// By rule: whether a model judges it, so that its findings have no noise of their own.
  private let isModel: [Bool]
  /// By rule: the model rule that judges its examples in sets of labels.
  let judges: [String: String]

  /// - Parameter models: Ids of the model rules.
  init(rules: [RuleSettings], models: Set<String> = AllRules.models, judges: [String: String] = AllRules.judges) {
    self.rules = rules
    self.judges = judges
    isModel = rules.map { models.contains($0.id) }
  }

  /// The noise that the rules found in an example with these findings, in 0…1. The rules in `settled` have none of
  /// their own.
  func noise(of set: RuleSet, without settled: Set<String> = []) -> Double {
    var clean = 1.0
    for rule in weighed(set, without: settled) { clean *= 1 - rules[rule].weight }
    return 1 - clean
  }

  /// The members whose findings have noise of their own.
  private func weighed(_ set: RuleSet, without settled: Set<String>) -> [Int] {
    set.members.filter { !isModel[$0] && (settled.isEmpty || !settled.contains(rules[$0].id)) }
  }

  /// The noise of an example, in 0…1. `example` is its number among those that the models saw.
  func noise(of set: RuleSet, example: Int?, _ models: ModelResults) -> Double {
    var clean = 1 - noise(of: set, without: models.settled)
    guard let example else { return 1 - clean }
    for rule in rules.indices where isModel[rule] {
      guard let fit = models.fits[rules[rule].id], fit.outcome == .valid else { continue }
      clean *= 1 - fit.posterior(example) * rules[rule].weight
    }
    return 1 - clean
  }

  /// The score from the number of lines with each rule set, and from what the models found. The sum runs in the order
  /// of the sets' members, so that it does not depend on which set was met first.
  func score(_ counts: [RuleSet: Int], lines: Int, models: ModelResults = ModelResults()) -> NoiseScore {
    guard lines > 0 else { return NoiseScore(score: 0, low: 0, high: 0, byRule: []) }
    var points = [Double](repeating: 0, count: rules.count)
    var (sum, squares) = (0.0, 0.0)
    for (set, count) in counts.sorted(by: { $0.key.members.lexicographicallyPrecedes($1.key.members) }) {
      let noise = noise(of: set, without: models.settled)
      guard noise > 0 else { continue }
      sum += noise * Double(count)
      squares += noise * noise * Double(count)
      // An example's noise is divided among its rules by their weights.
      let weighted = weighed(set, without: models.settled)
      let total = weighted.map { rules[$0].weight }.reduce(0, +)
      for rule in weighted {
        points[rule] += noise * Double(count) * rules[rule].weight / total * 100 / Double(lines)
      }
    }
    let mean = sum / Double(lines)
    let (low, high) = NoiseModel.interval(mean: mean, squares: squares / Double(lines), lines: lines)
    let estimate = ModelEstimate(self, models)
    for (rule, share) in estimate.shares { points[rule] += 100 * share }
    let byRule = points.indices.filter { points[$0] > 0 }
      .sorted { (points[$1], $0) < (points[$0], $1) }
      .map { RulePoints(rule: rules[$0].id, points: points[$0]) }
    let score = min(1, mean + estimate.rate)
    let wide = NoiseModel.widening * NoiseModel.z * estimate.standardError
    return NoiseScore(
      score: score * 100,
      low: max(0, score - ((mean - low) * (mean - low) + wide * wide).squareRoot()) * 100,
      high: min(1, max(score + ((high - mean) * (high - mean) + wide * wide).squareRoot(), mean + estimate.high)) * 100,
      byRule: byRule)
  }

  /// The quantile of the normal distribution for 95 %, and by how much the intervals are stretched: the plain ones held
  /// the truth in three of four injected sets only (measured).
  private static let z = 1.959963984540054
  private static let widening = 1.5

  /// Wilson's 95 % interval on the effective number of lines, its half-widths stretched.
  ///
  /// Noise values between 0 and 1 vary less than a coin with the same mean; the effective number of lines is the one
  /// with which the coin would vary as much.
  private static func interval(mean p: Double, squares: Double, lines: Int) -> (Double, Double) {
    let variance = max(0, squares - p * p)
    let n = variance > 0 && p > 0 && p < 1 ? Double(lines) * p * (1 - p) / variance : Double(lines)
    let scale = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / scale
    let half = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let (low, high) = (center - half, center + half)
    // Rounding may put an end a hair on the wrong side of the mean.
    return (max(0, min(p, p - widening * (p - low))), min(1, max(p, p + widening * (high - p))))
  }
}

/// What the models add to the noise score, as shares of all lines in 0…1.
private struct ModelEstimate {
  var rate = 0.0
  /// A higher reading of `rate`.
  var high = 0.0
  var standardError = 0.0
  /// By rule; they add up to `rate`.
  var shares: [(rule: Int, share: Double)] = []

  init(_ noise: NoiseModel, _ models: ModelResults) {
    var variance = 0.0
    var fits: [(rule: Int, weight: Double, fit: ModelFit)] = []
    for (i, rule) in noise.rules.enumerated() {
      guard let fit = models.fits[rule.id], fit.outcome == .valid, fit.judged > 0 else { continue }
      let weight = rule.weight * models.share * Double(fit.judged) / Double(max(1, models.examples))
      fits.append((i, weight, fit))
      variance += (weight * fit.standardError) * (weight * fit.standardError)
      high += weight * (fit.high ?? fit.rate)
    }
    let sum = fits.reduce(0) { $0 + $1.weight * $1.fit.rate }
    guard sum > 0 else {
      standardError = variance.squareRoot()
      return
    }
    let union = ModelEstimate.union(fits.map(\.fit), models.examples) ?? 1
    rate = sum * union
    high = max(rate, high * union)
    standardError = variance.squareRoot()
    shares = fits.map { ($0.rule, $0.weight * $0.fit.rate * union) }
  }

  /// By what factor the rates of several models must shrink because they doubt the same examples: the posteriors'
  /// mean union over their mean sum. Nil when no example is doubted.
  private static func union(_ fits: [ModelFit], _ examples: Int) -> Double? {
    guard fits.count > 1 else { return nil }
    var (union, sum) = (0.0, 0.0)
    for example in 0..<examples {
      var clean = 1.0
      for fit in fits {
        let posterior = fit.posterior(example)
        clean *= 1 - posterior
        sum += posterior
      }
      union += 1 - clean
    }
    return sum > 0 ? union / sum : nil
  }
}
