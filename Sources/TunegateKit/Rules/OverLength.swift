/// An example with more tokens than the trainer keeps, of whose answers something is left.
struct OverLength: ExampleRule {
  static let id = "over-length"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.over_length_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .overLength {
      findings.add(
        batch, Int(note.row), message: batch.details[Int(note.detail)],
        hint: "shorten or split the example, or raise the limit if the trainer's is higher")
    }
  }
}
