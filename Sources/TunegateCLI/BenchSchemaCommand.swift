import ArgumentParser
import TunegateKit

/// `tunegate bench-schema`: the JSON Schema engine alone on one thread, for `Benchmarks/schema_speed.py` and
/// `Benchmarks/schema_differential.py`.
struct BenchSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-schema", abstract: "Run the JSON Schema engine alone.", shouldDisplay: false)

  @Argument(help: "parse, validate, kept, compile or explain.")
  var stage: SchemaStage

  @Argument(help: "A schema; not used by compile, which takes one from each line of FILE.")
  var schema: String

  @Argument var file: String

  @Flag(help: "Let format make values invalid.")
  var assertFormats = false

  @Flag(help: "Print a byte for each line: 1 valid, 0 not, ? no JSON, ! not judged.")
  var verdicts = false

  @Option(help: "How often kept lines are judged.")
  var rounds = 1

  func run() throws {
    do {
      let bytes = try stage.run(file, schema: schema, assertsFormats: assertFormats, rounds: rounds)
      if verdicts { _ = try StandardStream.output.write(bytes) }
    } catch let errors as ConfigErrors {
      Complaint.write("tunegate: \(errors)")
      throw ExitStatus(code: 2)
    }
  }
}

extension SchemaStage: ExpressibleByArgument {}
