import Testing

@testable import TunegateKit

/// Every named cause, by the lines that people meet it in.
struct JSONFaultTests {
  struct Case: CustomTestStringConvertible {
    var line: [UInt8]
    var kind: JSONFault.Kind
    var column: Int
    /// A part of the message.
    var says: String
    /// What stands behind the line: the end of the file, when it is not a line end.
    var behind: [UInt8] = [0x0a]

    init(_ line: String, _ kind: JSONFault.Kind, _ column: Int, _ says: String = "", behind: [UInt8] = [0x0a]) {
      self.init([UInt8](line.utf8), kind, column, says, behind: behind)
    }

    init(_ line: [UInt8], _ kind: JSONFault.Kind, _ column: Int, _ says: String = "", behind: [UInt8] = [0x0a]) {
      (self.line, self.kind, self.column, self.says, self.behind) = (line, kind, column, says, behind)
    }

    var testDescription: String { "\(kind) in \(String(decoding: line, as: UTF8.self).debugDescription)" }
  }

  private static func bytes(_ before: String, _ raw: [UInt8], _ behind: String) -> [UInt8] {
    Array(before.utf8) + raw + Array(behind.utf8)
  }

  static let lines: [Case] = [
    Case("", .emptyLine, 1), Case(" \t\r", .emptyLine, 1),
    Case("<!DOCTYPE html>", .notJSON, 1, "HTML"), Case("<?xml version=\"1.0\"?>", .notJSON, 1, "XML"),
    Case("prompt,completion", .notJSON, 1, "CSV"), Case(#""hello, world",hi"#, .notJSON, 1, "CSV"),
    Case("version https://git-lfs.github.com/spec/v1", .notJSON, 1, "git lfs pull"),
    Case(#"data: {"id":1}"#, .notJSON, 1, "server-sent"), Case("---", .notJSON, 1, "YAML"),
    Case("- prompt: a", .notJSON, 1, "YAML"),
    Case("Hello there", .notJSON, 1, "plain text"),
    Case(#"and so on.", "completion": "b"}"#, .continuation, 1, "starts inside a string"),
    Case(#"  "role": "user","#, .prettyPrinted, 9, "a key and its value without braces"),
    Case("  {", .prettyPrinted, 3, "a bracket alone"), Case("],", .prettyPrinted, 1), Case("}\r", .prettyPrinted, 1),
    Case("<<<<<<< HEAD", .conflictMarker, 1, "<<<<<<<"), Case("=======\r", .conflictMarker, 1, "======="),
    Case(">>>>>>> feature/more-data", .conflictMarker, 1), Case("||||||| base", .conflictMarker, 1),
    Case([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], .utf16, 1), Case(bytes("{", [0], "\"\0a\0\"\0:\0"), .utf16, 1),
    Case(#"{\"a\":\"b\"}"#, .escapedTwice, 2, "a key in double quotes"),
    Case(String(repeating: "[", count: 200), .tooDeep, 129, "128"),
    // Between values
    Case(#"{"a":1}{"b":2}"#, .missingNewline, 8, "a second value"), Case(#"{"a":1} {"b":2}"#, .missingNewline, 9),
    Case(#"{"a":1},{"b":2}"#, .missingNewline, 8, "a comma and a second value"),
    Case("{\"a\":1}\r{\"b\":2}\r", .carriageReturns, 9, "lone CR"),
    Case(#"{"a":1},"#, .commaAfterValue, 8), Case("{\"a\":1}, \r", .commaAfterValue, 8),
    Case(#"{"a":1,}"#, .trailingComma, 7, "before `}`"), Case("[1, 2 , ]", .trailingComma, 7, "before `]`"),
    Case(#"{"a":"b" "c":1}"#, .missingComma, 10, "a string after a value"), Case("[1 true]", .missingComma, 4, "`t`"),
    Case("[{}{}]", .missingComma, 4, "`{`"),
    Case(#"{"a" "b"}"#, .missingColon, 6, "a string after a key"), Case(#"{"a"="b"}"#, .missingColon, 5, "`=`"),
    Case(#"{"a"}"#, .missingColon, 5, "`}`"),
    Case(#"{"a":}"#, .emptyValue, 6, "between the colon and `}`"), Case("[1,,2]", .emptyValue, 4, "two commas"),
    Case("[,1]", .emptyValue, 2, "before a comma"), Case(#"{"a":1,,"b":2}"#, .emptyValue, 8, "two commas"),
    Case(#"{"a":"b""#, .unclosed, 9, "an object that opens at column 1"), Case("[[1, ", .unclosed, 5, "column 2"),
    Case(#"{"a":"b"#, .unclosed, 8, "a string that opens at column 6", behind: [0]),
    Case(#"["\u00"#, .unclosed, 7, "a string", behind: [0]), Case("[1,-", .unclosed, 5, "an array"),
    Case("tru", .unclosed, 4, "the word `tru`"), Case("-", .unclosed, 2, "a number"),
    Case(#"{"a":[1}"#, .mismatchedBracket, 8, "the array that opens at column 6, expected `]`"),
    Case("{]", .mismatchedBracket, 2, "the object that opens at column 1, expected `}`"),
    Case(#"{"a":1}}"#, .extraBracket, 8, "`}`"), Case("{}],", .extraBracket, 3, "`]`"),
    Case(#"{"a":1} // note"#, .comment, 9, "`//`"), Case("# comment", .comment, 1, "`#`"),
    Case(#"{"a":/*x*/1}"#, .comment, 6, "`/*`"),
    Case("\u{0b}{}", .foreignWhiteSpace, 1, "a vertical tab (U+000B)"), Case("\u{0c}{}", .foreignWhiteSpace, 1),
    Case("{\"a\":\u{a0}1}", .foreignWhiteSpace, 6, "a no-break space (U+00A0)"),
    Case("[\u{2060}]", .foreignWhiteSpace, 2, "zero-width"), Case("{}\u{3000}", .foreignWhiteSpace, 3),
    Case("\u{feff}{}", .byteOrderMark, 1, "at the start of the line"),
    Case("{}\u{feff}{}", .byteOrderMark, 3, "inside the line"),
    Case("[1;2]", .unexpectedCharacter, 3, "`;`, expected a comma or `]`"), Case("{}@", .unexpectedCharacter, 3, "end"),
    Case("{\u{e9}:1}", .unexpectedCharacter, 2, "U+00E9, expected a key in double quotes"),
    Case("[*]", .unexpectedCharacter, 2, "expected a value"), Case("[\u{1}]", .unexpectedCharacter, 2, "U+0001"),
    // Keys and words
    Case(#"{prompt:"a"}"#, .unquotedKey, 2, "`prompt`"), Case("{1:2}", .unquotedKey, 2, "`1`"),
    Case(#"{"a": 'b'}"#, .singleQuotes, 7), Case("['x']", .singleQuotes, 2), Case("{\"a\":1,'b':2}", .singleQuotes, 8),
    Case("{\u{201c}a\u{201d}:1}", .typographicQuotes, 2, "U+201C"),
    Case("{'a': 'b'}", .pythonRepr, 2, "a key in single quotes"), Case(#"{"a":None}"#, .pythonRepr, 6, "`None`"),
    Case(#"{"a":True}"#, .pythonRepr, 6, "`True`"), Case("[1, False]", .pythonRepr, 5, "`False`"),
    Case("b'{}'", .pythonRepr, 1, "bytes"), Case("(1, 2)", .pythonRepr, 1, "tuple"),
    Case("[NaN]", .nonFinite, 2, "`NaN`"), Case("[nan]", .nonFinite, 2), Case("[Infinity]", .nonFinite, 2),
    Case("[-Infinity]", .nonFinite, 2, "`-Infinity`"), Case("[+Inf]", .nonFinite, 2, "`+Inf`"),
    Case(#"{"a":undefined}"#, .badLiteral, 6, "`undefined`"), Case("[TRUE]", .badLiteral, 2, "`TRUE`"),
    Case(#"{"a":hello there}"#, .badLiteral, 6, "`hello`"), Case("[nulll]", .badLiteral, 2, "`nulll`"),
    Case("[0123]", .badNumber, 3, "a leading zero"), Case("[+1]", .badNumber, 2, "a leading plus"),
    Case("[0x10]", .badNumber, 3, "hexadecimal"), Case("[.5]", .badNumber, 2, "no digit before its decimal point"),
    Case("[-.5]", .badNumber, 3, "before its decimal point"), Case("[1.]", .badNumber, 4, "behind its decimal point"),
    Case("[1e+]", .badNumber, 5, "exponent"), Case("[- 1]", .badNumber, 3, "minus"),
    Case("[12px]", .badNumber, 4, "`p` behind its digits"), Case("[1.2.3]", .badNumber, 5, "`.` behind its digits"),
    // Strings
    Case(#"{"a":"first"#, .unclosedString, 12, "raw newline"), Case("{\"a\":\"first\r", .unclosedString, 12),
    Case(#"{"a":"b\"}"#, .escapedQuote, 11, "opens at column 6"),
    Case(#"{"a":"say "hi" now"}"#, .unescapedQuote, 12),
    Case("[\"a\tb\"]", .rawControl, 4, "a raw tab (U+0009)"),
    Case("[\"\u{1b}[0m\"]", .rawControl, 3, "escape character"),
    Case("[\"a\nb\"]", .rawControl, 4, "a raw newline"), Case("[\"a\rb\"]", .rawControl, 4, "carriage return"),
    Case("\0\0\0\0", .nulRun, 1, "a run of 4 NUL bytes"), Case("[\"a\0b\"]", .nulRun, 4, "a NUL byte"),
    Case(#"["\x41"]"#, .invalidEscape, 3, #"`\x`"#), Case(#"["it\'s"]"#, .invalidEscape, 5, #"`\'`"#),
    Case(#"["C:\Users"]"#, .invalidEscape, 5, #"`\U`"#), Case("[\"\\\u{e9}\"]", .invalidEscape, 3, "U+00E9"),
    Case(#"["\u12G4"]"#, .badUnicodeEscape, 3), Case(#"["\u"]"#, .badUnicodeEscape, 3),
    Case(bytes("[\"", [0xc0, 0xaf], "\"]"), .invalidUTF8, 3, "0xC0, which starts an overlong form"),
    Case(bytes("[\"", [0xe0, 0x80, 0xaf], "\"]"), .invalidUTF8, 3, "overlong"),
    Case(bytes("[\"", [0xed, 0xa0, 0x80], "\"]"), .invalidUTF8, 3, "an encoded surrogate"),
    Case(bytes("[\"", [0xf4, 0x90, 0x80, 0x80], "\"]"), .invalidUTF8, 3, "beyond U+10FFFF"),
    Case(bytes("[\"", [0xf8, 0x88], "\"]"), .invalidUTF8, 3, "never stands in UTF-8"),
    Case(bytes("[\"", [0xe2, 0x82], "\"]"), .invalidUTF8, 3, "cut"), Case(bytes("[\"", [0x80], "\"]"), .invalidUTF8, 3),
    Case(bytes("[\"", [0xff], "\t\"]"), .invalidUTF8, 3, "0xFF"), Case([0xe9], .invalidUTF8, 1),
    Case(bytes("[\"caf", [0xe9], "\"]"), .legacyEncoding, 6, "é in Windows-1252"),
    Case(bytes("[\"it", [0x92], "s\"]"), .legacyEncoding, 5, "\u{2019} in Windows-1252"),
  ]

  @Test(arguments: lines) func `a cause is named at its place`(_ c: Case) {
    let fault = JSONPadded(c.line, behind: c.behind).fault()
    #expect(fault?.kind == c.kind)
    #expect(fault?.column == c.column)
    let message = fault?.message ?? ""
    #expect(c.says.isEmpty || message.contains(c.says), "\(message)")
  }

  @Test func `every cause has a line that shows it`() {
    // A line of 4 GiB is not made here: its length alone decides.
    var tape = JSONTape()
    let text = JSONPadded("1")
    let tooLong = tape.parse(text.bytes, count: JSONTape.longestText + 1, maxDepth: 1)
    #expect(tooLong?.kind == .tooLong)
    #expect(tooLong?.message == "the line has 4294967296 bytes, expected at most 4294967295")
    let shown = Set(JSONFaultTests.lines.map(\.kind) + [.tooLong])
    #expect(JSONFault.Kind.allCases.filter { !shown.contains($0) } == [])
  }

  @Test func `messages are sentences that a terminal can show`() {
    for c in JSONFaultTests.lines {
      guard let fault = JSONPadded(c.line, behind: c.behind).fault() else { continue }
      for text in [fault.message, fault.hint] {
        #expect(!text.isEmpty && !text.hasSuffix("."), "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }, "\(text)")
      }
    }
  }

  @Test func `messages read as a whole`() {
    let whole: [(String, String, String)] = [
      (#"{"a":1,}"#, "a comma before `}`, expected another value or no comma", "remove the comma"),
      (
        #"{"a":None}"#, "`None`, which is Python, expected JSON",
        "write records with json.dumps(record), not with str(record) or repr(record)"
      ),
      (
        "[\"a\tb\"]", "a raw tab (U+0009) in a string, expected its escape",
        "write it as an escape, such as \\n, \\t or \\u001b; a JSON library does"
      ),
      ("[1;2]", "`;`, expected a comma or `]`", "write the record with a JSON library"),
      (
        "[\"\\x\"]", #"the escape `\x`, expected one of \" \\ \/ \b \f \n \r \t \uXXXX"#,
        #"write \\ for a backslash, and a single quote without one"#
      ),
    ]
    for (line, message, hint) in whole {
      let fault = JSONPadded(line).fault()
      #expect(fault?.message == message)
      #expect(fault?.hint == hint)
    }
  }
}
