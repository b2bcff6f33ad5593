#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Learns how the set's answers end, and how they would if they were cut: a logistic model over features of the end, on
/// one half of the set for the other. What is compared are own answers and their own cut copies, so that nothing but
/// the end can tell them apart.
struct EndingModel: NullModel {
  private(set) var own: [Float]
  private(set) var null: [Float] = []
  private let whole: Lists
  private let cut: Lists
  /// Examples beyond these are judged without being learned from.
  private static let mostTrained = 20_000
  private let epochs: Int
  private let folds: Int
  /// Cut copies of each answer.
  private let cuts: Int
  private static let rate: Float = 0.3

  /// Bytes of an answer below which its end is all of it.
  static let shortest = 15

  /// Features of one end after the other.
  private struct Lists {
    var features: [UInt32] = []
    var starts = [0]

    subscript(_ i: Int) -> ArraySlice<UInt32> { features[starts[i]..<starts[i + 1]] }

    mutating func append(_ list: [UInt32]) {
      features += list
      starts.append(features.count)
    }
  }

  init(_ examples: [ExampleSample.Member], _ chosen: [Int]) {
    own = [Float](repeating: 0, count: chosen.count)
    let words = EndingWords(chosen.prefix(EndingModel.mostTrained).lazy.map { examples[$0].answer })
    // Small sets get more of everything.
    cuts = chosen.count <= 8_000 ? 2 : 1
    folds = chosen.count <= 8_000 ? 4 : 2
    epochs = 5
    var reader = EndingFeatures(words: words)
    var random = FixedRandom(seed: 0xC07)
    var (whole, cut) = (Lists(), Lists())
    for (at, i) in chosen.enumerated() {
      // One of the texts with an own word is this one, as long as it was counted.
      reader.ownCount = at < EndingModel.mostTrained ? 1 : 0
      let (answer, end) = (examples[i].answer, examples[i].answerEnd)
      let isWhole = end.isEmpty
      let text = isWhole ? answer : end
      reader.read(text, upTo: EndingModel.trimmed(text, text.count), isWhole: isWhole)
      whole.append(reader.features)
      for _ in 0..<cuts {
        let share = 0.3 + 0.6 * random.unit()
        reader.read(answer, upTo: EndingModel.cut(answer, share), isWhole: isWhole)
        cut.append(reader.features)
      }
    }
    (self.whole, self.cut) = (whole, cut)
  }

  /// Where a text ends without the white space at its end.
  static func trimmed(_ text: [UInt8], _ end: Int) -> Int {
    var end = end
    while end > 0, text[end - 1] <= 0x20 { end -= 1 }
    return end
  }

  /// Where a text ends that is cut to a share of it, between two characters.
  private static func cut(_ text: [UInt8], _ share: Double) -> Int {
    var end = max(1, Int(Double(trimmed(text, text.count)) * share))
    while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return trimmed(text, end)
  }

  mutating func fit(isLearned: (Int) -> Bool) {
    null = [Float](repeating: 0, count: own.count * cuts)
    for fold in 0..<folds {
      var weights = Weights()
      for _ in 0..<epochs {
        for i in 0..<min(own.count, EndingModel.mostTrained) where i % folds != fold {
          if isLearned(i) { weights.learn(whole[i], isWhole: true) }
          for k in i * cuts..<(i + 1) * cuts { weights.learn(cut[k], isWhole: false) }
        }
      }
      judge(Array(stride(from: fold, to: own.count, by: folds)), with: weights)
    }
  }

  private mutating func judge(_ tested: [Int], with weights: Weights) {
    var scores: [Float] = []
    for i in tested {
      own[i] = weights.score(whole[i])
      for k in i * cuts..<(i + 1) * cuts {
        null[k] = weights.score(cut[k])
        scores.append(null[k])
      }
    }
    guard !scores.isEmpty else { return }
    scores.sort()
    let middle = scores[scores.count / 2]
    let spread = max(scores[scores.count * 3 / 4] - scores[scores.count / 4], 1e-6)
    for i in tested {
      own[i] = (own[i] - middle) / spread
      for k in i * cuts..<(i + 1) * cuts { null[k] = (null[k] - middle) / spread }
    }
  }

  /// AdaGrad (Duchi et al. 2011).
  private struct Weights {
    private var weights = [Float](repeating: 0, count: 1 << EndingFeatures.bits)
    private var squares = [Float](repeating: 1e-2, count: 1 << EndingFeatures.bits)

    func score(_ features: ArraySlice<UInt32>) -> Float {
      var sum: Float = 0
      for feature in features { sum += weights[Int(feature)] }
      return sum / Float(max(1, features.count)).squareRoot()
    }

    mutating func learn(_ features: ArraySlice<UInt32>, isWhole: Bool) {
      guard !features.isEmpty else { return }
      let probability = 1 / (1 + expf(-score(features)))
      let gradient = (isWhole ? probability - 1 : probability) / Float(features.count).squareRoot()
      for feature in features {
        let i = Int(feature)
        squares[i] += gradient * gradient
        weights[i] -= EndingModel.rate * gradient / squares[i].squareRoot()
      }
    }
  }
}
