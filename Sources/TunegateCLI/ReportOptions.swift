import ArgumentParser
import TunegateKit

/// The flags that say what is written of a run and how, shared by the commands that conclude one.
struct ReportOptions: ParsableArguments {
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

  @Option(
    help: ArgumentHelp(
      """
      Write what the run remembers, for 'tunegate merge'. Nothing is concluded then, unless --report, --findings, \
      --scores or --write-baseline ask for it.
      """, valueName: "file"))
  var stateOut: String?

  @Option(help: ArgumentHelp("Findings to show for each rule.", valueName: "n"))
  var show: Int?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Worker threads; the output is the same for every number. Default: one a core.", valueName: "n"))
  var jobs: Int?

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

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

  /// Whether the run is concluded: always, but for one of which only the state is wanted.
  var concludes: Bool {
    stateOut == nil || !reports.isEmpty || findings != nil || scores != nil || writeBaseline != nil
  }

  func requests() throws -> [ReportRequest] {
    try reports.isEmpty ? [ReportRequest(kind: .terminal)] : reports.map { try ReportRequest(parsing: $0) }
  }

  /// How many findings of each rule are needed with their sentences: those that are shown, unless something wants all.
  var findingLimit: (Settings) -> Int {
    get throws {
      if findings != nil || baseline != nil || writeBaseline != nil || stateOut != nil { return { _ in .max } }
      let most = try requests().map(\.kind.findingsPerRule).max() ?? 0
      return { max(1, show ?? $0.limits.shownPerRule, most) }
    }
  }

  /// What the run needs besides its settings. Says what is wrong with a baseline or a ladder, and ends with 2.
  ///
  /// - Parameter schema: That of the answers, for the ladder.
  func options(schema: (bytes: [UInt8], name: String)?) throws -> AuditOptions {
    AuditOptions(
      jobs: jobs ?? Machine.cores, keepsAllFindings: findings != nil,
      findingsPerRule: try requests().map(\.kind.findingsPerRule).max() ?? 0, ladder: try judgeLadder(schema),
      baseline: try recordedBaseline(), recordsBaseline: writeBaseline != nil)
  }

  /// Writes everything that was asked for; false when something could not be written.
  func write(_ audit: Audit) throws -> (succeeded: Bool, outputs: [CachedRun.Output]) {
    for warning in audit.warnings { Complaint.write("tunegate: warning: \(warning)") }
    let writer = ReportWriter(audit: audit, color: color, quiet: quiet)
    let outputs = writer.outputs(try requests())
    return (writer.write(outputs, findings: findings, scores: scores, baseline: writeBaseline), outputs)
  }

  /// Writes the state where it is asked for, before it is concluded. Ends the process when it cannot be written, or
  /// when it is all that was asked for.
  func writeState(_ state: RunState) throws {
    guard let stateOut else { return }
    do { try state.write(to: stateOut) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    if concludes { return }
    for warning in state.warnings { Complaint.write("tunegate: warning: \(warning)") }
    for problem in state.problems { Complaint.write("tunegate: \(problem)") }
    if !quiet, stateOut != "-", stateOut != "/dev/stdout" {
      _ = try? StandardStream.output.write(
        "\(stateOut): the state of \(state.exampleCount) examples; 'tunegate merge' joins it with others and reports\n")
    }
    throw ExitStatus(code: state.problems.isEmpty ? 0 : 2)
  }

  private func recordedBaseline() throws -> Baseline? {
    guard let baseline else { return nil }
    do { return try Baseline(path: baseline) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
  }

  private func judgeLadder(_ schema: (bytes: [UInt8], name: String)?) throws -> LadderResult? {
    guard !ladder.isEmpty else { return nil }
    do {
      return try Ladder.judge(ladder, schema: schema)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
  }
}

extension ColorMode: ExpressibleByArgument {}
