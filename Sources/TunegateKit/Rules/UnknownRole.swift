/// A role that no trainer knows.
struct UnknownRole: ExampleRule {
  static let id = "unknown-role"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.unknown_role_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .unknownRole {
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the role of turn \(note.turn + 1) is `\(role(note, batch))`, "
          + "expected one of \(roles(batch.rows[Int(note.row)].shape))",
        hint: NearestSpelling.suggest(role(note, batch).lowercased(), in: Role.known).map { "did you mean `\($0)`?" }
          ?? "rename it: trainers drop or refuse a turn whose role they do not know")
    }
  }

  private func role(_ note: Note, _ batch: Batch) -> String {
    batch.excerpt(batch.rows[Int(note.row)], offset: Int(note.offset), length: Int(note.length), limit: 30)
  }

  /// The words that the shape has for its roles.
  private func roles(_ shape: Shape) -> String {
    switch shape {
    case .shareGPT: "system, human, gpt, function_call, observation"
    case .gemini: "user, model"
    case .nova: "user, assistant"
    default: "system, developer, user, assistant, tool"
    }
  }
}
