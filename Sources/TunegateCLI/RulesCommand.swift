import ArgumentParser
import TunegateKit

/// `tunegate rules`: the rule list.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules with their severity, weight and limit.")

  @OptionGroup var settings: SettingOptions

  @Flag(name: .customLong("profiles"), help: "List the profiles of trainers and providers instead.")
  var listsProfiles = false

  func run() throws {
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

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  func run() throws {
    if let page = try ProfileList.page(rule) {
      _ = try StandardStream.output.write(page)
      return
    }
    switch RuleList.page(rule, color: color.isOn(isTerminal: StandardStream.output.isTerminal)) {
    case .success(let text): _ = try StandardStream.output.write(text)
    case .failure(let unknown):
      Complaint.write("tunegate: \(unknown)")
      throw ExitStatus(code: 2)
    }
  }
}
