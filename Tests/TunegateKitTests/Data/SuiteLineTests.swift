import Testing

@testable import TunegateKit

/// The JSONTestSuite as the lines of one file: what must be rejected is named, what must be accepted is a record.
@Suite("JSONTestSuite as lines", .enabled(if: SharedData.isThere, SharedData.absence))
struct SuiteLineTests {
  private struct Verdict: Decodable {
    let line: Int
    let dirty: Bool?
    let file: String
  }

  /// What the standard leaves open and Tunegate refuses: text that is not UTF-8, and nesting beyond its limit.
  private static let refusedByChoice: Set = [
    "i_string_UTF-16LE_with_BOM.json", "i_string_UTF-8_invalid_sequence.json", "i_string_UTF8_surrogate_U+D800.json",
    "i_string_invalid_utf-8.json", "i_string_iso_latin_1.json", "i_string_lone_utf8_continuation_byte.json",
    "i_string_not_in_unicode_range.json", "i_string_overlong_sequence_2_bytes.json",
    "i_string_overlong_sequence_6_bytes.json", "i_string_overlong_sequence_6_bytes_null.json",
    "i_string_truncated-utf-8.json", "i_string_utf16BE_no_BOM.json", "i_string_utf16LE_no_BOM.json",
    "i_structure_500_nested_arrays.json", "i_structure_UTF-8_BOM_empty_object.json",
  ]

  @Test func everyLine() async throws {
    let audit = try await SharedData.audit("d02-jsontestsuite-lines/data.jsonl")
    let verdicts = try SharedData.records(Verdict.self, "d02-jsontestsuite-lines/truth.jsonl")
    #expect(verdicts.count >= 300 && audit.report.problems == [])
    let unreadable = Set(audit.unreadableLines)
    for verdict in verdicts {
      let expected = verdict.dirty ?? Self.refusedByChoice.contains(verdict.file)
      #expect(unreadable.contains(verdict.line) == expected, "line \(verdict.line), \(verdict.file)")
    }
    #expect(Self.refusedByChoice.isSubset(of: verdicts.map(\.file)))
    // None of the documents is an example: each line says what is wrong with it.
    var lines = 0
    audit.forEachScore { score in
      lines += 1
      #expect(!score.rules.isEmpty, "line \(score.place.line)")
    }
    #expect(lines == verdicts.count && audit.exitCode == 1)
  }
}
