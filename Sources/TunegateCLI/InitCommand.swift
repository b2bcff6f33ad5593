import ArgumentParser
import TunegateKit

/// `tunegate init`: a configuration that fits the data.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Look at the data and write a commented .tunegate.yml.",
    discussion: """
      Reads the data as 'check' does and writes what it saw: the shape, the form of the answers as a JSON Schema, the \
      gate. An existing file is left alone unless --force is given.
      """)

  @Argument(help: "Files, folders, quoted globs, or - for standard input. Default: the working directory.")
  var paths: [String] = []

  @Option(name: [.short, .long], help: ArgumentHelp("Where to write it; - for standard output.", valueName: "file"))
  var output = ".tunegate.yml"

  @Option(name: .customLong("profile"), help: "Trainer or provider whose limits apply; repeatable.")
  var profiles: [String] = []

  @Flag(help: "Replace an existing file.")
  var force = false

  func run() async throws {
    if output != "-", !force, Machine.exists(output) {
      throw fail("\(output) is there already; --force replaces it, '-o -' prints to standard output")
    }
    let settings: Settings
    do {
      settings = try Settings.forRun(config: nil, flags: SettingFlags(profiles: profiles))
    } catch { throw fail("\(error)") }
    let audit = await Pipeline.audit(
      paths.isEmpty ? ["."] : paths, settings: settings, options: AuditOptions(jobs: Machine.cores))
    guard audit.report.problems.isEmpty else {
      throw fail(audit.report.problems.joined(separator: "\ntunegate: "))
    }
    do {
      var file = try OutputFile(output)
      try file.write(Array(audit.starterConfig().utf8))
      try file.commit()
    } catch { throw fail("\(error)") }
    if output != "-" { Complaint.write("wrote \(output); next: tunegate check \(paths.joined(separator: " "))") }
  }

  private func fail(_ text: String) -> ExitStatus {
    Complaint.write("tunegate: \(text)")
    return ExitStatus(code: 2)
  }
}
