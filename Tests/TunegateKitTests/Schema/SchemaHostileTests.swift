import Testing

@testable import TunegateKit

@Suite("JSON Schema: hostile schemas and values")
struct SchemaHostileTests {
  private func problem(_ schema: String, _ value: String) throws -> (isValid: Bool, JSONSchemaProblem?) {
    let schema = try JSONSchema(Array(schema.utf8))
    let document = try SchemaDocument(Array(value.utf8), maxDepth: 100_000)
    var scratch = SchemaScratch()
    return (schema.isValid(document.tape, 0, document.text, &scratch), scratch.problem)
  }

  @Test(
    "A reference that leads back to itself is told, not followed",
    arguments: [
      ##"{"$ref": "#"}"##,
      ##"{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
      ##"{"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
      ##"{"oneOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
      ##"{"not": {"$ref": "#"}}"##,
      ##"{"if": {"$ref": "#"}, "else": {"$ref": "#"}}"##,
      ##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##,
      ##"{"$dynamicRef": "#x", "$dynamicAnchor": "x"}"##,
      ##"{"anyOf": [{"$ref": "#"}, true], "unevaluatedProperties": false}"##,
    ])
  func cycle(schema: String) throws {
    let (isValid, found) = try problem(schema, #"{"a": 1}"#)
    #expect(!isValid)
    #expect(found == .recursion)
    let errors = try JSONSchema(Array(schema.utf8)).errors(in: Array(#"{"a": 1}"#.utf8))
    #expect(errors.map(\.message) == [JSONSchemaProblem.recursion.text])
  }

  @Test("References that double at each step are given up, and a value as deep as any is answered")
  func doubling() throws {
    var definitions = ##""d60": {"type": "string"}"##
    for i in 0..<60 {
      let next = ##"{"$ref": "#/$defs/d\##(i + 1)"}"##
      definitions += ##", "d\##(i)": {"anyOf": [\##(next), \##(next)]}"##
    }
    let (isValid, found) = try problem(##"{"$ref": "#/$defs/d0", "$defs": {\##(definitions)}}"##, "1")
    #expect(!isValid)
    #expect(found == .tooManySteps)
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(try problem(##"{"items": {"$ref": "#"}}"##, deep).1 == .recursion)
    #expect(try problem(##"{"items": {"$ref": "#"}}"##, "[[[[1]]]]").isValid)
    #expect(try !JSONSchema(Array("true".utf8)).isValid(Array(deep.utf8)))
  }

  @Test("Numbers are exact whatever their size")
  func numbers() throws {
    func isValid(_ schema: String, _ value: String) throws -> Bool { try problem(schema, value).isValid }
    #expect(try isValid(#"{"const": 12345678901234567890123}"#, "1234567890123456789012.3e1"))
    #expect(try !isValid(#"{"const": 12345678901234567890123}"#, "12345678901234567890124"))
    #expect(try isValid(#"{"maximum": 1e400}"#, "9.99e399"))
    #expect(try !isValid(#"{"maximum": 1e400}"#, "1.0001e400"))
    #expect(try isValid(#"{"multipleOf": 1e-400}"#, "1e400"))
    #expect(try !isValid(#"{"multipleOf": 3}"#, "1e99999999999999999999"))
    #expect(try isValid(#"{"multipleOf": 12345678901234567890123}"#, "37037036703703703670369"))
    #expect(try !isValid(#"{"multipleOf": 12345678901234567890123}"#, "37037036703703703670368"))
    #expect(try isValid(#"{"const": 0}"#, "-0.0e7"))
    #expect(try isValid(#"{"type": "integer"}"#, "1.50e1"))
    #expect(try !isValid(#"{"type": "integer"}"#, "1.5e0"))
  }

  @Test("Keys are compared after their escapes, and all of them")
  func keys() throws {
    let closed = #"{"properties": {"a-key-of-some-length": {"type": "null"}}, "additionalProperties": false}"#
    #expect(try problem(closed, #"{"a-key-of-some-length": null}"#).isValid)
    #expect(try problem(closed, #"{"\u0061-key-of-some-length": null}"#).isValid)
    #expect(try !problem(closed, #"{"a-key-of-some-lengtg": null}"#).isValid)
    let many = (0..<100).map { "\"k\($0)\"" }
    let required = #"{"required": [\#(many.joined(separator: ","))]}"#
    let all = many.map { $0 + ":1" }
    #expect(try problem(required, "{\(all.joined(separator: ","))}").isValid)
    for lacking in [0, 63, 64, 99] {
      var some = all
      some.remove(at: lacking)
      #expect(try !problem(required, "{\(some.joined(separator: ","))}").isValid)
    }
  }

  @Test("Many equal and unequal items are told apart in linear time")
  func unique() throws {
    let items = (0..<20_000).map { #"{"b": \#($0).0, "a": "x"}"# }
    let schema = #"{"uniqueItems": true}"#
    #expect(try problem(schema, "[\(items.joined(separator: ","))]").isValid)
    let again = items + [#"{"a": "\u0078", "b": 7}"#]
    #expect(try !problem(schema, "[\(again.joined(separator: ","))]").isValid)
  }

  @Test(
    "A malformed schema is refused with its place",
    arguments: [
      (#"{"properties": {"a": {"type": "str"}}}"#, "/properties/a/type"),
      (#"{"items": 3}"#, "/items"),
      (#"{"required": "a"}"#, "/required"),
      (#"{"minLength": -1}"#, "/minLength"),
      (#"{"multipleOf": 0}"#, "/multipleOf"),
      (##"{"$ref": "#/$defs/none"}"##, "/$ref"),
      (#"{"$ref": "https://example.com/not-there"}"#, "/$ref"),
      (#"{"pattern": "("}"#, "/pattern"),
      (#"{"$schema": "https://example.com/unknown"}"#, "/$schema"),
      (#"[]"#, ""),
    ])
  func malformed(schema: String, pointer: String) {
    let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(Array(schema.utf8)) }
    #expect(error?.pointer == pointer)
    #expect(error?.reason.isEmpty == false)
  }

  @Test("What is not JSON is no schema, and not valid")
  func notJSON() throws {
    #expect(throws: JSONSchemaError.self) { try JSONSchema(Array("{".utf8)) }
    #expect(try !JSONSchema(Array("{}".utf8)).isValid(Array("{".utf8)))
    #expect(try JSONSchema(Array("{}".utf8)).errors(in: Array("{".utf8)).count == 1)
  }
}
