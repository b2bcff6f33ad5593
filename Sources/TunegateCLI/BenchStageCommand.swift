import ArgumentParser
import TunegateKit

/// `tunegate bench-stage`: one stage of the pipeline alone on one thread, for `make bench`. Prints nothing.
struct BenchStageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-stage", abstract: "Run one stage of the pipeline alone.", shouldDisplay: false)

  @Argument(help: "inflate, read, parse, features or rules.")
  var stage: BenchStage

  @Argument var file: String

  func run() throws {
    let settings = try Settings.forRun(config: nil, flags: SettingFlags())
    if let problem = stage.run(file, settings: settings) {
      Complaint.write("tunegate: \(problem)")
      throw ExitStatus(code: 2)
    }
  }
}

extension BenchStage: ExpressibleByArgument {}
