import ArgumentParser
import TunegateKit

/// `tunegate rules`: the rule list.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules with their severity, weight and limit.")

  @OptionGroup var settings: SettingOptions

  func run() throws {
    _ = try StandardStream.output.write(RuleList.text(try settings.load()))
  }
}

/// `tunegate explain`: one rule's page.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Print a rule's page: what it finds, why it matters, examples, options.")

  @Argument(help: "The rule's id, such as exact-duplicate.")
  var rule: String

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  func run() throws {
    switch RuleList.page(rule, color: color.isOn(isTerminal: StandardStream.output.isTerminal)) {
    case .success(let text): _ = try StandardStream.output.write(text)
    case .failure(let unknown):
      Complaint.write("tunegate: \(unknown)")
      throw ExitStatus(code: 2)
    }
  }
}
