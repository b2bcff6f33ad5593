import Testing

@testable import TunegateKit

@Suite("JSON Schema: what is said of invalid values")
struct SchemaExplainTests {
  private func errors(_ schema: String, _ value: String) throws -> [JSONSchema.ValueError] {
    try JSONSchema(Array(schema.utf8)).errors(in: Array(value.utf8))
  }

  @Test("A keyword in a referenced schema has two locations")
  func locations() throws {
    let schema = """
      {"$id": "https://example.com/order", "properties": {"a~/b": {"$ref": "#/$defs/count"}},
       "$defs": {"count": {"type": "integer"}}}
      """
    let error = try #require(errors(schema, #"{"a~/b": [1.5]}"#).first)
    #expect(error.keyword == "type")
    #expect(error.keywordLocation == "/properties/a~0~1b/$ref/type")
    #expect(error.absoluteKeywordLocation == "https://example.com/order#/$defs/count/type")
    #expect(error.instanceLocation == "/a~0~1b")
    #expect(error.message == "found the array [1.5], expected an integer")
    #expect(error.offset == 9)
  }

  @Test(
    "Each keyword says what was found and what was expected",
    arguments: [
      (#"{"type": ["integer", "null"]}"#, #""x""#, #"found the string "x", expected an integer or null"#),
      (#"{"type": "integer"}"#, "1.5", "found the number 1.5, expected an integer"),
      (#"{"enum": ["a", 1]}"#, #""b""#, #"found "b", expected one of "a", 1"#),
      (#"{"const": {"a": 1}}"#, "2", #"found 2, expected {"a": 1}"#),
      (#"{"minimum": 2}"#, "1", "found 1, expected a number of at least 2"),
      (#"{"exclusiveMaximum": 2}"#, "2.0", "found 2.0, expected a number below 2"),
      (#"{"multipleOf": 0.01}"#, "0.075", "found 0.075, expected a multiple of 0.01"),
      (#"{"minLength": 2}"#, #""é""#, "found 1 character, expected at least 2"),
      (#"{"pattern": "^a"}"#, #""b""#, #"found "b", expected text that the pattern "^a" matches"#),
      (#"{"maxItems": 1}"#, "[1,2]", "found 2 items, expected at most 1"),
      (#"{"uniqueItems": true}"#, "[1,2,1.0]", "found 1.0 as items 0 and 2, expected items that all differ"),
      (#"{"required": ["a", "b"]}"#, #"{"a": 1}"#, #"found an object without "b", expected that key"#),
      (
        #"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#,
        #"found an object without "b", expected that key, which "a" asks for"#
      ),
      (
        #"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"b": 1}"#,
        #"found the key "b", expected no key but "a""#
      ),
      (
        #"{"contains": {"const": 1}, "minContains": 2}"#, "[1, 2]",
        "found 1 of 2 items that the schema under `contains` allows, expected at least 2"
      ),
      ("false", "1", "found 1, expected nothing: no value is allowed here"),
    ])
  func sentences(schema: String, value: String, sentence: String) throws {
    #expect(try errors(schema, value).map(\.message) == [sentence])
  }

  @Test("Of alternatives, the one that was meant is explained")
  func alternatives() throws {
    let schema = """
      {"anyOf": [{"type": "string"},
                 {"type": "object", "properties": {"kind": {"const": "a"}, "n": {"type": "integer"}}},
                 {"type": "object", "properties": {"kind": {"const": "b"}, "n": {"type": "string"}}}]}
      """
    let meant = try errors(schema, #"{"kind": "b", "n": 1}"#)
    #expect(meant.map(\.keywordLocation) == ["/anyOf/2/properties/n/type"])
    let none = try errors(schema, "1")
    #expect(none.map(\.message) == ["found the number 1, expected a string, or an object"])
    #expect(none.map(\.keywordLocation) == ["/anyOf"])
  }

  @Test("The number of errors is capped, and a valid value has none")
  func limit() throws {
    let schema = try JSONSchema(Array(#"{"items": {"type": "string"}}"#.utf8))
    let many = Array(("[" + Array(repeating: "1", count: 50).joined(separator: ",") + "]").utf8)
    #expect(schema.errors(in: many).count == 20)
    #expect(schema.errors(in: many, limit: 3).map(\.instanceLocation) == ["/0", "/1", "/2"])
    #expect(schema.errors(in: Array(#"["a"]"#.utf8)).isEmpty)
  }

  @Test("Output in the three formats")
  func output() throws {
    let schema = try JSONSchema(Array(#"{"properties": {"a": {"type": "string", "title": "A"}}}"#.utf8))
    func text(_ value: String, _ format: JSONSchema.OutputFormat) throws -> String {
      String(decoding: try schema.output(for: Array(value.utf8), format), as: UTF8.self)
    }
    #expect(try text(#"{"a": 1}"#, .flag) == #"{"valid":false}"#)
    let unit = """
      {"valid":false,"keywordLocation":"/properties/a/type","absoluteKeywordLocation":"#/properties/a/type",\
      "instanceLocation":"/a","error":"found the number 1, expected a string"}
      """
    let root = ##""keywordLocation":"","absoluteKeywordLocation":"#","instanceLocation":"""##
    #expect(try text(#"{"a": 1}"#, .basic) == #"{"valid":false,\#(root),"errors":[\#(unit)]}"#)
    #expect(try text(#"{"a": 1}"#, .detailed) == unit)
    let annotation = """
      {"valid":true,"keywordLocation":"/properties/a/title","absoluteKeywordLocation":"#/properties/a/title",\
      "instanceLocation":"/a","annotation":"A"}
      """
    #expect(try text(#"{"a": "x"}"#, .basic) == #"{"valid":true,\#(root),"annotations":[\#(annotation)]}"#)
    #expect(try text(#"{"a": "x"}"#, .detailed) == annotation)
  }
}
