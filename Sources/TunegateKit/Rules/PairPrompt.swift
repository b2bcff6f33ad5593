/// A preference pair whose sides answer different prompts, or do not end with one answer each.
struct PairPrompt: ExampleRule {
  static let id = "pair-prompt"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.pair_prompt_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .pairPrompt {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "give both sides the same turns and one answer at the end: what is learned is the difference of the two")
    }
  }
}
