/// Bowtie's protocol (bowtie.report): one JSON command a line, one JSON answer a line.
public struct BowtieHarness {
  private var draft = JSONSchemaDraft.draft2020
  /// How schemas are read beyond their dialect.
  private let assertsFormats: Bool
  private let assertsContent: Bool

  /// - Parameters:
  ///   - assertsFormats: Whether `format` makes values invalid, as the suite's tests of formats want it.
  ///   - assertsContent: The same for draft 7's content keywords.
  public init(assertsFormats: Bool = false, assertsContent: Bool = false) {
    (self.assertsFormats, self.assertsContent) = (assertsFormats, assertsContent)
  }

  /// The answer to one line without its newline; nil when there is nothing more to say.
  public mutating func answer(_ line: [UInt8]) -> [UInt8]? {
    guard let command = try? SchemaDocument(line, maxDepth: JSONSchema.deepestValue) else {
      return BowtieHarness.write { $0.failed("found a line that is not JSON, expected one command a line") }
    }
    switch command.text(0, "cmd") {
    case "start": return BowtieHarness.write(BowtieHarness.introduce)
    case "dialect":
      let known = command.text(0, "dialect").flatMap(JSONSchemaDraft.init(uri:))
      draft = known ?? draft
      return BowtieHarness.write { $0.member("ok", known != nil) }
    case "run": return BowtieHarness.write { run(command, &$0) }
    case "stop": return nil
    case let other:
      let found = other.map { "the command \($0)" } ?? "no \"cmd\""
      return BowtieHarness.write { $0.failed("found \(found), expected start, dialect, run or stop") }
    }
  }

  private static func write(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(nil, members)
    return writer.bytes
  }

  private static func introduce(_ writer: inout JSONWriter) {
    writer.member("version", 1)
    writer.key("implementation")
    writer.object { writer in
      writer.member("language", "swift")
      writer.member("name", "tunegate")
      writer.member("version", Tunegate.version)
      // Bowtie asks for addresses; the project has none of its own.
      for link in ["homepage", "issues", "source"] { writer.member(link, "https://tunegate.invalid/") }
      writer.key("dialects")
      writer.array { writer in
        // The addresses of the older drafts are written with an empty fragment.
        for draft in JSONSchemaDraft.allCases.reversed() { writer.value(draft.uri + (draft <= .draft7 ? "#" : "")) }
      }
    }
  }

  private func run(_ command: SchemaDocument, _ writer: inout JSONWriter) {
    writer.key("seq")
    writer.value(encoded: command.member(0, "seq").map { Array(command.source($0)) } ?? Array("null".utf8))
    guard let test = command.member(0, "case"), let source = command.member(test, "schema"),
      let tests = command.member(test, "tests")
    else { return writer.failed("found no case with schema and tests, expected one") }
    var options = JSONSchema.Options(draft: draft, assertsFormats: assertsFormats, assertsContent: assertsContent)
    if let registry = command.member(test, "registry") {
      for key in command.children(registry) {
        options.resources[command.string(key)] = Array(command.source(key + 1))
      }
    }
    do {
      let schema = try JSONSchema(Array(command.source(source)), options: options)
      writer.key("results")
      writer.array { writer in
        for test in command.children(tests) { writer.object { judge(test, in: command, schema, &$0) } }
      }
    } catch {
      writer.failed(error.description)
    }
  }

  private func judge(_ test: Int, in command: SchemaDocument, _ schema: JSONSchema, _ writer: inout JSONWriter) {
    guard let instance = command.member(test, "instance") else {
      return writer.failed("found a test without instance, expected one")
    }
    var scratch = SchemaScratch()
    let isValid = schema.isValid(command.tape, instance, command.text, &scratch)
    if let problem = scratch.problem { return writer.failed(problem.text) }
    writer.member("valid", isValid)
  }
}

extension JSONWriter {
  /// What Bowtie takes for an answer that could not be given.
  fileprivate mutating func failed(_ message: String) {
    member("errored", true)
    key("context")
    object { $0.member("message", message) }
  }
}

extension SchemaDocument {
  /// The text of a member that is a string.
  fileprivate func text(_ object: Int, _ name: String) -> String? {
    member(object, name).flatMap { tape.tag($0) == .string ? string($0) : nil }
  }
}
