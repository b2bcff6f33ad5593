import Testing

@testable import TunegateKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The share and the posteriors that are read from two lists of scores.
@Suite("Mixtures with a known part")
struct NullMixtureTests {
  /// Normal scores with a mean (Box and Muller).
  private static func normal(_ mean: Double, _ count: Int, _ random: inout FixedRandom) -> [Float] {
    (0..<count).map { _ in
      Float(mean + (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit()))
    }
  }

  private static func mixture(_ rate: Double, count: Int = 2_000, quantile: Double = 0.3) -> NullMixture {
    var random = FixedRandom(seed: 7)
    let bad = Int(rate * Double(count))
    return NullMixture(
      own: normal(4, count - bad, &random) + normal(0, bad, &random), null: normal(0, 2 * count, &random),
      quantile: quantile)
  }

  @Test("The rate is found, with an error that covers it", arguments: [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8])
  func rate(truth: Double) {
    for quantile in [0.3, 0.5] {
      let mixture = Self.mixture(truth, quantile: quantile)
      #expect(abs(mixture.rate - truth) <= 3 * mixture.standardError + 0.002)
      #expect(mixture.isValid)
      // Few sound examples are left to measure it by at the highest rate.
      #expect(mixture.power > (truth < 0.5 ? 0.96 : 0.9))
    }
  }

  @Test("Posteriors fall with the score, and add up to the rate", arguments: [0.02, 0.1, 0.4])
  func posteriors(truth: Double) {
    let mixture = Self.mixture(truth)
    let ladder = stride(from: Float(-4), through: 8, by: 0.25).map { mixture.posterior($0) }
    #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(ladder.allSatisfy { (0...1).contains($0) })
    #expect(mixture.posterior(-2) > 0.9)
    #expect(mixture.posterior(6) < 0.01)
    // Two normal densities of one width cross where their ratio times the odds is 1.
    let cross = (8 + log(truth / (1 - truth))) / 4
    #expect(abs(mixture.posterior(Float(cross)) - 0.5) < 0.2)
  }

  @Test("Without anything to tell apart, or anything at all, nothing is claimed")
  func blind() {
    var random = FixedRandom(seed: 8)
    let blind = NullMixture(
      own: Self.normal(0, 2_000, &random), null: Self.normal(0, 2_000, &random), quantile: 0.3)
    #expect(!blind.isValid)
    for (own, null): ([Float], [Float]) in [([], []), ([1], []), ([], [1]), ([1], [1]), ([0, 0, 0], [0, 0])] {
      #expect(!NullMixture(own: own, null: null, quantile: 0.3).isValid)
    }
  }

  @Test("Scores that are all equal but for a few are read for what they are")
  func ties() {
    let own = [Float](repeating: 1, count: 900) + [Float](repeating: 0, count: 100)
    let mixture = NullMixture(own: own, null: [Float](repeating: 0, count: 1_000), quantile: 0.3)
    #expect(abs(mixture.rate - 0.1) < 1e-9)
  }

  @Test("A large rate that only few or impossible scores speak for is not believed", arguments: [200, 4_000])
  func incredible(count: Int) {
    let null = (0..<2 * count).map { Float($0) / Float(2 * count) }
    // Below the null's median as many as if most were damaged, and the others hardly above it.
    let own = (0..<count).map { i in i % 5 < 2 ? Float(0.25) : 0.8 + 0.2 * Float(i) / Float(count) }
    let mixture = NullMixture(own: own, null: null, quantile: 0.5)
    #expect(abs(mixture.rate - 0.8) < 0.01 && mixture.power > 1)
    #expect(!mixture.isValid)
  }
}
