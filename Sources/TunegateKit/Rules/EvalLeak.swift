/// A training example that holds what the files of `--eval` ask or answer.
struct EvalLeak: ExampleRule {
  static let id = "eval-leak"
  static let group = RuleGroup.leakage
  static var page: [UInt8] { PackageResources.eval_leak_md }
  static var isRemovedByDefault: Bool { true }
  static let options = LeakOptions.specs

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for leak in batch.leaks where leak.kind == .given {
      findings.add(
        batch, leak.row, confidence: leak.confidence, related: [leak.place], message: leak.message,
        hint: "remove it from the training data, as 'tunegate fix --eval' does: the evaluation would measure memory")
    }
  }
}
