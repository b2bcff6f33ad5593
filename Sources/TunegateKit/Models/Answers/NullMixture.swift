#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads how many scores of a set are those of a known kind of damage, and which: the set's own scores are taken for a
/// mixture of sound ones and of damaged ones, and damaged ones look like `null`, the scores of copies that were damaged
/// on purpose. Low scores are damaged.
///
/// The rate follows from one point: of a share `quantile` of the damaged ones below a threshold, sound ones add next to
/// nothing there, so the own share below it is the rate times the quantile (mixture proportion estimation with a known
/// component). For the posterior, sound ones are taken to be denser than damaged ones by exp(a + b·s + c·s²) at the
/// score s: scores come from logistic models, whose logarithm of the odds is their score, so that few numbers are
/// enough to calibrate it (the exponential tilt of Qin 1999).
struct NullMixture {
  /// Estimated share of own scores that are damaged, in 0…1, and its standard error.
  let rate: Double
  let standardError: Double
  /// How well own scores are told from damaged ones: the area under the ROC curve, corrected for the damaged ones that
  /// are among the own.
  let power: Double
  /// The part of the power's standard error that comes from the rate's. A large rate can explain nearly any scores.
  private let powerError: Double
  /// Logarithm of the density of sound scores over that of damaged ones: a parabola's three numbers.
  private var tilt = SIMD4<Double>(0, 0.5, 0, 0)

  /// - Parameters:
  ///   - quantile: Which of the null's quantiles is the threshold, in 0…1.
  ///   - fitted: The share of the null whose scores the posterior is fitted to, the lowest, in 0…1. Nearly all own
  ///     scores lie above, and what they are like there bends the line where damage is. Which scores are own ones,
  ///     given the score, does not change by leaving scores out.
  init(own unsorted: [Float], null unsortedNull: [Float], quantile: Double, fitted: Double = 1) {
    let own = unsorted.sorted()
    let null = unsortedNull.sorted()
    guard !own.isEmpty, !null.isEmpty else {
      (rate, standardError, power, powerError) = (0, 0, 0.5, 0)
      return
    }
    let (n, m) = (Double(own.count), Double(null.count))
    let threshold = null[min(null.count - 1, Int(quantile * m))]
    // Scores may be equal: what counts is the share that really lies at or below the threshold.
    let q = Double(NullMixture.count(null, upTo: threshold)) / m
    let below = Double(NullMixture.count(own, upTo: threshold))
    let rate = min(1, below / n / q)
    self.rate = rate
    let smoothed = (below + 0.5) / (n + 1)
    standardError = (smoothed * (1 - smoothed) / n + rate * rate * q * (1 - q) / m).squareRoot() / q
    let area = NullMixture.area(own, null)
    power = rate < 0.95 ? (area - rate / 2) / (1 - rate) : 0.5
    powerError = rate < 0.95 ? abs(area - 0.5) / ((1 - rate) * (1 - rate)) * standardError : 0
    calibrate(NullMixture.thinned(own), NullMixture.thinned(null), fitted)
  }

  /// Whether the rate may be believed. With weak power the sound examples that merely look damaged drown a small rate.
  var isValid: Bool {
    isRising && (power >= 0.96 || (power >= 0.9 && rate >= 2 * (1 - power))) && NullMixture.credible.contains(surePower)
  }

  /// Powers that may be: above 1 the own scores are no mixture of the two kinds.
  private static let credible = 0.8...1.02

  /// What the power hardly is below.
  private var surePower: Double { power - 2 * powerError }

  /// The power that a reader should be told of a mixture that may not be believed.
  var doubtedPower: Double { power >= 0.96 ? surePower : power }

  /// The probability that an own example with this score is damaged.
  func posterior(_ score: Float) -> Float {
    guard rate > 0, isRising else { return 0 }
    // A parabola rises up to its peak, and what lies behind is as sound as what lies there.
    let peak = tilt[2] < 0 ? -tilt[1] / (2 * tilt[2]) : .infinity
    let odds = exp(min(60, logarithm(min(peak, Double(score)))))
    return Float(1 / (1 + (1 - rate) / rate * odds))
  }

  private func logarithm(_ score: Double) -> Double { tilt[0] + (tilt[1] + tilt[2] * score) * score }

  /// Whether scores around the middle of the null rise with soundness, as they must.
  private var isRising: Bool { tilt[1] > 0 }

  // MARK: - The rate

  /// How many of the sorted scores are at or below the limit.
  private static func count(_ sorted: [Float], upTo limit: Float) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The probability that an own score is above a null score; equal ones count half. Both are sorted.
  private static func area(_ own: [Float], _ null: [Float]) -> Double {
    var (below, equal, wins) = (0, 0, 0.0)
    for score in own {
      while below < null.count, null[below] < score { below += 1 }
      equal = max(equal, below)
      while equal < null.count, null[equal] == score { equal += 1 }
      wins += Double(below) + Double(equal - below) / 2
    }
    return wins / (Double(own.count) * Double(null.count))
  }

