/// A record of each format that its schema takes, one for each set of keys that tells it, and one that it refuses.
///
/// Written after the trainers' documentation and code, which the packs name.
enum FormatExamples {
  struct Pair: Sendable {
    var good: [String]
    /// Has the keys of the format, and breaks its schema.
    var bad: String
  }

  static let all: [String: Pair] = [
    "openai-chat": Pair(
      good: [
        chat("system: Be brief.", "user: Capital of Norway?", "assistant: Oslo"), toolChat,
      ], bad: #"{"messages": [{"role": "human", "content": "hi"}]}"#),
    "openai-dpo": Pair(good: [openAIPair("Oslo", "Bergen")], bad: openAIPair("Oslo", "Bergen", role: "user")),
    "fireworks-sft": Pair(
      good: [chat("user: hi", "assistant: hello")], bad: #"{"messages": [{"role": "user", "content": 7}]}"#),
    "mistral-instruct": Pair(
      good: [
        chat("system: Be brief.", "user: hi", "assistant: hello"),
        #"{"interactions": [{"role": "user", "text": "hi"}, {"role": "assistant", "text": "hello"}]}"#,
        mistralTools(id: "abcDEF123"),
      ], bad: mistralTools(id: "call_1")),
    "plain-text": Pair(good: [#"{"text": "Oslo is the capital of Norway."}"#], bad: #"{"text": ""}"#),
    "together-text": Pair(good: [#"{"text": "Oslo"}"#], bad: #"{"text": "Oslo", "label": "city"}"#),
    "together-conversation": Pair(
      good: [chat("user: hi", "assistant: hello"), toolChat],
      bad: #"{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "a"}], "id": 1}"#),
    "together-instruction": Pair(
      good: [pair("hi", "hello")], bad: #"{"prompt": "hi", "completion": "hello", "source": "x"}"#),
    "together-preference": Pair(good: [openAIPair("Oslo", "Bergen")], bad: openAIPair("Oslo", "Bergen", role: "user")),
    "trl-preference": Pair(
      good: [
        #"{"prompt": "Capital?", "chosen": "Oslo", "rejected": "Bergen"}"#,
        #"{"chosen": [\#(turn("user: Capital?")), \#(turn("assistant: Oslo"))], "#
          + #""rejected": [\#(turn("user: Capital?")), \#(turn("assistant: Bergen"))]}"#,
      ], bad: #"{"prompt": "Capital?", "chosen": "Oslo", "rejected": [\#(turn("assistant: Bergen"))]}"#),
    "trl-unpaired-preference": Pair(
      good: [#"{"prompt": "Capital?", "completion": "Oslo", "label": true}"#],
      bad: #"{"prompt": "Capital?", "completion": "Oslo", "label": "good"}"#),
    "trl-stepwise": Pair(
      good: [#"{"prompt": "2 + 3 * 2?", "completions": ["3 * 2 = 6", "2 + 6 = 8"], "labels": [true, true]}"#],
      bad: #"{"prompt": "2 + 2?", "completions": ["4"], "labels": ["right"]}"#),
    "trl-prompt-completion": Pair(
      good: [
        pair("The sky is", "blue."),
        #"{"prompt": [\#(turn("user: Color?"))], "completion": [\#(turn("assistant: Blue."))]}"#,
      ], bad: #"{"prompt": "The sky is", "completion": [\#(turn("assistant: Blue."))]}"#),
    "trl-language-modeling": Pair(
      good: [chat("user: hi", "assistant: hello"), #"{"text": "The sky is blue."}"#],
      bad: #"{"messages": [{"role": "bot", "content": "hi"}]}"#),
    "trl-prompt-only": Pair(good: [#"{"prompt": "The sky is"}"#], bad: #"{"prompt": 7}"#),
    "axolotl-chat-template": Pair(
      good: [chat("user: hi", "assistant: hello"), toolChat], bad: #"{"messages": [{"role": "user"}]}"#),
    "axolotl-dpo": Pair(
      good: [
        #"{"prompt": "Capital?", "chosen": "Oslo", "rejected": "Bergen"}"#,
        #"{"instruction": "Capital?", "chosen_response": "Oslo", "rejected_response": "Bergen"}"#,
      ], bad: #"{"chosen": "Oslo", "rejected": "Bergen"}"#),
    "axolotl-input-output": Pair(
      good: [#"{"segments": [{"label": false, "text": "2 + 2 ="}, {"label": true, "text": "4"}]}"#],
      bad: #"{"segments": [{"label": "yes", "text": "4"}]}"#),
    "alpaca": Pair(
      good: [
        #"{"instruction": "Add.", "input": "2 and 2", "output": "4"}"#,
        #"{"instruction": "Add 2 and 2.", "output": "4"}"#,
      ], bad: #"{"instruction": "", "output": "4"}"#),
    "sharegpt": Pair(
      good: [shareGPT("system: Be brief.", "human: hi", "gpt: hello")], bad: shareGPT("human: hi", "bot: hello")),
    "llamafactory-sharegpt": Pair(
      good: [
        shareGPT("system: Be brief.", "human: hi", "gpt: hello"),
        shareGPT("human: weather?", "function_call: {}", "observation: sun", "gpt: Sunny."),
      ], bad: #"{"conversations": [{"from": "human", "text": "hi"}]}"#),
    "llamafactory-openai": Pair(
      good: [chat("user: hi", "assistant: hello"), toolChat],
      bad: #"{"messages": [{"role": "bot", "content": "hi"}]}"#),
    "llamafactory-alpaca": Pair(
      good: [#"{"instruction": "Add.", "input": "2 and 2", "output": "4", "history": [["hi", "hello"]]}"#],
      bad: #"{"instruction": "Add.", "output": "4", "history": [["hi"]]}"#),
    "llamafactory-preference": Pair(
      good: [#"{"instruction": "Capital?", "input": "", "chosen": "Oslo", "rejected": "Bergen"}"#],
      bad: #"{"instruction": "Capital?", "chosen": "Oslo", "rejected": ["Bergen"]}"#),
    "llamafactory-sharegpt-preference": Pair(
      good: [
        #"{"conversations": [{"from": "human", "value": "Capital?"}], "chosen": {"from": "gpt", "value": "Oslo"}, "#
          + #""rejected": {"from": "gpt", "value": "Bergen"}}"#
      ],
      bad: #"{"conversations": [{"from": "human", "value": "Capital?"}], "chosen": "Oslo", "rejected": "Bergen"}"#),
    "llamafactory-kto": Pair(
      good: [
        #"{"conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "hello"}], "kto_tag": true}"#,
        #"{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "a"}], "label": false}"#,
      ],
      bad: #"{"conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "a"}], "kto_tag": "good"}"#),
    "torchtune-chat": Pair(good: [chat("system: Be brief.", "user: hi", "assistant: hello")], bad: toolChat),
    "torchtune-sharegpt": Pair(
      good: [shareGPT("human: hi", "gpt: hello")], bad: shareGPT("human: hi", "function_call: {}")),
    "torchtune-input-output": Pair(
      good: [#"{"input": "2 + 2?", "output": "4"}"#], bad: #"{"input": "2 + 2?", "output": 4}"#),
    "torchtune-preference": Pair(
      good: [
        #"{"chosen": [\#(turn("user: Capital?")), \#(turn("assistant: Oslo"))], "#
          + #""rejected": [\#(turn("user: Capital?")), \#(turn("assistant: Bergen"))]}"#
      ], bad: #"{"prompt": "Capital?", "chosen": "Oslo", "rejected": "Bergen"}"#),
    "ms-swift-messages": Pair(
      good: [
        chat("user: hi", "assistant: hello"), shareGPT("human: hi", "gpt: hello"), toolChat,
        #"{"conversation": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]}"#,
      ], bad: #"{"messages": [{"role": "user", "content": null}]}"#),
    "ms-swift-response": Pair(
      good: [
        #"{"query": "hi", "response": "hello"}"#, pair("hi", "hello"), #"{"question": "2 + 2?", "answer": "4"}"#,
        #"{"instruction": "Add.", "input": "2 and 2", "output": "4"}"#, #"{"prompt": "hi", "response": "hello"}"#,
        #"{"input": "2 + 2?", "output": "4"}"#,
      ], bad: #"{"query": ["hi"], "response": "hello"}"#),
    "vertex-gemini": Pair(
      good: [gemini("user: hi", "model: hello")],
      bad: #"{"contents": [{"role": "user", "parts": []}, {"parts": []}]}"#),
    "vertex-gemini-preference": Pair(
      good: [geminiPair(scores: ["1.0", "0.0"])], bad: geminiPair(scores: ["1.0", "0.5"])),
    "bedrock-nova": Pair(
      good: [nova("user: hi", "assistant: hello"), novaTools(call: "weather", ids: "a", "a"), novaPair],
      bad: chat("user: hi", "assistant: hello")),
    "cohere-chat": Pair(
      good: [
        chat("System: Be brief.", "User: hi", "Chatbot: hello"), chat("user: hi", "chatbot: hello"),
      ], bad: chat("user: hi", "assistant: hello")),
  ]
}

// MARK: - Records

/// `user: hi` as a message.
func turn(_ text: String, keys: (String, String) = ("role", "content")) -> String {
  let parts = text.split(separator: ":", maxSplits: 1)
  let content = parts[1].drop { $0 == " " }
  return #"{"\#(keys.0)": "\#(parts[0])", "\#(keys.1)": "\#(content)"}"#
}

func chat(_ turns: String...) -> String { "{\"messages\": [\(turns.map { turn($0) }.joined(separator: ", "))]}" }

func shareGPT(_ turns: String...) -> String {
  "{\"conversations\": [\(turns.map { turn($0, keys: ("from", "value")) }.joined(separator: ", "))]}"
}

func pair(_ prompt: String, _ completion: String) -> String {
  #"{"prompt": "\#(prompt)", "completion": "\#(completion)"}"#
}

func openAIPair(_ chosen: String, _ rejected: String, role: String = "assistant", last: String = "user: hi") -> String {
  #"{"input": {"messages": [\#(turn(last))]}, "preferred_output": [\#(turn("\(role): \(chosen)"))], "#
    + #""non_preferred_output": [\#(turn("assistant: \(rejected)"))]}"#
}

let toolChat =
  #"{"messages": [{"role": "user", "content": "weather?"}, {"role": "assistant", "content": null, "tool_calls": "#
  + #"[{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, "#
  + #"{"role": "tool", "tool_call_id": "call_1", "content": "sun"}, {"role": "assistant", "content": "Sunny."}], "#
  + #""tools": [{"type": "function", "function": {"name": "weather", "description": "", "parameters": {}}}]}"#

func mistralTools(id: String) -> String { toolChat.replacing("call_1", with: id) }

private func part(_ text: String, wrap: String, body: (Substring) -> String) -> String {
  let parts = text.split(separator: ":", maxSplits: 1)
  return #"{"role": "\#(parts[0])", "\#(wrap)": [\#(body(parts[1].drop { $0 == " " }))]}"#
}

/// Turns of texts; a text that begins with `{` is a part as it stands.
private func parts(_ text: Substring) -> String { text.hasPrefix("{") ? String(text) : #"{"text": "\#(text)"}"# }

func gemini(_ turns: String...) -> String {
  "{\"contents\": [\(turns.map { part($0, wrap: "parts", body: parts) }.joined(separator: ", "))]}"
}

func geminiPair(scores: [String]) -> String {
  let completions = scores.map { #"{"score": \#($0), "completion": {"role": "model", "parts": [{"text": "\#($0)"}]}}"# }
  return gemini("user: hi").dropLast() + #", "completions": [\#(completions.joined(separator: ", "))]}"#
}

func nova(_ turns: String..., extra: String = "") -> String {
  #"{"schemaVersion": "bedrock-conversation-2024", \#(extra)"messages": "#
    + "[\(turns.map { part($0, wrap: "content", body: parts) }.joined(separator: ", "))]}"
}

/// A call with the first id and its result with the second; a third makes another call.
func novaTools(call: String, ids: String...) -> String {
  let use = { (id: String) in #"{"toolUse": {"toolUseId": "\#(id)", "name": "\#(call)", "input": {}}}"# }
  let calls = ([ids[0]] + ids.dropFirst(2)).map(use).joined(separator: ", ")
  return nova(
    "user: weather?", "assistant: \(calls)",
    #"user: {"toolResult": {"toolUseId": "\#(ids[1])", "content": [{"text": "sun"}]}}"#, "assistant: Sunny.",
    extra: #""toolConfig": {"tools": [{"toolSpec": {"name": "weather", "description": "w", "inputSchema": {}}}]}, "#)
}

let novaPair =
  #"{"schemaVersion": "bedrock-conversation-2024", "messages": [{"role": "user", "content": [{"text": "hi"}]}, "#
  + #"{"role": "assistant", "candidates": [{"content": [{"text": "hello"}], "preferenceLabel": "preferred"}, "#
  + #"{"content": [{"text": "go away"}], "preferenceLabel": "non-preferred"}]}]}"#
