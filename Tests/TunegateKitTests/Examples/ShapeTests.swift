import Testing

@testable import TunegateKit

/// From a line to turns: one record of every shape, every word for a role, every kind of note.
@Suite("Shapes, roles and notes")
struct ShapeTests {
  static let shapes: [(Shape, String, [String])] = [
    (
      .chat,
      #"{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}, "#
        + #"{"role": "assistant", "content": "A"}]}"#,
      ["0 system context S", "1 user prompt Q", "2 assistant answer A"]
    ),
    (
      .shareGPT,
      #"{"conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}], "system": "S"}"#,
      ["field system context S", "0 user prompt Q", "1 assistant answer A"]
    ),
    (
      .shareGPT, #"{"conversation": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}"#,
      ["0 user prompt Q", "1 assistant answer A"]
    ),
    (
      .alpaca, #"{"instruction": "Q", "input": "", "output": "A"}"#,
      ["field user prompt Q", "field assistant answer A"]
    ),
    (
      .alpaca, #"{"instruction": "Q", "input": "I", "response": "A"}"#,
      ["field user prompt Q", "field user prompt I", "field assistant answer A"]
    ),
    (
      .promptCompletion, #"{"prompt": "Q", "completion": "A"}"#,
      ["field user prompt Q", "field assistant answer A"]
    ),
    (
      .promptCompletion, #"{"question": "Q", "context": "C", "answer": 4}"#,
      ["field user prompt Q", "field user prompt C", "field assistant answer 4"]
    ),
    (
      .promptCompletion,
      #"{"prompt": [{"role": "user", "content": "Q"}], "completion": [{"role": "assistant", "content": "A"}]}"#,
      ["0 user prompt Q", "0 assistant answer A"]
    ),
    (.textLabel, #"{"text": "T", "label": 1}"#, ["field user prompt T", "field assistant answer 1"]),
    (.text, #"{"text": "T"}"#, ["field assistant answer T"]),
    (.promptOnly, #"{"prompt": "Q"}"#, ["field user prompt Q"]),
    (
      .evals,
      #"{"input": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "E"}, "#
        + #"{"role": "user", "content": "R"}], "ideal": "A"}"#,
      ["0 user prompt Q", "1 assistant prompt E", "2 user prompt R", "field assistant answer A"]
    ),
    (
      .gemini,
      #"{"systemInstruction": {"role": "any", "parts": [{"text": "S"}]}, "contents": "#
        + #"[{"role": "user", "parts": [{"text": "Q"}, {"text": "R"}]}, {"role": "model", "parts": [{"text": "A"}]}]}"#,
      ["field system context S", "0 user prompt Q⏎R", "1 assistant answer A"]
    ),
    (
      .gemini,
      #"{"contents": [{"role": "user", "parts": [{"text": "Q"}]}], "completions": ["#
        + #"{"score": 0.0, "completion": {"role": "model", "parts": [{"text": "B"}]}}, "#
        + #"{"score": 1.0, "completion": {"role": "model", "parts": [{"text": "A"}]}}]}"#,
      ["0 user prompt Q", "0 assistant rejected B", "0 assistant answer A"]
    ),
    (
      .nova,
      #"{"schemaVersion": "v", "system": [{"text": "S"}], "messages": [{"role": "user", "content": [{"text": "Q"}]}, "#
        + #"{"role": "assistant", "content": [{"text": "A"}]}]}"#,
      ["field system context S", "0 user prompt Q", "1 assistant answer A"]
    ),
    (
      .nova,
      #"{"schemaVersion": "v", "messages": [{"role": "user", "content": [{"text": "Q"}]}, "#
        + #"{"role": "assistant", "candidates": [{"content": [{"text": "A"}], "preferenceLabel": "preferred"}, "#
        + #"{"content": [{"text": "B"}], "preferenceLabel": "non-preferred"}]}]}"#,
      ["0 user prompt Q", "1 assistant answer A", "1 assistant rejected B"]
    ),
    (
      .openAIPreference,
      #"{"input": {"messages": [{"role": "user", "content": "Q"}]}, "#
        + #""preferred_output": [{"role": "assistant", "content": "A"}], "#
        + #""non_preferred_output": [{"role": "assistant", "content": "B"}]}"#,
      ["0 user prompt Q", "0 assistant answer A", "0 assistant rejected B"]
    ),
    (
      .trlPreference, #"{"prompt": "Q", "chosen": "A", "rejected": "B"}"#,
      ["field user prompt Q", "field assistant answer A", "field assistant rejected B"]
    ),
    (
      // Both sides are whole conversations; the prompt counts once.
      .trlPreference,
      #"{"chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "#
        + #""rejected": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "B"}]}"#,
      ["0 user prompt Q", "1 assistant answer A", "1 assistant rejected B"]
    ),
    (
      // As above with the prompt in a field as well.
      .trlPreference,
      #"{"prompt": "Q", "chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "#
        + #""rejected": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "B"}]}"#,
      ["field user prompt Q", "1 assistant answer A", "1 assistant rejected B"]
    ),
    (
      // A rejected conversation with a prompt of its own keeps it.
      .trlPreference,
      #"{"chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "#
        + #""rejected": [{"role": "user", "content": "R"}, {"role": "assistant", "content": "A"}]}"#,
      ["0 user prompt Q", "1 assistant answer A", "0 user prompt R", "1 assistant rejected A"]
    ),
    (
      .llamaFactoryPreference,
      #"{"conversations": [{"from": "human", "value": "Q"}], "chosen": {"from": "gpt", "value": "A"}, "#
        + #""rejected": {"from": "gpt", "value": "B"}}"#,
      ["0 user prompt Q", "0 assistant answer A", "0 assistant rejected B"]
    ),
    (
      .unpairedPreference, #"{"prompt": "Q", "completion": "A", "label": false}"#,
      ["field user prompt Q", "field assistant answer A"]
    ),
    (.unknown, #"{"frage": "Q", "antwort": "A"}"#, []),
  ]

  @Test("A record's shape and turns", arguments: shapes)
  func turns(shape: Shape, line: String, turns: [String]) {
    let read = ReadLine(line)
    #expect(read.row?.shape == shape)
    #expect(read.turns == turns)
    // One of the pairs has two prompts, which are read as such.
    let notes: [Note.Kind] =
      shape == .unknown ? [.unknownShape] : turns.contains("0 user prompt R") ? [.pairPrompt] : []
    #expect(read.notes.map(\.kind) == notes)
  }

  @Test("Every shape is read above, but for the one of a field map")
  func everyShape() {
    #expect(Set(Self.shapes.map(\.0)).union([.mapped]) == Set(Shape.allCases))
  }

  @Test("A field map finds its parts, dots lead into objects")
  func mapped() throws {
    var fields = Settings.Fields()
    fields.system = [try path("meta.system")]
    fields.prompt = [try path("frage"), try path("text")]
    fields.answer = [try path("antwort")]
    let read = ReadLine(#"{"frage": "Q", "text": "T", "antwort": "A", "meta": {"system": "S"}}"#, fields: fields)
    #expect(read.row?.shape == .mapped)
    #expect(
      read.turns
        == ["field system context S", "field user prompt Q", "field user prompt T", "field assistant answer A"])
    #expect(ReadLine(#"{"question": "Q"}"#, fields: fields).notes.map(\.kind) == [.fieldsAbsent])
  }

  @Test(
    "A map's prompt that a record does not have is a missing prompt",
    arguments: [
      (#"{"antwort": "A"}"#, true), (#"{"frage": "", "antwort": "A"}"#, true), (#"{"text": "T"}"#, false),
      (#"{"frage": "", "text": "T", "antwort": "A"}"#, false),
    ])
  func mappedPrompt(line: String, isMissing: Bool) throws {
    var fields = Settings.Fields()
    fields.prompt = [try path("frage"), try path("text")]
    fields.answer = [try path("antwort")]
    let read = ReadLine(line, fields: fields)
    #expect(read.row?.shape == .mapped)
    #expect(read.flags.first == (isMissing ? [.isField, .hasNoContent, .isBlank] : [.isField]))
    // A conversation brings its own prompts.
    fields.messages = try path("chat")
    #expect(ReadLine(#"{"antwort": "A"}"#, fields: fields).turns == ["field assistant answer A"])
  }

  @Test("A mapped conversation that cannot be read has one note")
  func mappedConversation() throws {
    var fields = Settings.Fields()
    fields.messages = try path("chat")
    #expect(ReadLine(#"{"chat": "[{}]"}"#, fields: fields).notes.map(\.kind) == [.doubleEncoded])
  }

  private func path(_ dotted: String) throws -> Settings.FieldPath {
    try #require(Settings.FieldPath(dotted: dotted))
  }

  // MARK: - Columns that are null

  @Test(
    "A null tells no shape while another key does",
    arguments: [
      (#"{"messages": null, "prompt": "Q", "completion": "A"}"#, Shape.promptCompletion),
      (#"{"messages": [{"role": "user", "content": "Q"}], "chosen": null, "rejected": null}"#, .chat),
      (#"{"prompt": null, "question": "Q", "answer": "A"}"#, .promptCompletion),
      (#"{"prompt": "Q", "completion": null}"#, .promptCompletion), (#"{"text": "T", "label": null}"#, .textLabel),
      (#"{"prompt": "Q", "chosen": "A", "rejected": null}"#, .trlPreference), (#"{"messages": null}"#, .chat),
    ])
  func nulls(line: String, shape: Shape) {
    #expect(ReadLine(line).row?.shape == shape)
  }

  @Test("Of several prompt keys the first with a value is read")
  func firstValue() {
    #expect(
      ReadLine(#"{"prompt": null, "question": "Q", "answer": "A"}"#).turns
        == ["field user prompt Q", "field assistant answer A"])
  }

  // MARK: - Roles

  @Test("Every word for a role", arguments: Role.words)
  func roles(word: String, role: Role) {
    let read = ReadLine(#"{"messages": [{"role": "\#(word)", "content": "T"}]}"#)
    let side = role == .assistant ? "answer" : role == .system ? "context" : "prompt"
    #expect(read.turns == ["0 \(role.name) \(side) T"])
    let isCall = ["function_call", "tool_call"].contains(word)
    #expect(read.notes.map(\.kind) == (isCall ? [.badToolCall] : []))
    #expect(read.flags == [isCall ? .hasToolCalls : []])
  }

  @Test(
    "Other words, other cases and other types are unknown",
    arguments: [#""User""#, "\"\"", #""users""#, "1", "null"])
  func unknownRoles(role: String) {
    let read = ReadLine(#"{"messages": [{"role": \#(role), "content": "T"}]}"#)
    #expect(read.turns == ["0 unknown prompt T"])
    #expect(read.notes.map(\.kind) == [.unknownRole])
  }

  @Test("Words that hints suggest are roles")
  func knownRoles() {
    #expect(Set(Role.known).isSubset(of: Role.words.map(\.0)))
  }
}
