import ArgumentParser
import TunegateKit

/// `tunegate init`: a configuration that fits the data.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Look at the data and write a commented .tunegate.yml.",
    discussion: """
      Reads the data as 'check' does and writes what it saw: the shape, the form of the answers as a JSON Schema, the \
      gate, with limits near the data where they pass. An existing file is left alone unless --force is given; with \
      --pre-commit or --ci what it lacks is printed, for you to add.
      """)

  @Argument(help: "Files, folders, quoted globs, or - for standard input. Default: the working directory.")
  var paths: [String] = []

  @Option(name: [.short, .long], help: ArgumentHelp("Where to write it; - for standard output.", valueName: "file"))
  var output = ".tunegate.yml"

  @Option(name: .customLong("profile"), help: "Trainer or provider whose limits apply; repeatable.")
  var profiles: [String] = []

  @Flag(help: "Replace an existing file.")
  var force = false

  @Flag(help: "Also write .pre-commit-config.yaml, or print what to add to it.")
  var preCommit = false

  @Option(
    help: ArgumentHelp("Also write a CI job, or print what to add: github or gitlab; repeatable.", valueName: "name"))
  var ci: [String] = []

  /// The files besides the configuration.
  private var files: [StarterFile] {
    StarterFile.allCases.filter { $0 == .preCommit ? preCommit : ci.contains($0.rawValue) }
  }

  func validate() throws {
    for name in ci where name != StarterFile.github.rawValue && name != StarterFile.gitlab.rawValue {
      throw ValidationError("--ci \(name): expected github or gitlab")
    }
  }

  func run() async throws {
    let isThere = output != "-" && !force && Machine.exists(output)
    if isThere {
      guard !files.isEmpty else {
        throw fail("\(output) is there already; --force replaces it, '-o -' prints to standard output")
      }
      Complaint.write("\(output) is there already and stays as it is")
    } else {
      try await writeConfig()
    }
    for file in files { try write(file) }
    if output != "-" { Complaint.write("next: tunegate check \(paths.joined(separator: " "))") }
  }

  private func writeConfig() async throws {
    let audit = try await audit(config: nil)
    var trial: Audit?
    // Standard input cannot be read twice.
    if let text = audit.trialConfig, !paths.contains("-") {
      trial = try await self.audit(config: ConfigFile(path: output == "-" ? ConfigFile.name : output, text: text))
    }
    try write(audit.starterConfig(trial: trial?.report), to: output)
  }

  private func audit(config: ConfigFile?) async throws -> Audit {
    let settings: Settings
    do {
      settings = try Settings.forRun(config: config, flags: SettingFlags(profiles: profiles))
    } catch { throw fail("\(error)") }
    let audit = await Pipeline.audit(
      paths.isEmpty ? ["."] : paths, settings: settings, options: AuditOptions(jobs: Machine.cores))
    guard audit.report.problems.isEmpty else {
      throw fail(audit.report.problems.joined(separator: "\ntunegate: "))
    }
    return audit
  }

  /// Writes a file that is not there, and prints what an existing one lacks. With the configuration on standard output,
  /// all is printed and nothing written.
  private func write(_ file: StarterFile) throws {
    if output == "-" {
      _ = try StandardStream.output.write("\n# \(file.path)\n\(file.text(paths))")
    } else if Machine.exists(file.path) {
      let (place, text) = file.addition(paths)
      Complaint.write("\(file.path) is there already and stays as it is; add this \(place):")
      _ = try StandardStream.output.write(text)
    } else {
      do { try Machine.makeFolders(above: file.path) } catch { throw fail("\(error)") }
      try write(file.text(paths), to: file.path)
    }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      var file = try OutputFile(path)
      try file.write(Array(text.utf8))
      try file.commit()
    } catch { throw fail("\(error)") }
    if path != "-" { Complaint.write("wrote \(path)") }
  }

  private func fail(_ text: String) -> ExitStatus {
    Complaint.write("tunegate: \(text)")
    return ExitStatus(code: 2)
  }
}
