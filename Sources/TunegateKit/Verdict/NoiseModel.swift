/// From findings to a noise score: the share of examples with a detectable defect that would teach something wrong.
///
/// An example's noise is 1 − ∏(1 − wₛ) over the rules s that found something in it, where wₛ is the probability that
/// such an example teaches something wrong (the pack's `weight`). The score is the mean over all lines, in points of
/// 0…100. It is a lower bound: what no rule can see is not in it. Formula and measurements: `docs/noise-score.md`.
struct NoiseModel {
  let rules: [RuleSettings]

  /// The noise of an example with these findings, in 0…1.
  func noise(of set: RuleSet) -> Double {
    var clean = 1.0
    for rule in set.members { clean *= 1 - rules[rule].weight }
    return 1 - clean
  }

  /// The score from the number of lines with each rule set. The sum runs in the order of the sets' members, so that it
  /// does not depend on which set was met first.
  func score(_ counts: [RuleSet: Int], lines: Int) -> NoiseScore {
    guard lines > 0 else { return NoiseScore(score: 0, low: 0, high: 0, byRule: []) }
    var points = [Double](repeating: 0, count: rules.count)
    var (sum, squares) = (0.0, 0.0)
    for (set, count) in counts.sorted(by: { $0.key.members.lexicographicallyPrecedes($1.key.members) }) {
      let noise = noise(of: set)
      guard noise > 0 else { continue }
      sum += noise * Double(count)
      squares += noise * noise * Double(count)
      // An example's noise is divided among its rules by their weights.
      let weights = set.members.map { rules[$0].weight }
      let total = weights.reduce(0, +)
      for (rule, weight) in zip(set.members, weights) {
        points[rule] += noise * Double(count) * weight / total * 100 / Double(lines)
      }
    }
    let mean = sum / Double(lines)
    let (low, high) = NoiseModel.interval(mean: mean, squares: squares / Double(lines), lines: lines)
    let byRule = points.indices.filter { points[$0] > 0 }
      .sorted { (points[$1], $0) < (points[$0], $1) }
      .map { RulePoints(rule: rules[$0].id, points: points[$0]) }
    return NoiseScore(score: mean * 100, low: low * 100, high: high * 100, byRule: byRule)
  }

  /// Wilson's 95 % interval on the effective number of lines, its half-widths stretched by 1.5: the plain interval held
  /// the truth in three of four injected sets only (measured).
  ///
  /// Noise values between 0 and 1 vary less than a coin with the same mean; the effective number of lines is the one
  /// with which the coin would vary as much.
  private static func interval(mean p: Double, squares: Double, lines: Int) -> (Double, Double) {
    let variance = max(0, squares - p * p)
    let n = variance > 0 && p > 0 && p < 1 ? Double(lines) * p * (1 - p) / variance : Double(lines)
    let z = 1.959963984540054
    let scale = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / scale
    let half = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let (low, high) = (center - half, center + half)
    // Rounding may put an end a hair on the wrong side of the mean.
    return (max(0, min(p, p - 1.5 * (p - low))), min(1, max(p, p + 1.5 * (high - p))))
  }
}
