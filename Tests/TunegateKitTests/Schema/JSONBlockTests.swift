import Testing

@testable import TunegateKit

/// Where the JSON of an answer is.
@Suite("JSON in answers")
struct JSONBlockTests {
  /// The JSON that is found, or what is said of its absence.
  private func find(_ text: String, _ extract: CompletionSchema.Extract = .any) -> String {
    let arena = ByteArena()
    for byte in text.utf8 { arena.append(byte) }
    var block = JSONBlock(text: UnsafePointer(arena.bytes), count: arena.count)
    var tape = JSONTape()
    guard let range = block.find(extract, &tape) else { return "! " + block.absence(extract) }
    return String(
      decoding: UnsafeBufferPointer(start: arena.bytes + range.lowerBound, count: range.count), as: UTF8.self)
  }

  @Test(
    "Whole, fenced, last",
    arguments: [
      (" {\"a\": 1}\n", #"{"a": 1}"#), ("[1, 2]", "[1, 2]"), ("7", "7"), ("\"x\"", "\"x\""),
      ("Here:\n```json\n{\"a\": 1}\n```\nDone {", #"{"a": 1}"#),
      ("```JSON\n[1]\n```\nand\n```json\n[2]\n```", "[2]"),
      ("```\n{\"a\": 1}\n```", #"{"a": 1}"#),
      ("```python\n{1: 2}\n```\nso {\"a\": 1}", #"{"a": 1}"#),
      ("```json\n{\"a\": 1}", #"{"a": 1}"#),
      (#"I think {"a": {"b": [1, {}]}} is right."#, #"{"a": {"b": [1, {}]}}"#),
      (#"{"a": 1} then {"b": "}"}"#, #"{"b": "}"}"#),
      (#"Use {x} and [y], result: [{"a": 1}]"#, #"[{"a": 1}]"#),
      ("Oslo", "! holds no JSON"), ("{\"a\": 1", "! has JSON that does not parse at its byte 8"),
      (#"{"a": [1, 2], "b":"#, "! has JSON that does not parse at its byte 19"),
      ("So:\n```json\n{\"a\": [1], \n```", "! has JSON that does not parse at its byte 11"),
      ("", "! holds no JSON"), ("}", "! holds no JSON"),
    ])
  func any(text: String, found: String) { #expect(find(text) == found) }

  @Test("Only what is asked for")
  func strict() {
    let prose = #"Sure: {"a": 1}"#
    let fenced = "Sure:\n```json\n{\"a\": 1}\n```"
    #expect(find(prose, .whole) == "! is not JSON and nothing else" && find(fenced, .whole).hasPrefix("!"))
    #expect(find(prose, .fenced) == "! has no fenced block of JSON" && find(fenced, .fenced) == #"{"a": 1}"#)
    #expect(find(prose, .last) == #"{"a": 1}"# && find(fenced, .last) == #"{"a": 1}"#)
    #expect(find(#"{"a": 1}"#, .whole) == #"{"a": 1}"# && find(" 7 ", .whole) == "7")
  }

  @Test("JSON that stands in any prose is found again, whatever is in it")
  func planted() {
    for seed in 0..<200 as Range<UInt64> {
      var dice = Dice(seed)
      let value = RandomJSON.object(&dice)
      let before = ["", "It is ", "Of {these} ", "[1] and ", "a } b\n"][dice.number(0...4)]
      let after = ["", ".", "\nThat is all"][dice.number(0...2)]
      #expect(find(before + value + after) == value, "seed \(seed)")
    }
  }

  @Test("Brackets without end take no quadratic time")
  func hostile() {
    let many = 200_000
    #expect(find(String(repeating: "[", count: many) + "]").hasPrefix("!"))
    #expect(find("x" + String(repeating: "[", count: many) + "]") == "[]")
    #expect(find("x" + String(repeating: "[1,", count: many) + "]").hasPrefix("!"))
    #expect(find(String(repeating: "```json\n", count: many)).hasPrefix("!"))
  }
}

/// Random objects as text.
private enum RandomJSON {
  static func object(_ dice: inout Dice, depth: Int = 0) -> String {
    let members = (0..<dice.number(1...3)).map { i in "\"k\(i)\": " + value(&dice, depth: depth + 1) }
    return "{" + members.joined(separator: ", ") + "}"
  }

  private static func value(_ dice: inout Dice, depth: Int) -> String {
    switch dice.number(0...(depth > 3 ? 4 : 6)) {
    case 0: "null"
    case 1: "\(dice.number(-9...9))"
    case 2: "\"}{\""
    case 3: "\"] [\""
    case 4: #""\"{""#
    case 5: "[" + value(&dice, depth: depth + 1) + "]"
    default: object(&dice, depth: depth)
    }
  }
}
