import ArgumentParser
import TunegateKit

@main
struct Tunegate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tunegate", abstract: "Audits fine-tuning data and decides whether fine-tuning should proceed.")
}
