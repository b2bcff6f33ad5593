import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Learns what goes with what: a logistic model over all pairs of a prompt's and an answer's tokens, hashed into one
/// table, and over what the two share. It is trained to tell the set's own answers from those of other examples, on one
/// part of the set for another, so that no example is judged by a model that has seen it.
struct MatchModel: NullModel {
  /// What a fit costs and how good it is. Small sets get more of everything, large ones what keeps them fast.
  struct Effort {
    /// Parts of the set, each of which is judged by a model of the others.
    var folds: Int
    var epochs: Int
    /// Strangers' answers that each example is scored with.
    var strangers: Int
    /// Examples beyond these are judged without being learned from.
    var trained = 12_000
    /// How much of the texts the table of pairs sees.
    var width: MatchTokens.Width

    init(examples n: Int) {
      folds = n <= 4_000 ? 4 : 2
      epochs = n <= 1_500 ? 8 : n <= 4_000 ? 5 : 3
      strangers = n <= 4_000 ? 4 : n <= 12_000 ? 2 : 1
      width =
        n <= 4_000
        ? MatchTokens.Width(prompt: 40, answer: 60)
        : n <= 12_000
          ? MatchTokens.Width(prompt: 24, answer: 36) : MatchTokens.Width(prompt: 16, answer: 24, bytes: 1_000)
    }
  }

  /// Comparable across the parts: in units of the strangers' spread.
  private(set) var own: [Float]
  private(set) var null: [Float] = []
  private let set: MatchTokens
  private let effort: Effort
  /// Of the own pairs.
  private let overlaps: [MatchTokens.Overlap]

  init(_ set: MatchTokens, _ effort: Effort) {
    self.set = set
    self.effort = effort
    own = [Float](repeating: 0, count: set.count)
    overlaps = (0..<set.count).map { set.overlap($0, $0) }
  }

  mutating func fit(isLearned: (Int) -> Bool) {
    null.removeAll(keepingCapacity: true)
    for fold in 0..<effort.folds {
      let trained = (0..<min(set.count, effort.trained)).filter { $0 % effort.folds != fold && isLearned($0) }
      var learner = MatchLearner()
      learner.train(set, overlaps, trained, epochs: effort.epochs, seed: UInt64(fold))
      judge(stride(from: fold, to: set.count, by: effort.folds).map { $0 }, with: learner, seed: UInt64(fold))
    }
  }

  /// Scores own pairs and pairs with strangers.
  private mutating func judge(_ tested: [Int], with learner: MatchLearner, seed: UInt64) {
    var random = FixedRandom(seed: 0xC0FFEE + seed)
    var strangers: [Float] = []
    let shifts = (0..<effort.strangers).map { _ in 1 + random.below(tested.count - 1) }
    for (at, i) in tested.enumerated() {
      own[i] = learner.score(set, i, i, overlaps[i])
      for shift in shifts {
        guard let k = set.stranger(to: i, in: tested, from: at + shift) else { continue }
        strangers.append(learner.score(set, i, k, set.overlap(i, k)))
      }
    }
    guard !strangers.isEmpty else { return }
    let sorted = strangers.sorted()
    let middle = sorted[sorted.count / 2]
    let spread = max(sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4], 1e-6)
    for i in tested { own[i] = (own[i] - middle) / spread }
    null += strangers.map { ($0 - middle) / spread }
  }
}

/// The weights of one model, and how they are learned (AdaGrad, Duchi et al. 2011).
private struct MatchLearner {
  private static let rate: Float = 0.2
  private static let denseRate: Float = 0.1
  /// What is told apart this well already is not learned again: a third of the time, at no loss that could be measured.
  private static let leastError: Float = 0.1

  private var cells = [tg_cross_cell](
    repeating: tg_cross_cell(weight: 0, squares: 1e-3), count: 1 << Int(TG_CROSS_BITS))
  /// Weights of the overlap, and the bias.
  private var dense = SIMD8<Float>(repeating: 0)
  private var denseSquares = SIMD8<Float>(repeating: 1e-2)

  mutating func train(
    _ set: MatchTokens, _ overlaps: [MatchTokens.Overlap], _ trained: [Int], epochs: Int, seed: UInt64
  ) {
    var random = FixedRandom(seed: 0x5EED + seed)
    for _ in 0..<epochs {
      // The examples are in an order that has nothing to do with the data's: a shift is as good as a shuffle.
      let shift = 1 + random.below(trained.count - 1)
      for (at, i) in trained.enumerated() {
        learn(set, i, i, overlaps[i], isOwn: true)
        if let k = set.stranger(to: i, in: trained, from: at + shift) {
          learn(set, i, k, set.overlap(i, k), isOwn: false)
        }
      }
    }
  }

  /// The logarithm of the odds that prompt `i` and answer `k` belong together.
  @inline(__always)
  func score(_ set: MatchTokens, _ i: Int, _ k: Int, _ overlap: MatchTokens.Overlap) -> Float {
    let (p, c) = (set.promptSides, set.answerSides)
    let sum = tg_cross_sum(p.tokens, p.starts[i], p.starts[i + 1], c.tokens, c.starts[k], c.starts[k + 1], cells)
    return set.scale(i, k) * sum + (dense * overlap).sum()
  }

  private mutating func learn(_ set: MatchTokens, _ i: Int, _ k: Int, _ overlap: MatchTokens.Overlap, isOwn: Bool) {
    let probability = 1 / (1 + expf(-score(set, i, k, overlap)))
    let error = isOwn ? probability - 1 : probability
    if abs(error) < MatchLearner.leastError { return }
    let (p, c) = (set.promptSides, set.answerSides)
    tg_cross_learn(
      p.tokens, p.starts[i], p.starts[i + 1], c.tokens, c.starts[k], c.starts[k + 1], error * set.scale(i, k),
      MatchLearner.rate, &cells)
    let gradient = error * overlap
    denseSquares += gradient * gradient
    dense -= MatchLearner.denseRate * gradient / denseSquares.squareRoot()
  }
}
