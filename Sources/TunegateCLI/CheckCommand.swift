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

  @Option(
    help: ArgumentHelp(
      "Hold the set against a recorded one: only findings that are new count, and no rule may find more.",
      valueName: "file"))
  var baseline: String?

  @Option(help: ArgumentHelp("Record what was found, as a baseline for later runs.", valueName: "file"))
  var writeBaseline: String?

  @Option(help: ArgumentHelp("Findings to show for each rule.", valueName: "n"))
  var show: Int?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Worker threads; the output is the same for every number. Default: one a core.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      """
      Take no more memory than this, such as 2GiB: what grows with the set is put into a temporary file in TMPDIR, \
      as far as it can be.
      """, valueName: "size"))
  var maxMemory: String?

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  @Flag(
    help: ArgumentHelp(
      """
      Judge each example by itself, as for the files of one commit: no duplicates, labels or noise score; a \
      finding at or above --fail-on (default: error) closes the gate.
      """))
  var examplesOnly = false

  @Flag(
    help: ArgumentHelp(
      """
      Answer from the last run where nothing has changed since: data, configuration, flags. In $TUNEGATE_CACHE_DIR, \
      else the user's cache folder.
      """))
  var cache = false

  @Flag(help: "Show no progress.")
  var noProgress = false

  @Flag(name: [.short, .customLong("quiet")], help: "Print the gate alone.")
  var quiet = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): expected a number from 1 to 1024")
    }
    if let maxMemory, AuditOptions.bytes(maxMemory) == nil {
      throw ValidationError("--max-memory \(maxMemory): expected a size such as 512MiB, 2GiB or 4096000")
    }
    if let show, show < 0 { throw ValidationError("--show \(show): expected 0 or more") }
    for report in reports {
      do { _ = try ReportRequest(parsing: report) } catch { throw ValidationError("\(error)") }
    }
  }

  func run() async throws {
    var effective = try settings.load()
    if examplesOnly { effective.judgeExamplesAlone(failOn: settings.failOn == nil ? .error : nil) }
    if let show { effective.limits.shownPerRule = show }
    let requests =
      try reports.isEmpty ? [ReportRequest(kind: .terminal)] : reports.map { try ReportRequest(parsing: $0) }
    let memory = remembers(requests) ? CheckMemory(paths: inputs, settings: effective, files: settingFiles) : nil
    if let run = memory?.last { throw ExitStatus(code: CheckMemory.tell(run)) }
    let result = try judgeLadder(effective)
    let recorded = try recordedBaseline()
    let progress = ProgressReporter(
      isShown: ProgressLine.isWanted(
        isTerminal: StandardStream.error.isTerminal, noProgress: noProgress, quiet: quiet))
    var options = AuditOptions(
      jobs: jobs ?? Machine.cores, keepsAllFindings: findings != nil,
      findingsPerRule: requests.map(\.kind.findingsPerRule).max() ?? 0, ladder: result,
      baseline: recorded, recordsBaseline: writeBaseline != nil,
      onProgress: { progress.update($0, $1) })
    if let bytes = maxMemory.flatMap(AuditOptions.bytes) { options.maxMemory = bytes }
    let audit = await Pipeline.audit(inputs, settings: effective, options: options)
    progress.finish()
    for warning in audit.warnings { Complaint.write("tunegate: warning: \(warning)") }
    let writer = ReportWriter(audit: audit, color: color, quiet: quiet)
    let outputs = writer.outputs(requests)
    let written = writer.write(outputs, findings: findings, scores: scores, baseline: writeBaseline)
    if written { memory?.keep(CachedRun(exitCode: audit.exitCode, warnings: audit.warnings, outputs: outputs)) }
    throw ExitStatus(code: written ? audit.exitCode : 2)
  }

  private var inputs: [String] { paths.isEmpty ? ["."] : paths }

  /// What the run reads besides the data and what the settings name.
  private var settingFiles: [String] {
    ladder + [baseline, settings.config ?? (try? ConfigFile.nearest(from: "."))?.path].compactMap { $0 }
  }

  /// Outputs that are streamed, and those that are added to a file, are not remembered.
  private func remembers(_ requests: [ReportRequest]) -> Bool {
    cache && findings == nil && scores == nil && writeBaseline == nil && !requests.contains { $0.kind == .github }
  }

  private func recordedBaseline() throws -> Baseline? {
    guard let baseline else { return nil }
    do { return try Baseline(path: baseline) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
  }

  private func judgeLadder(_ settings: Settings) throws -> LadderResult? {
    guard !ladder.isEmpty else { return nil }
    do {
      return try Ladder.judge(ladder, schema: settings.completionSchemaText)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
  }
}

extension ColorMode: ExpressibleByArgument {}
