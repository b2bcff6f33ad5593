#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Parts of judging values that can be run alone, for benchmarks and for comparisons with other validators.
public enum SchemaStage: String, Sendable, CaseIterable {
  /// Parse each line.
  case parse
  /// Parse each line and judge it.
  case validate
  /// Parse some hundred lines at a time, keep them, and judge them as often as is asked for.
  case kept
  /// Compile each line as a schema of its own.
  case compile
  /// Explain each line, which is much slower than judging it.
  case explain

  /// Runs the stage over the lines of a file, on the calling thread. A blank line counts as one that is not JSON.
  ///
  /// - Returns: A byte for each line: `1` valid, `0` not, `?` no JSON (for `compile`: no schema), `!` not judged; with
  ///   `parse`, `1` for all JSON.
  /// - Throws: When a file cannot be read, or `schema` names none.
  public func run(
    _ path: String, schema: String, assertsFormats: Bool = false, rounds: Int = 1
  ) throws(ConfigErrors) -> [UInt8] {
    let bytes = try FilePath.contents(of: schema, limit: SchemaText.maximumBytes)
    let compiled: JSONSchema
    do {
      compiled = try JSONSchema(bytes, options: JSONSchema.Options(assertsFormats: assertsFormats))
    } catch {
      throw ConfigErrors(ConfigError(path: schema, message: "no JSON Schema that can be used: \(error)"))
    }
    let reader = SlabReader([Source(path: path)])
    let slab = Slab()
    var run = SchemaStageRun(schema: compiled, stage: self, rounds: rounds)
    while reader.next(into: slab) { run.read(slab) }
    if let problem = reader.summaries.flatMap(\.problems).first(where: \.isFatal) {
      throw ConfigErrors(ConfigError(path: path, message: problem.text))
    }
    run.judgeKept()
    return run.verdicts
  }
}

/// Unsafe pointers: a line lies within `slab.count`, which has `Slab.tail` zeroed bytes behind it.
private struct SchemaStageRun: ~Copyable {
  let schema: JSONSchema
  let stage: SchemaStage
  let rounds: Int
  /// Few enough to stay in the processor's caches.
  private static let mostKept = 200
  var verdicts: [UInt8] = []
  private var tape = JSONTape()
  private var scratch = SchemaScratch()
  private var documents: [SchemaDocument] = []

  init(schema: JSONSchema, stage: SchemaStage, rounds: Int) {
    (self.schema, self.stage, self.rounds) = (schema, stage, rounds)
  }

  mutating func read(_ slab: Slab) {
    let bytes = UnsafePointer(slab.bytes)
    var start = 0
    while start < slab.count {
      let newline = memchr(bytes + start, 0x0A, slab.count - start)
      let end = newline.map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) } ?? slab.count
      read(bytes + start, count: end - start)
      start = end + 1
    }
  }

  private mutating func read(_ line: UnsafePointer<UInt8>, count: Int) {
    switch stage {
    case .compile:
      let text = Array(UnsafeBufferPointer(start: line, count: count))
      verdicts.append((try? JSONSchema(text)) == nil ? UInt8(ascii: "?") : UInt8(ascii: "1"))
    case .kept:
      guard let document = try? SchemaDocument(copying: line, count: count, maxDepth: JSONSchema.deepestValue)
      else {
        judgeKept()
        return verdicts.append(UInt8(ascii: "?"))
      }
      documents.append(document)
      if documents.count == SchemaStageRun.mostKept { judgeKept() }
    case .parse, .validate, .explain:
      guard tape.accept(line, count: count, maxDepth: JSONSchema.deepestValue) else {
        return verdicts.append(UInt8(ascii: "?"))
      }
      verdicts.append(judge(line, count: count))
    }
  }

  private mutating func judge(_ line: UnsafePointer<UInt8>, count: Int) -> UInt8 {
    switch stage {
    case .parse: return UInt8(ascii: "1")
    case .explain:
      let errors = schema.errors(in: Array(UnsafeBufferPointer(start: line, count: count)))
      return errors.isEmpty ? UInt8(ascii: "1") : UInt8(ascii: "0")
    default:
      let isValid = schema.isValid(tape, 0, line, &scratch)
      return scratch.problem != nil ? UInt8(ascii: "!") : isValid ? UInt8(ascii: "1") : UInt8(ascii: "0")
    }
  }

  mutating func judgeKept() {
    for round in 1...max(rounds, 1) {
      for document in documents {
        let isValid = schema.isValid(document.tape, 0, document.text, &scratch)
        if round == 1 { verdicts.append(isValid ? UInt8(ascii: "1") : UInt8(ascii: "0")) }
      }
    }
    documents.removeAll(keepingCapacity: true)
  }
}
