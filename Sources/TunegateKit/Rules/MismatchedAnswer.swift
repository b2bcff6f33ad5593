/// Answers that seem to belong to another prompt: a model of what goes with what, learned from the set itself, cannot
/// tell them from answers of other examples. See `MatchModel`.
struct MismatchedAnswer: ModelRule {
  static let id = "mismatched-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.mismatched_answer_md }

  /// Below this share of different answers they are rather chosen than written, and mean more than their words say.
  private static let fewestDistinct = 0.1

  init(_ settings: RuleSettings) {}

  func fit(_ examples: [ExampleSample.Member], _ facts: ModelFacts) -> ModelFit {
    if facts.hasLabels { return ModelFit(.notApplicable) }
    let chosen = examples.indices.filter { !examples[$0].prompt.isEmpty && !examples[$0].answer.isEmpty }
    guard chosen.count >= ModelFit.fewestJudged else {
      return ModelFit(
        chosen.isEmpty
          ? .notApplicable
          : .notCheckable(
            "what goes with what cannot be learned from \(chosen.count) "
              + "example\(chosen.count == 1 ? "" : "s"), \(ModelFit.fewestJudged) would do"))
    }
    let effort = MatchModel.Effort(examples: chosen.count)
    let set = MatchTokens(examples, chosen, width: effort.width)
    guard Double(set.distinctAnswers) >= MismatchedAnswer.fewestDistinct * Double(chosen.count) else {
      return ModelFit(.notApplicable)
    }
    var model = MatchModel(set, effort)
    let mixture = model.mixture(quantile: 0.3, fitted: 0.9)
    var fit = ModelFit(
      mixture, own: model.own, chosen: chosen, of: examples.count,
      abstention: "own answers cannot be told from those of other prompts well enough")
    for i in fit.doubted {
      fit.remarks[i] = MismatchedAnswer.remark(
        asked: set.rareWords(of: examples[i].prompt, without: examples[i].answer, most: 2),
        answered: set.rareWords(of: examples[i].answer, without: examples[i].prompt, most: 2))
    }
    return fit
  }

  private static func remark(asked: [String], answered: [String]) -> ModelRemark {
    let quoted = { (words: [String]) in words.map { "`\($0)`" }.joined(separator: " and ") }
    let seems = "the answer seems to belong to another prompt"
    let message =
      asked.isEmpty || answered.isEmpty
      ? seems : "\(seems): that one is about \(quoted(asked)), and the answer about \(quoted(answered))"
    return ModelRemark(
      message: message.replacing("that one is", with: "this one is"),
      hint: "compare the two; shifted columns and bad joins move answers to other prompts")
  }
}
