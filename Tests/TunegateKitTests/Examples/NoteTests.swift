import Testing

@testable import TunegateKit

/// What the reader notes, where, and what it lets pass.
@Suite("Notes on records")
struct NoteTests {
  /// A line, the kind of its only note, and the bytes that the note is about.
  static let notes: [(Note.Kind, String, String)] = [
    (.notAnObject, "[1]", "[1]"), (.unknownShape, #"{"a": 1}"#, #"{"a": 1}"#),
    (.twoShapes, #"{"prompt": "Q", "messages": [{"role": "user", "content": "Q"}]}"#, message("user", "Q")),
    (.doubleEncoded, #"{"messages": "[1]"}"#, "[1]"), (.emptyConversation, #"{"messages": []}"#, "[]"),
    (.turnNotAnObject, #"{"messages": [7]}"#, "7"),
    (.missingRole, #"{"messages": [{"content": "Q"}]}"#, #"{"content": "Q"}"#),
    (.missingContent, #"{"messages": [{"role": "assistant"}]}"#, #"{"role": "assistant"}"#),
    (.wrongContentType, #"{"messages": [{"role": "user", "content": {"a": 1}}]}"#, #"{"a": 1}"#),
    (.barePart, #"{"messages": [{"role": "user", "content": ["Q"]}]}"#, "Q"),
    (.unknownRole, #"{"messages": [{"role": "User", "content": "Q"}]}"#, "User"),
    (.badWeight, #"{"messages": [{"role": "assistant", "content": "A", "weight": 2}]}"#, "2"),
    (.badToolCall, #"{"messages": [{"role": "assistant", "tool_calls": [8]}]}"#, "8"),
    (
      .badToolArguments,
      #"{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "no"}}]}]}"#, "no"
    ),
    (.wrongFieldType, #"{"messages": 9}"#, "9"), (.duplicateKey, #"{"prompt": "Q", "prompt": "R"}"#, "prompt"),
    (.loneSurrogate, #"{"prompt": "\ud800"}"#, #"\ud800"#),
    (.undeclaredTool, calls("g", "{}"), "g"), (.toolArgumentsViolate, calls("f", #"{"x": 1}"#), #"{"x": 1}"#),
    (.badToolSchema, calls("f", "{}", schema: #"{"type": "str"}"#), #"{"type": "str"}"#),
    (
      .badToolCallID,
      #"{"messages": [{"role": "assistant", "tool_calls": [{"id": "a", "name": "f", "arguments": {}}]}, "#
        + #"{"role": "tool", "tool_call_id": "b", "content": "1"}]}"#, "b"
    ),
    (
      .pairPrompt,
      #"{"chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "#
        + #""rejected": [{"role": "user", "content": "R"}, {"role": "assistant", "content": "B"}]}"#, ""
    ),
  ]

  /// One call of `name` in a record that declares `f`.
  private static func calls(
    _ name: String, _ arguments: String, schema: String = #"{"properties": {"x": {"type": "string"}}}"#
  ) -> String {
    #"{"tools": [{"function": {"name": "f", "parameters": \#(schema)}}], "messages": [{"role": "assistant", "#
      + #""tool_calls": [{"function": {"name": "\#(name)", "arguments": \#(arguments)}}]}]}"#
  }

  private static func message(_ role: String, _ text: String) -> String {
    #"[{"role": "\#(role)", "content": "\#(text)"}]"#
  }

  @Test("Every kind, and the bytes that it is about", arguments: notes)
  func kinds(kind: Note.Kind, line: String, about: String) {
    let notes = ReadLine(line).notes
    #expect(notes.map(\.kind) == [kind])
    for note in notes {
      let bytes = Array(line.utf8)[Int(note.offset)..<Int(note.offset + note.length)]
      #expect(String(decoding: bytes, as: UTF8.self) == about)
    }
  }

  @Test("Every kind is above, but for those that settings ask for")
  func everyKind() {
    let onRequest: Set<Note.Kind> = [.fieldsAbsent, .schemaViolation, .completionMisfit, .overLength, .answerCutOff]
    #expect(Set(Self.notes.map(\.0)).union(onRequest) == Set(Note.Kind.allCases))
  }

  @Test(
    "Nothing to note",
    arguments: [
      #"{"messages": [{"role": "assistant", "content": null, "tool_calls": [{"name": "f", "arguments": {}}]}]}"#,
      #"{"messages": [{"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}}]}"#,
      #"{"messages": [{"role": "assistant", "refusal": "No."}]}"#,
      #"{"messages": [{"role": "user", "content": "Q", "weight": null, "tool_calls": null}]}"#,
      #"{"messages": [{"role": "assistant", "content": "A", "tool_calls": []}]}"#,
      #"{"messages": [{"role": "user", "content": "Q"}], "prompt": null}"#,
      #"{"messages": [{"role": "user", "content": []}]}"#, #"{"prompt": "Q", "completion": ["A", "B"]}"#,
    ])
  func nothing(line: String) {
    #expect(ReadLine(line).notes.isEmpty)
  }

  @Test(
    "What a turn is made of",
    arguments: [
      (#""content": null"#, [.hasNoContent, .isBlank]), (#""content": """#, [.isBlank]),
      (#""content": "\u200b\ufeff""#, [.isBlank]), (#""content": [{"type": "text", "text": " "}]"#, [.isBlank]),
      (#""content": [{"type": "text", "text": "", "cache_control": {"type": "ephemeral"}}]"#, [.isBlank]),
      (#""content": [{"type": "image_url", "image_url": {"url": "u"}}]"#, [.hasMedia]),
      (#""content": [{"type": "image", "image": "1.png"}]"#, [.hasMedia]),
      (#""content": [{"type": "image"}]"#, [.hasMedia]), (#""content": [{"image": {"format": "png"}}]"#, [.hasMedia]),
      (#""content": [{"type": "refusal", "refusal": "No."}]"#, []), (#""content": null, "refusal": "No.""#, []),
      (#""content": [{"type": "tool_use", "name": "f", "input": {}}]"#, [.hasToolCalls]),
      (#""content": [{"toolUse": {"name": "f"}}]"#, [.hasToolCalls]),
      (#""parts": [{"functionCall": {"name": "f"}}]"#, [.hasToolCalls]),
      (#""content": null, "tool_calls": [{"name": "f"}]"#, [.hasToolCalls, .hasNoContent]),
      (#""content": "A", "weight": 0"#, [.hasZeroWeight]), (#""content": "A", "weight": 1"#, []),
    ] as [(String, TurnFlags)])
  func flags(members: String, flags: TurnFlags) {
    #expect(ReadLine(#"{"messages": [{"role": "assistant", \#(members)}]}"#).flags == [flags])
  }

  @Test("Images and tools are part of what tells two examples apart")
  func context() {
    func context(_ line: String) -> UInt32 { ReadLine(line).context }
    func image(_ url: String) -> UInt32 {
      context(#"{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "\#(url)"}}]}]}"#)
    }
    #expect(image("a") == image("a") && image("a") != image("b"))
    func column(_ value: String) -> UInt32 { context(#"{"image": \#(value), "prompt": "Q", "completion": "A"}"#) }
    #expect(column("1") != column("2") && column("null") == context(#"{"prompt": "Q", "completion": "A"}"#))
    func mark(_ label: String) -> UInt32 { context(#"{"prompt": "Q", "completion": "A", "label": \#(label)}"#) }
    #expect(mark("true") != mark("false"))
    func tools(_ list: String) -> UInt32 {
      context(#"{"messages": [{"role": "user", "content": "Q"}], "tools": \#(list)}"#)
    }
    #expect(tools("[1]") != tools("[2]"))
  }
}
