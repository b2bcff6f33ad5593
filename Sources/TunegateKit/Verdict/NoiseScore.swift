/// The estimated share of examples with a detectable defect that would teach the model something wrong,
/// in points of 0…100: a lower bound, because wrong facts and wrong reasoning are invisible to any such tool.
public struct NoiseScore: Sendable, Equatable {
  public var score: Double
  public var low: Double
  public var high: Double
  /// Points by rule, largest first; they add up to `score`.
  public var byRule: [RulePoints]

  public init(score: Double, low: Double, high: Double, byRule: [RulePoints]) {
    self.score = score
    self.low = low
    self.high = high
    self.byRule = byRule
  }
}

public struct RulePoints: Sendable, Equatable {
  public var rule: String
  public var points: Double

  public init(rule: String, points: Double) {
    self.rule = rule
    self.points = points
  }
}
