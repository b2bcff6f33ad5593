@testable import TunegateKit

/// For each profile a record that breaks one thing that it asks for beyond its formats, by the name of that thing.
enum ConstraintExamples {
  static let all: [String: [String: String]] = [
    "openai-chat": [
      "overlong": chat("user: hi", "assistant: \(words(70_000))"),
      "cut-off": chat("user: \(words(70_000))", "assistant: a"),
    ],
    "trl": [
      "chosen-differs": #"{"prompt": "q", "chosen": "a", "rejected": "a"}"#,
      "overlong": pair("q", words(1_100)), "cut-off": pair(words(1_100), "a"), "unanswered": pair("q", ""),
    ],
    "axolotl": [
      "tool-arguments-json": toolChat.replacing(#""arguments": "{}""#, with: #""arguments": "{""#),
      "trained-segment": #"{"segments": [{"label": false, "text": "a"}]}"#,
      "chosen-differs": #"{"prompt": "q", "chosen": "a", "rejected": "a"}"#,
      "overlong": chat("user: hi", "assistant: \(words(600))"), "unanswered": chat("user: hi"),
    ],
    "llama-factory": [
      "odd-even-turns": shareGPT("human: a", "human: b", "gpt: c"),
      "text-answer": #"{"instruction": "Add.", "output": 4}"#,
      "chosen-differs": #"{"instruction": "q", "chosen": "a", "rejected": "a"}"#,
      "overlong": #"{"instruction": "q", "output": "\#(words(2_100))"}"#,
      "unanswered": #"{"instruction": "q", "output": ""}"#,
    ],
    "torchtune": [
      "system-first": chat("user: a", "assistant: b", "system: c"),
      "no-repeated-user": chat("user: a", "user: b", "assistant: c"),
      "answer-follows-prompt": chat("user: a", "assistant: b", "assistant: c"),
      "chosen-differs": #"{"chosen": [\#(turn("user: q"))], "rejected": [\#(turn("user: q"))]}"#,
      "unanswered": chat("user: a", "assistant: "),
    ],
    "unsloth": [
      "chosen-differs": #"{"prompt": "q", "chosen": "a", "rejected": "a"}"#,
      "overlong": chat("user: hi", "assistant: \(words(2_100))"),
      "cut-off": chat("user: \(words(2_100))", "assistant: a"), "unanswered": chat("user: hi"),
    ],
    "ms-swift": [
      "chosen-differs": chat("user: q", "assistant: a").dropLast() + #", "rejected_response": "a"}"#
    ],
    "together": [
      "no-repeated-role": chat("user: a", "user: b", "assistant: c"),
      "prompt-not-from-assistant": openAIPair("a", "b", last: "assistant: hi"),
      "most-images": content("user", (0..<11).map { _ in image }) {
        #"\#($0), {"role": "assistant", "content": [\#(text)]}"#
      },
      "images-in-user-turns": content("system", [image]) {
        #"\#($0), {"role": "user", "content": [\#(text)]}, {"role": "assistant", "content": [\#(text)]}"#
      },
      "image-weight": content("user", [image], extra: #", "weight": 1"#) {
        #"\#($0), {"role": "assistant", "content": [\#(text)]}"#
      },
      "one-content-form": content("user", [text]) { #"\#($0), {"role": "assistant", "content": "a"}"# },
    ],
    "fireworks": ["system-first": chat("user: a", "assistant: b", "system: c", "user: d", "assistant: e")],
    "vertex-gemini": [
      "no-repeated-role": gemini("user: a", "user: b", "model: c"),
      "last-assistant": gemini("user: a", "model: b", "user: c"),
      "most-images": gemini(
        "user: "
          + (0..<31).map { _ in #"{"fileData": {"mimeType": "image/png", "fileUri": "gs://b/i.png"}}"# }
          .joined(separator: ", "), "model: b"),
    ],
    "bedrock-nova": [
      "first-user": nova("assistant: a", "user: b", "assistant: c"),
      "no-repeated-role": nova("user: a", "user: b", "assistant: c"),
      "last-assistant": nova("user: a", "assistant: b", "user: c"),
      "unique-call-ids": novaTools(call: "weather", ids: "a", "a", "a"),
      "paired-results": novaTools(call: "weather", ids: "a", "b"),
      "declared-tools": novaTools(call: "time", ids: "a", "a"),
      "most-images": nova("user: \(repeated(medium("image", "png"), 11))", "assistant: b"),
      "images-in-user-turns": nova("user: a", "assistant: \(medium("image", "png"))"),
      "one-video": nova("user: \(repeated(medium("video", "mp4"), 2))", "assistant: b"),
      "one-file": nova("user: \(repeated(#"{"document": {"format": "pdf"}}"#, 2))", "assistant: b"),
      "media-not-mixed": nova("user: \(medium("image", "png")), \(medium("video", "mp4"))", "assistant: b"),
      "reserved-words": nova("user: the bot: hi", "assistant: b"), "unanswered": nova("user: a", "assistant: \\t"),
    ],
    "mistral": [
      "one-system": chat("system: a", "system: b", "user: c", "assistant: d"),
      "last-assistant": chat("user: a", "assistant: b", "user: c"),
      "tool-follows-call": #"{"messages": [\#(turn("user: a")), \#(result("abcdef123")), \#(turn("assistant: b"))]}"#,
      "calls-answered": #"{"messages": [\#(turn("user: a")), \#(call), \#(turn("assistant: b"))]}"#,
      "content-xor-calls": mistralTools(id: "abcdef123").replacing(#""content": null"#, with: #""content": "a""#),
    ],
    "cohere": ["has-user": chat("Chatbot: a", "Chatbot: b"), "has-assistant": chat("User: a", "User: b")],
  ]

  /// Words of more than so many tokens by any count.
  private static func words(_ tokens: Int) -> String { String(repeating: "abc ", count: tokens * 3 / 2) }

  private static let text = #"{"type": "text", "text": "a"}"#
  private static let image = #"{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}"#

  private static func content(
    _ role: String, _ parts: [String], extra: String = "", rest: (String) -> String
  ) -> String {
    let first = #"{"role": "\#(role)", "content": [\#(parts.joined(separator: ", "))]\#(extra)}"#
    return #"{"messages": [\#(rest(first))]}"#
  }

  private static func medium(_ kind: String, _ format: String) -> String {
    #"{"\#(kind)": {"format": "\#(format)", "source": {"s3Location": {"uri": "s3://b/m"}}}}"#
  }

  private static func repeated(_ part: String, _ count: Int) -> String {
    Array(repeating: part, count: count).joined(separator: ", ")
  }

  private static func result(_ id: String) -> String { #"{"role": "tool", "tool_call_id": "\#(id)", "content": "1"}"# }

  private static let call =
    #"{"role": "assistant", "tool_calls": [{"id": "abcdef123", "function": {"name": "f", "arguments": "{}"}}]}"#
}

extension TrainerProfile {
  /// The names of what can be wrong with one example beyond its format, as far as the sources say what happens then.
  var checkedFaults: [String] {
    var names = demands.map(\.constraint.name)
    if limits.tokens != nil, does.overlong != nil {
      names.append("overlong")
      if does.overlong == .truncate, let cutOff = does.cutOff, cutOff != .truncate { names.append("cut-off") }
    }
    if does.unanswered != nil { names.append("unanswered") }
    return names.sorted()
  }

  /// What happens to an example with such a fault.
  func outcome(ofFault name: String) -> ProfileOutcome? {
    switch name {
    case "overlong": does.overlong
    case "cut-off": does.cutOff
    case "unanswered": does.unanswered
    default: demands.first { $0.constraint.name == name }?.outcome
    }
  }
}
