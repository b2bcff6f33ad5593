extension TerminalReport {
  /// How the run compares with a baseline: what was accepted, what is worse, what is different.
  func putBaseline(_ report: AuditReport, on page: inout TerminalPage) {
    guard let baseline = report.baseline else { return }
    page.blank()
    var text = safe.fitEnd(baseline.path, 48) + ": " + counted(baseline.accepted, "finding", "findings") + " accepted"
    if baseline.gone > 0 { text += ", " + TerminalText(baseline.gone) + " no longer there" }
    text += "; noise was " + TerminalText(baseline.noise, decimals: 2) + " % of "
    text += counted(baseline.lines, "line", "lines")
    putLabeled(text, label: "baseline", on: &page)
    for rise in baseline.rises {
      let shares = TerminalText(percentOf: rise.before) + " then, " + TerminalText(percentOf: rise.now) + " now"
      putLabeled(
        TerminalText("worse").styled(.bad) + "  " + safe.fit(rise.rule, 30) + ": " + shares, label: "", on: &page)
    }
    let drifts = baseline.drifts.filter(\.isDrift)
    for drift in drifts {
      var text = TerminalText("drift").styled(.caution) + "  " + safe.fit(drift.signal, 30) + ": "
      text += safe.fit(ReportWords.drift(drift), 240)
      putLabeled(text, label: "", on: &page)
    }
    if drifts.isEmpty, !baseline.drifts.isEmpty {
      let signals = baseline.drifts.map(\.signal).joined(separator: ", ")
      putLabeled("no drift in " + safe.fit(signals, 200), label: "", on: &page)
    }
  }

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
