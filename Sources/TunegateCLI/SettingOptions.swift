import ArgumentParser
import TunegateKit

/// The flags that choose the settings, shared by the commands that judge.
struct SettingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Configuration; default: the nearest .tunegate.yml upwards.", valueName: "file"))
  var config: String?

  @Option(
    name: .customLong("profile"),
    help: "Trainer or provider whose constraints apply, such as openai-chat or trl; repeatable; all compares them.")
  var profiles: [String] = []

  @Option(help: ArgumentHelp("Only these rules or groups, with commas between.", valueName: "rule,…"))
  var select: [String] = []

  @Option(help: ArgumentHelp("Not these rules or groups.", valueName: "rule,…"))
  var ignore: [String] = []

  @Option(help: ArgumentHelp("Close the gate above this noise score (0 to 100).", valueName: "n"))
  var maxNoise: Double?

  @Option(
    help: ArgumentHelp(
      "Close the gate on any finding of this severity: error, warning, note, never.", valueName: "severity"))
  var failOn: String?

  @Option(help: ArgumentHelp("JSON Schema that every line must conform to.", valueName: "file"))
  var schema: String?

  @Option(
    help: ArgumentHelp(
      "JSON Schema, XML Schema or RELAX NG for the answers: whole, fenced, or their last block.", valueName: "file"))
  var completionSchema: String?

  @Option(help: ArgumentHelp("Folder of the schemas that those refer to; nothing is fetched.", valueName: "folder"))
  var schemaDir: String?

  @Option(
    help: ArgumentHelp(
      "Count tokens exactly with this tokenizer.json or rank file of tiktoken; otherwise they are estimated.",
      valueName: "file"))
  var tokenizer: String?

  @Option(
    help: ArgumentHelp(
      "How a rank file's text is cut, where its size does not tell: \(Tokenizer.patternNames.joined(separator: ", ")).",
      valueName: "name"))
  var tokenPattern: String?

  @Option(help: ArgumentHelp("Examples with more tokens are truncated by the trainer.", valueName: "n"))
  var maxTokens: Int?

  @Option(
    name: .customLong("eval"),
    help: ArgumentHelp(
      "Evaluation or benchmark data that no training example may hold; repeatable.", valueName: "file"))
  var evaluation: [String] = []

  /// The config file that applies.
  func file() throws(ConfigErrors) -> ConfigFile? {
    if let config { return try ConfigFile.load(config) }
    return try ConfigFile.nearest(from: ".")
  }

  var flags: SettingFlags {
    SettingFlags(
      profiles: profiles, select: select, ignore: ignore, maxNoise: maxNoise, failOn: failOn,
      schemas: Settings.SchemaSources(line: schema, completion: completionSchema, directory: schemaDir),
      tokens: Settings.Tokens(tokenizer: tokenizer, pattern: tokenPattern, max: maxTokens),
      evaluation: evaluation)
  }

  /// The effective settings; says on standard error what is wrong with them, and ends with 2.
  func load() throws -> Settings {
    do {
      return try Settings.forRun(config: file(), flags: flags)
    } catch {
      Complaint.write("\(error)")
      throw ExitStatus(code: 2)
    }
  }
}
