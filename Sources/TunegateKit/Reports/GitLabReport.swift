/// GitLab Code Quality: an array of findings, the worst first. The rule stands before the sentence, because GitLab does
/// not show `check_name`.
public struct GitLabReport: Sendable {
  public static let mostFindings = 5_000
  public static let mostOfRule = 1_000

  public init() {}

  public func bytes(for report: AuditReport, _ listed: ListedFindings) -> [UInt8] {
    var json = JSONWriter(layout: .lines)
    json.array { json in
      for entry in listed.entries {
        let finding = entry.finding
        json.object { json in
          json.member("description", "\(finding.rule): \(finding.message)")
          json.member("check_name", finding.rule)
          json.member("fingerprint", entry.fingerprint)
          json.member("severity", Self.severity(finding.severity))
          json.key("location")
          json.object { json in
            let source = report.inputs.indices.contains(finding.place.source) ? finding.place.source : 0
            json.member("path", report.inputs.indices.contains(source) ? report.inputs[source].path : "")
            json.key("lines")
            json.object(.line) { json in json.member("begin", max(1, finding.place.line)) }
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
