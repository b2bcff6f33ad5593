/// A turn that is not a message: no object, no role, no content, or content of the wrong type.
struct BrokenTurn: ExampleRule {
  static let id = "broken-turn"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.broken_turn_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes {
      guard let message = message(note) else { continue }
      findings.add(
        batch, Int(note.row), offset: note.offset, message: message,
        hint: "write each turn as {\"role\": \"…\", \"content\": \"…\"}")
    }
  }

  private func message(_ note: Note) -> String? {
    switch note.kind {
    case .emptyConversation: "the conversation is empty, expected at least one turn"
    case .turnNotAnObject: "turn \(note.turn + 1) is not an object, expected a role and a content"
    case .missingRole: "turn \(note.turn + 1) has no role"
    case .missingContent: "turn \(note.turn + 1) has no content"
    case .wrongContentType: "the content of turn \(note.turn + 1) is neither a text nor a list of parts"
    case .barePart: "a content part of turn \(note.turn + 1) is a bare text, expected an object with a type"
    case .wrongFieldType: "the conversation is not an array of messages"
    default: nil
    }
  }
}
