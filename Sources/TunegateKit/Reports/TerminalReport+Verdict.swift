extension TerminalReport {
  private static let labelColumns = 12

  /// Every limit that does not hold, with its value.
  func putLimits(_ report: AuditReport, on page: inout TerminalPage) {
    let failed = report.gate.limits.filter { !$0.passed }
    guard !failed.isEmpty else { return }
    page.blank()
    for (index, limit) in failed.enumerated() {
      let text = safe.fit(limit.name, 60) + ": " + TerminalText(limit.value) + relation(of: limit)
      put(text + TerminalText(limit.limit), label: index > 0 ? "" : failed.count == 1 ? "limit" : "limits", on: &page)
    }
  }

  /// Limits are upper or lower bounds; the values tell which.
  private func relation(of limit: GateLimit) -> TerminalText {
    if limit.value > limit.limit { return " is above the limit of " }
    if limit.value < limit.limit { return " is below the limit of " }
    return " does not keep the limit of "
  }

  func putVerdict(_ report: AuditReport, on page: inout TerminalPage) {
    page.blank()
    guard isJudged(report) else {
      put("none, because not everything could be read; see the top of this report", label: "verdict", on: &page)
      return
    }
    let verdict = report.verdict
    var sentence = Self.sentence(for: verdict).styled(.strong)
    sentence += " (confidence " + TerminalText(verdict.confidence * 100, decimals: 0) + " %)"
    put(sentence, label: "verdict", on: &page)
    for (index, evidence) in verdict.evidence.enumerated() {
      var text = safe.fit(evidence.signal, 40) + " " + TerminalText(evidence.value)
      text += " (threshold " + TerminalText(evidence.threshold) + "): " + safe.fit(evidence.says, 200)
      put(text, label: index == 0 ? "evidence" : "", on: &page)
    }
    for (index, change) in verdict.wouldFlip.enumerated() {
      put(safe.fit(change, 200), label: index == 0 ? "would flip" : "", on: &page)
    }
  }

  /// Commands that lead on from here, ready to paste.
  func putNext(_ report: AuditReport, on page: inout TerminalPage) {
    var commands: [TerminalText] = []
    if let rule = rankedRules(report).first { commands.append("tunegate explain " + safe.fit(rule.summary.id, 40)) }
    let findings = report.rules.contains { $0.findings > 0 }
    let path = shellWord(report.inputs)
    commands.append("tunegate check " + path + (findings ? " --findings findings.jsonl" : " --report json=report.json"))
    for (index, command) in commands.enumerated() { put(command, label: index == 0 ? "next" : "", on: &page) }
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

  private func put(_ text: TerminalText, label: TerminalText, on page: inout TerminalPage) {
    page.put("  " + label.left(Self.labelColumns - 2) + text, hanging: Self.labelColumns)
  }

  private static func sentence(for verdict: Verdict) -> TerminalText {
    switch verdict.approach {
    case .fineTune:
      verdict.proceed ? "fine-tune: go ahead with this set" : "fine-tune, but not with this set as it is"
    case .cleanFirst: "clean-first: repair or drop the findings, then audit again"
    case .fewShot: "few-shot: put examples in the prompt before any fine-tuning"
    case .rag: "rag: retrieve the facts; fine-tuning would not teach them"
    case .chainOfThought: "chain-of-thought: prompt for the steps before any fine-tuning"
    case .templatesAndRAG: "templates-and-rag: a template for the form, retrieval for the facts"
    case .hybrid: "hybrid: fine-tune the form, retrieve the facts"
    case .undecided: "undecided: the evidence points to no single approach"
    }
  }
}
