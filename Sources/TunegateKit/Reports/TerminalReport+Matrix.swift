extension TerminalReport {
  private static let barColumns = 16

  /// The decision matrix, a line a row, with the set's place in it; then where fields come from, and kinds.
  func putMatrix(_ report: AuditReport, on page: inout TerminalPage) {
    guard isJudged(report), let matrix = report.matrix, matrix.judged > 0 else { return }
    page.blank()
    for (index, row) in matrix.shares.enumerated() {
      var text = safe.fit(row.name, 11).left(11)
      text += charts.bar(row.share, width: Self.barColumns).left(Self.barColumns + 1)
      text += TerminalText(percentOf: row.share).right(9) + "  " + safe.fit(ReportWords.advice(row.approach), 60)
      putLabeled(text, label: index == 0 ? "matrix" : "", on: &page)
    }
    for (index, segment) in matrix.segments.prefix(6).enumerated() {
      let text =
        safe.fit(segment.name, 30) + ": " + safe.fit(segment.row, 11) + " ("
        + TerminalText(segment.confidence * 100, decimals: 0) + " %), "
        + counted(segment.examples, "example", "examples")
      putLabeled(text, label: index == 0 ? "kinds" : "", on: &page)
    }
    let fields = matrix.fields.prefix(8)
    for (index, field) in fields.enumerated() {
      var text = safe.fit(field.path, 30) + ": " + safe.fit(ReportWords.origin(field.origin), 60)
      text += ", " + TerminalText(percentOf: field.grounded) + " in the prompts"
      putLabeled(text, label: index == 0 ? "fields" : "", on: &page)
    }
  }
}
