/// Holds whole lines against the schema that the user gave.
struct LineSchemaCheck: ~Copyable {
  private let given: GivenSchema
  private var scratch = SchemaScratch()
  /// Errors that are told of one line.
  static let mostErrors = 20

  /// Nil when no schema is given or nobody asks for its rule.
  init?(_ settings: Settings) {
    guard let given = settings.lineSchema, settings[rule: SchemaViolation.id]?.isEnabled ?? false else { return nil }
    self.given = given
  }

  /// Bounds: `line` is what `tape` was parsed from, with its 64 readable bytes behind.
  mutating func check(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    if given.schema.isValid(tape, 0, line, &scratch) { return }
    let text = Array(UnsafeBufferPointer(start: line, count: tape[0].offset + tape[0].length))
    for error in given.schema.errors(in: text, limit: LineSchemaCheck.mostErrors) {
      let place = error.instanceLocation.isEmpty ? "the record" : error.instanceLocation
      batch.note(
        .schemaViolation, offset: error.offset, detail: "\(place) does not fit \(given.name): \(error.message)")
    }
  }
}

/// Holds answers against the schema that the user gave for them.
struct CompletionCheck: ~Copyable {
  private let given: GivenSchema
  private let choice: AnswerChoice
  private var scratch = SchemaScratch()
  private var tape = JSONTape()

  /// Nil when no schema is given or nobody asks for its rule.
  init?(_ settings: Settings) {
    guard let given = settings.completionSchema, let choice = AnswerChoice(settings) else { return nil }
    self.given = given
    self.choice = choice
  }

  /// Judges the answers of the batch's last row.
  mutating func check(_ batch: Batch) {
    let choice = choice
    choice.forEachAnswer(of: batch) { check($0, batch) }
  }

  /// Bounds: the turn's text lies in the batch's arena, which has `ByteArena.slack` readable bytes behind it.
  private mutating func check(_ turn: Turn, _ batch: Batch) {
    let text = UnsafePointer(batch.text.bytes + Int(turn.textStart))
    var finder = JSONBlock(text: text, count: Int(turn.textCount))
    guard let block = finder.find(choice.extract, &tape) else {
      return note(turn, batch, "the answer \(finder.absence(choice.extract)), expected JSON that fits \(given.name)")
    }
    if given.schema.isValid(tape, 0, text + block.lowerBound, &scratch) { return }
    let json = Array(UnsafeBufferPointer(start: text + block.lowerBound, count: block.count))
    for error in given.schema.errors(in: json, limit: LineSchemaCheck.mostErrors) {
      let place = error.instanceLocation.isEmpty ? "the answer" : "the answer's \(error.instanceLocation)"
      note(turn, batch, "\(place) does not fit \(given.name): \(error.message)")
    }
  }

  private func note(_ turn: Turn, _ batch: Batch, _ detail: String) {
    batch.note(.completionMisfit, offset: Int(turn.offset), turn: turn.index, detail: detail)
  }
}

/// Which answers the options of `completion-schema` choose, and where in them to look.
struct AnswerChoice {
  let extract: CompletionSchema.Extract
  private let allTurns: Bool

  /// Nil when nobody asks for the rule.
  init?(_ settings: Settings) {
    guard let rule = settings[rule: CompletionSchema.id], rule.isEnabled else { return nil }
    extract = CompletionSchema.Extract(rawValue: rule.string("extract") ?? "") ?? .any
    allTurns = rule.string("turns") == "all"
  }

  /// Calls `body` with the answers of the batch's last row that are to be judged.
  func forEachAnswer(of batch: Batch, _ body: (Turn) -> Void) {
    guard let row = batch.rows.last, row.isExample else { return }
    let turns = batch.turns(of: row)
    let first = allTurns ? turns.startIndex : turns.lastIndex { $0.side == .answer } ?? turns.endIndex
    for turn in turns[first...] where turn.side == .answer {
      if turn.flags.isDisjoint(with: [.hasToolCalls, .isBlank, .hasZeroWeight]) { body(turn) }
    }
  }
}
