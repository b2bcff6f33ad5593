/// An example whose answers lie wholly behind the last token that the trainer keeps.
struct AnswerCutOff: ExampleRule {
  static let id = "answer-cut-off"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.answer_cut_off_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .answerCutOff {
      findings.add(
        batch, Int(note.row), message: batch.details[Int(note.detail)],
        hint: "shorten what comes before the answer, or drop the example: the trainer would learn nothing from it")
    }
  }
}
