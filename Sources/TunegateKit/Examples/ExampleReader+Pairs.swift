#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Preference pairs: a prompt, the answer that people prefer, and another.
///
/// Bounds: texts of turns lie within `Batch.text`, as `close` left them.
extension ExampleReader {
  mutating func readPreference(_ shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    let prompt = batch.turns.count
    if shape == .openAIPreference {
      readPreferenceInput(line, batch)
      let pairs: [(KeyName, KeyName)] = [
        (.preferredOutput, .nonPreferredOutput), (.preferredCompletion, .nonPreferredCompletion),
      ]
      for (good, bad) in pairs where hasValue(good) || hasValue(bad) {
        readSides(good, bad, prompt: prompt..<batch.turns.count, line, batch)
      }
      return
    }
    readSystem(.system, line, batch)
    if has(.conversations) {
      readConversation(value(.conversations), answerSide: .prompt, line, batch)
    }
    for key in [KeyName.prompt, .instruction, .question, .input] where has(key) && !isEmptyString(key, line) {
      readField(key, role: .user, side: .prompt, line, batch)
    }
    readSides(.chosen, .rejected, prompt: prompt..<batch.turns.count, line, batch)
  }

  /// OpenAI's `input`: an object with messages and tools, or a text.
  private mutating func readPreferenceInput(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let input = value(.input) else { return }
    guard tape.tag(input) == .object else {
      readValue(input, role: .user, side: .prompt, line, batch)
      return
    }
    var node = tape.firstChild(input)
    while node < tape.next(input) {
      let key = tape[node]
      if JSONText.equals(key, line, "messages") { readConversation(key.next, answerSide: .prompt, line, batch) }
      node = tape.next(key.next)
    }
  }

  private mutating func readSides(
    _ good: KeyName, _ bad: KeyName, prompt: Range<Int>, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let chosen = batch.turns.count
    readField(good, role: .assistant, side: .answer, line, batch)
    let rejected = batch.turns.count
    readField(bad, role: .assistant, side: .rejected, line, batch)
    settlePair(prompt: prompt, chosen: chosen..<rejected, rejected: rejected..<batch.turns.count, batch)
  }

  /// Judges a pair that stands at the end of the batch's turns. Either side may be the whole conversation, which then
  /// repeats the prompt: what it repeats is dropped.
  func settlePair(prompt: Range<Int>, chosen: Range<Int>, rejected: Range<Int>, _ batch: Batch) {
    guard !rejected.isEmpty else { return }
    judgePair(prompt: prompt, chosen: chosen, rejected: rejected, batch)
    let start = rejected.lowerBound - dropRepeated(chosen, of: prompt, batch)
    _ = dropRepeated(start..<batch.turns.count, of: prompt.lowerBound..<start, batch)
  }

  /// Drops the turns at the start of `later` that are the same as those of `earlier`, and returns how many; the last
  /// turn stays.
  private func dropRepeated(_ later: Range<Int>, of earlier: Range<Int>, _ batch: Batch) -> Int {
    let same = shared(earlier, later.dropLast(), batch)
    batch.turns.removeSubrange(later.lowerBound..<later.lowerBound + same)
    return same
  }

  /// How many turns two conversations have in common at their start.
  private func shared(_ a: Range<Int>, _ b: Range<Int>, _ batch: Batch) -> Int {
    zip(a, b).prefix { isSame(batch.turns[$0], batch.turns[$1], batch) }.count
  }

  private func isSame(_ a: Turn, _ b: Turn, _ batch: Batch) -> Bool {
    guard a.role == b.role, a.textCount == b.textCount else { return false }
    let text = batch.text.bytes
    return memcmp(text + Int(a.textStart), text + Int(b.textStart), Int(a.textCount)) == 0
  }

  // MARK: - One prompt, one answer each

