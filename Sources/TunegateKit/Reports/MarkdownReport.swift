/// Markdown for a pull request, a step summary or a dataset card: below 64 KiB, whatever the data hold.
public struct MarkdownReport: Sendable {
  public static let findingsPerRule = 3
  public static let mostBytes = 60_000
  private static let mostRules = 60
  private static let longestCell = 240

  public init() {}

  public func text(for report: AuditReport, _ listed: ListedFindings) -> String {
    var text = "## Tunegate: \(Self.cell(ReportWords.name(report.inputs)))\n\n"
    for problem in report.problems.prefix(20) { text += "> **Problem**: \(Self.cell(problem))\n\n" }
    let mark = !ReportWords.isJudged(report) ? "\u{2754}" : report.gate.isOpen ? "\u{2705}" : "\u{274C}"
    text += "\(mark) **\(ReportWords.gate(report))**: \(ReportWords.noise(report))\n\n"
    if ReportWords.isJudged(report) {
      text += "**\(Self.cell(ReportWords.sentence(report)))**"
      if report.verdict.approach != .undecided {
        text += " (confidence \(Numbers.fixed(100 * report.verdict.confidence, decimals: 0)) %)"
      }
      text += "\n\n"
    }
    text += summary(report)
    text += limits(report)
    text += rules(report)
    text += leakage(report)
    text += baseline(report)
    text += matrix(report)
    text += verdict(report)
    let start = text.utf8.count
    return text + findings(report, listed, room: Self.mostBytes - start) + provenance(report)
  }

  private func summary(_ report: AuditReport) -> String {
    let data = report.dataset
    var parts = [
      ReportWords.counted(data.examples, "example", "examples"),
      "\(Numbers.grouped(data.effectiveExamples)) distinct after duplicates", "shape: \(Self.cell(data.shape))",
    ]
    let tokens = ReportWords.counted(data.tokens.total, "token", "tokens")
    parts.append(data.tokens.exact ? tokens : "about \(tokens)")
    return parts.joined(separator: " \u{B7} ") + "\n\n"
  }

  private func limits(_ report: AuditReport) -> String {
    let failed = report.gate.limits.filter { !$0.passed }
    guard !failed.isEmpty else { return "" }
    let rows = failed.map { limit in
      [limit.name, ReportWords.amount(limit.value, of: limit), ReportWords.amount(limit.limit, of: limit)]
    }
    return "### Limits that do not hold\n\n" + Self.table(["limit", "is", "at"], rows)
  }

  private func rules(_ report: AuditReport) -> String {
    let ranked = RankedRule.ranked(report)
    guard !ranked.isEmpty else { return "No finding.\n\n" }
    let rows = ranked.prefix(Self.mostRules).map { rule in
      [
        "`\(rule.summary.id)`", rule.summary.severity.name, Numbers.grouped(rule.summary.findings),
        Numbers.percent(rule.summary.share), Numbers.fixed(rule.points, decimals: 2),
      ]
    }
    var text =
      "### Findings\n\n" + Self.table(["rule", "severity", "findings", "lines", "points"], rows, numbers: 2...)
    if ranked.count > Self.mostRules { text += "\(ranked.count - Self.mostRules) more rules\n\n" }
    return text
  }

  private func baseline(_ report: AuditReport) -> String {
    guard let baseline = report.baseline else { return "" }
    let rows = ReportWords.comparison(baseline) { "`\($0)`" }
    return "### Against the baseline\n\n\(ReportWords.accepted(baseline))\n\n"
      + Self.table(ReportWords.comparisonColumns, rows)
  }

  private func leakage(_ report: AuditReport) -> String {
    guard !report.leakage.isEmpty else { return "" }
    let rows = report.leakage.prefix(Self.mostRules).map { file in
      [file.path, Numbers.grouped(file.examples), Numbers.grouped(file.found), Numbers.percent(file.share)]
    }
    return "### Evaluation data in the training data\n\n"
      + Self.table(["file", "examples", "found", "share"], rows, numbers: 1...)
  }

