import ArgumentParser
import TunegateKit

/// `tunegate bench-stage`: one stage of the pipeline alone on one thread, for `make bench`. Prints nothing.
struct BenchStageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-stage", abstract: "Run one stage of the pipeline alone.", shouldDisplay: false)

  @Argument(help: "inflate, read, parse or features.")
  var stage: BenchStage

  @Argument var file: String

  func run() throws {
    if let problem = stage.run(file) {
      Complaint.write("tunegate: \(problem)")
      throw ExitStatus(code: 2)
    }
  }
}

extension BenchStage: ExpressibleByArgument {}
