@testable import TunegateKit

/// A set of labeled prompts made of words that belong to labels, with wrong labels planted.
struct PlantedLabels {
  enum Flips {
    /// To any other label.
    case uniform
    /// To the next label, and twice as often for even labels.
    case confusable
  }

  var examples: [ExampleSample.Member] = []
  /// Whether the example's label was replaced.
  var isWrong: [Bool] = []
  var labels: [Int] = []

  /// - Parameters:
  ///   - answer: the answer for a label.
  ///   - word: the word with a number; own words of label k are 20 k + 100 … 20 k + 119, common ones 0 … 99.
  init(
    _ count: Int, classes: Int, rate: Double, _ flips: Flips = .uniform, seed: UInt64 = 1, own: Int = 4,
    answer: (Int) -> String = { "label_\($0)" }, word: (Int) -> String = { "w\($0)x" }, space: String = " "
  ) {
    var dice = SeededGenerator(seed)
    for i in 0..<count {
      let label = Int.random(in: 0..<classes, using: &dice)
      var words = (0..<own).map { _ in word(20 * label + 100 + Int.random(in: 0..<20, using: &dice)) }
      words += (0..<5).map { _ in word(Int.random(in: 0..<100, using: &dice)) }
      let isWrong = Double.random(in: 0..<1, using: &dice) < PlantedLabels.rate(rate, label, flips)
      let step = isWrong ? (flips == .uniform ? Int.random(in: 1..<classes, using: &dice) : 1) : 0
      let given = (label + step) % classes
      self.isWrong.append(isWrong)
      labels.append(given)
      examples.append(
        PlantedLabels.example(i, words.shuffled(using: &dice).joined(separator: space), answer(given)))
    }
  }

  private static func rate(_ rate: Double, _ label: Int, _ flips: Flips) -> Double {
    flips == .uniform ? rate : rate * (label.isMultiple(of: 2) ? 4.0 / 3 : 2.0 / 3)
  }

  static func example(_ i: Int, _ prompt: String, _ answer: String) -> ExampleSample.Member {
    ExampleSample.Member(
      key: UInt64(i), context: 0, place: Place(source: 0, line: i + 1), copies: 1, prompt: Array(prompt.utf8),
      answer: Array(answer.utf8), answerEnd: [])
  }

  /// The share of wrong labels as it came out.
  var rate: Double { Double(isWrong.count { $0 }) / Double(isWrong.count) }

  /// Probability that a wrong label has a higher posterior than a right one.
  func area(_ fit: ModelFit) -> Double {
    let ranked = isWrong.indices.sorted { fit.posterior($0) < fit.posterior($1) }
    var (right, wins) = (0, 0)
    for i in ranked { if isWrong[i] { wins += right } else { right += 1 } }
    return Double(wins) / Double(max(1, right * (isWrong.count - right)))
  }
}
