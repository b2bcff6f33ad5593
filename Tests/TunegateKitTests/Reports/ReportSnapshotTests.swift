import Foundation
import Testing

@testable import TunegateKit

@Suite struct ReportSnapshotTests {
  @Test(arguments: ExampleReports.all.map(\.name))
  func terminal(_ name: String) throws {
    let report = try example(name)
    try expectSnapshot(TerminalReport(color: false, unicode: true).text(for: report), named: "\(name).txt")
    try expectSnapshot(TerminalReport(color: false, unicode: false).text(for: report), named: "\(name).ascii.txt")
    let quiet = TerminalReport(color: false, unicode: true, quiet: true).text(for: report)
    try expectSnapshot(quiet, named: "\(name).quiet.txt")
  }

  /// Color adds escape sequences and changes nothing else.
  @Test(arguments: ExampleReports.all.map(\.name))
  func colorIsOnlyDecoration(_ name: String) throws {
    let report = try example(name)
    let colored = TerminalReport(color: true, unicode: true).text(for: report)
    try expectSnapshot(colored.replacing("\u{1B}", with: "<ESC>"), named: "\(name).color.txt")
    let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == TerminalReport(color: false, unicode: true).text(for: report))
    #expect(colored != plain)
  }

  @Test(arguments: ExampleReports.all.map(\.name))
  func json(_ name: String) throws {
    let report = try example(name)
    let bytes = JSONReport().bytes(for: report)
    #expect(JSONReport().bytes(for: report) == bytes)
    try expectSnapshot(String(decoding: bytes, as: UTF8.self), named: "\(name).json")

    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.map { $0["message"] as? String } == report.findings.map(\.message))
    let inputs = try #require(object["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["path"] as? String } == report.inputs.map(\.path))
  }

  private func example(_ name: String) throws -> AuditReport {
    try #require(ExampleReports.all.first { $0.name == name }).report
  }
}
