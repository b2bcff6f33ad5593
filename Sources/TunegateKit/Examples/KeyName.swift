/// The keys that shapes are made of. Anything else is `other`.
enum KeyName: UInt8, CaseIterable, Sendable {
  case other
  // Conversations.
  case messages, conversations, conversation, contents, systemInstruction, system, schemaVersion, ideal
  // Beside a conversation: the functions that it may call.
  case tools, functions, availableTools, toolConfig
  // Pairs.
  case prompt, completion, instruction, input, output, text, label, question, query, answer, response, code, solution
  case target, source, summary, article, document, context, category
  // Preferences.
  case chosen, rejected, preferredOutput, nonPreferredOutput, preferredCompletion, nonPreferredCompletion
  case candidates, preferenceLabel, completions, score
  // Inside a turn.
  case role, from, content, value, parts, weight, toolCalls, legacyCall, functionCall, name, type, function, arguments
  case args, functionResponse, toolUse, toolResult, refusal, thinking, id, toolCallID, toolUseID, toolUseIDOfResult
  // Beside a conversation: files that its turns speak of.
  case image, images, video, videos, audio, audios
  // Beside a conversation: when the record was made, and of what kind it is.
  case createdAt, created, timestamp, date, publishedAt, published, updatedAt, time
  case task, dataset, domain, topic

  /// As it is spelled in the data.
  var spelling: String {
    switch self {
    case .other: ""
    case .preferredOutput: "preferred_output"
    case .nonPreferredOutput: "non_preferred_output"
    case .preferredCompletion: "preferred_completion"
    case .nonPreferredCompletion: "non_preferred_completion"
    case .toolCalls: "tool_calls"
    case .legacyCall: "function_call"
    case .toolCallID: "tool_call_id"
    case .toolUseID: "toolUseId"
    case .toolUseIDOfResult: "tool_use_id"
    case .availableTools: "available_tools"
    case .createdAt: "created_at"
    case .publishedAt: "published_at"
    case .updatedAt: "updated_at"
    default: String(describing: self)
    }
  }

  /// The names to look a misspelled key up in.
  static let topLevelSpellings: [String] = [
    "messages", "conversations", "contents", "prompt", "completion", "instruction", "input", "output", "text", "label",
    "question", "answer", "query", "response", "chosen", "rejected", "preferred_output", "non_preferred_output",
  ]
}

/// Spellings to key names by length and first eight bytes; a lookup compares the whole key once.
struct KeyTable: Sendable {
  private struct Entry: Sendable {
    var head: UInt64
    var bytes: [UInt8]
    var name: KeyName
  }
  /// By length in bytes.
  private var entries: [[Entry]]

  static let standard = KeyTable()

  private init() {
    entries = Array(repeating: [], count: 32)
    for name in KeyName.allCases where name != .other {
      let bytes = Array(name.spelling.utf8)
      entries[bytes.count].append(Entry(head: KeyTable.head(bytes.count) { bytes[$0] }, bytes: bytes, name: name))
    }
  }

  private static func head(_ count: Int, _ byte: (Int) -> UInt8) -> UInt64 {
    var head: UInt64 = 0
    for i in 0..<min(count, 8) { head |= UInt64(byte(i)) << (8 * UInt64(i)) }
    return head
  }

  /// The key's name. Keys with escapes are not looked up: no producer escapes these words, and a rule sees them as
  /// `other`. Bounds: `key` has `count` readable bytes.
  @inline(__always)
  func name(of key: UnsafePointer<UInt8>, count: Int) -> KeyName {
    guard count < entries.count, !entries[count].isEmpty else { return .other }
    let head = KeyTable.head(count) { key[$0] }
    for entry in entries[count] where entry.head == head {
      var i = 8
      while i < count, key[i] == entry.bytes[i] { i += 1 }
      if i >= count { return entry.name }
    }
    return .other
  }
}
