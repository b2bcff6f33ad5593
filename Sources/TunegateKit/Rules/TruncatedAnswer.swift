/// Answers that seem to be cut off: a model of how the set's answers end cannot tell them from cut ones. See
/// `EndingModel`.
struct TruncatedAnswer: ModelRule {
  static let id = "truncated-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.truncated_answer_md }

  /// Characters of the end that a message quotes.
  private static let quoted = 30

  init(_ settings: RuleSettings) {}

  func fit(_ examples: [ExampleSample.Member], _ facts: ModelFacts) -> ModelFit {
    if facts.hasLabels { return ModelFit(.notApplicable) }
    let chosen = examples.indices.filter {
      EndingModel.trimmed(examples[$0].answer, examples[$0].answer.count) >= EndingModel.shortest
    }
    guard chosen.count >= ModelFit.fewestJudged else {
      return ModelFit(
        chosen.isEmpty
          ? .notApplicable
          : .notCheckable(
            "how answers end cannot be learned from \(chosen.count) of some length, \(ModelFit.fewestJudged) would do"))
    }
    var model = EndingModel(examples, chosen)
    let mixture = model.mixture(quantile: 0.5)
    var fit = ModelFit(
      mixture, own: model.own, chosen: chosen, of: examples.count,
      abstention: "whole answers cannot be told from cut ones well enough")
    for i in fit.doubted {
      let text = examples[i].answerEnd.isEmpty ? examples[i].answer : examples[i].answerEnd
      fit.remarks[i] = ModelRemark(
        message: "the answer seems to be cut off: it ends with `\(TruncatedAnswer.end(of: text))`",
        hint: "restore its end, or remove the example; look for a limit of tokens where it was made")
    }
    return fit
  }

  /// The last characters, on one line.
  private static func end(of text: [UInt8]) -> String {
    let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > quoted ? "…" + words.suffix(quoted) : words
  }
}
