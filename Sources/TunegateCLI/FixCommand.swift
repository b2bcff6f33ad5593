import ArgumentParser
import TunegateKit

/// `tunegate fix`: a cleaned copy, and what was taken out.
struct FixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Write a cleaned copy, and files of what was taken out and what was repaired.",
    discussion: """
      Takes out what needs no judgement: lines that cannot be read, empty and broken turns, placeholders, refusals, \
      exact and normalized duplicates. --remove adds other rules, such as near-duplicate or wrong-label. Repairs what \
      is certain: text that was read in another encoding, invisible characters where the script has no use for them, \
      color codes and NUL bytes, byte order marks; every other byte of a line stays, and a line in which a repair \
      would not settle the finding stays as it is. Every line of the input ends in OUT or in the rejects file, with \
      its reasons; the input is never changed, and OUT is audited before it is written, so that a second run changes \
      nothing. OUT is compressed as its input is; of a folder or several files it is a folder.
      """)

  @Argument(help: "Files, folders or quoted globs. They are read several times, so standard input will not do.")
  var paths: [String] = []

  @OptionGroup var settings: SettingOptions

  @Option(name: [.short, .long], help: ArgumentHelp("The copy: a file, of several inputs a folder.", valueName: "out"))
  var output: String?

  @Option(help: ArgumentHelp("What is taken out. Default: OUT.rejects.jsonl.", valueName: "file"))
  var rejects: String?

  @Option(
    help: ArgumentHelp(
      "What repaired lines were before, if there are any. Default: OUT.repairs.jsonl.", valueName: "file"))
  var repairs: String?

  @Option(help: ArgumentHelp("Take out what these rules or groups find, too.", valueName: "rule,…"))
  var remove: [String] = []

  @Option(help: ArgumentHelp("Neither take out nor repair what these rules or groups find.", valueName: "rule,…"))
  var keep: [String] = []

  @Flag(help: "Write nothing; print which lines would be taken out or repaired, and why.")
  var diff = false

  func validate() throws {
    if diff == (output != nil) {
      throw ValidationError(
        diff ? "--diff writes nothing: leave out --output" : "--output is missing: where the cleaned copy goes")
    }
    if output == "-" {
      throw ValidationError("--output: expected a file or a folder, found '-': the copy appears when it is complete")
    }
    if paths.isEmpty || paths.contains("-") {
      throw ValidationError("expected files or folders: the set is read several times, which standard input cannot be")
    }
  }

  func run() async throws {
    let loaded = try settings.load()
    let plan: FixPlan
    do { plan = try FixPlan(loaded, remove: Self.names(remove), keep: Self.names(keep)) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    let effective = plan.narrowed(loaded)
    let cleaner = await SetCleaner(paths, settings: effective, plan: plan, jobs: Machine.cores)
    for warning in cleaner.warnings { Complaint.write("tunegate: warning: \(warning)") }
    for problem in cleaner.problems { Complaint.write("tunegate: \(problem)") }
    guard cleaner.problems.isEmpty else { throw ExitStatus(code: 2) }
    guard let output else {
      try tellDifferences(cleaner)
      return
    }
    var destination: SetCleaner.Destination
    do {
      destination = try cleaner.destination(output, rejects: rejects, repairs: repairs, of: paths)
      for file in destination.outputs where destination.isFolder { try Machine.makeFolders(above: file.path) }
      try cleaner.write(&destination)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    _ = try StandardStream.output.write(summary(cleaner, destination, plan))
  }

  /// A reader that goes away has seen enough.
  private func tellDifferences(_ cleaner: SetCleaner) throws {
    var outcome: Result<Void, any Error> = .success(())
    do {
      try cleaner.differences { text in
        guard case .success = outcome else { return }
        outcome = Result { _ = try StandardStream.output.write(text) }
      }
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    try outcome.get()
  }

  private func summary(_ cleaner: SetCleaner, _ destination: SetCleaner.Destination, _ plan: FixPlan) -> String {
    func lines(_ count: Int) -> String { "\(count) line\(count == 1 ? "" : "s")" }
    var text = ""
    let outputs = destination.outputs
    for file in outputs { text += "\(file.path)  \(lines(file.kept))\n" }
    text += "\(destination.rejects)  \(lines(outputs.reduce(0) { $0 + $1.removed }))\n"
    for rule in plan.rules { if let count = cleaner.counts[rule] { text += "  \(rule)  \(count)\n" } }
    if cleaner.blanks > 0 { text += "  blank lines  \(cleaner.blanks)\n" }
    if cleaner.repaired > 0 {
      text += "\(destination.repairs)  \(lines(cleaner.repaired))\n"
      for rule in plan.repairs { if let count = cleaner.repairCounts[rule] { text += "  \(rule)  \(count)\n" } }
    }
    if cleaner.marks > 0 { text += "taken off: \(cleaner.marks) byte order mark\(cleaner.marks == 1 ? "" : "s")\n" }
    return text
  }

  private static func names(_ lists: [String]) -> [String] {
    lists.flatMap { $0.split(separator: ",").map(String.init) }
  }
}
