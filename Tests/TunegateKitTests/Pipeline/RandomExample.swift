/// One random example before it is spelled: words that are written into JSON strings as they are, escapes and all.
struct RandomExample {
  var shape: Layout
  var system: [String]?
  var prompt: [String]
  var answer: [String]
  var rejected: [String]

  /// Every layout that the reader knows by its keys, and one that it does not know.
  enum Layout: CaseIterable {
    case chat, longChat, toolChat, shareGPT, alpaca, promptCompletion, questionAnswer, textLabel, text, promptOnly
    case evals, gemini, nova, openAIPreference, trlPreference, llamaFactoryPreference, unpairedPreference, unknown
  }

  /// Spells the example. Equal examples are spelled differently: the order of keys and the white space are the dice's.
  func line(_ dice: inout Dice) -> String { Self.object(fields(&dice), &dice) }

  private func fields(_ dice: inout Dice) -> [(String, String)] {
    let (user, model) = (Self.string(prompt), Self.string(answer))
    switch shape {
    case .chat: return [("messages", Self.array(messages(&dice)))]
    case .longChat:
      let more = [message("user", model, &dice), message("assistant", user, &dice)]
      return [("messages", Self.array(messages(&dice) + more))]
    case .toolChat:
      let call = #"[{"type": "function", "function": {"name": "f", "arguments": "{\"a\": 1}"}}]"#
      let turn = Self.object([("role", #""assistant""#), ("content", "null"), ("tool_calls", call)], &dice)
      return [("messages", Self.array([message("user", user, &dice), turn])), ("tools", #"[{"name": "f"}]"#)]
    case .shareGPT:
      let turns = [from("human", user, &dice), from("gpt", model, &dice)]
      return [("conversations", Self.array(turns))]
    case .alpaca: return [("instruction", user), ("input", #""""#), ("output", model)]
    case .promptCompletion: return [("prompt", user), ("completion", model)]
    case .questionAnswer: return [("question", user), ("answer", model), ("id", "\(prompt.count)")]
    case .textLabel: return [("text", user), ("label", model)]
    case .text: return [("text", model)]
    case .promptOnly: return [("prompt", user)]
    case .evals: return [("input", Self.array(Array(messages(&dice).prefix(1)))), ("ideal", model)]
    case .gemini:
      return [("contents", Self.array([parts("user", user, &dice), parts("model", model, &dice)]))]
    case .nova:
      let turns = [blocks("user", user, &dice), blocks("assistant", model, &dice)]
      return [("schemaVersion", #""bedrock-conversation-2024""#), ("messages", Self.array(turns))]
    case .openAIPreference, .trlPreference, .llamaFactoryPreference, .unpairedPreference: return preference(&dice)
    case .unknown: return [("foo", user), ("bar", model)]
    }
  }

  private func preference(_ dice: inout Dice) -> [(String, String)] {
    let (user, good, bad) = (Self.string(prompt), Self.string(answer), Self.string(rejected))
    switch shape {
    case .openAIPreference:
      return [
        ("input", Self.object([("messages", Self.array([message("user", user, &dice)]))], &dice)),
        ("preferred_output", Self.array([message("assistant", good, &dice)])),
        ("non_preferred_output", Self.array([message("assistant", bad, &dice)])),
      ]
    case .llamaFactoryPreference:
      return [
        ("conversations", Self.array([from("human", user, &dice)])), ("chosen", from("gpt", good, &dice)),
        ("rejected", from("gpt", bad, &dice)),
      ]
    case .unpairedPreference: return [("prompt", user), ("completion", good), ("label", "true")]
    default: return [("prompt", user), ("chosen", good), ("rejected", bad)]
    }
  }

  private func messages(_ dice: inout Dice) -> [String] {
    let turns = [message("user", Self.string(prompt), &dice), message("assistant", Self.string(answer), &dice)]
    guard let system else { return turns }
    return [message("system", Self.string(system), &dice)] + turns
  }

  private func message(_ role: String, _ content: String, _ dice: inout Dice) -> String {
    Self.object([("role", "\"\(role)\""), ("content", content)], &dice)
  }

  private func from(_ role: String, _ value: String, _ dice: inout Dice) -> String {
    Self.object([("from", "\"\(role)\""), ("value", value)], &dice)
  }

  private func parts(_ role: String, _ text: String, _ dice: inout Dice) -> String {
    Self.object([("role", "\"\(role)\""), ("parts", "[{\"text\": \(text)}]")], &dice)
  }

  private func blocks(_ role: String, _ text: String, _ dice: inout Dice) -> String {
    Self.object([("role", "\"\(role)\""), ("content", "[{\"text\": \(text)}]")], &dice)
  }

  // MARK: - Spelling

  private static func string(_ words: [String]) -> String { "\"\(words.joined(separator: " "))\"" }

  private static func array(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  private static func object(_ fields: [(String, String)], _ dice: inout Dice) -> String {
    let (colon, comma) = (dice.pick([":", ": ", " :\t"]), dice.pick([",", ", ", "  ,"]))
    return "{" + dice.shuffled(fields).map { "\"\($0)\"\(colon)\($1)" }.joined(separator: comma) + "}"
  }
}
