/// A role that no trainer knows.
struct UnknownRole: ExampleRule {
  static let id = "unknown-role"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.unknown_role_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .unknownRole {
      let row = batch.rows[Int(note.row)]
      let role = batch.excerpt(row, offset: Int(note.offset), length: Int(note.length), limit: 30)
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the role is `\(role)`, expected one of system, user, assistant, tool",
        hint: NearestSpelling.suggest(role, in: Role.known).map { "did you mean `\($0)`?" }
          ?? "rename it, or map it before training")
    }
  }
}
