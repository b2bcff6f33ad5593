extension TerminalReport {
  /// What every profile would do, side by side: a row each, and below it the first reason with its place.
  func putProfiles(_ report: AuditReport, on page: inout TerminalPage) {
    guard !report.profiles.isEmpty else { return }
    page.blank()
    let table = ProfileTable(report.profiles, width: width, safe: safe)
    page.put(table.head.styled(.faint))
    for profile in report.profiles {
      page.put(table.line(for: profile))
      let reason = reason(profile, report)
      if !reason.isEmpty { page.put(("    " + reason).styled(.faint), hanging: 6) }
    }
    let unread = report.profiles.first?.unread ?? 0
    if unread > 0 {
      page.put(("  and " + counted(unread, "line", "lines") + " that no loader can read").styled(.faint))
    }
  }

  /// The first example that is not taken as it stands, else the first objection to the set as a whole.
  private func reason(_ profile: ProfileSummary, _ report: AuditReport) -> TerminalText {
    guard let first = profile.first.first else {
      return profile.complaints.first.map { safe.fit($0, 130) } ?? ""
    }
    var text: TerminalText = ""
    if report.inputs.count > 1, report.inputs.indices.contains(first.place.source) {
      text += safe.fitEnd(report.inputs[first.place.source].path, 40) + ":"
    } else {
      text += "line "
    }
    return text + safe.fit(String(first.place.line), 20) + ": " + safe.fit(first.reason, 130)
  }
}

/// Column widths that fit the rows.
private struct ProfileTable {
  private static let gap = 2
  private static let labels: [TerminalText] = ["takes", "rejects", "drops", "cuts", "trains on nothing"]

  private let safe: SafeText
  private let name: Int
  private let columns: [Int]

  init(_ profiles: [ProfileSummary], width: Int, safe: SafeText) {
    self.safe = safe
    columns = ProfileOutcome.allCases.map { outcome in
      profiles.map { TerminalText($0.count(outcome)).columns }
        .reduce(Self.labels[Int(outcome.rawValue)].columns, max)
    }
    let fixed = 2 + columns.reduce(0) { $0 + $1 + Self.gap }
    let wanted = profiles.map { safe.fit($0.name, 40).columns }.reduce(7, max)
    name = min(wanted, max(4, width - fixed))
  }

  var head: TerminalText { line("profile", Self.labels) }

  func line(for profile: ProfileSummary) -> TerminalText {
    line(safe.fit(profile.name, name), ProfileOutcome.allCases.map { TerminalText(profile.count($0)) })
  }

  private func line(_ label: TerminalText, _ cells: [TerminalText]) -> TerminalText {
    var line = TerminalText.spaces(2) + label.left(name)
    for (cell, column) in zip(cells, columns) { line += TerminalText.spaces(Self.gap) + cell.right(column) }
    return line
  }
}
