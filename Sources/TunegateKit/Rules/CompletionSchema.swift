/// An answer that does not conform to the schema that the user gave for answers.
struct CompletionSchema: ExampleRule {
  /// Where in an answer its JSON is looked for.
  enum Extract: String, CaseIterable {
    /// The whole answer, else a fenced block, else the last value.
    case any
    case whole, fenced, last
  }

  static let id = "completion-schema"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.completion_schema_md }
  static var isRemovedByDefault: Bool { true }
  static let options = [
    OptionSpec("extract", .string(oneOf: Extract.allCases.map(\.rawValue))),
    OptionSpec("turns", .string(oneOf: ["last", "all"])),
  ]

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .completionMisfit {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "correct the answer: a model that learns this form gives it to the program behind it")
    }
  }
}
