/// The tokens of all examples. Integers only, so that the order of adding does not matter.
struct TokenTally: Mergeable, Equatable {
  /// Hundredths of tokens, because estimates are.
  var prompt = 0
  var answer = 0
  /// Tokens of examples.
  var lengths = LengthSketch()
  /// Examples beyond the limit, and the answer tokens that a cut there takes.
  var over = 0
  var cut = 0
  /// For an estimate's error: characters, and those of them beyond ASCII.
  var characters = 0
  var others = 0

  init() {}

  mutating func note(_ example: ExampleTokens) {
    prompt += example.prompt
    answer += example.answer
    lengths.note(example.length)
    characters += example.characters
    others += example.others
  }

  mutating func merge(_ other: TokenTally) {
    prompt += other.prompt
    answer += other.answer
    lengths.merge(other.lengths)
    over += other.over
    cut += other.cut
    characters += other.characters
    others += other.others
  }
}

/// The tokens of one example, turn by turn in the order of the sequence that a trainer makes of it.
///
/// A preference pair is two sequences with one prompt: the answer's, and the rejected one's.
struct ExampleTokens {
  /// Hundredths: what the model is given, which includes answers of weight 0; and what it learns to say or to avoid.
  private(set) var prompt = 0
  private(set) var answer = 0
  private(set) var characters = 0
  private(set) var others = 0
  /// Hundredths of the sequence with the answers, and of what rejected answers add to the prompt.
  private var chosen = 0
  private var rejected = 0
  private var givenPrompt = 0
  /// For the limit, in hundredths: where it lies, and the answers' parts before and behind it.
  private let limit: Int
  private(set) var left = 0
  private(set) var cut = 0

  /// - Parameter limit: Tokens that a trainer keeps; nil for all.
  init(limit: Int?) { self.limit = limit.map { $0 * 100 } ?? .max }

  /// Adds the next turn, of so many hundredths.
  mutating func add(_ tokens: TokenEstimate, _ side: Side, isLearned: Bool) {
    characters += tokens.characters
    others += tokens.others
    let hundredths = tokens.hundredths
    if side == .rejected {
      answer += hundredths
      cut += beyond(givenPrompt + rejected, hundredths)
      rejected += hundredths
      return
    }
    if side == .answer, isLearned {
      answer += hundredths
      let lost = beyond(chosen, hundredths)
      cut += lost
      left += hundredths - lost
    } else {
      prompt += hundredths
      if side != .answer { givenPrompt += hundredths }
    }
    chosen += hundredths
  }

  /// How much of a turn that begins at `start` lies behind the limit.
  private func beyond(_ start: Int, _ hundredths: Int) -> Int {
    limit == .max ? 0 : min(hundredths, max(0, start + hundredths - limit))
  }

  /// Tokens of the longer sequence.
  var length: Int { TokenCount.whole(rejected > 0 ? max(chosen, givenPrompt + rejected) : chosen) }
}

/// Hundredths of tokens as tokens.
enum TokenCount {
  static func whole(_ hundredths: Int) -> Int { (hundredths + 50) / 100 }
}

extension TokenTally {
  func write(to state: inout StateWriter) {
    for count in [prompt, answer, over, cut, characters, others] { state.put(count: count) }
    lengths.write(to: &state)
  }

  init(from state: inout StateReader) throws(StateFault) {
    prompt = try state.count()
    answer = try state.count()
    over = try state.count()
    cut = try state.count()
    characters = try state.count()
    others = try state.count()
    lengths = try LengthSketch(from: &state)
  }
}
