import Testing

@testable import TunegateKit

@Suite("Declared tools, in every provider's form")
struct ToolSetTests {
  private static let parameters = #"{"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}"#

  /// The key and value of a record that declares `f`, whose `x` is a text.
  static let forms: [(key: String, value: String)] = [
    ("tools", #"[{"type": "function", "function": {"name": "f", "parameters": \#(parameters)}}]"#),
    ("tools", #"[{"name": "f", "parameters": \#(parameters)}]"#),
    ("tools", #"[{"name": "f", "input_schema": \#(parameters)}]"#),
    ("tools", #"{"name": "f", "parameters": \#(parameters)}"#),
    ("tools", #"[{"functionDeclarations": [{"name": "f", "parameters": \#(gemini)}]}]"#),
    ("tools", text(#"[{"name": "f", "parameters": \#(parameters)}]"#)),
    ("tools", "[\(text(#"{"name": "f", "parameters": \#(parameters)}"#))]"),
    ("tools", #"[{"name": "\u0066", "parameters": \#(parameters)}]"#),
    ("functions", #"[{"name": "f", "parameters": \#(parameters)}]"#),
    ("available_tools", #"[{"type": "function", "function": {"name": "f", "parameters": \#(parameters)}}]"#),
    ("toolConfig", #"{"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": \#(parameters)}}}]}"#),
  ]
  private static let gemini = #"{"type": "OBJECT", "properties": {"x": {"type": "STRING"}}, "required": ["x"]}"#

  /// A message of the assistant that calls `name`, in every provider's form.
  static func calls(_ name: String, _ arguments: String) -> [String] {
    let call = #"{"name": "\#(name)", "arguments": \#(arguments)}"#
    return [
      #"{"role": "assistant", "tool_calls": [{"type": "function", "function": \#(call)}]}"#,
      #"{"role": "assistant", "tool_calls": [{"function": {"name": "\#(name)", "arguments": \#(text(arguments))}}]}"#,
      #"{"role": "assistant", "function_call": \#(call)}"#,
      #"{"from": "function_call", "value": \#(text(call))}"#,
      #"{"from": "function_call", "value": \#(text("[\(call)]"))}"#,
      #"{"role": "tool_call", "content": \#(text("<think>So.</think>\n<tool_call>\n\(call)\n</tool_call>"))}"#,
      #"{"role": "model", "parts": [{"functionCall": {"name": "\#(name)", "args": \#(arguments)}}]}"#,
      #"{"role": "assistant", "content": [{"toolUse": {"name": "\#(name)", "input": \#(arguments)}}]}"#,
      #"{"role": "assistant", "content": [{"type": "tool_use", "name": "\#(name)", "input": \#(arguments)}]}"#,
      #"{"role": "assistant", "content": [{"type": "tool_call", "value": \#(text(call))}]}"#,
    ]
  }

  /// A JSON text as a JSON string.
  static func text(_ json: String) -> String {
    var writer = JSONWriter()
    writer.value(json)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func kinds(_ tools: (key: String, value: String), _ message: String) -> [Note.Kind] {
    ReadLine(#"{"\#(tools.key)": \#(tools.value), "messages": [\#(message)]}"#).notes.map(\.kind)
  }

  @Test("Every call is held against every declaration", arguments: forms.indices)
  func everyPair(form: Int) {
    let tools = Self.forms[form]
    for (fits, lacks, others) in zip3(
      Self.calls("f", #"{"x": "é\n"}"#), Self.calls("f", #"{"x": 1}"#), Self.calls("g", "{}"))
    {
      #expect(kinds(tools, fits) == [], "\(tools) \(fits)")
      #expect(kinds(tools, lacks) == [.toolArgumentsViolate], "\(tools) \(lacks)")
      #expect(kinds(tools, others) == [.undeclaredTool], "\(tools) \(others)")
    }
  }

  private func zip3(_ a: [String], _ b: [String], _ c: [String]) -> [(String, String, String)] {
    a.indices.map { (a[$0], b[$0], c[$0]) }
  }

  @Test("Arguments that are left out are none")
  func absent() {
    let call = #"{"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}"#
    #expect(kinds(Self.forms[0], call) == [.toolArgumentsViolate])
    #expect(kinds(("tools", #"[{"name": "f", "parameters": {"type": "object"}}]"#), call) == [])
    #expect(kinds(("tools", #"[{"name": "f"}]"#), call) == [])
  }

  @Test(
    "No tools: calls are not judged",
    arguments: ["null", "[]", #""""#, #""[]""#, #"" ""#, #""none""#, "{}", "7", #"[{"type": "web_search"}]"#])
  func none(tools: String) {
    for call in Self.calls("g", "{}") { #expect(kinds(("tools", tools), call) == [], "\(tools) \(call)") }
  }

  @Test(
    "What cannot be read as tools",
    arguments: [
      #""[{\"name\": \"f\"""#, #""{'name': 'f'}""#, #"[{"name": "f", "parameters": "{}"}]"#,
      #"[{"name": "f", "parameters": {"type": "STRING"}}]"#, #"[{"name": "f", "parameters": []}]"#,
      #"[{"functionDeclarations": [{"name": "f", "parameters": {"type": "text"}}]}]"#,
      #"[{"name": "f"}, {"name": "f", "parameters": {}}]"#,
      #"[{"functionDeclarations": [{"name": "f"}, {"name": "f"}]}]"#,
    ])
  func broken(tools: String) {
    #expect(kinds(("tools", tools), #"{"role": "user", "content": "Q"}"#) == [.badToolSchema])
  }

  @Test("The same declaration twice does no harm, but to Gemini and Nova")
  func twice() {
    #expect(kinds(("tools", #"[{"name": "f"}, {"name": "f"}]"#), #"{"role": "user", "content": "Q"}"#) == [])
  }

  @Test("A declaration is one of the things that tell examples apart", arguments: ["tools", "toolConfig"])
  func context(key: String) {
    func context(_ name: String) -> UInt32 {
      ReadLine(#"{"messages": [{"role": "user", "content": "Q"}], "\#(key)": {"tools": [{"name": "\#(name)"}]}}"#)
        .context
    }
    #expect(context("f") != context("g") && context("f") == context("f"))
  }
}

@Suite("Google's form of a schema")
struct GeminiSchemaTests {
  @Test(
    "Becomes the standard's, and what is standard already stays",
    arguments: [
      (#"{"type": "STRING"}"#, #"{"type": "string"}"#),
      (
        #"{"type":"ARRAY","items":{"type":"INTEGER"},"minItems":"2"}"#,
        #"{"type":"array","items":{"type":"integer"},"minItems":2}"#
      ),
      (#"{"nullable": true, "type": "NUMBER"}"#, #"{"nullable": true, "type": ["number","null"]}"#),
      (
        #"{"type": "STRING", "enum": ["A"], "nullable": true}"#,
        #"{"type": ["string","null"], "enum": [null,"A"], "nullable": true}"#
      ),
      (#"{"enum": [ ], "nullable": true}"#, #"{"enum": [null ], "nullable": true}"#),
      (#"{"type": "STRING", "nullable": false}"#, #"{"type": "string", "nullable": false}"#),
      (#"{"type": "object", "maxProperties": 3}"#, #"{"type": "object", "maxProperties": 3}"#),
      (#"{"minLength": "many", "type": ["STRING"]}"#, #"{"minLength": "many", "type": ["STRING"]}"#),
      (#"{"properties": {"type": {"type": "BOOLEAN"}}}"#, #"{"properties": {"type": {"type": "boolean"}}}"#),
    ])
  func standard(gemini: String, standard: String) throws {
    #expect(String(decoding: try GeminiSchema.standard(Array(gemini.utf8)), as: UTF8.self) == standard)
  }
}
