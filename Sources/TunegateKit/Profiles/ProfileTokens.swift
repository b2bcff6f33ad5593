/// The tokens of the record at hand: exactly with the run's tokenizer, else by the estimate. Counted once for all
/// profiles that have a limit which the record may pass. One worker's.
struct ProfileTokens {
  struct Count {
    /// Tool definitions and all turns but rejected answers.
    var all: Int
    /// What stands before the first answer.
    var beforeAnswer: Int
  }

  private var counter: TokenCounter?
  private var counted: Count?

  init(_ tokenizer: Tokenizer?) { counter = tokenizer.map { TokenCounter($0) } }

  var areExact: Bool { counter != nil }

  /// Forgets the record before.
  mutating func begin() { counted = nil }

  /// Linear in the text, the first time for a record. The chat template's own tokens are not in it.
  ///
  /// Bounds: `tools` is what the reader gave for the record; a turn's text lies in the batch's arena, which has
  /// `ByteArena.slack` readable bytes behind it.
  mutating func count(_ turns: ArraySlice<Turn>, _ tools: UnsafeBufferPointer<UInt8>?, _ batch: Batch) -> Count {
    if let counted { return counted }
    var hundredths = 0
    if let tools, let text = tools.baseAddress { hundredths = self.hundredths(text, tools.count) }
    var beforeAnswer: Int?
    for turn in turns where turn.side != .rejected {
      if turn.side == .answer, beforeAnswer == nil { beforeAnswer = hundredths }
      hundredths += self.hundredths(UnsafePointer(batch.text.bytes + Int(turn.textStart)), Int(turn.textCount))
    }
    let count = Count(all: hundredths / 100, beforeAnswer: (beforeAnswer ?? hundredths) / 100)
    counted = count
    return count
  }

  private mutating func hundredths(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
    counter == nil ? TokenEstimate(text, count).hundredths : 100 * (counter?.count(text, count) ?? 0)
  }
}
