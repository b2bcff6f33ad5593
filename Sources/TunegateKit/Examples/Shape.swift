/// The layout of a record, told by its keys.
public enum Shape: UInt8, Sendable, CaseIterable {
  case unknown
  /// `messages: [{role, content}]`: OpenAI, Azure, Together, Fireworks, TRL, Mistral.
  case chat
  /// `conversations: [{from, value}]`.
  case shareGPT
  /// `instruction`, `input`, `output`.
  case alpaca
  /// A prompt and its answer under two keys: `prompt` + `completion`, `question` + `answer`, …
  case promptCompletion
  /// `text` + `label`.
  case textLabel
  /// `text` alone: language modelling.
  case text
  /// `prompt` alone.
  case promptOnly
  /// `input` (messages) + `ideal`: OpenAI evals.
  case evals
  /// `contents: [{role, parts}]`: Gemini.
  case gemini
  /// `schemaVersion`, `messages: [{role, content: [{text}]}]`: Amazon Nova.
  case nova
  /// `input` + `preferred_output` + `non_preferred_output`: OpenAI.
  case openAIPreference
  /// (`prompt`) + `chosen` + `rejected`: TRL.
  case trlPreference
  /// `conversations` or `instruction` + `chosen` + `rejected`: LLaMA-Factory.
  case llamaFactoryPreference
  /// `prompt` + `completion` + `label`: TRL and KTO.
  case unpairedPreference
  /// Told by the field map of the configuration.
  case mapped

  /// The word of the report's `dataset.shape`.
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .chat: "chat"
    case .shareGPT: "sharegpt"
    case .alpaca: "alpaca"
    case .promptCompletion: "prompt-completion"
    case .textLabel: "text-label"
    case .text: "text"
    case .promptOnly: "prompt-only"
    case .evals: "evals"
    case .gemini: "gemini"
    case .nova: "nova"
    case .openAIPreference, .trlPreference, .llamaFactoryPreference: "preference"
    case .unpairedPreference: "unpaired-preference"
    case .mapped: "mapped"
    }
  }

  /// The keys that tell the shape, for messages.
  public var keys: String {
    switch self {
    case .unknown: "keys of no known shape"
    case .chat: "messages"
    case .shareGPT: "conversations"
    case .alpaca: "instruction, input, output"
    case .promptCompletion: "a prompt and a completion"
    case .textLabel: "text, label"
    case .text: "text"
    case .promptOnly: "prompt"
    case .evals: "input, ideal"
    case .gemini: "contents"
    case .nova: "schemaVersion, messages"
    case .openAIPreference: "input, preferred_output, non_preferred_output"
    case .trlPreference: "prompt, chosen, rejected"
    case .llamaFactoryPreference: "conversations, chosen, rejected"
    case .unpairedPreference: "prompt, completion, label"
    case .mapped: "the fields of the configuration"
    }
  }

  /// True when an example of the shape is expected to carry an answer to learn.
  var hasAnswer: Bool { self != .promptOnly && self != .unknown }
}

/// Who speaks, after the vocabularies of all shapes are folded into one.
public enum Role: UInt8, Sendable {
  case system, user, assistant, tool, unknown

  var name: String {
    switch self {
    case .system: "system"
    case .user: "user"
    case .assistant: "assistant"
    case .tool: "tool"
    case .unknown: "unknown"
    }
  }

  /// Folds OpenAI's, ShareGPT's, Gemini's and Nova's words; exact spelling and case, because trainers are exact.
  init(spelling: UnsafeBufferPointer<UInt8>) {
    for (bytes, role) in Role.spellings where bytes.count == spelling.count && bytes.elementsEqual(spelling) {
      self = role
      return
    }
    self = .unknown
  }

  static let words: [(String, Role)] = [
    ("user", .user), ("assistant", .assistant), ("system", .system), ("human", .user), ("gpt", .assistant),
    ("tool", .tool), ("developer", .system), ("model", .assistant), ("observation", .tool),
    ("function_call", .assistant), ("function", .tool), ("chatgpt", .assistant), ("bot", .assistant),
    ("tool_response", .tool), ("tool_call", .assistant), ("ipython", .tool),
  ]
  private static let spellings: [([UInt8], Role)] = words.map { (Array($0.0.utf8), $0.1) }

  /// True for the words of the assistant's role that say that the whole turn is a tool call.
  static func isCall(spelling: UnsafeBufferPointer<UInt8>) -> Bool {
    callSpellings.contains { $0.count == spelling.count && spelling.elementsEqual($0) }
  }
  private static let callSpellings = ["function_call", "tool_call"].map { Array($0.utf8) }

  /// For the hints of `unknown-role`.
  static let known = ["system", "user", "assistant", "tool", "developer", "human", "gpt", "model", "observation"]
}
