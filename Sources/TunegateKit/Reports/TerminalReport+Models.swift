extension TerminalReport {
  /// How much of each evaluation file and held-out split stands in the training data, none included.
  func putLeakage(_ report: AuditReport, on page: inout TerminalPage) {
    guard !report.leakage.isEmpty else { return }
    page.blank()
    for (i, file) in report.leakage.prefix(Self.maxFindings).enumerated() {
      var text = safe.fitEnd(file.path, 48) + ": "
      if file.found == 0 {
        text += "none of " + counted(file.examples, "example", "examples")
      } else {
        text += TerminalText(file.found).styled(.strong) + " of " + counted(file.examples, "example", "examples")
        text += " (" + TerminalText(percentOf: file.share) + ")"
      }
      text += file.found < 2 ? " is in the training data" : " are in the training data"
      putLabeled(text, label: i == 0 ? "leakage" : "", on: &page)
    }
    let rest = report.leakage.count - Self.maxFindings
    if rest > 0 { putLabeled("and " + counted(rest, "more file", "more files"), label: "", on: &page) }
  }

  /// What the models estimate, and which of them could not judge the set: silence would read as clean.
  func putModels(_ report: AuditReport, on page: inout TerminalPage) {
    guard !report.models.isEmpty else { return }
    page.blank()
    for (i, model) in report.models.enumerated() {
      var text = safe.fit(model.rule, 30) + ": "
      if model.isValid {
        text += TerminalText(percentOf: model.rate) + " of " + counted(model.judged, "example", "examples")
        if model.high > model.rate + 0.005 { text += ", up to " + TerminalText(percentOf: model.high) }
        text += " (self-test " + TerminalText(model.power, decimals: 2) + ")"
        for confusion in model.confusions.prefix(3) where confusion.count > 1 {
          text += "; " + safe.fit(confusion.given, 30) + " for " + safe.fit(confusion.likelier, 30)
          text += " " + TerminalText(confusion.count) + " times"
        }
      } else {
        text += TerminalText("not checked").styled(.strong) + ", " + safe.fit(model.reason, 200)
      }
      putLabeled(text, label: i == 0 ? "models" : "", on: &page)
    }
  }
}
