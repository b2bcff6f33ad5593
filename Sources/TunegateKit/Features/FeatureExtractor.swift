import CKernels

/// Computes an example's features from its turns in one pass over the text, while it is in the cache.
///
/// One extractor belongs to one worker. What it counts over all examples (lengths, slot values, turns) are tallies that
/// merge, so that the split of the work does not matter. Unsafe pointers: the kernels read the arenas, which keep
/// `ByteArena.slack` readable bytes behind their text.
struct FeatureExtractor: ~Copyable {
  /// What one worker saw, for the report and for the duplicate index.
  var tally = FeatureTally()

  /// The batch's own columns while its rows are extracted: a struct of this one's costs no check on each access.
  private var columns = FeatureColumns()

  /// The folded sides of the example that was read last.
  let prompt = ByteArena()
  let answer = ByteArena()
  private var forms: AnswerFormReader
  private var meter = TokenMeter()
  private var marker = TextMarker()
  private var bins = [UInt64](repeating: .max, count: Int(TG_SLOTS))
  private var slots = [UInt8](repeating: 0, count: Int(TG_SLOTS))

  /// - Parameter readsXML: Whether answers are looked at as XML.
  init(readsXML: Bool = false) { forms = AnswerFormReader(readsXML: readsXML) }

  init(_ settings: Settings) {
    forms = AnswerFormReader(readsXML: settings[rule: BrokenXML.id]?.isEnabled ?? false)
    meter = TokenMeter(settings)
  }

  /// Takes the columns of a batch, to which the features of its rows are appended; `finish` gives them back.
  mutating func begin(_ batch: Batch) { swap(&columns, &batch.features) }

  mutating func finish(_ batch: Batch) { swap(&columns, &batch.features) }

  /// Appends the row's features to the columns of the batch that was begun. `tools` is the fingerprint of its tool
  /// definitions, `toolText` their text.
  mutating func extract(
    _ row: Row, tools: UInt64, toolText: UnsafeBufferPointer<UInt8>? = nil, from batch: Batch
  ) {
    guard row.isExample else {
      columns.appendNone()
      return
    }
    meter.begin(tools: toolText)
    prompt.count = 0
    answer.count = 0
    var exact: UInt64 = tools
    var context: UInt64 = tools
    var numbers: UInt64 = 0
    var lengths = (prompt: 0, answer: 0)
    var last = LastAnswer()
    marker.begin()
    // By index: marks are written to the turns, and a slice of them would have them copied.
    for i in Int(row.firstTurn)..<Int(row.firstTurn + row.turnCount) {
      let turn = batch.turns[i]
      let text = UnsafePointer(batch.text.bytes + Int(turn.textStart))
      let count = Int(turn.textCount)
      let kind = UInt64(turn.role.rawValue) << 8 | UInt64(turn.side.rawValue)
      exact = Fingerprint.of(text, count: count, seed: Fingerprint.mix(exact, kind))
      if turn.side == .context {
        context = Fingerprint.of(text, count: count, seed: context)
        let scalars = tg_code_points(text, count)
        meter.add(turn, text, count)
        lengths.prompt += scalars
        batch.mark(i, TextMarks(rawValue: tg_text_marks(text, count)))
        continue
      }
      let arena = turn.side == .prompt ? prompt : answer
      let start = arena.count
      last.note(turn, i, answerStart: start, promptCount: prompt.count)
      let stats = fold(text, count, into: arena)
      meter.add(turn, text, count, stats)
      batch.mark(i, marker.marks(turn, text, count, arena, from: start))
      if turn.side == .answer { marker.noteWords(turn, batch.place(row), text, count, answer, start, &tally.words) }
      numbers = Fingerprint.mix(numbers, stats.numbers)
      if turn.side == .prompt {
        lengths.prompt += Int(stats.code_points)
      } else {
        lengths.answer += Int(stats.code_points)
      }
      tally.noteTurn()
    }
    let promptHash = Fingerprint.of(prompt.bytes, count: prompt.count, seed: context)
    let answerHash = Fingerprint.of(answer.bytes, count: answer.count, seed: AnswerClaim.seed)
    let folded = Fingerprint.mix(promptHash, answerHash)
    columns.answerForm.append(forms.form(of: row, in: batch, &tally))
    appendClaim(row, last, promptHash: promptHash, answerHash: answerHash, batch)
    append(exact: exact | 1, folded: folded, context: context, numbers: numbers, lengths: lengths)
    tally.note(row, promptLength: lengths.prompt, answerLength: lengths.answer)
    meter.finish(batch, &tally.tokens)
  }

  /// Folds a text behind what the arena holds, set off by a space.
  private func fold(_ text: UnsafePointer<UInt8>, _ count: Int, into arena: ByteArena) -> tg_fold_stats {
    if arena.count > 0 { arena.append(UInt8(ascii: " ")) }
    // The bound is that of a text of ligatures; what is not written of it takes no memory, see `ByteArena`.
    arena.reserve(Int(TG_FOLD_GROWTH) * count + 64)
    var stats = tg_fold_stats()
    arena.count += tg_fold(text, count, arena.bytes + arena.count, &stats)
    return stats
  }

