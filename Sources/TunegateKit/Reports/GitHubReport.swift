/// Workflow commands for GitHub Actions. A step shows 10 annotations of each kind and a job 50, so the worst come
/// first, a few of each rule, and the rest is counted.
public struct GitHubReport: Sendable {
  public static let mostOfKind = 10
  private static let mostOfRule = 3
  private static let longestMessage = 1_000

  public init() {}

  public func text(for report: AuditReport, _ listed: ListedFindings) -> String {
    var lines: [String] = []
    for problem in report.problems.prefix(Self.mostOfKind) {
      lines.append("::error title=tunegate::\(Self.message(problem))")
    }
    var shown = 0
    for severity in Severity.allCases.reversed() {
      let room = Self.mostOfKind - (severity == .error ? min(Self.mostOfKind, report.problems.count) : 0)
      // One of the notices is the summary below.
      for finding in worst(severity, listed).prefix(severity == .note ? Self.mostOfKind - 1 : room) {
        lines.append(line(finding, report.inputs))
        shown += 1
      }
    }
    let rest = ReportWords.findings(report) - shown
    var summary = "\(ReportWords.gate(report)), \(ReportWords.noise(report)). \(ReportWords.sentence(report))"
    if rest > 0 { summary += ". \(ReportWords.counted(rest, "more finding", "more findings"))" }
    lines.append("::notice title=tunegate::\(Self.message(summary))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func worst(_ severity: Severity, _ listed: ListedFindings) -> [Finding] {
    var room = RoomPerRule(Self.mostOfRule)
    return listed.entries.map(\.finding).filter { $0.severity == severity && room.takes($0.rule) }
  }

  private func line(_ finding: Finding, _ inputs: [InputSummary]) -> String {
    let command = finding.severity == .note ? "notice" : finding.severity.name
    var properties = ["title=\(Self.property("tunegate (\(finding.rule))"))"]
    if inputs.indices.contains(finding.place.source) {
      properties.append("file=\(Self.property(inputs[finding.place.source].path))")
      if finding.place.line > 0 { properties.append("line=\(finding.place.line)") }
      if finding.column > 0 { properties.append("col=\(finding.column)") }
    }
    let text = finding.hint.isEmpty ? finding.message : "\(finding.message)\n\(finding.hint)"
    return "::\(command) \(properties.joined(separator: ","))::\(Self.message(text))"
  }

  /// What the next steps of a job may read: lines for `GITHUB_OUTPUT`. No value holds a line end.
  public func outputs(for report: AuditReport) -> String {
    """
    gate=\(ReportWords.gate(report))
    noise=\(Numbers.shortest(report.noise.score) ?? "0")
    verdict=\(report.verdict.approach.rawValue)
    proceed=\(report.verdict.proceed)

    """
  }

  /// Escapes as the runner unescapes: a line end would begin another command.
  static func message(_ text: String) -> String {
    escape(SafeText(unicode: true).fit(text.replacingLineEnds(by: "\u{1}"), longestMessage).plain, isProperty: false)
      .replacing("\\u{1}", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    escape(SafeText(unicode: true).fit(text, longestMessage).plain, isProperty: true)
  }

  private static func escape(_ text: String, isProperty: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where isProperty: escaped += "%3A"
      case "," where isProperty: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension String {
  fileprivate func replacingLineEnds(by mark: Character) -> String {
    String(map { $0 == "\n" || $0 == "\r\n" ? mark : $0 })
  }
}
