import ArgumentParser
import TunegateKit

/// `tunegate merge`: one report of what several runs have read.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the states of several runs and report on all their data as one set.",
    discussion: """
      A state is what check --state-out remembers of the files that it read. The report is byte for byte \
      that of one check over the PATHs of all of them, duplicates across files included; the order of the states does \
      not matter. The exit code is that of check.
      """)

  @Argument(help: "States that check --state-out or merge --state-out wrote.")
  var states: [String]

  @Option(help: ArgumentHelp("Close the gate above this noise score (0 to 100).", valueName: "n"))
  var maxNoise: Double?

  @Option(
    help: ArgumentHelp(
      "Close the gate on any finding of this severity: error, warning, note, never.", valueName: "severity"))
  var failOn: String?

  @Option(
    help: ArgumentHelp(
      "Take the duplicates from this file, which an engine has found by 'tunegate shuffle'.", valueName: "file"))
  var duplicates: String?

  @OptionGroup var outputs: ReportOptions

  func validate() throws {
    if duplicates != nil, outputs.stateOut != nil {
      throw ValidationError(
        "--duplicates and --state-out: a state holds what duplicates are searched by, which is not read here; leave "
          + "one out")
    }
  }

  func run() async throws {
    do {
      let kept = try outputs.findingLimit
      let state =
        try duplicates.map { try RunState(merging: states, duplicates: $0, keeping: kept) }
        ?? RunState(merging: states, keeping: kept)
      try outputs.writeState(state)
      let audit = await Pipeline.conclude(
        try whole(state), settings: try settings(of: state),
        options: try outputs.options(schema: state.completionSchemaText))
      let written = try outputs.write(audit)
      throw ExitStatus(code: written.succeeded ? audit.exitCode : 2)
    } catch let error as StateError {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    } catch let error as ShuffleError {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    } catch let errors as ConfigErrors {
      Complaint.write("\(errors)")
      throw ExitStatus(code: 2)
    }
  }

  /// The settings of the runs, with what may be another for the report.
  private func settings(of state: RunState) throws -> Settings {
    var settings = try state.settings()
    try settings.overlay(SettingFlags(maxNoise: maxNoise, failOn: failOn))
    if settings.scope == .examples { settings.judgeExamplesAlone(failOn: nil) }
    if let show = outputs.show { settings.limits.shownPerRule = show }
    return settings
  }

  /// A report on some of the parts would pass for one on all.
  private func whole(_ state: RunState) throws -> RunState {
    guard let first = state.unread.first else { return state }
    let others = state.unread.count - 1
    let more = others > 0 ? " and \(others) more file\(others == 1 ? "" : "s")" : ""
    Complaint.write(
      "tunegate: \(first)\(more) of the runs' PATHs \(others > 0 ? "are" : "is") in none of these states, expected the "
        + "states of all parts; add those of the other parts (check --part), or join these with --state-out alone")
    throw ExitStatus(code: 2)
  }
}
