/// A training example that holds what the set's own validation or test split asks or answers.
struct SplitLeak: ExampleRule {
  static let id = "split-leak"
  static let group = RuleGroup.leakage
  static var page: [UInt8] { PackageResources.split_leak_md }
  static let options = LeakOptions.specs

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for leak in batch.leaks where leak.kind == .split {
      findings.add(
        batch, leak.row, confidence: leak.confidence, related: [leak.place], message: leak.message,
        hint: "remove it from the training split: the evaluation would measure memory")
    }
  }
}
