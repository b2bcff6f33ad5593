#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether labels follow from the words of the prompts: a naive Bayes on words and word pairs judges every example
/// without having seen it, and Cohen's κ says how much better than chance it does.
struct LabelProbe {
  /// In -1…1.
  let skill: Double
  /// The 95 % interval of `skill`.
  let low: Double
  let high: Double
  let examples: Int
  let labels: Int

  static let neededSkill = 0.15
  private static let neededLow = 0.05
  static let mostExamples = 3_000
  static let fewestOfLabel = 5
  static let fewestExamples = 30
  private static let buckets = 1 << 13
  private static let smoothing = 0.5
  private static let mostBytes = 3_000

  /// Whether the prompts say which label is right.
  var isLearnable: Bool { skill >= LabelProbe.neededSkill && low > LabelProbe.neededLow }

  /// How sure it is that labels which follow from the prompts so well are a task for a classifier, in 0…1.
  var confidence: Double { min(0.97, 0.6 + 0.4 * skill) }

  /// - Parameters:
  ///   - prompts: UTF-8.
  ///   - labels: The label of each prompt; -1 for none.
  ///   - fewest: Labels with fewer examples are left out.
  init?(_ prompts: [[UInt8]], _ given: [Int], fewest: Int = LabelProbe.fewestOfLabel) {
    var counts: [Int: Int] = [:]
    for label in given where label >= 0 { counts[label, default: 0] += 1 }
    let kept = counts.filter { $0.value >= fewest }.keys.sorted()
    guard kept.count >= 2 else { return nil }
    let number = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    let rows = given.indices.filter { number[given[$0]] != nil }.prefix(LabelProbe.mostExamples)
    guard rows.count >= LabelProbe.fewestExamples else { return nil }
    let truth = rows.map { number[given[$0]] ?? 0 }
    let features = rows.map { LabelProbe.features(prompts[$0]) }
    let guesses = LabelProbe.leaveOneOut(features, truth, classes: kept.count)
    let n = Double(rows.count)
    let right = Double(zip(guesses, truth).count { $0 == $1 }) / n
    var chance = 0.0
    for k in kept.indices {
      chance += Double(guesses.count { $0 == k }) / n * Double(truth.count { $0 == k }) / n
    }
    let room = max(1e-9, 1 - chance)
    let error = 1.96 * (right * (1 - right) / n).squareRoot() / room
    skill = (right - chance) / room
    (low, high) = (skill - error, skill + error)
    (examples, labels) = (rows.count, kept.count)
  }

  /// Distinct words and pairs of words, hashed.
  static func features(_ prompt: [UInt8]) -> [Int] {
    RouteTokens.distinct(RouteTokens(Array(prompt.suffix(mostBytes))).tokens, buckets: UInt32(buckets)).map { Int($0) }
  }

  /// The label that the others speak for, of every row.
  private static func leaveOneOut(_ rows: [[Int]], _ truth: [Int], classes: Int) -> [Int] {
    var counts = [Float](repeating: 0, count: buckets * classes)
    var totals = [Float](repeating: 0, count: classes)
    var sizes = [Float](repeating: 0, count: classes)
    for (row, label) in zip(rows, truth) {
      for f in row { counts[f * classes + label] += 1 }
      totals[label] += Float(row.count)
      sizes[label] += 1
    }
    let alpha = Float(smoothing)
    // Logarithms of small whole numbers are all that is needed.
    let most = Int((counts.max() ?? 0) + 1)
    let logs = (0...most).map { Float(log(Double($0) + smoothing)) }
    return zip(rows, truth).map { row, label in
      var scores = [Float](repeating: 0, count: classes)
      for k in scores.indices {
        let own: Float = k == label ? 1 : 0
        let total = totals[k] - own * Float(row.count) + alpha * Float(buckets)
        scores[k] = Float(log(Double(sizes[k] - own + 1))) - Float(row.count) * Float(log(Double(total)))
      }
      for f in row {
        let start = f * classes
        for k in scores.indices { scores[k] += logs[Int(counts[start + k] - (k == label ? 1 : 0))] }
      }
      return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
  }
}
