import Testing

@testable import TunegateKit

/// One example of a page, run as an audit of its own.
struct PageExample: Sendable, CustomTestStringConvertible {
  let rule: String
  let example: RulePage.Example

  var testDescription: String { "\(rule).md:\(example.line)" }

  /// What an example without a file name is written to.
  static let plainName = "data.jsonl"
  /// Files whose names begin so are evaluation data, which the run does not audit.
  static let evaluationName = "benchmark"

  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// What the rule finds, alone, under the example's settings; messages name files as if their folder were the working
  /// directory.
  func findings(jobs: Int = 1) async throws -> [RulePage.ExpectedFinding] {
    let folder = Scratch()
    var (paths, evaluation): ([String], [String]) = ([], [])
    for file in example.files {
      let name = file.name ?? Self.plainName
      let path = folder.write(name, file.bytes)
      if name.hasPrefix(Self.evaluationName) { evaluation.append(path) } else { paths.append(path) }
    }
    if evaluation.isEmpty { paths = [folder.path] }
    let settings = try Settings.forRun(
      config: example.settings, flags: SettingFlags(select: [rule], evaluation: evaluation))
    let audit = await Pipeline.audit(
      paths, settings: settings, options: AuditOptions(jobs: jobs, keepsAllFindings: true))
    guard audit.report.problems.isEmpty else {
      throw Unreadable(description: "\(place(example.line)): \(audit.report.problems.joined(separator: "; "))")
    }
    return audit.findings.map { finding in
      let source = finding.place.source
      let name = source >= 0 ? audit.paths[source].split(separator: "/").last.map(String.init) : nil
      return RulePage.ExpectedFinding(
        file: example.files.count > 1 ? name : nil, line: finding.place.line, column: finding.column,
        message: finding.message.replacing(folder.path + "/", with: ""))
    }
  }

  /// What the page says and the rule does not find, and the other way round, with the page's lines; empty when they
  /// agree.
  func differences(from found: [RulePage.ExpectedFinding]) -> [String] {
    var unexpected = found
    var differences: [String] = []
    for (offset, finding) in example.findings.enumerated() {
      if let match = unexpected.firstIndex(of: finding) {
        unexpected.remove(at: match)
      } else {
        differences.append("\(place(example.findingLines.lowerBound + 1 + offset)): not found: \(finding)")
      }
    }
    differences += unexpected.map { "\(place(example.line)): not on the page: \($0)" }
    if differences.isEmpty, found != example.findings {
      differences.append("\(place(example.findingLines.lowerBound)): found in another order: \(found)")
    }
    return differences
  }

  private func place(_ line: Int) -> String { "\(RuleBook.path(rule)):\(line)" }
}
