/// A line that is longer than the limit and was skipped.
struct OversizedLine: ExampleRule {
  static let id = "oversized-line"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.oversized_line_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    guard let line = batch.oversized, !batch.rows.isEmpty else { return }
    findings.add(
      batch, 0, message: "the line has \(line.bytes) bytes, more than `limits: line-bytes` allows, and was skipped",
      hint: "look for a missing newline, or raise the limit in .tunegate.yml")
  }
}
