/// A model that is trained to tell the set's own examples from copies of them that were damaged on purpose, each half
/// of the set on the others.
protocol NullModel {
  /// Scores of the own examples, and of damaged copies; low ones look damaged.
  var own: [Float] { get }
  var null: [Float] { get }

  /// Trains and scores. Examples that are not learned are judged all the same.
  mutating func fit(isLearned: (Int) -> Bool)
}

extension NullModel {
  /// Where own scores hardly ever fall below the null's median, all of that half shows damage, and damage that is
  /// milder than the null's is counted as well. Else the sound ones in it would count as damaged.
  private func read(_ quantile: Double, _ fitted: Double) -> NullMixture {
    let mixture = NullMixture(own: own, null: null, quantile: quantile, fitted: fitted)
    guard mixture.power >= 0.98, quantile < 0.5 else { return mixture }
    return NullMixture(own: own, null: null, quantile: 0.5, fitted: fitted)
  }

  /// Fits, and once more without what looks damaged when there is some: damage among the own examples blurs a model.
  mutating func mixture(quantile: Double, fitted: Double = 1) -> NullMixture {
    fit { _ in true }
    let first = read(quantile, fitted)
    guard first.rate >= 0.03, first.rate < 0.9 else { return first }
    let sound = own.map { first.posterior($0) < 0.5 }
    guard sound.count(where: { $0 }) >= 50 else { return first }
    fit { sound[$0] }
    return read(quantile, fitted)
  }
}

extension ModelFit {
  /// Examples below which no rate is read.
  static let fewestJudged = 150

  /// What a mixture says of the examples `chosen`, of `count`. The sentence of `abstention` ends with the power.
  init(_ mixture: NullMixture, own: [Float], chosen: [Int], of count: Int, abstention: String) {
    let power = Double(Int((max(0, mixture.doubtedPower) * 100).rounded())) / 100
    self.init(
      mixture.isValid ? .valid : .notCheckable("\(abstention) (power \(power), 0.96 would do)"))
    rate = mixture.rate
    standardError = mixture.standardError
    self.power = min(1, max(0, mixture.power))
    judged = chosen.count
    guard mixture.isValid else { return }
    posterior = [Float](repeating: 0, count: count)
    for (i, example) in chosen.enumerated() { posterior[example] = mixture.posterior(own[i]) }
  }

  /// The examples that are reported, in order.
  var doubted: [Int] { posterior.indices.filter { posterior[$0] >= ModelFit.reported } }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct FixedRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
    return x ^ x >> 31
  }

  /// In 0..<bound; 0 for a bound below 2.
  mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }

  /// In 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
