import ArgumentParser
import TunegateKit

/// `tunegate check`: the main job.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Audit data and decide whether fine-tuning should proceed.",
    discussion: """
      All PATHs together are one data set. The exit code is the gate: 0 open, 1 closed, 2 no judgement \
      (wrong usage, or an input that cannot be read to its end).
      """)

  @Argument(help: "Files, folders, quoted globs, or - for standard input. Default: the working directory.")
  var paths: [String] = []

  @OptionGroup var settings: SettingOptions

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "terminal (default), json, markdown, html, sarif, junit, github or gitlab; repeatable.",
      valueName: "kind[=file]")
  )
  var reports: [String] = []

  @Option(
    help: ArgumentHelp("Results of a ladder of prompts, see 'tunegate help ladder'; repeatable.", valueName: "file"))
  var ladder: [String] = []

  @Option(help: ArgumentHelp("Write every finding, one JSON object a line.", valueName: "file"))
  var findings: String?

  @Option(help: ArgumentHelp("Write a score for every example, one JSON object a line.", valueName: "file"))
  var scores: String?

  @Option(help: ArgumentHelp("Findings to show for each rule.", valueName: "n"))
  var show: Int?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Worker threads; the output is the same for every number. Default: one a core.", valueName: "n"))
  var jobs: Int?

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  @Flag(help: "Show no progress.")
  var noProgress = false

  @Flag(name: [.short, .customLong("quiet")], help: "Print the gate alone.")
  var quiet = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): expected a number from 1 to 1024")
    }
    if let show, show < 0 { throw ValidationError("--show \(show): expected 0 or more") }
    for report in reports {
      do { _ = try ReportRequest(parsing: report) } catch { throw ValidationError("\(error)") }
    }
  }

  func run() async throws {
    var effective = try settings.load()
    if let show { effective.limits.shownPerRule = show }
    var result: LadderResult?
    if !ladder.isEmpty {
      do {
        let schema = effective.completionSchemaText
        result = try Ladder.judge(ladder, schema: schema)
      } catch {
        Complaint.write("tunegate: \(error)")
        throw ExitStatus(code: 2)
      }
    }
    let requests =
      try reports.isEmpty ? [ReportRequest(kind: .terminal)] : reports.map { try ReportRequest(parsing: $0) }
    let progress = ProgressReporter(
      isShown: ProgressLine.isWanted(
        isTerminal: StandardStream.error.isTerminal, noProgress: noProgress, quiet: quiet))
    let audit = await Pipeline.audit(
      paths.isEmpty ? ["."] : paths, settings: effective,
      options: AuditOptions(
        jobs: jobs ?? Machine.cores, keepsAllFindings: findings != nil,
        findingsPerRule: requests.map(\.kind.findingsPerRule).max() ?? 0, ladder: result,
        onProgress: { progress.update($0, $1) }))
    progress.finish()
    for warning in audit.warnings { Complaint.write("tunegate: warning: \(warning)") }
    let writer = ReportWriter(audit: audit, color: color, quiet: quiet)
    let written = writer.write(requests, findings: findings, scores: scores)
    throw ExitStatus(code: written ? audit.exitCode : 2)
  }
}

extension ColorMode: ExpressibleByArgument {}