  /// Notes a pair whose sides are conversations that have not the same prompt, or not one answer each.
  private func judgePair(prompt: Range<Int>, chosen: Range<Int>, rejected: Range<Int>, _ batch: Batch) {
    guard isConversation(chosen, batch), isConversation(rejected, batch) else { return }
    let same = shared(chosen, rejected, batch)
    // Twice the same conversation: `identical-pair` says so.
    if same == chosen.count, same == rejected.count { return }
    for (side, name) in [(chosen, "chosen"), (rejected, "rejected")] {
      guard let fault = fault(of: side, sharing: same, name, batch) else { continue }
      batch.noteNext(.pairPrompt, offset: Int(fault.offset), length: 0, turn: fault.turn, detail: fault.message)
      return
    }
    judgePrompt(prompt, repeatedBy: chosen.prefix(same), batch)
  }

  private func isConversation(_ turns: Range<Int>, _ batch: Batch) -> Bool {
    !turns.isEmpty && batch.turns[turns].allSatisfy { !$0.flags.contains(.isField) && $0.role != .unknown }
  }

  private struct PairFault {
    var offset: Int32
    var turn: Int32
    var message: String
  }

  /// What is wrong with the turns of a side behind those that both sides share: expected is one assistant turn, or a
  /// chain of calls and their results that ends with one.
  private func fault(of side: Range<Int>, sharing same: Int, _ name: String, _ batch: Batch) -> PairFault? {
    let own = batch.turns[side].dropFirst(same)
    guard let first = own.first, let last = own.last else {
      let end = batch.turns[side.upperBound - 1]
      return PairFault(
        offset: end.offset, turn: end.index,
        message: "\(name) ends where the other side goes on, expected an assistant turn of its own")
    }
    let number = first.index + 1
    func fault(_ message: String) -> PairFault {
      PairFault(offset: first.offset, turn: first.index, message: message)
    }
    if first.role == .user || first.role == .system {
      return fault(
        "chosen and rejected have different prompts: they part at turn \(number), a \(first.role.name) turn of "
          + "\(name), expected to part at the last turn")
    }
    if own.contains(where: { $0.role == .user || $0.role == .system }) {
      return fault(
        "chosen and rejected part at turn \(number), and \(name) goes on for \(own.count) turns, expected to part at "
          + "the last turn")
    }
    if last.role != .assistant {
      return fault("\(name) ends with a \(last.role.name) turn, expected an assistant turn")
    }
    if own.count > 1, !own.contains(where: { $0.role == .tool }) {
      return fault("\(name) ends with \(own.count) assistant turns, expected one")
    }
    return nil
  }

  /// A conversation that begins with a prompt of its own has to repeat what the field `prompt` says.
  private func judgePrompt(_ prompt: Range<Int>, repeatedBy turns: Range<Int>, _ batch: Batch) {
    let asked = batch.turns[prompt].filter { $0.side == .prompt && $0.role == .user }
    let repeated = batch.turns[turns].filter { $0.role == .user }
    guard let first = repeated.first, !asked.isEmpty else { return }
    // Either may be a part of the other: some sets write the template's marks, or the whole dialogue, into the prompt.
    let agrees = asked.contains { a in repeated.contains { holds(a, $0, batch) || holds($0, a, batch) } }
    guard !agrees else { return }
    batch.noteNext(
      .pairPrompt, offset: Int(first.offset), length: 0, turn: first.index,
      detail: "chosen and rejected begin with another prompt than the one before them, expected the same or none")
  }

  /// True when `a` holds the beginning of `b`, which is cut to bound the time for texts of one letter.
  private func holds(_ a: Turn, _ b: Turn, _ batch: Batch) -> Bool {
    let wanted = Int(min(b.textCount, 64))
    let (text, needle) = (batch.text.bytes + Int(a.textStart), batch.text.bytes + Int(b.textStart))
    guard wanted > 0 else { return true }
    // Bounds: `at + wanted` stays within `a`.
    var at = 0
    let last = Int(a.textCount) - wanted
    while at <= last, let hit = memchr(text + at, Int32(needle[0]), last - at + 1) {
      at = UnsafeRawPointer(hit) - UnsafeRawPointer(text)
      if memcmp(text + at, needle, wanted) == 0 { return true }
      at += 1
    }
    return false
  }
}
