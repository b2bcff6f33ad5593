import Testing

@testable import TunegateKit

/// Errors, and the limits on patterns.
@Suite("Regular expressions: patterns that are refused")
struct RegexParserTests {
  @Test(
    "The error names the column, what is there and what may be there",
    arguments: [
      (#"\a"#, 1, #"\a"#, "an escape of ECMA-262"), ("a{", 3, "the end of the pattern", "a number"),
      ("ab{2,1}", 3, "{2,1}", "the smaller number first"), ("^(abc]", 6, "']'", #"\]"#),
      ("(a", 3, "the end of the pattern", "')'"), ("a)", 2, "')'", "a group"), ("é[z-a]", 3, "'z-a'", "smaller"),
      ("a**", 3, "'*'", "one quantifier"), ("^*", 2, "'*'", "no quantifier"), ("+", 1, "'+'", "something to repeat"),
      (#"\p{Klingon}"#, 1, "the property 'Klingon'", "a Unicode property"), ("[a", 1, "'[' that nothing closes", "']'"),
      (#"(a)\2"#, 4, #"\2"#, "the pattern has 1"), (#"\k<x>"#, 1, #"\k<x>"#, "no group"),
      ("(?i)a", 3, "'i'", "no other groups and flags"), (#"[\w-z]"#, 2, #"'\w-z'"#, "between two characters"),
      ("(?<a>.)(?<a>.)", 11, "a second group with the name 'a'", "a name of its own"),
      (#"\u{110000}"#, 4, "a number above 10FFFF", "a code point"), ("\\", 2, "the end of the pattern", #"\\"#),
      (#"\01"#, 3, "'1'", "no digit"), (#"\c1"#, 3, "'1'", "a letter"), (#"\x4"#, 4, "the end of the pattern", "2 hex"),
    ])
  func errors(pattern: String, column: Int, found: String, expected: String) throws {
    let error = try #require(refusal(pattern))
    #expect(error.column == column)
    #expect(error.found == found)
    #expect(error.expected.contains(expected))
    #expect(error.description == "column \(column): found \(found), expected \(error.expected)")
  }

  @Test("Patterns as deep as the limit compile, deeper ones are refused")
  func nesting() throws {
    func nested(_ depth: Int, _ opening: String) -> String {
      String(repeating: opening, count: depth) + "a" + String(repeating: ")", count: depth)
    }
    for opening in ["(", "(?:", "(?=a", "(?<!b", "(?<x"] where opening != "(?<x" {
      #expect(refusal(nested(RegexLimit.nesting - 1, opening)) == nil, "\(opening)")
      #expect(try #require(refusal(nested(10_000, opening))).expected.contains("inside one another"))
      #expect(refusal(String(repeating: opening, count: 10_000)) != nil)
    }
  }

  @Test("Repetitions count as often as they may run")
  func size() throws {
    #expect(try matches("^[a-z]{1,1000}x$", String(repeating: "a", count: 1_000) + "x"))
    #expect(try !matches("^[a-z]{1,1000}_$", String(repeating: "a", count: 1_001) + "_"))
    #expect(try matches(#"^\p{L}{1,1000}\.$"#, String(repeating: "é", count: 1_000) + "."))
    for pattern in [
      "a{20001}", "(?:a{200}){200}", "((a{1000}){1000}){1000}b", "a{0,99999999999999999999}b", "(((a{9}){9}){9}){99}",
      "(?:\\b){4000000000}", "(?:a|){4000000000}b",
    ] {
      let error = try #require(refusal(pattern), "\(pattern)")
      #expect(error.found == "a pattern of more than \(RegexLimit.operations) steps", "\(pattern)")
    }
    #expect(refusal("(){4000000000}") == nil)
    #expect(refusal("(?:(?:){4000000000}){4000000000}") == nil)
    // These run without a program.
    #expect(try matches("^[a-z]{0,65535}$", "abc"))
  }

  @Test("Long patterns and patterns of many different sets are refused or compile, and do not hang")
  func breadth() throws {
    #expect(refusal(String(repeating: "a", count: RegexLimit.patternBytes + 1))?.found.contains("65537 bytes") == true)
    let singles = (0..<6_000).compactMap { Unicode.Scalar(0x4E00 + $0).map { "\($0)" } }
    #expect(try matches("x(?:" + singles.joined(separator: "|") + ")y", "ax\(singles[5_999])y"))
    let ranges = (0..<4_000).map { #"[^\u\#(String(0x1000 + 2 * $0, radix: 16))]"# }
    #expect(refusal(ranges.joined())?.found == "a pattern with too many different sets of characters")
  }

  @Test("Errors show the character, whatever it is")
  func odd() throws {
    #expect(try #require(refusal("a{\u{1F432}")).found == "'🐲'")
    #expect(try #require(refusal("🐲{")).column == 3)
  }
}
