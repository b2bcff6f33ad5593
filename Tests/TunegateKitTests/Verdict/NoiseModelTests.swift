import Testing

@testable import TunegateKit

@Suite("Noise model")
struct NoiseModelTests {
  /// A model with random weights, some of them 0 and 1, and random rule sets with their counts.
  private struct Case {
    let model: NoiseModel
    var counts: [RuleSet: Int] = [:]
    var lines: Int { counts.values.reduce(0, +) }

    init(_ dice: inout Dice) {
      let rules = (0..<dice.number(1...30)).map { i in
        RuleSettings(id: "rule-\(i)", group: "g", weight: dice.pick([0, 0, 1, Double(dice.number(0...1000)) / 1000]))
      }
      model = NoiseModel(rules: rules)
      counts[RuleSet()] = dice.number(0...500)
      for _ in 0..<dice.number(1...12) {
        var set = RuleSet()
        for _ in 0..<dice.number(1...4) { set.insert(dice.number(0...rules.count - 1)) }
        counts[set, default: 0] += dice.number(1...100)
      }
    }

    var score: NoiseScore { model.score(counts, lines: lines) }
  }

  private static let seeds = 0..<60 as Range<UInt64>

  @Test("An example's noise is what is left by the chance that every finding is harmless", arguments: seeds)
  func noiseOfOne(seed: UInt64) {
    var dice = Dice(seed)
    let random = Case(&dice)
    for set in random.counts.keys {
      let harmless = set.members.map { 1 - random.model.rules[$0].weight }.reduce(1, *)
      #expect(random.model.noise(of: set) == 1 - harmless)
      #expect((0...1).contains(random.model.noise(of: set)))
    }
    #expect(random.model.noise(of: RuleSet()) == 0)
  }

  @Test("The score is the mean noise, its points add up to it, and its interval holds it", arguments: seeds)
  func score(seed: UInt64) {
    var dice = Dice(seed)
    let random = Case(&dice)
    let score = random.score
    let sum = random.counts.map { random.model.noise(of: $0.key) * Double($0.value) }.reduce(0, +)
    #expect(abs(score.score - 100 * sum / Double(random.lines)) < 1e-9)
    #expect(abs(score.byRule.map(\.points).reduce(0, +) - score.score) < 1e-9)
    #expect(0 <= score.low && score.low <= score.score && score.score <= score.high && score.high <= 100)
    #expect(score.byRule.allSatisfy { $0.points > 0 })
    #expect(zip(score.byRule, score.byRule.dropFirst()).allSatisfy { $0.points >= $1.points }, "largest first")
    #expect(Set(score.byRule.map(\.rule)).count == score.byRule.count)
  }

  @Test("A finding more never lowers the score", arguments: seeds)
  func monotone(seed: UInt64) throws {
    var dice = Dice(seed)
    let random = Case(&dice)
    var more = random
    // A line of one of the sets gets another finding.
    let from = dice.pick(
      random.counts.filter { $0.value > 0 }.keys.sorted { $0.members.lexicographicallyPrecedes($1.members) })
    var set = from
    set.insert(dice.number(0...random.model.rules.count - 1))
    more.counts[from, default: 0] -= 1
    more.counts[set, default: 0] += 1
    try #require(more.lines == random.lines)
    #expect(more.score.score >= random.score.score - 1e-9)
  }

  @Test("The order in which sets were met does not show", arguments: seeds)
  func order(seed: UInt64) {
    var dice = Dice(seed)
    let random = Case(&dice)
    for _ in 0..<3 {
      var again: [RuleSet: Int] = [:]
      again.reserveCapacity(dice.number(0...200))
      for (set, count) in dice.shuffled(Array(random.counts)) { again[set] = count }
      #expect(random.model.score(again, lines: random.lines) == random.score)
    }
  }

  @Test("Both ends: nothing found is 0, every line surely bad is 100, no line at all is 0")
  func ends() {
    var (sure, free) = (RuleSet(), RuleSet())
    sure.insert(0)
    free.insert(1)
    let model = NoiseModel(rules: [
      RuleSettings(id: "sure", group: "g", weight: 1), RuleSettings(id: "free", group: "g", weight: 0),
    ])
    let nothing = model.score([RuleSet(): 70, free: 30], lines: 100)
    #expect(nothing.score == 0 && nothing.low == 0 && nothing.high > 0 && nothing.byRule.isEmpty)
    let all = model.score([sure: 100], lines: 100)
    #expect(all.score == 100 && all.high == 100 && all.low < 100)
    #expect(all.byRule == [RulePoints(rule: "sure", points: 100)])
    #expect(model.score([:], lines: 0) == NoiseScore(score: 0, low: 0, high: 0, byRule: []))
  }

  @Test("An example's noise is divided among its rules by their weights")
  func division() {
    var set = RuleSet()
    for rule in [0, 1, 2] { set.insert(rule) }
    let model = NoiseModel(
      rules: [("a", 0.2), ("b", 0.6), ("c", 0)].map { RuleSettings(id: $0.0, group: "g", weight: $0.1) })
    let score = model.score([set: 10], lines: 10)
    #expect(abs(score.score - 68) < 1e-9 && score.byRule.map(\.rule) == ["b", "a"])
    #expect(abs(score.byRule[0].points - 51) < 1e-9 && abs(score.byRule[1].points - 17) < 1e-9)
  }

  @Test("More lines with the same share narrow the interval")
  func narrowing() {
    var set = RuleSet()
    set.insert(0)
    let model = NoiseModel(rules: [RuleSettings(id: "r", group: "g", weight: 0.5)])
    let widths = [1, 10, 100, 1000].map { n in
      let score = model.score([RuleSet(): 9 * n, set: n], lines: 10 * n)
      #expect(abs(score.score - 5) < 1e-9)
      return score.high - score.low
    }
    #expect(widths == widths.sorted(by: >) && widths[3] < widths[0] / 5)
  }
}