  /// What the last answer says, and what it says it to. With one answer both fingerprints are at hand.
  private mutating func appendClaim(
    _ row: Row, _ last: LastAnswer, promptHash: UInt64, answerHash: UInt64, _ batch: Batch
  ) {
    guard last.isComparable(row, promptCount: prompt.count) else {
      columns.prompt.append(0)
      columns.claim.append(AnswerClaim.none.bits)
      return
    }
    var (before, hash) = (promptHash, answerHash)
    if last.answers > 1 {
      before = Fingerprint.mix(
        Fingerprint.of(answer.bytes, count: last.start, seed: promptHash), UInt64(last.answers))
      // The space between the answers is not part of the last one.
      let start = min(last.start + 1, answer.count)
      hash = Fingerprint.of(answer.bytes + start, count: answer.count - start, seed: AnswerClaim.seed)
    }
    let text = batch.text(of: batch.turns[last.turn])
    let claim = text.withBytes { bytes, count in
      AnswerClaim(UnsafeBufferPointer(start: bytes, count: count).span, hash: hash, object: forms.object)
    }
    columns.prompt.append(before | 1)
    columns.claim.append(claim.bits)
  }

  private mutating func append(
    exact: UInt64, folded: UInt64, context: UInt64, numbers: UInt64, lengths: (prompt: Int, answer: Int)
  ) {
    columns.exact.append(exact)
    columns.folded.append(folded)
    columns.context.append(UInt32(truncatingIfNeeded: context ^ context >> 32))
    columns.numbers.append(UInt32(truncatingIfNeeded: numbers ^ numbers >> 32))
    columns.promptLength.append(UInt32(clamping: lengths.prompt))
    columns.answerLength.append(UInt32(clamping: lengths.answer))
    let total = prompt.count + answer.count
    sign()
    if total <= FeatureColumns.longestText {
      columns.payloadCount.append(UInt8(total))
      columns.payloadPrompt.append(UInt8(prompt.count))
      columns.payload.append(contentsOf: UnsafeBufferPointer(start: prompt.bytes, count: prompt.count))
      columns.payload.append(contentsOf: UnsafeBufferPointer(start: answer.bytes, count: answer.count))
    } else {
      columns.payloadCount.append(FeatureColumns.signatureMark)
      columns.payloadPrompt.append(0)
      columns.payload.append(contentsOf: slots)
    }
    tally.slots.note(slots)
  }

  /// The signature of the two folded sides, in `slots`.
  private mutating func sign() {
    Signature.make(
      prompt: prompt.bytes, promptCount: prompt.count, answer: answer.bytes, answerCount: answer.count, bins: &bins,
      slots: &slots)
  }
}

/// Where the last answer of an example is, and whether other answers to the same prompt may be held against it.
private struct LastAnswer {
  var turn = -1
  var answers = 0
  /// Where its folded text begins, the space before it included.
  var start = 0
  private var promptCount = 0
  private var isField = false
  private var isExcluded = false

  mutating func note(_ turn: Turn, _ i: Int, answerStart: Int, promptCount: Int) {
    if turn.side == .rejected || turn.flags.contains(.hasMedia) { isExcluded = true }
    guard turn.side == .answer else { return }
    self.turn = i
    answers += 1
    start = answerStart
    self.promptCount = promptCount
    isField = turn.flags.contains(.isField)
    if turn.flags.contains(.hasToolCalls) || turn.flags.contains(.isBlank) { isExcluded = true }
  }

  /// `promptCount` counts the folded bytes of all prompts: a prompt behind the answer is not what it answers.
  func isComparable(_ row: Row, promptCount: Int) -> Bool {
    // An answer that is labelled as unwanted may say the opposite of the wanted one.
    answers > 0 && !isExcluded && promptCount > 0 && (isField || promptCount == self.promptCount)
      && row.shape != .unpairedPreference
  }
}

/// One-permutation signatures of folded text.
enum Signature {
  /// Bounds: both texts have at least 8 readable bytes behind their end; `bins` and `slots` have `TG_SLOTS` elements.
  static func make(
    prompt: UnsafePointer<UInt8>, promptCount: Int, answer: UnsafePointer<UInt8>, answerCount: Int,
    bins: inout [UInt64], slots: inout [UInt8]
  ) {
    bins.withUnsafeMutableBufferPointer { bins in
      slots.withUnsafeMutableBufferPointer { slots in
        guard let bins = bins.baseAddress, let slots = slots.baseAddress else { return }
        bins.update(repeating: .max, count: Int(TG_SLOTS))
        tg_oph_add(prompt, promptCount, 0, bins)
        tg_oph_add(answer, answerCount, 1, bins)
        tg_oph_finish(bins, slots)
      }
    }
  }
}
