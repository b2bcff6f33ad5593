import ArgumentParser
import TunegateKit

/// `tunegate fix`: a cleaned copy, and what was taken out.
struct FixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Write a cleaned copy, and a file of what was taken out.",
    discussion: """
      Takes out what needs no judgement: lines that cannot be read, empty and broken turns, placeholders, refusals, \
      exact and normalized duplicates. --remove adds other rules, such as near-duplicate or wrong-label. Every line of \
      the input ends in OUT or in the rejects file, with its reasons; the input is never changed. Byte order marks are \
      taken off. OUT is compressed as its input is; of several files it is a folder.
      """)

  @Argument(help: "Files, folders or quoted globs. They are read twice, so standard input will not do.")
  var paths: [String] = []

  @OptionGroup var settings: SettingOptions

  @Option(name: [.short, .long], help: ArgumentHelp("The copy: a file, of several inputs a folder.", valueName: "out"))
  var output: String?

  @Option(help: ArgumentHelp("What is taken out. Default: OUT.rejects.jsonl.", valueName: "file"))
  var rejects: String?

  @Option(help: ArgumentHelp("Take out what these rules or groups find, too.", valueName: "rule,…"))
  var remove: [String] = []

  @Option(help: ArgumentHelp("Leave in what these rules or groups find.", valueName: "rule,…"))
  var keep: [String] = []

  @Flag(help: "Write nothing; print which lines would be taken out, and why.")
  var diff = false

  func validate() throws {
    if diff == (output != nil) {
      throw ValidationError(
        diff ? "--diff writes nothing: leave out --output" : "--output is missing: where the cleaned copy goes")
    }
    if paths.isEmpty || paths.contains("-") {
      throw ValidationError("expected files or folders: the set is read twice, which standard input cannot be")
    }
  }

  func run() async throws {
    let effective = try settings.load()
    let plan: FixPlan
    do { plan = try FixPlan(effective, remove: Self.names(remove), keep: Self.names(keep)) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    let audit = await Pipeline.audit(
      paths, settings: effective, options: AuditOptions(jobs: Machine.cores, keepsAllFindings: true))
    guard audit.report.problems.isEmpty else {
      for problem in audit.report.problems { Complaint.write("tunegate: \(problem)") }
      throw ExitStatus(code: 2)
    }
    let cleaner = SetCleaner(audit, settings: effective, plan: plan)
    guard let output else {
      _ = try StandardStream.output.write(cleaner.differences())
      return
    }
    let rejects = rejects ?? output + ".rejects.jsonl"
    var outputs: [SetCleaner.Output]
    do {
      outputs = try cleaner.outputs(output, rejects: rejects)
      for file in outputs where outputs.count > 1 { try Machine.makeFolders(above: file.path) }
      try cleaner.write(&outputs, rejects: rejects)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    _ = try StandardStream.output.write(summary(cleaner, outputs, plan, rejects))
  }

  private func summary(
    _ cleaner: SetCleaner, _ outputs: [SetCleaner.Output], _ plan: FixPlan, _ rejects: String
  ) -> String {
    func lines(_ count: Int) -> String { "\(count) line\(count == 1 ? "" : "s")" }
    var text = ""
    for file in outputs { text += "\(file.path)  \(lines(file.kept))\n" }
    text += "\(rejects)  \(lines(outputs.reduce(0) { $0 + $1.removed }))\n"
    for rule in plan.rules { if let count = cleaner.counts[rule] { text += "  \(rule)  \(count)\n" } }
    if cleaner.blanks > 0 { text += "  blank lines  \(cleaner.blanks)\n" }
    if cleaner.marks > 0 { text += "taken off: \(cleaner.marks) byte order mark\(cleaner.marks == 1 ? "" : "s")\n" }
    return text
  }

  private static func names(_ lists: [String]) -> [String] {
    lists.flatMap { $0.split(separator: ",").map(String.init) }
  }
}
