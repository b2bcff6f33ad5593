import Foundation
import Testing

@testable import TunegateKit

/// Every file of d01-torture through the whole pipeline, held against its expectation; the decided policies are listed
/// here and told to users in `docs/bad-input.md`.
@Suite("Torture files through the pipeline", .enabled(if: SharedData.isThere, SharedData.absence))
struct TortureAuditTests {
  private struct Expectation: Decodable {
    let file: String
    let validRecords: Count
    let invalidLines: Lines

    enum CodingKeys: String, CodingKey {
      case file
      case validRecords = "valid_records"
      case invalidLines = "invalid_lines"
    }

    /// A number, or `<300`.
    enum Count: Decodable {
      case exactly(Int)
      case fewerThan(Int)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int.self) {
          self = .exactly(number)
        } else {
          self = .fewerThan(Int(try value.decode(String.self).dropFirst()) ?? 0)
        }
      }
    }

    /// Line numbers, or `all`.
    struct Lines: Decodable {
      var numbers: [Int]

      init(from decoder: any Decoder) throws {
        numbers = (try? decoder.singleValueContainer().decode([Int].self)) ?? []
      }
    }
  }

  /// Not read at all, because what they are is told by their opening.
  private static let refused: Set = [
    "files/empty.jsonl", "files/only-newlines.jsonl", "files/zlib-not-gzip.jsonl.gz", "files/xz.jsonl.xz",
    "files/bz2.jsonl.bz2", "files/utf16le.jsonl", "files/utf16be.jsonl", "files/pretty-printed.jsonl",
    "files/json-array.jsonl", "files/json-array-lines.jsonl", "files/csv-named.jsonl", "files/html-error.jsonl",
    "files/lfs-pointer.jsonl",
  ]
  /// Read as far as they can be trusted.
  private static let damaged: Set = [
    "files/truncated.jsonl.gz", "files/truncated-trailer.jsonl.gz", "files/bad-crc.jsonl.gz",
    "files/bad-isize.jsonl.gz", "files/bomb-1GB-line.jsonl.gz",
  ]
  /// Lines that are valid JSON and pass the depth limit of 128.
  private static let tooDeep = ["files/deep-1000.jsonl": [1], "files/deep-100000.jsonl": [2]]

  @Test("Records, bad lines and exit code are what they should be")
  func everyFile() async throws {
    let expectations = try JSONDecoder().decode(
      [Expectation].self, from: Data(try SharedData.bytes("d01-torture/expected.json")))
    #expect(expectations.count >= 60)
    for expected in expectations { try await check(expected) }
  }

  private func check(_ expected: Expectation) async throws {
    let name: Comment = "\(expected.file)"
    let audit = try await SharedData.audit("d01-torture/" + expected.file)
    let unreadable = audit.unreadableLines
    let records = audit.report.dataset.lines - unreadable.count
    if Self.refused.contains(expected.file) {
      #expect(audit.exitCode == 2 && audit.report.problems.count == 1, name)
      #expect(audit.report.dataset.lines == 0 && audit.findings.isEmpty, name)
      return
    }
    let isDamaged = Self.damaged.contains(expected.file)
    #expect((audit.exitCode == 2) == isDamaged && audit.report.problems.isEmpty != isDamaged, name)
    #expect(audit.report.inputs[0].complete != isDamaged, name)
    // What the bomb holds behind the limit was left.
    if expected.file.contains("bomb") { return #expect(records == 1, name) }
    let deep = Self.tooDeep[expected.file] ?? []
    #expect(unreadable == (expected.invalidLines.numbers + deep).sorted(), name)
    switch expected.validRecords {
    case .exactly(let count): #expect(records == count - deep.count, name)
    case .fewerThan(let count): #expect(records > 0 && records < count, name)
    }
  }

  @Test("Every defective chat record has a finding, the sound one has none")
  func schemaErrors() async throws {
    let rules = try await SharedData.audit("d01-torture/files/messages-schema-errors.jsonl").rulesByLine
    for line in 1...14 { #expect(rules[line] != nil, "line \(line)") }
    #expect(rules[15] == nil)
  }

  @Test(
    "What is valid JSON and yet suspicious is flagged",
    arguments: [
      ("dup-keys", "duplicate-key", [1, 2, 3]), ("mixed-schemas", "mixed-format", nil),
      ("bom", "byte-order-mark", [1]), ("near-json", "not-an-object", [12, 13, 14, 15]),
      ("deep-1000", "too-deep", [1]), ("deep-100000", "too-deep", [2]), ("unclosed-deep", "too-deep", [1]),
      ("latin1-lines", "invalid-utf8", [1, 5, 9, 13, 17, 21, 25, 29, 33, 37]),
    ] as [(String, String, [Int]?)])
  func flagged(_ file: String, _ rule: String, _ lines: [Int]?) async throws {
    let found = try await SharedData.audit("d01-torture/files/\(file).jsonl").findings.filter { $0.rule == rule }
    #expect(!found.isEmpty)
    if let lines { #expect(found.map(\.place.line) == lines) }
  }

  @Test("Half of a surrogate pair is a record with a finding")
  func loneSurrogates() async throws {
    let audit = try await SharedData.audit("d01-torture/files/escapes.jsonl")
    #expect(audit.unreadableLines == [5, 6])
    for line in [1, 2] { #expect(audit.rulesByLine[line] != nil, "line \(line)") }
  }

  @Test("Garbage behind the end of a gzip is ignored, but not without a word")
  func trailingGarbage() async throws {
    let audit = try await SharedData.audit("d01-torture/files/trailing-garbage.jsonl.gz")
    #expect(audit.exitCode == 0 && audit.warnings.count == 1)
    #expect(audit.warnings.first?.contains("was ignored") == true)
    #expect(try await SharedData.audit("d01-torture/files/trailing-zeros.jsonl.gz").warnings == [])
  }
}
