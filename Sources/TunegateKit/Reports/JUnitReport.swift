/// JUnit XML in the dialect that Jenkins' schema and GitLab both take: a test case for each rule that has a limit or
/// found something, not for each finding, since GitLab drops cases of one name.
public struct JUnitReport: Sendable {
  public static let placesPerRule = 20
  private static let suite = "tunegate"
  private static let longestLine = 500

  private struct Case {
    enum Outcome {
      case passed, skipped, failed, broken
    }

    var group: String
    var name: String
    var outcome = Outcome.passed
    var message = ""
    var text = ""
  }

  public init() {}

  /// UTF-8. Empty only when there is no memory left.
  public func bytes(for report: AuditReport, _ listed: ListedFindings) -> [UInt8] {
    guard let xml = XMLOutput() else { return [] }
    let cases = cases(report, listed)
    func count(_ outcome: Case.Outcome) -> String { String(cases.count { $0.outcome == outcome }) }
    xml.element("testsuites") {
      xml.element(
        "testsuite",
        [
          "name": Self.suite, "tests": String(cases.count), "failures": count(.failed), "errors": count(.broken),
          "skipped": count(.skipped),
        ]
      ) {
        for item in cases { write(item, xml) }
      }
    }
    return xml.bytes()
  }

  private func write(_ item: Case, _ xml: XMLOutput) {
    xml.element(
      "testcase", ["classname": "\(Self.suite).\(item.group)", "name": Self.safe(item.name), "time": "0"]
    ) {
      let tag =
        switch item.outcome {
        case .passed: ""
        case .skipped: "skipped"
        case .failed: "failure"
        case .broken: "error"
        }
      guard !tag.isEmpty else { return }
      if item.outcome == .skipped {
        xml.element(tag, ["message": Self.safe(item.message)])
      } else {
        xml.element(tag, ["message": Self.safe(item.message), "type": Self.safe(item.name)]) {
          if !item.text.isEmpty { xml.text(item.text) }
        }
      }
    }
  }

  private func cases(_ report: AuditReport, _ listed: ListedFindings) -> [Case] {
    var cases: [Case] = []
    for (i, problem) in report.problems.enumerated() {
      let name = report.problems.count == 1 ? "readable" : "readable \(i + 1)"
      cases.append(Case(group: "inputs", name: name, outcome: .broken, message: problem))
    }
    if report.problems.isEmpty { cases.append(Case(group: "inputs", name: "readable")) }
    let limits = Dictionary(report.gate.limits.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var ruleLimits: Set<String> = []
    let ids = report.gate.limits.compactMap { limit in
      [" share", " findings"].first { limit.name.hasSuffix($0) }.map { String(limit.name.dropLast($0.count)) }
    }
    let known = Set(ids)
    let unjudged = Dictionary(
      report.models.filter { !$0.isValid }.map { ($0.rule, $0.reason) }, uniquingKeysWith: { first, _ in first })
    for id in ids + report.rules.map(\.id).filter({ !known.contains($0) }) {
      let summary = report.rules.first { $0.id == id }
      var item = Case(group: summary?.group ?? RuleList.group(id) ?? CustomRule.group, name: id)
      for suffix in [" share", " findings"] {
        guard let limit = limits[id + suffix] else { continue }
        ruleLimits.insert(limit.name)
        if !limit.passed {
          item.outcome = .failed
          item.message = sentence(limit)
          item.text = places(id, summary, report, listed)
        }
      }
      if item.outcome == .passed, let reason = unjudged[id] { (item.outcome, item.message) = (.skipped, reason) }
      cases.append(item)
    }
    for limit in report.gate.limits where !ruleLimits.contains(limit.name) {
      cases.append(
        Case(
          group: "gate", name: limit.name, outcome: limit.passed ? .passed : .failed,
          message: limit.passed ? "" : sentence(limit)))
    }
    return cases
  }

  private func sentence(_ limit: GateLimit) -> String {
    "\(ReportWords.amount(limit.value, of: limit)), the limit is \(ReportWords.amount(limit.limit, of: limit))"
  }

  private func places(
    _ id: String, _ summary: RuleSummary?, _ report: AuditReport, _ listed: ListedFindings
  ) -> String {
    let own = listed.entries.filter { $0.finding.rule == id }.prefix(Self.placesPerRule)
    var lines = own.map {
      Self.safe("\(ReportWords.place($0.finding.place, report.inputs)): \($0.finding.message)")
    }
    let rest = (summary?.findings ?? 0) - own.count
    if rest > 0 { lines.append("\(Numbers.grouped(rest)) more") }
    lines.append("tunegate explain \(id)")
    return "\n" + lines.joined(separator: "\n") + "\n"
  }

  /// Without what XML cannot hold.
  private static func safe(_ text: String) -> String { SafeText(unicode: true).fit(text, longestLine).plain }
}
