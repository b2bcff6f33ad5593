import ArgumentParser
import TunegateKit

/// `tunegate config`: what a run would be configured with.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the effective configuration, with where each value comes from.",
    discussion: """
      The output is a config file that makes the same settings: default pack, profile, config file and flags in one. \
      Values without a comment are the default pack's.
      """)

  @Argument(help: "A config file, or the folder to look from. Default: the working directory.")
  var path: String?

  @OptionGroup var settings: SettingOptions

  func validate() throws {
    if path != nil, settings.config != nil {
      throw ValidationError("--config and a PATH both name the configuration; give one of them")
    }
  }

  func run() throws {
    let text: String
    do {
      let file = try file()
      text = try Settings.forRun(config: file, flags: settings.flags).configText(config: file, flags: settings.flags)
    } catch {
      Complaint.write("\(error)")
      throw ExitStatus(code: 2)
    }
    _ = try StandardStream.output.write(text)
  }

  private func file() throws(ConfigErrors) -> ConfigFile? {
    guard let path else { return try settings.file() }
    return Machine.isFolder(path) ? try ConfigFile.nearest(from: path) : try ConfigFile.load(path)
  }
}

/// `tunegate schema`: the JSON Schema of the config file.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of .tunegate.yml, for editors.",
    discussion: "JSON Schema 2020-12, written from the tables by which the config file is read.")

  func run() throws { _ = try StandardStream.output.write(ConfigSchema.text) }
}
