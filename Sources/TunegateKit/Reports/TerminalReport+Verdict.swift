extension TerminalReport {
  private static let labelColumns = 14

  /// Every limit that does not hold, with its value.
  func putLimits(_ report: AuditReport, on page: inout TerminalPage) {
    let failed = report.gate.limits.filter { !$0.passed }
    guard !failed.isEmpty else { return }
    page.blank()
    for (index, limit) in failed.enumerated() {
      let text = safe.fit(limit.name, 60) + ": " + amount(limit.value, of: limit) + relation(of: limit)
      let label: TerminalText = index > 0 ? "" : failed.count == 1 ? "limit" : "limits"
      putLabeled(text + amount(limit.limit, of: limit), label: label, on: &page)
    }
  }

  private func amount(_ value: Double, of limit: GateLimit) -> TerminalText {
    safe.fit(ReportWords.amount(value, of: limit), 40)
  }

  /// Limits are upper or lower bounds; the values tell which.
  private func relation(of limit: GateLimit) -> TerminalText {
    // They may differ by less than is printed.
    let looksEqual = amount(limit.value, of: limit).plain == amount(limit.limit, of: limit).plain
    if limit.value > limit.limit { return looksEqual ? " is just above the limit of " : " is above the limit of " }
    if limit.value < limit.limit { return looksEqual ? " is just below the limit of " : " is below the limit of " }
    return " does not keep the limit of "
  }

  func putVerdict(_ report: AuditReport, on page: inout TerminalPage) {
    page.blank()
    guard isJudged(report) else {
      let read = report.dataset.lines > 0
      let reason: TerminalText = read ? "not everything could be read" : "there is nothing to judge"
      putLabeled("none: " + reason + ", see the top", label: "verdict", on: &page)
      return
    }
    let verdict = report.verdict
    var sentence = safe.fit(ReportWords.sentence(verdict), 240).styled(.strong)
    // There is nothing to be confident of while nothing was decided.
    if verdict.approach != .undecided {
      sentence += " (confidence " + TerminalText(verdict.confidence * 100, decimals: 0) + " %)"
    }
    putLabeled(sentence, label: "verdict", on: &page)
    for (index, evidence) in verdict.evidence.enumerated() {
      var text = safe.fit(evidence.signal, 40) + " " + brief(evidence.value, evidence)
      text += " (threshold " + brief(evidence.threshold, evidence) + "): " + safe.fit(evidence.says, 200)
      putLabeled(text, label: index == 0 ? "evidence" : "", on: &page)
    }
    for (index, change) in verdict.wouldFlip.enumerated() {
      putLabeled(safe.fit(change, 200), label: index == 0 ? "would flip" : "", on: &page)
    }
  }

  private func brief(_ value: Double, _ evidence: Evidence) -> TerminalText {
    safe.fit(ReportWords.value(value, of: evidence), 40)
  }

  /// Commands that lead on from here, ready to paste.
  func putNext(_ report: AuditReport, on page: inout TerminalPage) {
    guard isJudged(report) else {
      putLabeled("repair the inputs that the top names, then run this check again", label: "next", on: &page)
      return
    }
    var commands: [TerminalText] = []
    if let rule = rankedRules(report).first { commands.append("tunegate explain " + safe.fit(rule.summary.id, 40)) }
    let findings = report.rules.contains { $0.findings > 0 }
    let path = shellWord(report.inputs)
    commands.append("tunegate check " + path + (findings ? " --findings findings.jsonl" : " --report json=report.json"))
    switch report.verdict.approach {
    case .fineTune: commands.append("tunegate ladder EVALS")
    case .hybrid: commands.append("tunegate route " + path + " -o routes")
    case .cleanFirst where report.rules.contains { $0.findings > 0 && RuleList.isRemovedByDefault($0.id) }:
      commands.append("tunegate fix " + path + " -o OUT")
    default: break
    }
    for (index, command) in commands.enumerated() { putLabeled(command, label: index == 0 ? "next" : "", on: &page) }
  }

  /// The path if it can be pasted into a shell as it stands; a command that merely looks right would be worse.
  private func shellWord(_ inputs: [InputSummary]) -> TerminalText {
    guard inputs.count == 1, let path = inputs.first?.path, path != "-", path.utf8.count <= 30 else { return "PATH" }
    let plain = path.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", ",", "@", "%": true
      default: false
      }
    }
    return plain && !path.isEmpty && !path.hasPrefix("-") ? safe.fit(path, 30) : "PATH"
  }

  func putLabeled(_ text: TerminalText, label: TerminalText, on page: inout TerminalPage) {
    page.put("  " + label.left(Self.labelColumns - 2) + text, hanging: Self.labelColumns)
  }
}
