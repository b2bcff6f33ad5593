/// A turn that is not a message: no object, no role, no content, or content of the wrong type.
struct BrokenTurn: ExampleRule {
  static let id = "broken-turn"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.broken_turn_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where BrokenTurn.kinds.contains(note.kind) {
      findings.add(
        batch, Int(note.row), offset: note.offset, message: message(note, batch),
        hint: "write each turn as {\"role\": \"…\", \"content\": \"…\"}")
    }
  }

  private static let kinds: [Note.Kind] = [
    .emptyConversation, .turnNotAnObject, .missingRole, .missingContent, .wrongContentType, .barePart, .wrongFieldType,
  ]

  private func message(_ note: Note, _ batch: Batch) -> String {
    let turn = note.turn + 1
    let row = batch.rows[Int(note.row)]
    let found = batch.excerpt(row, offset: Int(note.offset), length: Int(note.length), limit: 40)
    return switch note.kind {
    case .emptyConversation: "the conversation is empty, expected at least one turn"
    case .turnNotAnObject: "turn \(turn) is `\(found)`, expected an object with a role and a content"
    case .missingRole: "turn \(turn) has no role, expected one such as user or assistant"
    case .missingContent: "turn \(turn) has no content, expected a text or a list of parts"
    case .wrongContentType: "the content of turn \(turn) is `\(found)`, expected a text or a list of parts"
    case .barePart: "a content part of turn \(turn) is `\(found)`, expected an object with a type"
    case .wrongFieldType: "the conversation is `\(found)`, expected an array of turns"
    default: preconditionFailure("\(note.kind) is a matter of another rule")
    }
  }
}
