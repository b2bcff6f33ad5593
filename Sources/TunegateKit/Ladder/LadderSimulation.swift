#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often the ladder's test is wrong, by simulation: each item's chance to be right at each rung comes from one
/// hidden factor and a noise of its own (a probit model with one factor).
public enum LadderSimulation {
  /// Shares of runs.
  public struct Rates: Sendable {
    public var plateau = 0.0
    public var improving = 0.0
    /// What "no significant gain from the last rung but one to the last" (McNemar) would call a plateau.
    public var naivePlateau = 0.0
  }

  /// - Parameters:
  ///   - base: The share of right answers on the third last rung.
  ///   - gain: What each of the last two rungs truly gains.
  ///   - correlation: Of the hidden scores of one item on two rungs, in 0…1.
  public static func rates(
    items: Int, base: Double, gain: Double, correlation: Double, worthwhile: Double, runs: Int, seed: UInt64
  ) -> Rates {
    var random = FixedRandom(seed: seed)
    let cuts = (0..<3).map { quantile(min(0.99, base + Double($0) * gain)) }
    var rates = Rates()
    for _ in 0..<runs {
      var slopes: [Double] = []
      slopes.reserveCapacity(items)
      var (up, down) = (0, 0)
      for _ in 0..<items {
        let shared = correlation.squareRoot() * normal(&random)
        let right = cuts.map { shared + (1 - correlation).squareRoot() * normal(&random) < $0 }
        slopes.append((right[2] ? 0.5 : 0) - (right[0] ? 0.5 : 0))
        if right[2], !right[1] { up += 1 }
        if right[1], !right[2] { down += 1 }
      }
      let trend = LadderTrend(slopes: slopes, worthwhile: worthwhile)
      // What the bounds say, also where there are too few items for the product to decide.
      let isFlat = trend.high < worthwhile
      if isFlat { rates.plateau += 1 }
      if !isFlat, trend.low > 0 { rates.improving += 1 }
      let changed = Double(up + down)
      if changed == 0 || Double(up - down) / changed.squareRoot() < 1.96 { rates.naivePlateau += 1 }
    }
    let n = Double(runs)
    return Rates(plateau: rates.plateau / n, improving: rates.improving / n, naivePlateau: rates.naivePlateau / n)
  }

  /// Markdown: error rates for 50 to 1,000 items.
  public static func table(runs: Int) -> String {
    var text =
      "| items | least gain | item correlation | power: plateau told, no gain | false plateau, gain = least "
      + "| false improving, no gain | McNemar: false plateau |\n|---|---|---|---|---|---|---|\n"
    for (items, worthwhile) in [(50, 0.05), (100, 0.05), (200, 0.05), (200, 0.03), (500, 0.03), (1_000, 0.02)] {
      for correlation in [0.3, 0.6] {
        func run(_ gain: Double, _ seed: UInt64) -> Rates {
          rates(
            items: items, base: 0.7, gain: gain, correlation: correlation, worthwhile: worthwhile, runs: runs,
            seed: seed)
        }
        let (flat, rising) = (run(0, 11), run(worthwhile, 12))
        let cells = [flat.plateau, rising.plateau, flat.improving, rising.naivePlateau].map {
          Numbers.fixed($0, decimals: 2)
        }
        text +=
          "| \(items) | \(Numbers.plain(worthwhile)) | \(Numbers.plain(correlation)) | "
          + cells.joined(separator: " | ") + " |\n"
      }
    }
    return text
  }

  /// Box and Muller's.
  private static func normal(_ random: inout FixedRandom) -> Double {
    (-2 * log(max(1e-300, 1 - random.unit()))).squareRoot() * cos(2 * .pi * random.unit())
  }

  /// The quantile of the normal distribution, by bisection.
  private static func quantile(_ p: Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < p { low = middle } else { high = middle }
    }
    return low
  }
}
