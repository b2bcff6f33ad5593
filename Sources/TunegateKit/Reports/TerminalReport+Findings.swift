extension TerminalReport {
  /// The first findings of the rules that weigh most, one rule after the other.
  func putFindings(_ report: AuditReport, on page: inout TerminalPage) {
    let shown = worstFindings(report)
    guard !shown.isEmpty else { return }
    page.blank()
    for finding in shown {
      page.put(sentence(for: finding, in: report), hanging: 4)
      if !finding.hint.isEmpty { page.put(("    hint: " + safe.fit(finding.hint, 200)).styled(.faint), hanging: 10) }
    }
    let total = report.rules.reduce(0) { $0.addingReportingOverflow($1.findings).partialValue }
    if total > shown.count {
      page.put(("  " + counted(total - shown.count, "more finding", "more findings")).styled(.faint))
    }
  }

  private func worstFindings(_ report: AuditReport) -> [Finding] {
    let byRule = Dictionary(grouping: report.findings, by: \.rule)
    var order = rankedRules(report).map(\.summary.id)
    // A finding of a rule that has no summary would be a fault of the caller; it is shown last, not dropped.
    for finding in report.findings where !order.contains(finding.rule) { order.append(finding.rule) }
    let worst = order.flatMap { id in
      (byRule[id] ?? []).enumerated()
        .sorted { a, b in (b.element.severity, a.offset) < (a.element.severity, b.offset) }
        .prefix(Self.maxFindingsPerRule).map(\.element)
    }
    return Array(worst.prefix(Self.maxFindings))
  }

  /// Paths are for clicking and copying: only what leaves no room for a line and a column is cut.
  private static let maxPathColumns = 60

  /// `path:line: severity: sentence [rule]`, as compilers say it.
  private func sentence(for finding: Finding, in report: AuditReport) -> TerminalText {
    var text: TerminalText = "  "
    text += place(finding.place, column: finding.column, in: report) + ": "
    text += TerminalText(severity: finding.severity) + ": " + safe.fit(finding.message, 240)
    return text + " [" + safe.fit(finding.rule, 40) + "]"
  }

  private func place(_ place: Place, column: Int, in report: AuditReport) -> TerminalText {
    guard report.inputs.indices.contains(place.source) else { return "data set" }
    let path = report.inputs[place.source].path
    var text = path == "-" ? "standard input" : safe.fitEnd(path, Self.maxPathColumns)
    if place.line > 0 { text += ":" + safe.fit(String(place.line), 20) }
    if place.line > 0, column > 0 { text += ":" + safe.fit(String(column), 20) }
    return text
  }
}
