import Testing

@testable import TunegateKit

/// How the models' estimates enter the noise score.
@Suite("Models in the noise score")
struct ModelScoreTests {
  private static let rules = [
    RuleSettings(id: "damage", group: "g", weight: 0.5), RuleSettings(id: "first", group: "g", weight: 1),
    RuleSettings(id: "second", group: "g", weight: 0.5),
  ]
  private static let model = NoiseModel(rules: rules, models: ["first", "second"])

  private static func fit(_ posterior: [Float], rate: Double? = nil, error: Double = 0.01) -> ModelFit {
    var fit = ModelFit(.valid)
    fit.posterior = posterior
    fit.judged = posterior.count
    fit.rate = rate ?? Double(posterior.reduce(0, +)) / Double(max(1, posterior.count))
    fit.standardError = error
    return fit
  }

  private static func results(_ fits: [String: ModelFit], examples: Int = 100, share: Double = 1) -> ModelResults {
    var results = ModelResults()
    results.fits = fits
    results.examples = examples
    results.share = share
    return results
  }

  private static func set(_ members: Int...) -> RuleSet { members.reduce(into: RuleSet()) { $0.insert($1) } }

  private static let doubts: [Float] = (0..<100).map { $0 < 10 ? 1 : 0 }

  @Test("A model's rate counts among the lines that no rule found damaged")
  func rate() {
    // 20 of 100 lines are damaged with weight .5; of the other 80 a tenth is bad.
    let score = Self.model.score(
      [RuleSet(): 80, Self.set(0): 20], lines: 100,
      models: Self.results(["first": Self.fit(Self.doubts)], share: 0.8))
    #expect(abs(score.score - 18) < 1e-9)
    #expect(score.byRule.map(\.rule) == ["damage", "first"])
    #expect(abs(score.byRule.map(\.points).reduce(0, +) - score.score) < 1e-9)
    #expect(score.low < score.score && score.score < score.high)
  }

  @Test("What a model reported has no noise besides its posterior, and the weight is a factor")
  func posterior() {
    let results = Self.results(["first": Self.fit([0.25, 0.5]), "second": Self.fit([0, 1])], examples: 2)
    #expect(Self.model.noise(of: Self.set(1, 2)) == 0)
    #expect(Self.model.noise(of: RuleSet(), example: 0, results) == 0.25)
    #expect(Self.model.noise(of: Self.set(1, 2), example: 1, results) == 1 - 0.5 * 0.5)
    #expect(Self.model.noise(of: Self.set(0), example: 1, results) == 1 - 0.5 * 0.5 * 0.5)
    #expect(Self.model.noise(of: Self.set(0), example: nil, results) == 0.5)
  }

  @Test("Models that doubt the same examples count once, models that doubt others add up")
  func union() {
    func score(_ second: [Float]) -> Double {
      var model = Self.rules
      model[2].weight = 1
      return NoiseModel(rules: model, models: ["first", "second"]).score(
        [RuleSet(): 100], lines: 100,
        models: Self.results(["first": Self.fit(Self.doubts), "second": Self.fit(second)])
      ).score
    }
    #expect(abs(score(Self.doubts) - 10) < 1e-9)
    #expect(abs(score(Self.doubts.reversed()) - 20) < 1e-9)
  }

  @Test("What a model could not check has no part in the score, nor in any example's noise")
  func notCheckable() {
    var fit = Self.fit(Self.doubts)
    fit.outcome = .notCheckable("too few")
    let results = Self.results(["first": fit])
    #expect(Self.model.score([RuleSet(): 100], lines: 100, models: results).score == 0)
    #expect(Self.model.noise(of: RuleSet(), example: 0, results) == 0)
  }

  @Test("What a model has judged in a rule's stead counts by the model's posterior alone")
  func settled() {
    var results = Self.results(["first": Self.fit([0, 1])], examples: 2, share: 1)
    let set = Self.set(0)
    func noise(_ example: Int) -> Double { Self.model.noise(of: set, example: example, results) }
    #expect([noise(0), noise(1)] == [0.5, 1])
    results.settled = ["damage"]
    #expect([noise(0), noise(1)] == [0, 1])
    let score = Self.model.score([set: 2], lines: 2, models: results)
    #expect(score.score == 50 && score.byRule.map(\.rule) == ["first"])
  }

  @Test("A higher reading widens the upper end alone; a standard error widens both")
  func interval() {
    func score(_ error: Double, high: Double? = nil) -> NoiseScore {
      var fit = Self.fit(Self.doubts, error: error)
      fit.high = high
      return Self.model.score([RuleSet(): 100_000], lines: 100_000, models: Self.results(["first": fit]))
    }
    let (narrow, wide, high) = (score(0.001), score(0.02), score(0.001, high: 0.4))
    #expect(abs(narrow.score - 10) < 1e-9 && wide.score == narrow.score && high.score == narrow.score)
    #expect(wide.low < narrow.low && wide.high > narrow.high)
    #expect(abs(wide.high - wide.score - 100 * 1.5 * 1.96 * 0.02) < 0.01)
    #expect(high.low == narrow.low && abs(high.high - 40) < 1e-9)
  }

  /// Doubts every answer that says so.
  private struct Doubter: ModelRule {
    static let id = "first"
    static let group = RuleGroup.content
    static var page: [UInt8] { [] }
    init(_ settings: RuleSettings) {}

    func fit(_ examples: [ExampleSample.Member], _ facts: ModelFacts) -> ModelFit {
      let doubts = examples.map { $0.answer.starts(with: Array("doubtful".utf8)) }
      var fit = ModelScoreTests.fit(doubts.map { $0 ? 1 : 0 })
      for (i, isDoubtful) in doubts.enumerated() where isDoubtful {
        fit.remarks[i] = ModelRemark(message: "doubt \(String(decoding: examples[i].prompt, as: UTF8.self))", hint: "")
      }
      return fit
    }
  }

  @Test("Models see undamaged examples once, and every copy of what they doubt is reported")
  func stage() {
    let lines = ["sound", "doubtful 1", "doubtful 2", "doubtful 1", "damaged doubtful"]
    let index = ExampleIndex()
    var texts = ExampleSample()
    for (i, answer) in lines.enumerated() {
      let reader = ReadLine(#"{"prompt": "p\#(answer.last ?? "-")", "completion": "\#(answer)"}"#)
      reader.batch.rows[0].line = i + 1
      if answer.hasPrefix("damaged") { reader.batch.hits[0].insert(0) }
      index.append(reader.batch)
      texts.offer(reader.batch)
    }
    let corpus = Corpus(
      index: index, sources: [], summaries: [], tally: FeatureTally(), lines: LineTally(), duplicates: Duplicates(),
      files: FileFacts(missingShards: [], declaredCounts: []), hasCompletionSchema: false, profiles: nil,
      texts: texts)
    let rule = Doubter(Self.rules[1])
    ModelStage(noise: Self.model).run([rule], corpus)
    #expect(corpus.models.examples == 3 && corpus.models.share == 0.8)
    #expect((0..<5).map { corpus.models.example(ofRow: $0) == nil } == [false, false, false, false, true])
    #expect(corpus.models.example(ofRow: 1) == corpus.models.example(ofRow: 3))
    var findings = Findings(rules: Self.rules, limit: 10)
    findings.rule = 1
    rule.conclude(NoTally(), corpus, into: &findings)
    #expect(findings.kept.map(\.place.line) == [2, 3, 4])
    #expect(findings.kept.map(\.message) == ["doubt p1", "doubt p2", "doubt p1"])
  }
}
