/// Holds every line against the profiles of the run, while its tape is at hand.
///
/// A format that several profiles take is judged once a line, and the walk for what schemas cannot say is shared by
/// all.
/// Unsafe pointers: the line's bytes are those that the tape was parsed from, with its 64 readable bytes behind.
struct ProfileChecker: ~Copyable {
  /// A format's schema with the scratch space of one worker.
  private final class Judge {
    let schema: JSONSchema
    var scratch = SchemaScratch()
    /// The line that the verdict is about.
    var judged = -1
    var isValid = false

    init(_ schema: JSONSchema) { self.schema = schema }
  }

  private let set: ProfileSet
  private let judges: [Judge]
  private var scan: RecordScan
  private var tokens: ProfileTokens
  /// Lines so far, as names for verdicts.
  private var lines = 0
  private var isScanned = false

  /// Nil when the run has no profile, or nobody asks for what it says.
  init?(_ settings: Settings) {
    guard let set = settings.profileSet else { return nil }
    let rules = [ProfileFormat.id, ProfileLimit.id]
    guard set.compares || rules.contains(where: { settings[rule: $0]?.isEnabled ?? false }) else { return nil }
    self.set = set
    judges = set.formats.map { Judge($0.schema) }
    scan = RecordScan(wanted: set.wanted)
    tokens = ProfileTokens(settings.tokenizer)
  }

  /// Judges the record that became the batch's last row, and counts what becomes of it. `tools` is the text of its
  /// tool definitions.
  mutating func check(
    _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, tools: UnsafeBufferPointer<UInt8>?, _ batch: Batch,
    _ tally: inout ProfileTally
  ) {
    guard let row = batch.rows.last else { return }
    let set = self.set
    if batch.profiles == nil { batch.profiles = set }
    lines += 1
    isScanned = false
    tally.prepare(profiles: set.duties.count, formats: set.formats.count)
    tally.judged += 1
    let keys = set.keys.present(tape, line)
    let answers = AnswerFacts(row, tools, batch)
    tokens.begin()
    for profile in set.duties.indices {
      var misfit = ProfileMisfit(
        row: Int32(truncatingIfNeeded: batch.rows.count - 1), profile: Int32(truncatingIfNeeded: profile),
        outcome: .take, cause: .noFormat)
      judge(&misfit, set.duties[profile], keys, answers, tape, line, batch)
      tally.note(misfit, at: batch.place(row)) { ProfileExplainer(set, batch).explain(misfit).text }
      let isFault = misfit.outcome == .reject || misfit.outcome == .drop
      if isFault, profile < set.named, misfit.cause != .overlong, misfit.cause != .cutOff {
        batch.misfits.append(misfit)
      }
    }
  }

  /// The first thing that keeps the profile from taking the record, the gravest kind first.
  private mutating func judge(
    _ misfit: inout ProfileMisfit, _ duty: ProfileSet.Duty, _ keys: (all: UInt64, valued: UInt64),
    _ answers: AnswerFacts, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard
      let choice = duty.choices.first(where: { $0.mask & keys.valued == $0.mask })
        ?? duty.choices.first(where: { $0.mask & keys.all == $0.mask })
    else {
      misfit.outcome = duty.profile.does.misfit
      return
    }
    misfit.format = Int32(truncatingIfNeeded: choice.format)
    guard isValid(choice.format, tape, line) else {
      (misfit.outcome, misfit.cause) = (duty.profile.does.misfit, .schema)
      return
    }
    judgeDemands(&misfit, duty, tape, line, batch)
    if misfit.outcome == .reject || misfit.outcome == .drop || !answers.isExample { return }
    judgeLength(&misfit, duty, choice, answers, batch)
    guard misfit.outcome == .take, choice.hasAnswer, let unanswered = duty.profile.does.unanswered else { return }
    if !answers.isTrained(readsWeights: duty.profile.readsWeights) {
      (misfit.outcome, misfit.cause) = (unanswered, .unanswered)
    }
  }