  private func matrix(_ report: AuditReport) -> String {
    guard ReportWords.isJudged(report), let matrix = report.matrix, matrix.judged > 0 else { return "" }
    let charts = Charts(unicode: true)
    let rows = matrix.shares.map { row in
      [row.name, charts.bar(row.share, width: 20).plain, Numbers.percent(row.share), ReportWords.advice(row.approach)]
    }
    var text = "### What the set asks for\n\n" + Self.table(["row", "", "share", "what serves it"], rows)
    if !matrix.fields.isEmpty {
      let rows = matrix.fields.map {
        ["`\($0.path)`", ReportWords.origin($0.origin), Numbers.percent($0.grounded)]
      }
      text += Self.table(["field", "where it comes from", "in the prompts"], rows)
    }
    return text
  }

  private func verdict(_ report: AuditReport) -> String {
    guard ReportWords.isJudged(report), !report.verdict.evidence.isEmpty else { return "" }
    let rows = report.verdict.evidence.map { evidence in
      [
        evidence.signal, ReportWords.value(evidence.value, of: evidence),
        ReportWords.value(evidence.threshold, of: evidence), evidence.says,
      ]
    }
    var text = "### Why\n\n" + Self.table(["signal", "value", "threshold", "says"], rows)
    if !report.verdict.wouldFlip.isEmpty {
      text += "What would change it:\n\n"
      for change in report.verdict.wouldFlip { text += "- \(Self.cell(change))\n" }
      text += "\n"
    }
    return text
  }

  /// As many as there is room for.
  private func findings(_ report: AuditReport, _ listed: ListedFindings, room: Int) -> String {
    var rules = RoomPerRule(Self.findingsPerRule)
    var body = ""
    var shown = 0
    for entry in listed.entries where rules.takes(entry.finding.rule) {
      let finding = entry.finding
      let line =
        "- **\(finding.severity.name)** `\(finding.rule)` \(Self.cell(ReportWords.place(finding.place, report.inputs)))"
        + ": \(Self.cell(finding.message))" + (finding.hint.isEmpty ? "" : " \u{2014} \(Self.cell(finding.hint))")
        + "\n"
      guard body.utf8.count + line.utf8.count < room - 500 else { break }
      shown += 1
      body += line
    }
    guard !body.isEmpty else { return "" }
    let rest = ReportWords.findings(report) - shown
    if rest > 0 { body += "\n\(ReportWords.counted(rest, "more finding", "more findings"))\n" }
    return "<details><summary>The worst findings</summary>\n\n\(body)\n</details>\n\n"
  }

  private func provenance(_ report: AuditReport) -> String { "<sub>tunegate \(report.version)</sub>\n" }

  private static func table(
    _ head: [String], _ rows: some Collection<[String]>, numbers: PartialRangeFrom<Int>? = nil
  ) -> String {
    var text = "| " + head.joined(separator: " | ") + " |\n|"
    for i in head.indices { text += numbers?.contains(i) == true ? " ---: |" : " --- |" }
    text += "\n"
    for row in rows { text += "| " + row.map { cell($0, isCode: $0.hasPrefix("`")) }.joined(separator: " | ") + " |\n" }
    return text + "\n"
  }

  /// Text from the data that neither ends its cell nor means anything to Markdown or HTML.
  static func cell(_ text: String, isCode: Bool = false) -> String {
    var escaped = ""
    for scalar in SafeText(unicode: true).fit(text, longestCell).plain.unicodeScalars {
      switch scalar {
      case "|": escaped += isCode ? "\\|" : "&#124;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "*", "_", "[", "]", "\\", "#", "~", "!", "@", "$":
        if !isCode { escaped += "\\" }
        escaped.unicodeScalars.append(scalar)
      case "`": escaped += isCode ? "`" : "\\`"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
