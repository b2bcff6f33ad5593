/// Reads declared functions, in the forms of all providers.
///
/// | who | form |
/// |---|---|
/// | OpenAI, Hugging Face | `[{"type": "function", "function": {"name", "parameters"}}]` |
/// | old OpenAI, LLaMA-Factory | `[{"name", "parameters"}]` |
/// | Anthropic | `[{"name", "input_schema"}]` |
/// | Gemini | `[{"functionDeclarations": [{"name", "parameters"}]}]` |
/// | Amazon Nova | `{"tools": [{"toolSpec": {"name", "inputSchema": {"json": {}}}}]}` |
///
/// Each may also be the JSON text of one of these, as tables without nested columns store it.
struct ToolSetReader {
  private enum Form { case plain, gemini, nova }

  private var set = ToolSet()
  /// The place of everything in a text inside the record is the text itself.
  private let place: (offset: Int, length: Int)?
  /// Byte of the record at which the tools' value begins.
  private let start: Int

  private init(start: Int, place: (offset: Int, length: Int)?) { (self.start, self.place) = (start, place) }

  /// Bounds: `text` is what `tape` was parsed from, with its 64 readable bytes behind.
  static func read(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) -> ToolSet {
    let value = tape[node]
    guard value.tag == .string else {
      var reader = ToolSetReader(start: value.offset, place: nil)
      reader.readTools(tape, node, text)
      return reader.set
    }
    var reader = ToolSetReader(start: 0, place: (0, value.length))
    reader.readEncoded(value, text) { $0.readTools($1.tape, 0, $1.text) }
    return reader.set
  }

  /// Parses the text of a string as JSON. One that is empty declares nothing; one that is not meant to be JSON, nobody
  /// knows what.
  private mutating func readEncoded(
    _ node: JSONNode, _ text: UnsafePointer<UInt8>, _ body: (inout ToolSetReader, SchemaDocument) -> Void
  ) {
    let bytes = JSONEquality.withDecoded(node, text) { Array($0) }
    guard let first = bytes.first(where: { !JSONByte.isSpace($0) }) else { return }
    if let document = try? SchemaDocument(bytes) {
      body(&self, document)
    } else if first == JSONByte.openArray || first == JSONByte.openObject {
      refuse("the tools are a text that is no JSON, expected a list of functions or its JSON text", node)
    } else {
      set.open()
    }
  }

  private mutating func readTools(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) {
    switch tape.tag(node) {
    case .array:
      var element = tape.firstChild(node)
      while element < tape.next(node) {
        readTool(tape, element, text)
        element = tape.next(element)
      }
    case .object:
      if let tools = member("tools", of: node, tape, text), tape.tag(tools) == .array {
        readTools(tape, tools, text)
      } else if tape.firstChild(node) < tape.next(node) {
        readTool(tape, node, text)
      }
    default: break
    }
  }

  private mutating func readTool(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) {
    if tape.tag(node) == .string, place == nil {
      readEncoded(tape[node], text) { $0.readTool($1.tape, 0, $1.text) }
    } else if let list = member("functionDeclarations", of: node, tape, text), tape.tag(list) == .array {
      var function = tape.firstChild(list)
      while function < tape.next(list) {
        readFunction(tape, function, text, .gemini)
        function = tape.next(function)
      }
    } else if let specification = member("toolSpec", of: node, tape, text) {
      readFunction(tape, specification, text, .nova)
    } else {
      readFunction(tape, member("function", of: node, tape, text) ?? node, text, .plain)
    }
  }

  private mutating func readFunction(
    _ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>, _ form: Form
  ) {
    guard let name = member("name", of: node, tape, text), tape.tag(name) == .string else { return set.open() }
    var parameters: JSONSchema?
    if let value = schema(of: node, tape, text), tape.tag(value) != .null {
      do {
        parameters = try compile(tape[value], text, form)
      } catch {
        let reason = error.pointer.isEmpty ? error.reason : "\(error.pointer): \(error.reason)"
        refuse("the parameters of `\(ToolSet.word(tape[name], text))` are no JSON Schema: \(reason)", tape[value])
      }
    }
    let spelling = Fingerprint.of(text + tape[node].offset, count: tape[node].length, seed: 5)
    // Gemini and Bedrock refuse any name that stands twice; elsewhere the same again does no harm.
    let isNew = set.declare(ToolSet.name(tape[name], text), parameters, spelling: spelling, isUnique: form != .plain)
    if !isNew {
      refuse("the function `\(ToolSet.word(tape[name], text))` is declared twice, expected it once", tape[name])
    }
  }

  private func schema(of node: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> Int? {
    if let value = member("parameters", of: node, tape, text) { return value }
    if let value = member("inputSchema", of: node, tape, text) { return member("json", of: value, tape, text) ?? value }
    return member("input_schema", of: node, tape, text)
  }

  private func compile(
    _ node: JSONNode, _ text: UnsafePointer<UInt8>, _ form: Form
  ) throws(JSONSchemaError) -> JSONSchema {
    guard node.tag != .string else {
      throw JSONSchemaError(uri: "", pointer: "", reason: "found a text, expected an object")
    }
    let bytes = Array(UnsafeBufferPointer(start: text + node.offset, count: node.length))
    return try JSONSchema(form == .gemini ? GeminiSchema.standard(bytes) : bytes)
  }

  private func member(
    _ key: StaticString, of i: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Int? {
    guard tape.tag(i) == .object else { return nil }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      if JSONText.equals(tape[node], text, key) { return tape.next(node) }
      node = tape.next(tape.next(node))
    }
    return nil
  }

  private mutating func refuse(_ detail: String, _ node: JSONNode) {
    set.refuse(detail, offset: place?.offset ?? node.offset - start, length: place?.length ?? node.length)
  }
}
