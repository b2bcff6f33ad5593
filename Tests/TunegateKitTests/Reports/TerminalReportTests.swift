import Foundation
import Testing

@testable import TunegateKit

@Suite struct TerminalReportTests {
  /// The law of the report, held against the C library's own idea of a character's width.
  @Test(arguments: 0..<40)
  func noLineIsTooWide(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10 {
      let report = AuditReport.random(using: &random)
      let width = [80, 60, 100].randomElement(using: &random) ?? 80
      for unicode in [true, false] {
        let text = TerminalReport(width: width, color: false, unicode: unicode).text(for: report)
        #expect(text.utf8.last == UInt8(ascii: "\n"))
        // Not split(separator:) on characters: "\r\n" is one of them.
        for line in text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
          let line = String(Substring(line))
          if unicode {
            #expect(terminalColumns(line) <= width, "\(line.debugDescription)")
          } else {
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line.debugDescription)")
            #expect(line.utf8.count <= width, "\(line.debugDescription)")
          }
          // Our own spaces: data may end with a wide one under an accent.
          #expect(line.unicodeScalars.last != " ", "\(line.debugDescription)")
        }
      }
    }
  }

  @Test(arguments: 0..<20)
  func equalReportsGiveEqualText(_ seed: UInt64) {
    var (a, b) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
    let writer = TerminalReport(color: true, unicode: true)
    #expect(writer.text(for: .random(using: &a)) == writer.text(for: .random(using: &b)))
  }

  @Test func problemsComeFirstAndLeaveNoVerdict() {
    let lines = TerminalReport(color: false, unicode: true).text(for: ExampleReports.partial).split(separator: "\n")
    #expect(lines[0].hasPrefix("PARTIAL"))
    #expect(lines.contains { $0.contains("no judgement") })
    #expect(!lines.contains { $0.contains("go ahead") })
  }

  @Test func anIncompleteInputIsAProblemEvenWithoutAMessage() {
    var report = ExampleReports.clean
    report.inputs[0].complete = false
    let text = TerminalReport(color: false, unicode: true, quiet: true).text(for: report)
    #expect(text.contains("data/dolly.jsonl: could not be read to its end"))
    #expect(text.contains("no judgement"))
    #expect(!text.contains("  open"))
  }

  @Test func anOpenGateIsNamedOpenAndAClosedOneByItsLimits() {
    let open = TerminalReport(color: false, unicode: true, quiet: true).text(for: ExampleReports.clean)
    #expect(open == "  open   noise at least 0.40 % (0.10 to 0.90), limit 5 %\n")
    let closed = TerminalReport(color: false, unicode: true, quiet: true).text(for: ExampleReports.dirty)
    #expect(closed.contains("refused"))
    #expect(closed.contains("max-noise, broken-json share"))
    #expect(!closed.contains("min-examples"))
  }

  @Test func aScoreJustOverItsLimitDoesNotLookEqualToIt() {
    var report = ExampleReports.dirty
    report.noise.score = 5.001
    report.gate = Gate(limits: [GateLimit(name: "max-noise", limit: 5, value: 5.001, passed: false)])
    let text = TerminalReport(color: false, unicode: true, quiet: true).text(for: report)
    #expect(text.contains("at least 5.001 %"))
  }

  @Test(arguments: ["a b.jsonl", "-x.jsonl", "$(reboot).jsonl", "a\nb", "é.jsonl"])
  func aPathThatTheShellWouldReadDifferentlyIsNotPutIntoACommand(_ path: String) {
    var report = ExampleReports.clean
    report.inputs[0].path = path
    let text = TerminalReport(color: false, unicode: true).text(for: report)
    #expect(text.contains("tunegate check PATH"))
  }
}
