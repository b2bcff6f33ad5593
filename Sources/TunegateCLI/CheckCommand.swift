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

  @OptionGroup var outputs: ReportOptions

  @Option(
    help: ArgumentHelp(
      "With --state-out, read only part k of n of the files, as the others are read elsewhere.", valueName: "k/n"))
  var part: String?

  @Option(
    help: ArgumentHelp(
      """
      Take no more memory than this, such as 2GiB: what grows with the set is put into a temporary file in TMPDIR, \
      as far as it can be.
      """, valueName: "size"))
  var maxMemory: String?

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
      Answer from the last run where nothing has changed since: data, configuration, flags; else read only the files \
      that have changed. In $TUNEGATE_CACHE_DIR, else the user's cache folder.
      """))
  var cache = false

  @Flag(help: "Show no progress.")
  var noProgress = false

  func validate() throws {
    if let maxMemory, AuditOptions.bytes(maxMemory) == nil {
      throw ValidationError("--max-memory \(maxMemory): expected a size such as 512MiB, 2GiB or 4096000")
    }
    guard let part else { return }
    guard Part(parsing: part) != nil else {
      throw ValidationError("--part \(part): expected the number of the part and how many there are, such as 1/8")
    }
    if outputs.stateOut == nil || outputs.concludes {
      throw ValidationError(
        "--part \(part): a part has no report; give --state-out alone, and 'tunegate merge' the states of all parts")
    }
    if inputs.contains("-") { throw ValidationError("--part \(part): standard input cannot be dealt out; name files") }
  }

  func run() async throws {
    var effective = try settings.load()
    if examplesOnly { effective.judgeExamplesAlone(failOn: settings.failOn == nil ? .error : nil) }
    if let show = outputs.show { effective.limits.shownPerRule = show }
    let memory = cache && part == nil ? CheckMemory(paths: inputs, settings: effective, files: settingFiles) : nil
    let remembers = remembers(try outputs.requests())
    if remembers, let run = memory?.last { throw ExitStatus(code: CheckMemory.tell(run)) }
    var options = try outputs.options(schema: effective.completionSchemaText)
    options.part = part.flatMap { Part(parsing: $0) }
    if outputs.stateOut != nil { options.carried = try carry(effective) }
    let progress = ProgressReporter(
      isShown: ProgressLine.isWanted(
        isTerminal: StandardStream.error.isTerminal, noProgress: noProgress, quiet: outputs.quiet))
    if let bytes = maxMemory.flatMap(AuditOptions.bytes) { options.maxMemory = bytes }
    options.onProgress = { progress.update($0, $1) }
    options.sourceCache = memory?.sources
    let state = await Pipeline.read(inputs, settings: effective, options: options)
    memory?.keepDigests()
    // What follows the stream is told by the same line.
    if outputs.stateOut != nil, !outputs.concludes { progress.finish() }
    try outputs.writeState(state)
    let audit = await Pipeline.conclude(state, settings: effective, options: options)
    progress.finish()
    let written = try outputs.write(audit)
    if written.succeeded, remembers {
      memory?.keep(CachedRun(exitCode: audit.exitCode, warnings: audit.warnings, outputs: written.outputs))
    }
    throw ExitStatus(code: written.succeeded ? audit.exitCode : 2)
  }

  private var inputs: [String] { paths.isEmpty ? ["."] : paths }

  private func carry(_ settings: Settings) throws -> CarriedSettings {
    do { return try CarriedSettings(settings) } catch {
      Complaint.write("\(error)")
      throw ExitStatus(code: 2)
    }
  }

  /// What the run reads besides the data and what the settings name.
  private var settingFiles: [String] {
    outputs.ladder
      + [outputs.baseline, settings.config ?? (try? ConfigFile.nearest(from: "."))?.path].compactMap { $0 }
  }

  /// Outputs that are streamed, and those that are added to a file, are not remembered.
  private func remembers(_ requests: [ReportRequest]) -> Bool {
    outputs.findings == nil && outputs.scores == nil && outputs.writeBaseline == nil
      && outputs.stateOut == nil && !requests.contains { $0.kind == .github }
  }
}
