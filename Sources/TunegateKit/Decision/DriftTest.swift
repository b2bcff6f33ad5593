#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether old and new examples can be told apart: a classifier two-sample test on the records' own dates.
///
/// A naive Bayes on words and pairs learns the older and the newer half and judges every example without having seen
/// it; the area under the ROC curve is .5 where nothing has changed. The same on shuffled dates says how large it is by
/// chance: the formula for its deviation is too small by up to half (measured).
public struct DriftTest: Sendable, Equatable {
  /// Area under the ROC curve, in 0…1.
  public let area: Double
  /// The largest area of `DriftTest.shuffles` shuffles; of an area far beyond all of them the 5 % point by formula.
  public let byChance: Double
  public let examples: Int
  /// First and last day, `2025-08-31`.
  public let first: String
  public let last: String

  public static let drifts = 0.75
  public static let warns = 0.6
  /// With so many the largest is the 5 % point.
  static let shuffles = 19
  static let mostExamples = 1_000
  /// Deviations from which on no shuffle can reach an area, and those of the 5 % point.
  private static let clear = 5.0
  private static let point = 1.645
  static let fewestExamples = 200
  /// Share of the examples that must have a date.
  static let datedShare = 0.8
  private static let buckets = 1 << 14
  private static let mostBytes = 1_000

  public var isSignificant: Bool { area > byChance }
  public var isDrift: Bool { isSignificant && area >= DriftTest.drifts }
  public var isWarning: Bool { isSignificant && area >= DriftTest.warns }

  /// Nil when too few examples have a date, or all have the same.
  init?(_ members: [ExampleSample.Member]) {
    let dated = members.prefix(DriftTest.mostExamples).filter { $0.day != Row.noDay }
    guard dated.count >= DriftTest.fewestExamples,
      Double(dated.count) >= DriftTest.datedShare * Double(min(members.count, DriftTest.mostExamples))
    else { return nil }
    let days = dated.map(\.day).sorted()
    guard let first = days.first, let last = days.last, first < last else { return nil }
    // What the middle day holds goes to the half that is smaller without it.
    let middle = days[days.count / 2]
    let below = days.count { $0 < middle }
    let isOld = dated.map { below * 2 >= days.count / 2 ? $0.day < middle : $0.day <= middle }
    let rows = dated.map { DriftTest.features($0.prompt.prefix(DriftTest.mostBytes) + [0x0A] + $0.answer.prefix(200)) }
    examples = dated.count
    (self.first, self.last) = (RecordDate.text(first), RecordDate.text(last))
    area = DriftTest.area(rows, isOld)
    // The deviation of a rank sum, and twice that for what the formula leaves out.
    let old = Double(isOld.count { $0 })
    let new = Double(isOld.count) - old
    let deviation = 2 * ((old + new + 1) / (12 * old * new)).squareRoot()
    guard area - 0.5 < DriftTest.clear * deviation else {
      byChance = 0.5 + DriftTest.point * deviation
      return
    }
    var random = FixedRandom(seed: 0x0DDB_A115)
    var largest = 0.5
    for _ in 0..<DriftTest.shuffles {
      var labels = isOld
      for i in stride(from: labels.count - 1, to: 0, by: -1) {
        labels.swapAt(i, random.below(i + 1))
      }
      largest = max(largest, DriftTest.area(rows, labels))
    }
    byChance = largest
  }

  /// Words and pairs; years would tell the dates by themselves.
  private static func features(_ text: some Sequence<UInt8>) -> [Int32] {
    let tokens = RouteTokens(Array(text)).tokens.filter {
      !($0.kind == .number && (1900..<2100).contains($0.value))
    }
    return RouteTokens.distinct(tokens, buckets: UInt32(buckets)).map { Int32($0) }
  }

  private static func area(_ rows: [[Int32]], _ isOld: [Bool]) -> Double {
    var counts = [SIMD2<Float>](repeating: SIMD2(0, 0), count: buckets)
    var totals = SIMD2<Float>(0, 0)
    for (row, old) in zip(rows, isOld) {
      let one = old ? SIMD2<Float>(1, 0) : SIMD2<Float>(0, 1)
      for f in row { counts[Int(f)] += one }
      totals += one * Float(row.count)
    }
    let most = Int(counts.reduce(0) { max($0, $1.max()) }) + 1
    let logs = (0...most).map { Float(log(Double($0) + 0.5)) }
    let scores = zip(rows, isOld).map { row, old in
      let own = old ? SIMD2<Float>(1, 0) : SIMD2<Float>(0, 1)
      let left = totals - own * Float(row.count) + 0.5 * Float(buckets)
      var score = Float(row.count) * Float(log(Double(left[1])) - log(Double(left[0])))
      for f in row {
        let count = counts[Int(f)] - own
        score += logs[Int(count[0])] - logs[Int(count[1])]
      }
      // Long texts are no surer than short ones.
      return score / max(1, Float(row.count)).squareRoot()
    }
    return rank(scores, isOld)
  }

  /// The probability that an old example has the higher score; equal ones count half.
  private static func rank(_ scores: [Float], _ isOld: [Bool]) -> Double {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var (sum, start) = (0.0, 0)
    while start < order.count {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let rank = Double(start + end + 1) / 2
      sum += rank * Double(order[start..<end].count { isOld[$0] })
      start = end
    }
    let (old, new) = (Double(isOld.count { $0 }), Double(isOld.count { !$0 }))
    guard old > 0, new > 0 else { return 0.5 }
    return (sum - old * (old + 1) / 2) / (old * new)
  }
}
