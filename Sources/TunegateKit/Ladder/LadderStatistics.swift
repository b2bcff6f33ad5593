#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether the last rungs of a ladder still gain.
public struct LadderTrend: Sendable, Equatable {
  public enum State: String, Sendable {
    case improving, plateau, undecided
  }

  public var state: State
  /// Mean gain a rung over the last three rungs, in 0…1 of the score, and its standard error.
  public var gain: Double
  public var standardError: Double
  /// The least gain a rung that is worth having.
  public var worthwhile: Double
  /// Items that all of the last three rungs have.
  public var items: Int
  /// Items that would tell a plateau from a worthwhile gain in four of five cases, where there is none.
  public var needed: Int

  /// One-sided 95 % bounds of the gain.
  public var low: Double { gain - LadderTrend.z * standardError }
  public var high: Double { gain + LadderTrend.z * standardError }

  /// Fewer items than this tell nothing.
  static let fewestItems = 100
  private static let z = 1.645

  /// The test is one, named in advance: the mean slope of the items over the last three rungs, held against zero on one
  /// side and against the least worthwhile gain on the other. "No significant gain" alone would call nine of ten small
  /// samples a plateau while each rung gains (measured).
  ///
  /// - Parameter slopes: By item: half of what the last rung scored more than the last but two.
  init(slopes: [Double], worthwhile given: Double? = nil) {
    let n = Double(slopes.count)
    items = slopes.count
    worthwhile = given ?? (slopes.count >= 1_000 ? 0.02 : slopes.count >= 300 ? 0.03 : 0.05)
    let mean = slopes.isEmpty ? 0 : slopes.reduce(0, +) / n
    let variance = slopes.count < 2 ? 0 : slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    gain = mean
    // No items are so alike that half a one could not differ.
    standardError = slopes.isEmpty ? 1 : max((variance / n).squareRoot(), 0.5 / n)
    needed = Int((6.18 * max(variance, 0.01) / (worthwhile * worthwhile)).rounded(.up))
    state = .undecided
    guard slopes.count >= LadderTrend.fewestItems else { return }
    // A gain that is sure but too small to be worth having is none.
    if high < worthwhile {
      state = .plateau
    } else if low > 0 {
      state = .improving
    }
  }
}

/// Exact bounds of a share, after Clopper and Pearson (1934).
enum ExactBound {
  /// The share below which so many successes and more come up in 5 % of all samples; 0 for none.
  static func lower(_ successes: Int, of n: Int) -> Double {
    successes == 0 ? 0 : solve { incompleteBeta($0, Double(successes), Double(n - successes + 1)) < 0.05 }
  }

  /// The share above which so few successes come up in 5 % of all samples.
  static func upper(_ successes: Int, of n: Int) -> Double {
    successes == n ? 1 : solve { incompleteBeta($0, Double(successes + 1), Double(n - successes)) < 0.95 }
  }

  private static func solve(_ isBelow: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularized incomplete beta function, by Lentz's evaluation of its continued fraction (DLMF 8.17.22).
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    // The fraction converges fast on one side of the mean alone.
    if x > (a + 1) / (a + b + 2) { return 1 - front * fraction(1 - x, b, a) / b }
    return front * fraction(x, a, b) / a
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...500 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-14 { break }
    }
    return result
  }
}