  // MARK: - The posterior

  private static let steps = 40
  /// Scores that the two numbers are fitted to, of each kind.
  private static let mostFitted = 20_000

  /// Evenly spaced ones of many sorted scores.
  private static func thinned(_ sorted: [Float]) -> [Float] {
    let step = (sorted.count + mostFitted - 1) / mostFitted
    return step < 2 ? sorted : stride(from: step / 2, to: sorted.count, by: step).map { sorted[$0] }
  }

  /// Sound scores that a fit to low ones needs.
  private static let fewestFitted = 50.0

  /// A line over all scores first, which always fits, and then over the low ones; at last a parabola, when the data
  /// show one that is steeper where damage is. Both are sorted.
  private mutating func calibrate(_ own: [Float], _ null: [Float], _ fitted: Double) {
    let all = (own.count, null.count)
    _ = descend(own[...], null[...], of: all, terms: 2)
    var line = tilt
    let cut = fitted < 1 ? null[min(null.count - 1, Int(fitted * Double(null.count)))] : .infinity
    var low = (own: own[..<NullMixture.count(own, upTo: cut)], null: null[..<NullMixture.count(null, upTo: cut)])
    // Sound scores among the low ones: without enough of them nothing tells how steep the line is.
    let sound = Double(low.own.count) - rate * fitted * Double(own.count)
    if sound < max(NullMixture.fewestFitted, 3 * Double(low.own.count).squareRoot()) { low = (own[...], null[...]) }
    if descend(low.own, low.null, of: all, terms: 2), tilt[1] > 0 { line = tilt }
    tilt = line
    let converged = descend(low.own, low.null, of: all, terms: 3)
    // All own scores behind the peak of a parabola are as sound as it: most of them must lie before it, or their order
    // is lost.
    let peak = tilt[2] < 0 ? -tilt[1] / (2 * tilt[2]) : .infinity
    if !converged || tilt[1] <= 0 || tilt[2] > 0 || peak < Double(own[own.count * 3 / 4]) { tilt = line }
  }

  /// Newton's method with Fisher's information for the likelihood of which scores are own ones.
  ///
  /// - Parameter counts: Of all own and all null scores, which those that are fitted were taken from.
  private mutating func descend(
    _ own: ArraySlice<Float>, _ null: ArraySlice<Float>, of counts: (own: Int, null: Int), terms: Int
  ) -> Bool {
    for _ in 0..<NullMixture.steps {
      var sums = Sums()
      for score in own { add(Double(score), isOwn: 1, counts.own, counts.null, &sums) }
      for score in null { add(Double(score), isOwn: 0, counts.own, counts.null, &sums) }
      var change = sums.solution(terms)
      change /= max(1, max(abs(change[0]), abs(change[1]), abs(change[2])))
      tilt += change
      if abs(change[0]) + abs(change[1]) + abs(change[2]) < 1e-5 { return true }
    }
    return false
  }

  /// Gradient, and the six numbers of the information.
  private struct Sums {
    var gradient = SIMD4<Double>(repeating: 0)
    var powers = SIMD8<Double>(1e-6, 0, 1e-6, 0, 1e-6, 0, 0, 0)

    /// Cholesky's: the matrix is positive. With two terms the third stays.
    func solution(_ terms: Int) -> SIMD4<Double> {
      let (a, b, c, d, e) = (powers[0], powers[1], powers[2], powers[3], powers[4])
      // Rows (a b c), (b c d), (c d e).
      let l00 = a.squareRoot()
      let (l10, l20) = (b / l00, c / l00)
      let l11 = max(1e-12, c - l10 * l10).squareRoot()
      let l21 = (d - l20 * l10) / l11
      let l22 = max(1e-12, e - l20 * l20 - l21 * l21).squareRoot()
      let y0 = gradient[0] / l00
      let y1 = (gradient[1] - l10 * y0) / l11
      let y2 = (gradient[2] - l20 * y0 - l21 * y1) / l22
      let x2 = terms > 2 ? y2 / l22 : 0
      let x1 = (y1 - l21 * x2) / l11
      return SIMD4((y0 - l10 * x1 - l20 * x2) / l00, x1, x2, 0)
    }
  }

  private func add(_ score: Double, isOwn: Double, _ n: Int, _ m: Int, _ sums: inout Sums) {
    let sound = (1 - rate) * exp(max(-60, min(40, logarithm(score))))
    // The density of own scores over that of damaged ones.
    let ratio = max(1e-12, rate + sound)
    let probability = Double(n) * ratio / (Double(m) + Double(n) * ratio)
    let slope = sound / ratio
    var error = (isOwn - probability) * slope
    var weight = probability * (1 - probability) * slope * slope
    for k in 0..<3 { (sums.gradient[k], error) = (sums.gradient[k] + error, error * score) }
    for k in 0..<5 { (sums.powers[k], weight) = (sums.powers[k] + weight, weight * score) }
  }
}
