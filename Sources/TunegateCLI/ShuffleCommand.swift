import ArgumentParser
import TunegateKit

/// `tunegate shuffle`: the search for duplicates in steps, for engines that have many machines.
struct ShuffleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shuffle",
    abstract: "Steps of the search for duplicates, for engines such as Spark.",
    discussion: """
      What each step reads and writes is told in docs/distributed.md; integrations/spark does all of it. Records go \
      from standard input to standard output, in binary.
      """,
    shouldDisplay: false,
    subcommands: [Plan.self, Keys.self, Bands.self, Rows.self, Compare.self])

  struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the plan of some states; prints a line a source: number, place of its state, rows.")

    @Argument(help: ArgumentHelp("What check --state-out wrote.", valueName: "state"))
    var states: [String]

    @Option(name: [.short, .long], help: ArgumentHelp("Where to write the plan.", valueName: "file"))
    var output: String

    func run() throws {
      try attempt { _ = try StandardStream.output.write(try Shuffle.writePlan(of: states, to: output)) }
    }
  }

  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The fingerprints of a state's examples.")

    @OptionGroup var of: StateOptions

    func run() throws { try of.run(withPayload: false) { try $0.writeKeys(to: "-") } }
  }

  struct Bands: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The band keys of a state's examples but for the repeated ones on standard input.")

    @OptionGroup var of: StateOptions

    func run() throws { try of.run { try $0.writeBands(without: "-", to: "-") } }
  }

  struct Rows: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What a comparison needs of the rows on standard input.")

    @OptionGroup var of: StateOptions

    func run() throws { try of.run { try $0.writeRows("-", to: "-") } }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which rows of a state nearly repeat one that they are paired with on standard input.")

    @OptionGroup var of: StateOptions

    func run() throws { try of.run { try $0.writeRepeats("-", to: "-") } }
  }
}

struct StateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What shuffle plan wrote.", valueName: "file"))
  var plan: String

  @Argument(help: "One of the plan's states.")
  var state: String

  func run(withPayload: Bool = true, _ body: (Shuffle) throws -> Void) throws {
    try attempt { try body(try Shuffle(plan: plan, state: state, withPayload: withPayload)) }
  }
}

/// Says what went wrong, and ends with 2: a step has no other judgement.
private func attempt(_ body: () throws -> Void) throws {
  do { try body() } catch {
    Complaint.write("tunegate: \(error)")
    throw ExitStatus(code: 2)
  }
}
