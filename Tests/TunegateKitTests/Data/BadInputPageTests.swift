import Foundation
import Testing

@testable import TunegateKit

/// `docs/bad-input.md` says what happens to bad input; here each of its rows is fed to the pipeline.
@Suite("The page on bad input is true")
struct BadInputPageTests {
  private struct Row {
    let input: String
    let rules: Set<String>
    let exitCode: Int32
  }

  /// The rows of one table: what stands in backquotes and is a rule's id is what must be found.
  private static func rows(_ section: String) throws -> [Row] {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
    let page = try String(contentsOfFile: root + "/docs/bad-input.md", encoding: .utf8)
    let parts = page.components(separatedBy: "\n## ")
    let part = try #require(parts.first { $0.hasPrefix(section) }, "no section \(section)")
    let ids = Set(AllRules.types.map { $0.id })
    return part.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, let code = Int32(cells[2]) else { return nil }
      let words = cells[1].split(separator: "`").map(String.init)
      return Row(input: cells[0], rules: ids.intersection(words), exitCode: code)
    }
  }

  /// Runs the rows' cases; `judge` looks at what is particular to the table.
  private func expect(
    _ section: String, _ cases: [String: BadInputCase], judge: (Audit, Comment) -> Void
  ) async throws {
    let rows = try Self.rows(section)
    #expect(Set(rows.map(\.input)) == Set(cases.keys), "the page's rows and the cases of the test")
    for row in rows {
      guard let input = cases[row.input] else { continue }
      let folder = try TestFolder()
      for file in input.files { try folder.write(file.name, file.bytes) }
      var settings = try standardSettings()
      settings.limits.lineBytes = input.lineBytes ?? settings.limits.lineBytes
      let path = input.files.isEmpty ? folder.path + "/absent.jsonl" : folder.path
      let audit = await Pipeline.audit(
        [path], settings: settings, options: AuditOptions(keepsAllFindings: true))
      #expect(audit.exitCode == row.exitCode, "\(row.input): \(audit.report.problems)")
      #expect(audit.warnings.count == input.warnings, "\(row.input): \(audit.warnings)")
      // The size of the set is no matter here.
      let rules = Set(audit.findings.map(\.rule)).subtracting(["too-few-examples", "exact-duplicate"])
      if audit.exitCode != 2 { #expect(rules == row.rules, "\(row.input)") }
      judge(audit, "\(row.input)")
    }
  }

  @Test func refused() async throws {
    try await expect("Refused", BadInputCase.refused) { audit, row in
      #expect(audit.report.dataset.lines == 0 && audit.report.problems.count == 1, row)
      // Each says what helps, ready to be typed.
      #expect(audit.report.problems.first?.contains("; try: ") == true || row == "only blank lines", row)
    }
  }

  @Test func damaged() async throws {
    try await expect("Damaged", BadInputCase.damaged) { audit, row in
      #expect(audit.report.problems.count == 1 && audit.report.inputs.map(\.complete) == [false], row)
      #expect((1...60).contains(audit.report.dataset.examples), row)
      #expect(audit.findings.allSatisfy { $0.rule == "too-few-examples" }, row)
    }
  }

  @Test func badLines() async throws {
    try await expect("Bad lines", BadInputCase.badLines) { audit, row in
      #expect(audit.report.problems == [] && audit.report.inputs.map(\.complete) == [true], row)
      #expect(audit.report.dataset.lines >= 60, row)
    }
  }

  @Test func harmless() async throws {
    try await expect("Read without harm", BadInputCase.harmless) { audit, row in
      #expect((60...61).contains(audit.report.dataset.examples) && audit.report.noise.score == 0, row)
    }
  }
}
