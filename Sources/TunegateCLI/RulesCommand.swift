import ArgumentParser
import TunegateKit

/// `tunegate rules`: the rule list.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules with their severity, weight and limit, or test your own.",
    discussion: """
      Rules of your own stand under 'custom-rules' in the config file. With --test each is held against its examples; \
      the exit code is 0 when all hold, 1 when one does not, 2 when the configuration is wrong.
      """)

  @OptionGroup var settings: SettingOptions

  @Flag(name: .customLong("profiles"), help: "List the profiles of trainers and providers instead.")
  var listsProfiles = false

  @Flag(name: .customLong("test"), help: "Hold the rules of your own against the examples that they give.")
  var tests = false

  func run() throws {
    if tests {
      let test = CustomRuleTest(try settings.load())
      _ = try StandardStream.output.write(test.text)
      throw ExitStatus(code: test.holds ? 0 : 1)
    }
    if listsProfiles {
      _ = try StandardStream.output.write(ProfileList.text())
      return
    }
    _ = try StandardStream.output.write(RuleList.text(try settings.load()))
  }
}

/// `tunegate explain`: one rule's page, or what a profile asks for.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Print a rule's page, or what a profile asks for and where that stands.")

  @Argument(help: "A rule's id, such as exact-duplicate, or a profile's name, such as trl.")
  var rule: String

  @Option(help: ArgumentHelp("Configuration; default: the nearest .tunegate.yml upwards.", valueName: "file"))
  var config: String?

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  func run() throws {
    if let page = try ProfileList.page(rule) {
      _ = try StandardStream.output.write(page)
      return
    }
    // A built-in rule has its page whatever the config file says.
    let own = RuleList.isBuiltIn(rule) ? nil : try settings()
    switch RuleList.page(rule, own, color: color.isOn(isTerminal: StandardStream.output.isTerminal)) {
    case .success(let text): _ = try StandardStream.output.write(text)
    case .failure(let unknown):
      Complaint.write("tunegate: \(unknown)")
      throw ExitStatus(code: 2)
    }
  }

  private func settings() throws -> Settings? {
    do {
      guard let file = try config.map({ try ConfigFile.load($0) }) ?? ConfigFile.nearest(from: ".") else { return nil }
      return try Settings.forRun(config: file, flags: SettingFlags())
    } catch {
      Complaint.write("\(error)")
      throw ExitStatus(code: 2)
    }
  }
}
