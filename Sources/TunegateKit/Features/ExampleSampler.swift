/// Takes the texts of examples into the sample, while they are at hand. Unsafe pointers: texts are copied from the
/// batch's arena, within the bounds of their turns.
extension ExampleSample {
  /// Offers the batch's last row, whose exact fingerprint is `exact`. Copies text only when it is kept.
  mutating func offer(_ row: Row, exact: UInt64, context: UInt32, from batch: Batch) {
    guard wants(exact), !count(exact, at: batch.place(row)) else { return }
    let turns = batch.turns(of: row)
    // What the model learns is the last answer; what it is given is the turn before.
    guard let answer = turns.last(where: { $0.side == .answer }) else { return }
    let prompt = turns.last { $0.side == .prompt && ($0.index < answer.index || $0.flags.contains(.isField)) }
    var member = Member(
      key: ExampleSample.key(exact), context: context, place: batch.place(row), copies: 1, prompt: [], answer: [],
      answerEnd: [])
    if let prompt { member.prompt = start(of: prompt, batch, ExampleSample.longestPrompt) }
    member.answer = start(of: answer, batch, ExampleSample.longestAnswer)
    if Int(answer.textCount) > ExampleSample.longestAnswer {
      member.answerEnd = end(of: answer, batch, ExampleSample.longestEnd)
    }
    add(member)
  }

  /// The first bytes of a turn's text, without half a character at the end.
  private func start(of turn: Turn, _ batch: Batch, _ limit: Int) -> [UInt8] {
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    var end = min(text.count, limit)
    if end < text.count { while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 } }
    return Array(text[..<end])
  }

  /// The last bytes of a turn's text, without half a character at the start.
  private func end(of turn: Turn, _ batch: Batch, _ limit: Int) -> [UInt8] {
    let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    var start = max(0, text.count - limit)
    while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }
    return Array(text[start...])
  }
}
