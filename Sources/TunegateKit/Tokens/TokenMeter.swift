import CKernels

/// Counts the tokens of examples while their text is at hand: exactly with the tokenizer of the settings, else by the
/// estimate. Notes examples beyond the limit. One worker's.
struct TokenMeter {
  private var counter: TokenCounter?
  private let limit: Int?
  private let perMessage: Int
  private var example: ExampleTokens

  /// By the estimate, without a limit.
  init() {
    (limit, perMessage) = (nil, 0)
    example = ExampleTokens(limit: nil)
  }

  init(_ settings: Settings) {
    counter = settings.tokenizer.map { TokenCounter($0) }
    limit = settings.tokens.max
    perMessage = 100 * (settings.tokens.perMessage ?? 0)
    example = ExampleTokens(limit: limit)
  }

  /// Begins an example with the text of its tool definitions, which a template puts before all turns.
  ///
  /// Bounds: `tools` lies in the line.
  mutating func begin(tools: UnsafeBufferPointer<UInt8>?) {
    example = ExampleTokens(limit: limit)
    guard let tools, let text = tools.baseAddress else { return }
    example.add(count(text, tools.count), .context, isLearned: false)
  }

  /// Adds a turn's text, with what was counted when it was folded, if it was.
  ///
  /// Bounds: `text` has `count` readable bytes.
  mutating func add(_ turn: Turn, _ text: UnsafePointer<UInt8>, _ count: Int, _ stats: tg_fold_stats? = nil) {
    var tokens = counter == nil ? stats.map { TokenEstimate($0) } ?? self.count(text, count) : self.count(text, count)
    tokens.hundredths += perMessage
    example.add(tokens, turn.side, isLearned: !turn.flags.contains(.hasZeroWeight))
  }

  private mutating func count(_ text: UnsafePointer<UInt8>, _ count: Int) -> TokenEstimate {
    guard counter != nil else { return TokenEstimate(text, count) }
    var tokens = TokenEstimate()
    tokens.hundredths = 100 * (counter?.count(text, count) ?? 0)
    return tokens
  }

  /// Ends the example: adds it up, and notes it about the batch's last row when it is too long.
  mutating func finish(_ batch: Batch, _ tally: inout TokenTally) {
    tally.note(example)
    guard let limit, isOver(limit) else { return }
    tally.over += 1
    tally.cut += example.cut
    let isLost = example.answer > 0 && example.left < 100
    batch.note(isLost ? .answerCutOff : .overLength, offset: 0, detail: sentence(limit, isLost: isLost))
  }

  /// An estimate has to be beyond the limit by more than it may be wrong.
  private func isOver(_ limit: Int) -> Bool {
    if counter != nil { return example.length > limit }
    let isForeign = Double(example.others) > TokenEstimate.foreignShare * Double(example.characters)
    let error = isForeign ? TokenEstimate.foreignExampleError : TokenEstimate.exampleError
    return Double(example.length) * (1 - error) > Double(limit)
  }

  private func sentence(_ limit: Int, isLost: Bool) -> String {
    let about = counter == nil ? "about " : ""
    let cut = TokenCount.whole(example.cut)
    var text = "the example has \(about)\(Numbers.grouped(example.length)) tokens, expected at most "
    text += Numbers.grouped(limit)
    if isLost { return text + "; a cut there leaves no token of the answer to learn" }
    if cut == 0 { return text + "; a cut there takes nothing of the answers" }
    let all = TokenCount.whole(example.answer)
    return text + "; a cut there takes \(about)\(Numbers.grouped(cut)) of the answers' \(Numbers.grouped(all)) tokens"
  }
}
