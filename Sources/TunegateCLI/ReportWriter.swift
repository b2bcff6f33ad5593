import TunegateKit

/// Writes the reports of a finished run, each to its file or to standard output.
struct ReportWriter {
  let audit: Audit
  let color: ColorMode
  let quiet: Bool

  /// False when something could not be written; standard error then says what. A reader that went away is no failure.
  func write(_ outputs: [CachedRun.Output], findings: String?, scores: String?, baseline: String? = nil) -> Bool {
    var succeeded = true
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch {
        Complaint.write("tunegate: \(error)")
        succeeded = false
      }
    }
    if let findings { attempt { try writeFindings(to: findings) } }
    if let scores { attempt { try writeScores(to: scores) } }
    if let baseline { attempt { try writeBaseline(to: baseline) } }
    for output in outputs {
      attempt {
        if output.request.kind == .github { try appendForGitHub() }
        try output.request.write(output.bytes)
      }
    }
    return succeeded
  }

  /// The reports, ready to be written.
  func outputs(_ requests: [ReportRequest]) -> [CachedRun.Output] {
    requests.map { CachedRun.Output(request: $0, bytes: bytes(of: $0.kind, isFile: $0.file != nil)) }
  }

  private func bytes(of kind: ReportKind, isFile: Bool) -> [UInt8] {
    switch kind {
    case .json: return JSONReport().bytes(for: audit.report)
    case .markdown: return Array(MarkdownReport().text(for: audit.report, listed(kind)).utf8)
    case .html: return HTMLReport().bytes(for: audit.report, listed(kind))
    case .sarif: return SARIFReport().bytes(for: audit.report, listed(kind, most: SARIFReport.mostResults))
    case .junit: return JUnitReport().bytes(for: audit.report, listed(kind))
    case .gitlab: return GitLabReport().bytes(for: audit.report, listed(kind, most: GitLabReport.mostFindings))
    case .github: return Array(GitHubReport().text(for: audit.report, listed(kind)).utf8)
    case .terminal:
      let isTerminal = !isFile && StandardStream.output.isTerminal
      let report = TerminalReport(
        color: color.isOn(isTerminal: isTerminal), unicode: TerminalLocale.isUnicode(), quiet: quiet)
      return Array(report.text(for: audit.report).utf8)
    }
  }

  private func listed(_ kind: ReportKind, most: Int = .max) -> ListedFindings {
    audit.listed(most: most, perRule: kind.findingsPerRule)
  }

  /// The files that GitHub Actions names in the environment: a summary of the step, and values for the next ones.
  private func appendForGitHub() throws {
    func variable(_ name: String) -> String? { ProcessEnvironment.value(name).flatMap { $0.isEmpty ? nil : $0 } }
    if let path = variable("GITHUB_STEP_SUMMARY") {
      let text = MarkdownReport().text(for: audit.report, listed(.markdown))
      try AppendedFile.append(Array(text.utf8), to: path)
    }
    if let path = variable("GITHUB_OUTPUT") {
      try AppendedFile.append(Array(GitHubReport().outputs(for: audit.report).utf8), to: path)
    }
  }

  private func writeFindings(to path: String) throws {
    let lines = FindingLines(paths: audit.paths)
    var file = try OutputFile(path)
    for finding in audit.findings { try file.append { lines.append(finding, to: &$0) } }
    _ = try file.commit()
  }

  /// What gave no judgement is no state to be held to.
  private func writeBaseline(to path: String) throws {
    guard audit.report.problems.isEmpty, let bytes = audit.baseline?.bytes else { return }
    try ReportRequest(kind: .json, file: path).write(bytes)
  }

  private func writeScores(to path: String) throws {
    let lines = ScoreLines(paths: audit.paths)
    var file = try OutputFile(path)
    try audit.forEachScore { (score: ExampleScore) throws(OutputError) in
      try file.append { lines.append(score, to: &$0) }
    }
    _ = try file.commit()
  }
}

extension ReportRequest {
  /// To the file that the request names, whole or not at all, or to standard output.
  func write(_ bytes: [UInt8]) throws {
    guard let path = file, path != "-" else {
      _ = try StandardStream.output.write(bytes)
      return
    }
    var file = try OutputFile(path)
    try file.write(bytes)
    _ = try file.commit()
  }
}
