import Foundation
import Testing

@testable import TunegateKit

/// JSONTestSuite, one raw text a line: `y_` must be accepted, `n_` refused, `i_` is ours to decide.
@Suite(.enabled(if: JSONData.isPresent, JSONData.absent))
struct JSONSuiteTests {
  private struct Truth: Decodable {
    var line: Int
    var file: String
  }

  private func verdicts() throws -> [(name: String, text: [UInt8], fault: JSONFault?)] {
    let lines = try JSONData.lines("d02-jsontestsuite-lines/data.jsonl")
    return try JSONData.lines("d02-jsontestsuite-lines/truth.jsonl").map {
      let truth = try JSONDecoder().decode(Truth.self, from: Data($0))
      let text = lines[truth.line - 1]
      return (truth.file, text, JSONPadded(text).fault())
    }
  }

  @Test func `y_ is accepted and n_ is refused, at a column`() throws {
    var seen = ["y": 0, "n": 0, "i": 0]
    for (name, text, fault) in try verdicts() {
      seen[String(name.prefix(1)), default: 0] += 1
      if name.hasPrefix("y_") { #expect(fault == nil, "\(name)") }
      guard name.hasPrefix("n_") else { continue }
      let column = try #require(fault, "\(name)").column
      #expect(column >= 1 && column <= text.count + 1, "\(name)")
    }
    #expect(seen == ["y": 93, "n": 183, "i": 35])
  }

  /// Our choice where the standard leaves one: numbers are kept as text whatever their size, escapes of lone surrogates
  /// are flagged and not refused; a byte order mark, damaged UTF-8, UTF-16 and 500 levels are refused.
  private static let choices: [String: JSONFault.Kind?] = [
    "number_double_huge_neg_exp": nil, "number_huge_exp": nil, "number_neg_int_huge_exp": nil,
    "number_pos_double_huge_exp": nil, "number_real_neg_overflow": nil, "number_real_pos_overflow": nil,
    "number_real_underflow": nil, "number_too_big_neg_int": nil, "number_too_big_pos_int": nil,
    "number_very_big_negative_int": nil, "object_key_lone_2nd_surrogate": nil,
    "string_1st_surrogate_but_2nd_missing": nil, "string_1st_valid_surrogate_2nd_invalid": nil,
    "string_incomplete_surrogate_and_escape_valid": nil, "string_incomplete_surrogate_pair": nil,
    "string_incomplete_surrogates_escape_valid": nil, "string_invalid_lonely_surrogate": nil,
    "string_invalid_surrogate": nil, "string_inverted_surrogates_U+1D11E": nil, "string_lone_second_surrogate": nil,
    "string_UTF-16LE_with_BOM": .utf16, "string_utf16BE_no_BOM": .utf16, "string_utf16LE_no_BOM": .utf16,
    "string_UTF-8_invalid_sequence": .invalidUTF8, "string_UTF8_surrogate_U+D800": .invalidUTF8,
    "string_invalid_utf-8": .invalidUTF8, "string_iso_latin_1": .invalidUTF8,
    "string_lone_utf8_continuation_byte": .invalidUTF8, "string_not_in_unicode_range": .invalidUTF8,
    "string_overlong_sequence_2_bytes": .invalidUTF8, "string_overlong_sequence_6_bytes": .invalidUTF8,
    "string_overlong_sequence_6_bytes_null": .invalidUTF8, "string_truncated-utf-8": .invalidUTF8,
    "structure_500_nested_arrays": .tooDeep, "structure_UTF-8_BOM_empty_object": .byteOrderMark,
  ]

  @Test func `i_ is decided as the table says`() throws {
    var seen = 0
    for (name, _, fault) in try verdicts() where name.hasPrefix("i_") {
      let wanted = try #require(JSONSuiteTests.choices[String(name.dropFirst(2).dropLast(5))], "\(name)")
      #expect(fault?.kind == wanted, "\(name)")
      seen += 1
    }
    #expect(seen == JSONSuiteTests.choices.count)
  }
}

/// Malformed files with known bad lines.
@Suite(.enabled(if: JSONData.isPresent, JSONData.absent))
struct JSONTortureTests {
  private struct Expected: Decodable {
    var file: String
    var invalidLines: [Int]?

