extension TerminalReport {
  /// A row for each rule with findings, what costs most points first.
  func putRules(_ report: AuditReport, on page: inout TerminalPage) {
    let rows = rankedRules(report)
    let quietRules = report.rules.count - rows.count
    guard !report.rules.isEmpty else { return }
    page.blank()
    guard !rows.isEmpty else {
      page.put("  no findings: " + counted(quietRules, "rule", "rules") + " looked and found nothing")
      return
    }
    let table = RuleTable(rows: rows, width: width, safe: safe)
    page.put(table.head.styled(.faint))
    for row in rows { page.put(table.line(for: row, charts: charts)) }
    if quietRules > 0 {
      page.put(("  " + counted(quietRules, "other rule", "other rules") + " found nothing").styled(.faint))
    }
  }

  func putLengths(_ report: AuditReport, on page: inout TerminalPage) {
    let both: [(TerminalText, LengthSummary?)] = [
      ("  prompt length  ", report.dataset.promptLength), ("  answer length  ", report.dataset.answerLength),
    ]
    let sides = both.compactMap { label, length in length.map { (label, $0) } }
    guard !sides.isEmpty else { return }
    page.blank()
    let median = sides.map { TerminalText($0.1.p50).columns }.max() ?? 0
    let high = sides.map { TerminalText($0.1.p99).columns }.max() ?? 0
    let top = sides.map { TerminalText($0.1.max).columns }.max() ?? 0
    for (label, length) in sides {
      let units: [TerminalText] = [
        charts.sparkline(Array(length.bins.prefix(16))).left(16),
        "p50 " + TerminalText(length.p50).right(median),
        "p99 " + TerminalText(length.p99).right(high),
        "max " + TerminalText(length.max).right(top) + " characters",
      ]
      page.put(units: units, after: label, hanging: label.columns)
    }
    putTokens(report.dataset.tokens, on: &page)
  }

  /// What the set costs in tokens, and what a trainer would cut.
  private func putTokens(_ tokens: TokenSummary, on page: inout TerminalPage) {
    guard tokens.total > 0 else { return }
    let label: TerminalText = "  tokens         "
    var units: [TerminalText] = [
      TerminalText(tokens.prompt) + " in prompts", TerminalText(tokens.answer) + " in answers",
      tokens.exact ? "exact" : "estimate, " + (unicode ? "±" : "+-") + TerminalText(tokens.error * 100) + " %",
      "longest " + TerminalText(tokens.longest),
    ]
    if let max = tokens.max {
      units.append(TerminalText(tokens.over) + " over " + TerminalText(max))
      if tokens.cut > 0 { units.append("a cut takes " + TerminalText(tokens.cut) + " of the answers") }
    }
    if let price = tokens.price {
      units.append("price " + TerminalText(price / Double(max(1, tokens.epochs)), decimals: 2) + " an epoch")
      if tokens.epochs > 1 {
        units.append(TerminalText(price, decimals: 2) + " for " + counted(tokens.epochs, "epoch", "epochs"))
      }
    }
    page.put(units: units, after: label, hanging: label.columns)
  }

  func rankedRules(_ report: AuditReport) -> [RankedRule] { RankedRule.ranked(report) }
}

/// A rule's summary with its part of the noise score.
struct RankedRule {
  let summary: RuleSummary
  let points: Double

  /// Rules with findings: by points, then severity, then number of findings, then id.
  static func ranked(_ report: AuditReport) -> [RankedRule] {
    report.rules.filter { $0.findings > 0 }
      .map { rule in
        let points = report.noise.byRule.first { $0.rule == rule.id }?.points ?? 0
        return RankedRule(summary: rule, points: points)
      }
      .sorted { $0.precedes($1) }
  }

  func precedes(_ other: RankedRule) -> Bool {
    if points != other.points { return points > other.points }
    if summary.severity != other.summary.severity { return summary.severity > other.summary.severity }
    if summary.findings != other.summary.findings { return summary.findings > other.summary.findings }
    return summary.id < other.summary.id
  }
}

/// Column widths that fit the rows: the bar gives way first, then the rule's id.
private struct RuleTable {
  private static let gap = 2
  private static let severity = 8
  private static let share = 8
  private static let points = 7

  private let safe: SafeText
  private let id: Int
  private let findings: Int
  private let bar: Int
  private let largestShare: Double

  init(rows: [RankedRule], width: Int, safe: SafeText) {
    self.safe = safe
    findings = rows.map { Numbers.grouped($0.summary.findings).utf8.count }.reduce(8, max)
    largestShare = rows.map(\.summary.share).filter(\.isFinite).reduce(0, max)
    let fixed = 2 + Self.gap * 4 + Self.severity + findings + Self.share + Self.points
    let wanted = rows.map { safe.fit($0.summary.id, 40).columns }.reduce(4, max)
    id = min(wanted, max(4, width - fixed))
    let left = width - fixed - id - Self.gap
    bar = left < 4 ? 0 : min(16, left)
  }

  var head: TerminalText {
    let label: TerminalText = "rule"
    let severity: TerminalText = "severity"
    let findings: TerminalText = "findings"
    let share: TerminalText = "lines"
    let points: TerminalText = "points"
    return line(label, severity, findings, share, bar: "", points)
  }

  func line(for row: RankedRule, charts: Charts) -> TerminalText {
    let summary = row.summary
    let part = largestShare > 0 ? summary.share / largestShare : 0
    let sign: TerminalText = row.points > 0 ? "+" : ""
    return line(
      safe.fit(summary.id, id), TerminalText(severity: summary.severity), TerminalText(summary.findings),
      TerminalText(percentOf: summary.share), bar: charts.bar(part, width: bar),
      sign + TerminalText(row.points, decimals: 2))
  }

  private func line(
    _ id: TerminalText, _ severity: TerminalText, _ findings: TerminalText, _ share: TerminalText,
    bar chart: TerminalText, _ points: TerminalText
  ) -> TerminalText {
    let gap = TerminalText.spaces(Self.gap)
    var line = gap + id.left(self.id) + gap + severity.left(Self.severity)
    line += gap + findings.right(self.findings) + gap + share.right(Self.share)
    if bar > 0 { line += gap + chart.left(bar) }
    return line + gap + points.right(Self.points)
  }
}
