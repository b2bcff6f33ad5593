import ArgumentParser
import TunegateKit

/// `tunegate bowtie`: the JSON Schema engine behind Bowtie's protocol, for conformance reports.
struct BowtieCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bowtie", abstract: "Answer Bowtie's commands on standard input.", shouldDisplay: false)

  @Flag(help: "Let format make values invalid.")
  var assertFormats = false

  @Flag(help: "Let draft 7's content keywords make values invalid.")
  var assertContent = false

  func run() throws {
    var harness = BowtieHarness(assertsFormats: assertFormats, assertsContent: assertContent)
    while let line = readLine() {
      guard let answer = harness.answer(Array(line.utf8)) else { return }
      // Nobody listens any more: there is nothing left to answer.
      guard try StandardStream.output.write(answer + [0x0A]) == .written else { return }
    }
  }
}
