/// A line that does not conform to the schema that the user gave for whole lines.
struct SchemaViolation: ExampleRule {
  static let id = "schema-violation"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.schema_violation_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .schemaViolation {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: batch.details[Int(note.detail)],
        hint: "correct the record, or the schema if that is what is wrong")
    }
  }
}
