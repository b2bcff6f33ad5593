/// How a run compares with a baseline.
public struct BaselineSummary: Sendable, Equatable {
  /// A distribution, or the share of refusals, against what was recorded.
  public struct Drift: Sendable, Equatable {
    /// What is compared: `prompt length`, `answer length`, `labels`, `prompt words`, `answer words`, `refusal share`.
    public var signal: String
    /// The stability index, or the share of refusals.
    public var value: Double
    public var threshold: Double
    /// What changed most, in a clause; empty when nothing did.
    public var says: String

    public var isDrift: Bool { value > threshold }
  }

  /// A rule that finds more than when the baseline was recorded.
  public struct Rise: Sendable, Equatable {
    public var rule: String
    /// Shares of the lines, then, now, and at most, in 0…1.
    public var before: Double
    public var now: Double
    public var allowed: Double
  }

  public var path: String
  /// Lines, and the noise score, of the recorded set.
  public var lines: Int
  public var noise: Double
  /// Findings that are in the baseline, and are neither shown nor held against limits.
  public var accepted: Int
  /// Findings of the baseline that are there no more.
  public var gone: Int
  /// Rules that pass what is allowed, in the order of the rule list.
  public var rises: [Rise]
  /// Signals that both have, in a fixed order.
  public var drifts: [Drift]
}
