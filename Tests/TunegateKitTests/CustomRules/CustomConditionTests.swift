import Testing

@testable import TunegateKit

/// What each condition says, and of what.
@Suite("Custom rules: conditions")
struct CustomConditionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let line: String
    let found: [String]
    var testDescription: String { "\(rule) on \(line)" }

    init(_ rule: String, _ line: String, _ found: String...) {
      (self.rule, self.line, self.found) = (rule, line, found)
    }
  }

  static let pair = #"{"prompt": "Who?", "completion": "Nobody knows."}"#

  static let texts: [Case] = [
    Case("at: answer, forbid: knows", pair, "35 /completion found `knows`, expected no match of `knows`"),
    Case("at: answer, forbid: KNOWS", pair),
    Case(
      "at: answer, forbid: KNOWS, ignore-case: true", pair, "35 /completion found `knows`, expected no match of `KNOWS`"
    ),
    Case("at: prompt, forbid: knows", pair),
    Case(
      "at: [prompt, answer], forbid: [W, N]", pair,
      "13 /prompt found `W`, expected no match of `W`", "35 /completion found `N`, expected no match of `N`"),
    Case("at: answer, require: '[!?]$'", pair, "35 /completion found `Nobody knows.`, expected a match of `[!?]$`"),
    Case("at: answer, require: ['[.]$', body]", pair),
    Case("at: answer, min-length: 14", pair, "35 /completion found 13 characters, expected at least 14"),
    Case("at: answer, min-length: 13, max-length: 13", pair),
    Case("at: answer, max-length: 12", pair, "35 /completion found 13 characters, expected at most 12"),
    Case("at: /a, max-length: 3", #"{"a": "ÆØÅ"}"#),
    Case("at: /a, max-length: 2", #"{"a": "æ😀é"}"#, "8 /a found 3 characters, expected at most 2"),
    Case("at: /a, min-length: 1", #"{"a": ""}"#, "8 /a found 0 characters, expected at least 1"),
    Case("at: /a, max-length: 1", #"{"a": "\u00e6\n"}"#, "8 /a found 2 characters, expected at most 1"),
    Case("at: /a, forbid: '\\n'", #"{"a": "x\ny"}"#, "8 /a found `\n`, expected no match of `\\n`"),
    Case("at: /a, require: '^[0-9]+$'", #"{"a": 12}"#),
    Case("at: /a, forbid: tru", #"{"a": true}"#, "7 /a found `tru`, expected no match of `tru`"),
    Case("at: /a, labels: [en, nb]", #"{"a": "nb"}"#),
    Case("at: /a, labels: [en, nb]", #"{"a": "e\u006e"}"#),
    Case(
      "at: /a, labels: [good, bad]", #"{"a": "Good"}"#,
      "8 /a found `Good`, expected `good` or `bad`; did you mean 'good'?"),
    Case("at: /a, labels: [1, 2]", #"{"a": 3}"#, "7 /a found `3`, expected `1` or `2`"),
    Case("at: /a, labels: ['', x]", #"{"a": ""}"#),
    Case("at: /a, labels: [x]", #"{"a": []}"#, "7 /a found an array, expected `x`"),
    Case("at: /a, require: x", #"{"a": {}}"#, "7 /a found an object, expected a match of `x`"),
    Case("at: /a, forbid: x, max-length: 1", #"{"a": ["xx"]}"#),
    Case("at: /a, labels: [x], forbid: y, min-length: 5", #"{"a": null}"#),
    Case("at: /a, labels: [x]", #"{"b": 1}"#),
  ]

  static let presence: [Case] = [
    Case("at: /a/b, present: true", #"{"a": {"b": 0}}"#),
    Case("at: /a/b, present: true", #"{"a": {"b": null}}"#, "13 /a/b found nothing at /a/b, expected a value"),
    Case("at: /a/b, present: true", #"{"a": {}}"#, "7 /a found nothing at /a/b, expected a value"),
    Case("at: /a/b, present: true", #"{"a": 5}"#, "7 /a found nothing at /a/b, expected a value"),
    Case("at: /a/b, present: true", #"{"c": 5}"#, "1  found nothing at /a/b, expected a value"),
    Case("at: /a/b, present: false", #"{"a": {"b": "x"}}"#, "14 /a/b found `x`, expected nothing"),
    Case("at: /a/b, present: false", #"{"a": {"b": null}}"#),
    Case(
      "at: '/l/*/b', present: true", #"{"l": [{"b": 1}, {}, {"b": 2}]}"#,
      "18 /l/1 found nothing at /l/*/b, expected a value"),
    Case("at: '/l/*/b', present: true", #"{"l": []}"#),
    Case("at: system, present: true", pair, "1  found nothing at system, expected a value"),
    Case("at: answer, present: true", pair),
    Case("at: answer, present: false", pair, "35 /completion found `Nobody knows.`, expected nothing"),
  ]

  static let schemas: [Case] = [
    Case("at: /a, schema: {type: integer, minimum: 3}", #"{"a": 4}"#),
    Case("at: /a, schema: {type: integer, minimum: 3}", #"{"a": 2}"#, "7 /a found 2, expected a number of at least 3"),
    Case(
      "at: /a, schema: {type: string, minLength: 2}", #"{"a": "\u0041"}"#,
      "8 /a found 1 character, expected at least 2"),
    Case(
      "at: record, schema: '{\"required\": [\"a\"]}'", #"{"b": 2}"#,
      "1  found an object without \"a\", expected that key"),
    Case(
      "at: /a, schema: {properties: {b: {type: string}}}", #"{"a": {"b": 2}}"#,
      "7 /a /b: found the number 2, expected a string"),
    Case("at: answer, schema: {type: object}", #"{"prompt": "a", "completion": " {\"b\": 1} "}"#),
    Case(
      "at: answer, schema: {type: array}", #"{"prompt": "a", "completion": "{\"b\": 1}"}"#,
      "32 /completion found the object {\"b\": 1}, expected an array"),
    Case(
      "at: answer, schema: {type: array}", #"{"prompt": "a", "completion": "no"}"#,
      "32 /completion found `no`, expected JSON and nothing else"),
  ]

  @Test("Patterns, lengths and labels", arguments: texts) func textsHold(_ test: Case) throws {
    #expect(try CustomLine.findings(test.rule, test.line) == test.found)
  }

  @Test("Presence", arguments: presence) func presenceHold(_ test: Case) throws {
    #expect(try CustomLine.findings(test.rule, test.line) == test.found)
  }

  @Test("Schemas of values, records and turns", arguments: schemas) func schemasHold(_ test: Case) throws {
    #expect(try CustomLine.findings(test.rule, test.line) == test.found)
  }

  static let places: [Case] = [
    Case(
      "at: '/l/*', forbid: x", #"{"l": ["x", "y", "xx"]}"#,
      "9 /l/0 found `x`, expected no match of `x`", "19 /l/2 found `x`, expected no match of `x`"),
    Case("at: '/m/*', forbid: x", #"{"m": {"a": "x", "b": "y"}}"#, "14 /m/a found `x`, expected no match of `x`"),
    Case(
      "at: '/l/*/*', forbid: x", #"{"l": [["x"], {"k": "x"}, 5]}"#,
      "10 /l/0/0 found `x`, expected no match of `x`", "22 /l/1/k found `x`, expected no match of `x`"),
    Case("at: /l/1, forbid: x", #"{"l": ["x", "x"]}"#, "14 /l/1 found `x`, expected no match of `x`"),
    Case("at: /l/01, forbid: x", #"{"l": ["x", "x"]}"#),
    Case("at: /l/7, forbid: x", #"{"l": ["x"]}"#),
    Case("at: /a~1b~0, forbid: x", #"{"a/b~": "x"}"#, "11 /a~1b~0 found `x`, expected no match of `x`"),
    Case("at: /ab, forbid: x", #"{"\u0061b": "x"}"#, "14 /ab found `x`, expected no match of `x`"),
    Case("at: /, forbid: x", #"{"": "x"}"#, "7 / found `x`, expected no match of `x`"),
    Case("at: /a, forbid: x", #"{"a": "y", "a": "x"}"#, "18 /a found `x`, expected no match of `x`"),
    Case("at: /a, forbid: x", #"["x"]"#), Case("at: /a, forbid: x", #"{"a": "x""#), Case("at: /a, forbid: x", "5"),
  ]

  @Test("Pointers", arguments: places) func placesHold(_ test: Case) throws {
    #expect(try CustomLine.findings(test.rule, test.line) == test.found)
  }

  static let chat = #"""
    {"lang": "nb", "messages": [{"role": "system", "content": "x1"}, {"role": "user", "content": "x2"}, \#
    {"role": "assistant", "content": "x3"}, {"role": "user", "content": "x4"}, {"role": "assistant", "content": "x5"}]}
    """#

  @Test("Turns by what they are for")
  func turns() throws {
    for (word, texts) in [
      ("system", ["x1"]), ("prompt", ["x2", "x4"]), ("answer", ["x3", "x5"]), ("last-answer", ["x5"]), ("tool", []),
      ("rejected", []), ("turn", ["x1", "x2", "x3", "x4", "x5"]),
    ] {
      let found = try CustomLine.findings("at: \(word), forbid: 'x.'", Self.chat)
      #expect(found.count == texts.count, "\(word): \(found)")
      for (message, text) in zip(found, texts) {
        #expect(message.contains("found `\(text)` in turn \(text.dropFirst())"))
      }
    }
    let pair = #"{"prompt": "a", "chosen": "x1", "rejected": "x2"}"#
    let found = try CustomLine.findings("at: rejected, forbid: x", pair)
    #expect(found.count == 1 && found[0].contains("/rejected"), "\(found)")
  }

  static let guards: [Case] = [
    Case(
      "at: /a, forbid: x, when: {at: /b, equals: 1}", #"{"a": "x", "b": 1}"#, "8 /a found `x`, expected no match of `x`"
    ),
    Case("at: /a, forbid: x, when: {at: /b, equals: 1}", #"{"a": "x", "b": 2}"#),
    Case("at: /a, forbid: x, when: {at: /b, equals: 1}", #"{"a": "x"}"#),
    Case(
      "at: /a, forbid: x, when: {at: /b, matches: '^y'}", #"{"a": "x", "b": "yes"}"#,
      "8 /a found `x`, expected no match of `x`"),
    Case(
      "at: /a, forbid: x, when: {at: /b, present: false}", #"{"a": "x", "b": null}"#,
      "8 /a found `x`, expected no match of `x`"),
    Case("at: /a, forbid: x, when: {at: /b, present: true}", #"{"a": "x", "b": null}"#),
    Case(
      "at: /a, forbid: x, when: [{at: /b, present: true}, {at: /c, equals: [1, 2]}]", #"{"a": "x", "b": 1, "c": 3}"#),
    Case(
      "at: /a, forbid: x, when: [{at: /b, present: true}, {at: /c, equals: [1, 2]}]", #"{"a": "x", "b": 1, "c": 2}"#,
      "8 /a found `x`, expected no match of `x`"),
    Case(
      "at: /a, forbid: x, when: {at: '/l/*/k', equals: 1}", #"{"a": "x", "l": [{"k": 0}, {"k": 1}]}"#,
      "8 /a found `x`, expected no match of `x`"),
    Case(
      "at: '/l/*/v', forbid: x, when: {at: '/l/*/k', equals: 1}", #"{"l": [{"v": "x", "k": 0}, {"v": "x", "k": 1}]}"#,
      "35 /l/1/v found `x`, expected no match of `x`"),
    Case(
      "at: '/l/*/v', present: true, when: {at: '/l/*/k', equals: 1}", #"{"l": [{"k": 1}, {}]}"#,
      "8 /l/0 found nothing at /l/*/v, expected a value"),
    Case(
      "at: '/l/*/v/*', forbid: x, when: {at: '/l/*/k', equals: 1}",
      #"{"l": [{"v": ["x", "x"], "k": 0}, {"v": ["x", "y", "x"], "k": 1}]}"#,
      "43 /l/1/v/0 found `x`, expected no match of `x`", "53 /l/1/v/2 found `x`, expected no match of `x`"),
    // Of several places only those below the element share it.
    Case(
      "at: [/a, '/l/*/v'], forbid: x, when: {at: '/l/*/k', equals: 1}",
      #"{"a": "x", "l": [{"v": "x", "k": 0}, {"v": "y", "k": 1}]}"#, "8 /a found `x`, expected no match of `x`"),
    Case(
      "at: [prompt, '/l/*/v'], forbid: x, when: {at: '/l/*/k', equals: 1}",
      #"{"prompt": "x", "completion": "y", "l": [{"v": "x", "k": 0}]}"#),
    Case("at: /lang, forbid: n, when: {at: system, matches: x1}", chat, "11 /lang found `n`, expected no match of `n`"),
    Case("at: /lang, forbid: n, when: {at: tool, present: true}", chat),
    Case(
      "at: /lang, forbid: n, when: {at: last-answer, equals: x5}", chat,
      "11 /lang found `n`, expected no match of `n`"),
  ]

  @Test("Where a rule looks at all", arguments: guards) func guardsHold(_ test: Case) throws {
    #expect(try CustomLine.findings(test.rule, test.line) == test.found)
  }
}
