/// Takes the texts of examples into the sample, while they are at hand. Unsafe pointers: texts are copied from the
/// batch's arena, within the bounds of their turns.
extension ExampleSample {
  /// Offers every example of a batch. Copies the texts of those alone that are wanted.
  mutating func offer(_ batch: Batch) {
    for (i, row) in batch.rows.enumerated() where row.isExample && wants(batch.features.exact[i]) {
      offer(row, exact: batch.features.exact[i], context: batch.features.context[i], from: batch)
    }
  }

  private mutating func offer(_ row: Row, exact: UInt64, context: UInt32, from batch: Batch) {
    let turns = batch.turns(of: row)
    // What the model learns is the last answer; what it is given is the turn before, or all fields of the prompt.
    guard let answer = turns.last(where: { $0.side == .answer }), !answer.flags.contains(.isBlank) else { return }
    var prompt: [UInt8] = []
    if answer.flags.contains(.isField) {
      for turn in turns where turn.side == .prompt && turn.textCount > 0 && prompt.count < ExampleSample.longestPrompt {
        if !prompt.isEmpty { prompt.append(UInt8(ascii: "\n")) }
        prompt.append(contentsOf: start(of: turn, batch, ExampleSample.longestPrompt - prompt.count))
      }
    } else if let turn = turns.last(where: { $0.side == .prompt && $0.index < answer.index }) {
      prompt.append(contentsOf: start(of: turn, batch, ExampleSample.longestPrompt))
    }
    let isCut = Int(answer.textCount) > ExampleSample.longestAnswer
    add(
      exact: exact, context: context, place: batch.place(row), prompt: prompt,
      answer: start(of: answer, batch, ExampleSample.longestAnswer),
      answerEnd: isCut ? end(of: answer, batch, ExampleSample.longestEnd) : start(of: nil, batch, 0),
      day: row.day, kind: batch.kind(of: row), hasTools: row.hasTools)
  }

  /// The first bytes of a turn's text, without half a character at the end.
  private func start(of turn: Turn?, _ batch: Batch, _ limit: Int) -> UnsafeBufferPointer<UInt8> {
    guard let turn else { return UnsafeBufferPointer(start: nil, count: 0) }
    let text = batch.text.bytes + Int(turn.textStart)
    var end = min(Int(turn.textCount), limit)
    if end < Int(turn.textCount) { while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 } }
    return UnsafeBufferPointer(start: text, count: end)
  }

  /// The last bytes of a turn's text, without half a character at the start.
  private func end(of turn: Turn, _ batch: Batch, _ limit: Int) -> UnsafeBufferPointer<UInt8> {
    let text = batch.text.bytes + Int(turn.textStart)
    let count = Int(turn.textCount)
    var start = max(0, count - limit)
    while start < count, text[start] & 0xC0 == 0x80 { start += 1 }
    return UnsafeBufferPointer(start: text + start, count: count - start)
  }
}
