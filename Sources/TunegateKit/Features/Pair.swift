import CKernels

/// Two answers to one prompt, of which one is preferred: what the rules about pairs compare.
struct Pair: Sendable, Equatable {
  /// How much the two answers are alike.
  enum Likeness: UInt8, Sendable {
    case different
    /// But for white space and the case of ASCII letters.
    case folded
    case exact
  }

  /// Index in the batch's rows.
  var row: Int32
  /// Where the rejected answer begins, in bytes of the line.
  var offset: Int32
  var likeness: Likeness
  /// Fingerprints of roles and texts; white space around a text does not count.
  var prompt: UInt64
  var chosen: UInt64
  var rejected: UInt64
  /// Lengths in Unicode scalars.
  var chosenLength: Int
  var rejectedLength: Int
}

/// Finds the pairs of a row. Shapes that have none cost a comparison.
///
/// Unsafe pointers: texts of turns lie within `Batch.text`, as the reader left them.
enum PairReader {
  /// Appends the row's pairs to the batch.
  static func read(_ row: Row, into batch: Batch) {
    let isList: Bool
    switch row.shape {
    case .trlPreference, .openAIPreference, .llamaFactoryPreference, .mapped: isList = false
    // Candidates beside each other, in any order.
    case .gemini, .nova: isList = true
    default: return
    }
    let turns = batch.turns(of: row)
    // The answers stand at the end; what comes before them, answers of earlier turns included, is the prompt.
    let start = turns.lastIndex { $0.side != .answer && $0.side != .rejected }.map { $0 + 1 } ?? turns.startIndex
    let (prompt, answers) = (turns[..<start], turns[start...])
    if !isList {
      let split = answers.firstIndex { $0.side == .rejected } ?? turns.endIndex
      add(prompt, answers[..<split], answers[split...], batch)
      return
    }
    for i in answers.indices where answers[i].side == .answer {
      for k in answers.indices where answers[k].side == .rejected {
        add(prompt, answers[i...i], answers[k...k], batch)
      }
    }
  }

  private static func add(
    _ prompt: ArraySlice<Turn>, _ chosen: ArraySlice<Turn>, _ rejected: ArraySlice<Turn>, _ batch: Batch
  ) {
    // Empty answers are for `empty-turn`, and what an image shows cannot be compared.
    guard let first = rejected.first, tells(chosen), tells(rejected) else { return }
    batch.pairs.append(
      Pair(
        row: Int32(truncatingIfNeeded: batch.rows.count - 1), offset: first.offset,
        likeness: likeness(chosen, rejected, batch), prompt: fingerprint(prompt, batch),
        chosen: fingerprint(chosen, batch), rejected: fingerprint(rejected, batch),
        chosenLength: length(chosen, batch), rejectedLength: length(rejected, batch)))
  }

  private static func tells(_ turns: ArraySlice<Turn>) -> Bool {
    turns.contains { !$0.flags.contains(.isBlank) } && !turns.contains { $0.flags.contains(.hasMedia) }
  }

  private static func fingerprint(_ turns: ArraySlice<Turn>, _ batch: Batch) -> UInt64 {
    turns.reduce(31) { seed, turn in
      let text = text(turn, batch)
      return Fingerprint.of(
        text.baseAddress ?? UnsafePointer(batch.text.bytes), count: text.count,
        seed: Fingerprint.mix(seed, UInt64(turn.role.rawValue)))
    }
  }

  private static func length(_ turns: ArraySlice<Turn>, _ batch: Batch) -> Int {
    turns.reduce(0) { sum, turn in
      let text = text(turn, batch)
      return sum + (text.baseAddress.map { tg_code_points($0, text.count) } ?? 0)
    }
  }

  private static func likeness(_ a: ArraySlice<Turn>, _ b: ArraySlice<Turn>, _ batch: Batch) -> Pair.Likeness {
    guard a.count == b.count else { return .different }
    var least = Pair.Likeness.exact
    for (x, y) in zip(a, b) {
      let (x, y) = (text(x, batch), text(y, batch))
      if x.elementsEqual(y) { continue }
      guard isFolded(x, y) else { return .different }
      least = .folded
    }
    return least
  }

  /// Compares without white space and the case of ASCII letters; stops at the first difference.
  private static func isFolded(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    var (i, k) = (0, 0)
    while true {
      while i < a.count, JSONByte.isSpace(a[i]) { i += 1 }
      while k < b.count, JSONByte.isSpace(b[k]) { k += 1 }
      guard i < a.count, k < b.count else { return i == a.count && k == b.count }
      guard lowered(a[i]) == lowered(b[k]) else { return false }
      i += 1
      k += 1
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// A turn's text without white space around it.
  private static func text(_ turn: Turn, _ batch: Batch) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (Int(turn.textStart), Int(turn.textStart + turn.textCount))
    let bytes = UnsafePointer(batch.text.bytes)
    while start < end, JSONByte.isSpace(bytes[start]) { start += 1 }
    while end > start, JSONByte.isSpace(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(start: bytes + start, count: end - start)
  }
}
