import Foundation

@testable import TunegateKit

/// A run with everything that it may write, as text.
struct AuditRun: Equatable {
  var report: String
  var terminal: String
  var findings: String
  var scores: String
  var exitCode: Int32

  /// - Parameter inputs: what to put in place of the run's own inputs, where those are meant to differ.
  init(_ audit: Audit, inputs: [InputSummary]? = nil) {
    var shown = audit.report
    if let inputs { shown.inputs = inputs }
    report = String(decoding: JSONReport().bytes(for: shown), as: UTF8.self)
    terminal = TerminalReport(color: false, unicode: true, quiet: false).text(for: shown)
    let (findingLines, scoreLines) = (FindingLines(paths: audit.paths), ScoreLines(paths: audit.paths))
    var bytes: [UInt8] = []
    for finding in audit.findings { findingLines.append(finding, to: &bytes) }
    findings = String(decoding: bytes, as: UTF8.self)
    bytes.removeAll()
    audit.forEachScore { scoreLines.append($0, to: &bytes) }
    scores = String(decoding: bytes, as: UTF8.self)
    exitCode = audit.exitCode
  }

  /// The first line in which two runs differ; nil when they agree byte for byte.
  func difference(from other: AuditRun) -> String? {
    for (name, path) in Self.parts where self[keyPath: path] != other[keyPath: path] {
      let (mine, theirs) = (lines(self[keyPath: path]), lines(other[keyPath: path]))
      let shared = zip(mine, theirs).prefix { $0 == $1 }.count
      let pair = [mine, theirs].map { shared < $0.count ? "\($0[shared])" : "no such line" }
      return "\(name), line \(shared + 1): \(pair[0]) | \(pair[1])"
    }
    return exitCode == other.exitCode ? nil : "exit code \(exitCode) | \(other.exitCode)"
  }

  /// The same run with another text wherever `old` stands.
  func replacing(_ old: String, with new: String) -> AuditRun {
    var run = self
    for (_, path) in Self.parts { run[keyPath: path] = run[keyPath: path].replacing(old, with: new) }
    return run
  }

  private static var parts: [(String, WritableKeyPath<AuditRun, String>)] {
    [("report", \.report), ("findings", \.findings), ("scores", \.scores), ("terminal", \.terminal)]
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// The settings of a run without a configuration, with flags as they are typed.
func standardSettings(_ flags: SettingFlags = SettingFlags()) throws -> Settings {
  try Settings.forRun(config: nil, flags: flags)
}

/// A folder of its own that goes away with the test.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tunegate-laws-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with its folders, and returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// Lines that no rule objects to; every one is of words of its own.
func cleanLines(_ count: Int) -> [String] {
  var dice = Dice(2026)
  // Consonants and vowels in turn: letters at random are gibberish to a rule.
  let alphabets = [Array("bdfglmnprstv".utf8), Array("aeiou".utf8)]
  func word() -> String {
    String(decoding: (0..<8).map { alphabets[$0 % 2][dice.number(0...alphabets[$0 % 2].count - 1)] }, as: UTF8.self)
  }
  func words(_ n: Int) -> String { (0..<n).map { _ in word() }.joined(separator: " ") }
  return (0..<count).map { _ in "{\"prompt\": \"\(words(6))\", \"completion\": \"\(words(9))\"}" }
}
