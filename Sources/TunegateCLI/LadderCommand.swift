import ArgumentParser
import TunegateKit

/// `tunegate ladder`: the 80/20 rule.
struct LadderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ladder",
    abstract: "Have prompts stopped gaining, and do failures of form remain?",
    discussion: """
      EVALS are the results of one ladder of prompts on the same items: zero-shot, few-shot with 1, 2, 4 examples, a \
      prompt that states the form. Read are JSON lines of your own ({"item", "rung", "kind", "k", "score", "output", \
      "expected"}), samples_*.jsonl of lm-evaluation-harness, records of OpenAI's evals, promptfoo's -o FILE.json and \
      JSON logs of inspect-ai. The exit code: 0 when fine-tuning is what is left to try, 1 when it is not, 2 when the \
      results cannot be read.
      """)

  @Argument(help: "Results of evaluations: files with one or more rungs, or folders of them.")
  var evals: [String]

  @Option(help: ArgumentHelp("JSON Schema that the outputs must conform to.", valueName: "file"))
  var schema: String?

  @Option(help: ArgumentHelp("Share of failures of form that is accepted, 0 to 1.", valueName: "share"))
  var tolerance = Ladder.tolerance

  @Option(help: ArgumentHelp("The least gain a rung that is worth having, 0 to 1.", valueName: "gain"))
  var minGain: Double?

  @Flag(help: "The task takes reasoning: a rung must ask for the steps.")
  var reasoning = false

  @Option(
    name: .customLong("report"), help: ArgumentHelp("terminal (default) or json; repeatable.", valueName: "kind[=file]")
  )
  var reports: [String] = []

  @Option(help: "When to color: auto, always or never.")
  var color: ColorMode = .auto

  func validate() throws {
    guard (0...1).contains(tolerance) else {
      throw ValidationError("--tolerance \(tolerance): expected a share from 0 to 1")
    }
    if let minGain, !(0...1).contains(minGain) || minGain == 0 {
      throw ValidationError("--min-gain \(minGain): expected a gain above 0, 1 at most")
    }
    for report in reports {
      let request: ReportRequest
      do { request = try ReportRequest(parsing: report) } catch { throw ValidationError("\(error)") }
      guard [.terminal, .json].contains(request.kind) else {
        throw ValidationError("--report \(request.kind.rawValue): a ladder is written as terminal or json")
      }
    }
  }

  func run() async throws {
    let result: LadderResult
    do {
      let schema = try schema.map { (bytes: try SchemaFile.bytes($0), name: $0) }
      result = try Ladder.judge(
        evals, schema: schema, tolerance: tolerance, worthwhile: minGain, reasons: reasoning)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    let requests =
      try reports.isEmpty ? [ReportRequest(kind: .terminal)] : reports.map { try ReportRequest(parsing: $0) }
    do {
      for request in requests { try write(result, request) }
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    throw ExitStatus(code: result.favorsTuning ? 0 : 1)
  }

  private func write(_ result: LadderResult, _ request: ReportRequest) throws {
    let isTerminal = request.file == nil && StandardStream.output.isTerminal
    let report = LadderReport(color: color.isOn(isTerminal: isTerminal), unicode: TerminalLocale.isUnicode())
    try request.write(request.kind == .json ? report.json(for: result) : Array(report.text(for: result).utf8))
  }
}

/// `tunegate bench-ladder`: how often the ladder's test is wrong, by simulation.
struct BenchLadderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-ladder", abstract: "Error rates of the ladder's test, by simulation.", shouldDisplay: false)

  @Option(help: "Simulated ladders for each line.")
  var runs = 2_000

  func run() throws { _ = try StandardStream.output.write(LadderSimulation.table(runs: runs)) }
}
