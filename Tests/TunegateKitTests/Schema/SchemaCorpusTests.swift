import Testing

@testable import TunegateKit

/// A small corpus of our own, so that the engine is held to something where the official suite is absent.
@Suite("JSON Schema: own corpus")
struct SchemaCorpusTests {
  struct Entry: Sendable {
    var draft: JSONSchemaDraft
    var schema: String
    var valid: [String]
    var invalid: [String]
  }

  static let entries: [Entry] = [
    // Quirks of the drafts.
    Entry(draft: .draft4, schema: #"{"type": "integer"}"#, valid: ["1", "-0"], invalid: ["1.0", "1e2"]),
    Entry(draft: .draft6, schema: #"{"type": "integer"}"#, valid: ["1", "1.0", "1e2"], invalid: ["1.5", "1e-1"]),
    Entry(
      draft: .draft4, schema: #"{"minimum": 1, "exclusiveMinimum": true}"#, valid: ["1.01", "\"x\""], invalid: ["1"]),
    Entry(
      draft: .draft7, schema: ##"{"$ref": "#/definitions/a", "maximum": 1, "definitions": {"a": {"minimum": 0}}}"##,
      valid: ["5"], invalid: ["-1"]),
    Entry(
      draft: .draft2019, schema: ##"{"$ref": "#/$defs/a", "maximum": 1, "$defs": {"a": {"minimum": 0}}}"##,
      valid: ["0.5"], invalid: ["-1", "5"]),
    Entry(
      draft: .draft7, schema: #"{"items": [{"type": "null"}], "additionalItems": false}"#, valid: ["[]", "[null]"],
      invalid: ["[1]", "[null, null]"]),
    Entry(
      draft: .draft2020, schema: #"{"prefixItems": [{"type": "null"}], "items": false}"#, valid: ["[]", "[null]"],
      invalid: ["[1]", "[null, null]"]),
    Entry(
      draft: .draft7, schema: #"{"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}"#,
      valid: ["{}", #"{"a": 1, "b": 1}"#, #"{"c": 1, "d": 1}"#], invalid: [#"{"a": 1}"#, #"{"c": 1}"#]),
    // Members that other keywords have evaluated.
    Entry(
      draft: .draft2020,
      schema: """
        {"anyOf": [{"properties": {"a": {"type": "null"}}}, {"properties": {"b": true}}],
         "if": {"required": ["c"]}, "then": {"properties": {"c": true}}, "unevaluatedProperties": false}
        """,
      valid: ["{}", #"{"a": null}"#, #"{"b": 1}"#, #"{"a": null, "b": 1, "c": 1}"#],
      invalid: [#"{"d": 1}"#, #"{"a": 1, "b": 1}"#, #"{"a": null, "d": 1}"#]),
    Entry(
      draft: .draft2020, schema: #"{"contains": {"type": "string"}, "unevaluatedItems": {"type": "null"}}"#,
      valid: [#"["a", null]"#], invalid: [#"["a", 1]"#, "[null]"]),
    Entry(
      draft: .draft2019, schema: #"{"contains": {"type": "string"}, "unevaluatedItems": {"type": "null"}}"#,
      valid: [], invalid: [#"["a", null]"#, "[null]"]),
    // Trees that extend themselves.
    Entry(
      draft: .draft2020,
      schema: ##"""
        {"$id": "https://example.com/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false,
         "$defs": {"tree": {"$id": "tree", "$dynamicAnchor": "node",
           "properties": {"kids": {"items": {"$dynamicRef": "#node"}}, "n": true}}}}
        """##,
      valid: [#"{"kids": [{"n": 1}]}"#], invalid: [#"{"kids": [{"m": 1}]}"#, #"{"m": 1}"#]),
    Entry(
      draft: .draft2019,
      schema: ##"""
        {"$id": "https://example.com/strict", "$recursiveAnchor": true, "$ref": "tree", "unevaluatedProperties": false,
         "$defs": {"tree": {"$id": "tree", "$recursiveAnchor": true,
           "properties": {"kids": {"items": {"$recursiveRef": "#"}}, "n": true}}}}
        """##,
      valid: [#"{"kids": [{"n": 1}]}"#], invalid: [#"{"kids": [{"m": 1}]}"#, #"{"m": 1}"#]),
    // Conditionals that become one look-up.
    Entry(
      draft: .draft2020,
      schema: """
        {"allOf": [
          {"if": {"properties": {"role": {"const": "a"}}}, "then": {"required": ["x"]}},
          {"if": {"properties": {"role": {"enum": ["b", "c"]}}, "required": ["role"]}, "then": {"required": ["y"]},
           "else": {"maxProperties": 2}},
          {"if": {"type": "object", "properties": {"role": {"const": "c"}}}, "then": {"minProperties": 3}}]}
        """,
      valid: [
        #"{"role": "a", "x": 1}"#, #"{"role": "b", "y": 1}"#, #"{"role": "c", "y": 1, "z": 1}"#, #"{"role": 1}"#,
        #"{"role": "d", "n": 1}"#, "3", #"{"r\u006fle": "\u0061", "x": 1}"#,
      ],
      invalid: [
        #"{"role": "a"}"#, #"{"role": "b"}"#, #"{"role": "c", "y": 1}"#, #"{"role": "d", "n": 1, "m": 2}"#,
        #"{"n": 1, "m": 2}"#, "{}", #"{"role": "\u0061"}"#,
      ]),
    // Equality.
    Entry(
      draft: .draft2020, schema: #"{"const": {"a": [1.0, "\u00e9"], "b": null}}"#,
      valid: [#"{"b": null, "a": [1, "é"]}"#], invalid: [#"{"a": [1, "e"], "b": null}"#, #"{"a": [1, "é"]}"#]),
    Entry(
      draft: .draft2020, schema: #"{"enum": [0, "0", false, null, [0]]}"#,
      valid: ["0", "0.0", "\"0\"", "false", "null", "[0]"], invalid: ["1", "true", "\"\"", "[false]", "{}"]),
    Entry(
      draft: .draft2020, schema: #"{"minLength": 2, "maxLength": 2}"#,
      valid: [#""ab""#, #""😀😀""#, #""\ud83d\ude00a""#], invalid: [#""a""#, #""😀""#, #""abc""#]),
  ]

  @Test("Every entry, by both passes", arguments: entries)
  func entry(entry: Entry) throws {
    let schema = try JSONSchema(Array(entry.schema.utf8), options: .init(draft: entry.draft))
    for (values, isValid) in [(entry.valid, true), (entry.invalid, false)] {
      for value in values {
        #expect(schema.isValid(Array(value.utf8)) == isValid, "\(entry.schema) \(value)")
        #expect(schema.errors(in: Array(value.utf8)).isEmpty == isValid, "\(entry.schema) \(value)")
      }
    }
  }

  @Test("The metaschemas describe themselves", arguments: JSONSchemaDraft.allCases)
  func metaschemas(draft: JSONSchemaDraft) throws {
    let text = try #require(Metaschemas.text(at: draft.uri))
    let metaschema = try JSONSchema(text)
    #expect(metaschema.errors(in: text) == [])
    #expect(metaschema.isValid(text))
    #expect(!metaschema.isValid(Array(#"{"type": "str"}"#.utf8)))
    #expect(!metaschema.isValid(Array(#"{"properties": {"a": {"minLength": -1}}}"#.utf8)))
  }

  @Test("Other documents come from those handed in, and from nowhere else")
  func resources() throws {
    let address = "https://example.com/schemas/count"
    let schema = Array(#"{"$id": "https://example.com/schemas/order", "items": {"$ref": "count"}}"#.utf8)
    #expect(throws: JSONSchemaError.self) { try JSONSchema(schema) }
    let compiled = try JSONSchema(schema, options: .init(resources: [address: Array(#"{"type": "integer"}"#.utf8)]))
    #expect(compiled.isValid(Array("[1, 2]".utf8)))
    #expect(!compiled.isValid(Array("[1, \"2\"]".utf8)))
  }

  /// Random values and schemas from the same few keys and constants, so that they meet often.
  @Test("Both passes agree on random schemas", arguments: 0..<8)
  func agreement(seed: UInt64) throws {
    var random = SeededSchemas(generator: JSONSeeded(state: seed))
    var (valid, invalid) = (0, 0)
    for _ in 0..<400 {
      let text = random.schema(depth: 3)
      let schema = try JSONSchema(Array(text.utf8))
      for _ in 0..<8 {
        let value = random.value(depth: 3)
        let isValid = schema.isValid(Array(value.utf8))
        #expect(schema.errors(in: Array(value.utf8)).isEmpty == isValid, "\(text) \(value)")
        if isValid { valid += 1 } else { invalid += 1 }
      }
    }
    #expect(valid > 200 && invalid > 200)
  }
}

/// Schemas and values for `agreement`.
struct SeededSchemas {
  var generator: JSONSeeded
  private static let keys = ["a", "b", "a-longer-key"]
  private static let scalars = ["null", "true", "0", "1.0", "1", "2.5", "\"a\"", "\"b\"", "\"\\u0061\"", "\"\""]

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  mutating func value(depth: Int) -> String {
    let kind = depth == 0 ? 0 : Int.random(in: 0..<4, using: &generator)
    switch kind {
    case 0: return pick(SeededSchemas.scalars)
    case 1:
      return "["
        + (0..<Int.random(in: 0..<4, using: &generator)).map { _ in value(depth: depth - 1) }
        .joined(separator: ",") + "]"
    default:
      let keys = SeededSchemas.keys.filter { _ in Bool.random(using: &generator) }
      return "{" + keys.map { "\"\($0)\":" + value(depth: depth - 1) }.joined(separator: ",") + "}"
    }
  }

  mutating func schema(depth: Int) -> String {
    guard depth > 0 else { return pick(["true", "false", #"{"type":"string"}"#, #"{"type":["integer","object"]}"#]) }
    let count = Int.random(in: 1..<4, using: &generator)
    var seen: Set<String> = []
    var members: [String] = []
    for _ in 0..<count {
      let (key, value) = keyword(depth: depth - 1)
      if seen.insert(key).inserted { members.append("\"\(key)\":\(value)") }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private mutating func schemas(_ depth: Int) -> String { "[\(schema(depth: depth)),\(schema(depth: depth))]" }

  private mutating func map(_ depth: Int) -> String {
    "{\"\(pick(SeededSchemas.keys))\":\(schema(depth: depth)),\"\(pick(["z", "y"]))\":\(schema(depth: depth))}"
  }

  private mutating func keyword(depth: Int) -> (String, String) {
    switch Int.random(in: 0..<22, using: &generator) {
    case 0: ("type", pick(["\"object\"", "\"array\"", "[\"string\",\"number\",\"object\"]"]))
    case 1: ("properties", map(depth))
    case 2: ("additionalProperties", schema(depth: depth))
    case 3: ("unevaluatedProperties", schema(depth: depth))
    case 4: ("unevaluatedItems", schema(depth: depth))
    case 5: ("items", schema(depth: depth))
    case 6: ("prefixItems", schemas(depth))
    case 7: ("contains", schema(depth: depth))
    case 8: ("minContains", pick(["0", "2"]))
    case 9: ("maxContains", pick(["1", "2"]))
    case 10: ("allOf", schemas(depth))
    case 11: ("anyOf", schemas(depth))
    case 12: ("oneOf", schemas(depth))
    case 13: ("not", schema(depth: depth))
    case 14: ("if", pick([schema(depth: depth), #"{"properties":{"a":{"const":"a"}}}"#]))
    case 15: ("then", schema(depth: depth))
    case 16: ("else", schema(depth: depth))
    case 17: ("required", pick([#"["a"]"#, #"["a","a-longer-key"]"#]))
    case 18: ("enum", "[\(value(depth: 1)),\(value(depth: 1)),1]")
    case 19: ("const", value(depth: 1))
    case 20: ("dependentSchemas", map(depth))
    default: ("uniqueItems", "true")
    }
  }
}
