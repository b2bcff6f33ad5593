/// The report for people. No line is wider than `width`, data text is escaped, and color never carries a meaning
/// that the words do not.
public struct TerminalReport: Sendable {
  /// Narrower than this the rule table does not fit.
  static let minWidth = 60
  /// The name of the limit that holds the noise score.
  static let noiseLimit = "max-noise"
  /// Findings shown for one rule and in all; `--findings` writes every one.
  static let maxFindingsPerRule = 3
  static let maxFindings = 12

  /// Columns, at least 60.
  public let width: Int
  public let color: Bool
  /// False in a locale that is not UTF-8: ASCII bars, and data text beyond ASCII is escaped.
  public let unicode: Bool
  /// Only the gate and the problems.
  public let quiet: Bool

  public init(width: Int = 80, color: Bool, unicode: Bool, quiet: Bool = false) {
    self.width = max(Self.minWidth, width)
    self.color = color
    self.unicode = unicode
    self.quiet = quiet
  }

  /// The whole report, with a newline at the end.
  public func text(for report: AuditReport) -> String {
    var page = TerminalPage(width: width, color: color)
    putProblems(report, on: &page)
    if quiet {
      putGate(report, on: &page)
      return page.text
    }
    putHeader(report, on: &page)
    putGate(report, on: &page)
    putRules(report, on: &page)
    if report.scope == .examples {
      putBaseline(report, on: &page)
      putFindings(report, on: &page)
      return page.text
    }
    putProfiles(report, on: &page)
    putLengths(report, on: &page)
    putModels(report, on: &page)
    putLeakage(report, on: &page)
    putBaseline(report, on: &page)
    putLimits(report, on: &page)
    putFindings(report, on: &page)
    putMatrix(report, on: &page)
    putVerdict(report, on: &page)
    putNext(report, on: &page)
    return page.text
  }

  var safe: SafeText { SafeText(unicode: unicode) }
  var charts: Charts { Charts(unicode: unicode) }

  // MARK: Problems

  private func putProblems(_ report: AuditReport, on page: inout TerminalPage) {
    let problems = problems(of: report)
    guard !problems.isEmpty else { return }
    let read = report.dataset.lines > 0
    var head: TerminalText = read ? "PARTIAL" : "NOTHING READ"
    head = head.styled(.bad) + "  " + counted(problems.count, "problem", "problems")
    head += read ? "; this report covers only what could be read" : "; there is nothing to judge"
    page.put(head, hanging: 2)
    for problem in problems { page.put("  ! " + safe.fit(problem, 400), hanging: 4) }
    page.blank()
  }

  /// The problems as they were reported, and every input that was cut short without one that names it.
  private func problems(of report: AuditReport) -> [String] {
    let unnamed = report.inputs.filter { input in
      !input.complete && !report.problems.contains { $0.utf8.starts(with: input.path.utf8) }
    }
    return report.problems + unnamed.map { "\($0.path): could not be read to its end" }
  }

  func isJudged(_ report: AuditReport) -> Bool { ReportWords.isJudged(report) }

  // MARK: Header

  private func putHeader(_ report: AuditReport, on page: inout TerminalPage) {
    let data = report.dataset
    var units = [name(of: report.inputs)]
    if report.inputs.count > 1 { units.append(counted(report.inputs.count, "source", "sources")) }
    let examples = counted(data.examples, "example", "examples")
    units.append(data.lines == data.examples ? examples : examples + " of " + counted(data.lines, "line", "lines"))
    units.append("shape: " + safe.fit(data.shape, 30))
    if !data.profile.isEmpty { units.append("profile: " + safe.fit(data.profile, 30)) }
    units[0] = units[0].styled(.strong)
    page.put(units: units, hanging: 2)

    guard data.examples > 0 else { return }
    let tokens = counted(data.tokens.total, "token", "tokens")
    let counts = [
      counted(data.turns, "turn", "turns"), data.tokens.exact ? tokens : "about " + tokens,
      TerminalText(data.effectiveExamples) + " distinct after duplicates",
    ]
    page.put(units: counts, after: "  ", hanging: 2)
  }

  /// The path of the only input, else the folder that all of them share.
  private func name(of inputs: [InputSummary]) -> TerminalText {
    guard let first = inputs.first else { return "no input" }
    if inputs.count == 1 { return first.path == "-" ? "standard input" : safe.fitEnd(first.path, 48) }
    var shared = Array(first.path.unicodeScalars)
    for input in inputs {
      let matching = zip(shared, input.path.unicodeScalars).prefix { $0 == $1 }.count
      shared.removeSubrange(matching...)
    }
    let folder = shared.prefix((shared.lastIndex(of: "/") ?? -1) + 1)
    guard !folder.isEmpty else { return "data set" }
    var path = String.UnicodeScalarView()
    path.append(contentsOf: folder)
    return safe.fitEnd(String(path), 48)
  }

  // MARK: Gate

  private func putGate(_ report: AuditReport, on page: inout TerminalPage) {
    let line: TerminalText
    if !isJudged(report) {
      line = TerminalText("  no judgement").styled(.bad) + "   " + noiseSentence(report)
    } else if report.gate.isOpen {
      line = TerminalText("  open").styled(.good) + "   " + noiseSentence(report)
    } else {
      line = TerminalText("  refused").styled(.bad) + "   " + noiseSentence(report) + closedBy(report)
    }
    page.put(line, hanging: 4)
  }

  /// The score is a lower bound, and the sentence must say so.
  private func noiseSentence(_ report: AuditReport) -> TerminalText {
    guard report.scope == .set else { return safe.fit(ReportWords.examplesAlone, 200) }
    guard report.dataset.examples > 0 else { return "no example, so no noise score" }
    let noise = report.noise
    let limit = report.gate.limits.first { $0.name == Self.noiseLimit }
    var score = TerminalText(noise.score, decimals: 2)
    // A score just past its limit must not look equal to it.
    if let limit, !limit.passed, score.plain == Numbers.fixed(limit.limit, decimals: 2) {
      score = TerminalText(noise.score)
    }
    var text: TerminalText = "noise at least "
    text += score.styled(.strong) + " % ("
    text += TerminalText(noise.low, decimals: 2) + " to " + TerminalText(noise.high, decimals: 2) + ")"
    if let limit { text += ", limit " + TerminalText(limit.limit) + " %" }
    return text
  }

  private func closedBy(_ report: AuditReport) -> TerminalText {
    let failed = report.gate.limits.filter { !$0.passed }
    guard !failed.isEmpty else { return "" }
    var text: TerminalText = "; closed by "
    for (index, limit) in failed.prefix(3).enumerated() {
      if index > 0 { text += ", " }
      text += safe.fit(limit.name, 40)
    }
    if failed.count > 3 { text += " and " + TerminalText(failed.count - 3) + " more" }
    return text
  }

  func counted(_ count: Int, _ one: StaticString, _ many: StaticString) -> TerminalText {
    TerminalText(count) + " " + TerminalText(stringLiteral: count == 1 ? one : many)
  }
}