  private func isValid(_ format: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> Bool {
    let judge = judges[format]
    if judge.judged != lines {
      judge.judged = lines
      judge.isValid = judge.schema.isValid(tape, 0, line, &judge.scratch)
    }
    return judge.isValid
  }

  /// The broken constraint whose outcome is the gravest; of equals the first of the pack.
  private mutating func judgeDemands(
    _ misfit: inout ProfileMisfit, _ duty: ProfileSet.Duty, _ tape: borrowing JSONTape,
    _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    if duty.profile.demands.isEmpty { return }
    if !isScanned {
      scan.walk(tape, line)
      isScanned = true
    }
    for demand in duty.profile.demands {
      guard misfit.outcome == .take || demand.outcome.rawValue < misfit.outcome.rawValue,
        let offset = offset(demand.constraint, duty, batch)
      else { continue }
      misfit.outcome = demand.outcome
      misfit.cause = .constraint(demand.constraint)
      misfit.offset = Int32(truncatingIfNeeded: offset)
    }
  }

  /// The byte that breaks a constraint; nil when it is kept.
  private func offset(_ constraint: ProfileConstraint, _ duty: ProfileSet.Duty, _ batch: Batch) -> Int? {
    switch constraint {
    case .mostImages: scan.media.images > duty.profile.limits.images ?? .max ? scan.media.lastImage : nil
    case .reservedWords: duty.reserved.flatMap { $0.firstTurn(in: batch) }.map { Int($0.turn.offset) }
    case .toolArgumentsJson: batch.lastNote(.badToolArguments).map { Int($0.offset) }
    default: scan.offset(constraint)
    }
  }

  private mutating func judgeLength(
    _ misfit: inout ProfileMisfit, _ duty: ProfileSet.Duty, _ choice: ProfileSet.Choice, _ answers: AnswerFacts,
    _ batch: Batch
  ) {
    guard let limit = duty.profile.limits.tokens, let overlong = duty.profile.does.overlong, answers.mayExceed(limit)
    else {
      return
    }
    let count = tokens.count(answers.turns, answers.tools, batch)
    guard count.all > limit else { return }
    (misfit.outcome, misfit.cause) = (overlong, .overlong)
    misfit.tokens = ProfileMisfit.Tokens(count: count.all, isExact: tokens.areExact)
    guard choice.hasAnswer, overlong == .truncate, let cutOff = duty.profile.does.cutOff, cutOff != .truncate,
      count.beforeAnswer >= limit
    else { return }
    (misfit.outcome, misfit.cause) = (cutOff, .cutOff)
  }
}

/// What the reader knows of the answers of a record.
private struct AnswerFacts {
  let isExample: Bool
  let turns: ArraySlice<Turn>
  let tools: UnsafeBufferPointer<UInt8>?
  private let bytes: Int

  init(_ row: Row, _ tools: UnsafeBufferPointer<UInt8>?, _ batch: Batch) {
    isExample = row.isExample
    turns = batch.turns(of: row)
    self.tools = tools
    bytes = turns.reduce(tools?.count ?? 0) { $0 + Int($1.textCount) }
  }

  /// False when the text is too short for so many tokens by any count: none is shorter than a byte, and the estimate
  /// gives each text one at least.
  func mayExceed(_ tokens: Int) -> Bool { bytes + turns.count + 1 > tokens }

  /// Whether an answer has something to learn from.
  func isTrained(readsWeights: Bool) -> Bool {
    turns.contains { turn in
      turn.side == .answer && (!turn.flags.contains(.isBlank) || turn.flags.contains(.hasToolCalls))
        && !(readsWeights && turn.flags.contains(.hasZeroWeight))
    }
  }
}

extension ReservedWords {
  /// The last row's first turn that holds a reserved word, with the word.
  func firstTurn(in batch: Batch) -> (turn: Turn, word: String)? {
    guard let row = batch.rows.last else { return nil }
    return firstTurn(of: row, in: batch)
  }

  /// Bounds: a turn's text lies in the batch's arena.
  func firstTurn(of row: Row, in batch: Batch) -> (turn: Turn, word: String)? {
    for turn in batch.turns(of: row) {
      let text = UnsafePointer(batch.text.bytes + Int(turn.textStart))
      if let word = first(in: text, count: Int(turn.textCount)) { return (turn, word) }
    }
    return nil
  }
}

extension Batch {
  /// The last row's first note of a kind.
  fileprivate func lastNote(_ kind: Note.Kind) -> Note? {
    let row = Int32(truncatingIfNeeded: rows.count - 1)
    return notes.reversed().prefix { $0.row == row }.last { $0.kind == kind }
  }
}