    enum CodingKeys: String, CodingKey {
      case file
      case invalidLines = "invalid_lines"
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      file = try values.decode(String.self, forKey: .file)
      // Some files say "all" instead of a list.
      invalidLines = try? values.decode([Int].self, forKey: .invalidLines)
    }
  }

  /// Files whose bytes reach this reader as they are; the others belong to the reader of containers.
  private static let files = [
    "plain", "bom-mid", "crlf", "mixed-eol", "cr-only", "no-final-newline", "blank-lines", "latin1-lines",
    "invalid-utf8", "escapes", "nul-bytes", "raw-controls", "dup-keys", "nan-infinity", "near-json", "json-array",
    "json-array-lines", "csv-named", "html-error", "lfs-pointer", "conflict-markers", "truncated-last-line",
    "line-separators", "deep-1000", "deep-100000", "unclosed-deep", "wide-array", "many-keys", "mixed-schemas",
    "messages-schema-errors",
  ]

  /// The fault of each bad line; blank lines are no lines for this reader.
  private func faults(_ name: String, maxDepth: Int = 128) throws -> [Int: JSONFault] {
    var faults: [Int: JSONFault] = [:]
    var tape = JSONTape()
    for (i, line) in try JSONData.lines("d01-torture/files/\(name).jsonl").enumerated() {
      guard !line.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) else { continue }
      faults[i + 1] = JSONPadded(line).parse(&tape, maxDepth: maxDepth)
    }
    return faults
  }

  @Test(arguments: files) func `the bad lines are the ones that are known`(name: String) throws {
    let table = try Data(contentsOf: JSONData.root.appendingPathComponent("data/d01-torture/expected.json"))
    let expected = try JSONDecoder().decode([Expected].self, from: table).first { $0.file == "files/\(name).jsonl" }
    // Deep lines are valid by the grammar; the limit is tested below.
    let bad = try faults(name, maxDepth: 1 << 20).keys.sorted()
    #expect(bad == expected?.invalidLines)
  }

  @Test func `the causes are named`() throws {
    #expect(try faults("bom-mid").mapValues(\.kind) == [101: .byteOrderMark])
    #expect(try faults("cr-only").mapValues(\.kind) == [1: .carriageReturns])
    #expect(try faults("nul-bytes").mapValues(\.kind) == [11: .nulRun, 12: .nulRun])
    #expect(try faults("conflict-markers").values.map(\.kind) == [.conflictMarker, .conflictMarker, .conflictMarker])
    #expect(try Set(faults("latin1-lines").values.map(\.kind)) == [.legacyEncoding])
    #expect(try Set(faults("html-error").values.map(\.kind)) == [.notJSON])
    #expect(try faults("deep-100000").mapValues(\.kind) == [2: .tooDeep])
    #expect(try faults("unclosed-deep")[1]?.column == 129)
    // The file ends here, without a line end.
    let cut = try #require(try JSONData.lines("d01-torture/files/truncated-last-line.jsonl").last)
    #expect(JSONPadded(cut, behind: [0]).fault()?.kind == .unclosed)
    let near: [Int: JSONFault.Kind] = [
      1: .pythonRepr, 2: .trailingComma, 3: .unquotedKey, 4: .missingComma, 5: .unclosed, 6: .extraBracket, 7: .comment,
      8: .comment, 9: .pythonRepr, 10: .pythonRepr, 11: .escapedQuote, 16: .commaAfterValue, 17: .missingNewline,
      18: .missingNewline,
    ]
    #expect(try faults("near-json").mapValues(\.kind) == near)
  }

  @Test func `repeated keys and odd escapes are seen`() throws {
    var tape = JSONTape()
    for line in try JSONData.lines("d01-torture/files/dup-keys.jsonl") {
      let text = JSONPadded(line)
      #expect(text.parse(&tape) == nil)
      #expect(JSONDuplicateKeys.first(in: tape, text.bytes) != nil)
    }
    let many = JSONPadded(try JSONData.lines("d01-torture/files/many-keys.jsonl")[0])
    #expect(many.parse(&tape) == nil && JSONDuplicateKeys.all(in: tape, many.bytes) == [])
    let flags: [JSONFlags] = [.loneSurrogate, .loneSurrogate, [], .escapedNUL]
    for (line, wanted) in zip(try JSONData.lines("d01-torture/files/escapes.jsonl"), flags) {
      #expect(JSONPadded(line).parse(&tape) == nil)
      #expect(tape[2].flags == wanted.union(.hasEscapes))
    }
  }
}
