/// Turns Google's form of a schema, which is OpenAPI's, into JSON Schema: types in upper case, `nullable`, and limits
/// that are numbers in quotes because they have 64 bits.
enum GeminiSchema {
  private struct Edit {
    var offset: Int
    /// Bytes that are replaced.
    var length: Int
    var text: [UInt8]
  }

  /// The same schema in the words of the standard. What is in them already stays as it is.
  ///
  /// - Throws: When `bytes` are not JSON.
  static func standard(_ bytes: [UInt8]) throws(JSONSchemaError) -> [UInt8] {
    let document = try SchemaDocument(bytes)
    // One object after the other as they stand on the tape: no recursion, linear in all their members.
    let edits = (0..<document.tape.count).filter { document.tape.tag($0) == .object }
      .flatMap { GeminiSchema.edits(of: $0, in: document) }.sorted { $0.offset < $1.offset }
    var result: [UInt8] = []
    var done = 0
    for edit in edits {
      result += bytes[done..<edit.offset] + edit.text
      done = edit.offset + edit.length
    }
    return result + bytes[done...]
  }

  private static func edits(of object: Int, in document: SchemaDocument) -> [Edit] {
    var edits: [Edit] = []
    var type: JSONNode?
    var values: Int?
    var isNullable = false
    for key in document.children(object) {
      let value = document.tape[key + 1]
      switch (document.string(key), value.tag) {
      case ("type", .string): type = value
      case ("enum", .array): values = key + 1
      case ("nullable", .true): isNullable = true
      case ("minItems", .string), ("maxItems", .string), ("minLength", .string), ("maxLength", .string),
        ("minProperties", .string), ("maxProperties", .string):
        let digits = Array(document.source(key + 1).dropFirst().dropLast())
        guard !digits.isEmpty, digits.allSatisfy(JSONByte.isDigit) else { continue }
        edits.append(Edit(offset: value.offset - 1, length: value.length + 2, text: digits))
      default: break
      }
    }
    if let type { edits.append(self.type(type, in: document, isNullable: isNullable)) }
    if let values, isNullable {
      let word = document.children(values).isEmpty ? "null" : "null,"
      edits.append(Edit(offset: document.tape[values].offset + 1, length: 0, text: Array(word.utf8)))
    }
    return edits
  }

  private static func type(_ node: JSONNode, in document: SchemaDocument, isNullable: Bool) -> Edit {
    let spelling = String(
      decoding: UnsafeBufferPointer(start: document.text + node.offset, count: node.length), as: UTF8.self)
    let name = "\"\(names[spelling] ?? spelling)\""
    let text = isNullable ? "[\(name),\"null\"]" : name
    return Edit(offset: node.offset - 1, length: node.length + 2, text: Array(text.utf8))
  }

  /// Other words stay, for the compiler to refuse.
  private static let names = [
    "STRING": "string", "NUMBER": "number", "INTEGER": "integer", "BOOLEAN": "boolean", "ARRAY": "array",
    "OBJECT": "object", "NULL": "null",
  ]
}
