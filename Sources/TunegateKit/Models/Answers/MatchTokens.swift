import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prompts and answers as hashed tokens in flat arrays: all distinct ones of a text, for what the two share, and its
/// rarest ones with some of its shape, for what goes with what.
struct MatchTokens {
  /// One list an example, one behind the other.
  struct Lists {
    var tokens: [UInt32] = []
    var starts: [Int] = [0]

    mutating func append(_ list: ArraySlice<UInt32>) {
      tokens.append(contentsOf: list)
      starts.append(tokens.count)
    }
  }

  /// How much of a text the table of pairs sees; the cost of an example grows with the product.
  struct Width {
    var prompt: Int
    var answer: Int
    /// Bytes of each text that are read at all.
    var bytes = 2_000
  }

  let count: Int
  /// Distinct tokens in order, for the words that both sides share.
  private var prompts = Lists()
  private var answers = Lists()
  /// The rarest tokens and the shape, as indices for one side of the table of pairs.
  private(set) var promptSides = Lists()
  private(set) var answerSides = Lists()
  /// Fingerprints of texts without order, case and punctuation: equal ones are no partners for each other.
  private var promptIDs: [UInt64] = []
  private var answerIDs: [UInt64] = []
  /// In how many texts a token stands, by the low bits of its hash.
  private var counts: [UInt32] = []
  private let mask: UInt32
  /// The weight of a token by its count: the square of its inverse document frequency.
  private var weights: [Float] = []
  /// The sum of weights of each text.
  private var promptWeights: [Float] = []
  private var answerWeights: [Float] = []

  /// Examples that are looked at for a stranger.
  private static let mostTries = 8
  private static let mostShapes = max(Int(TG_PROMPT_SHAPES), Int(TG_ANSWER_SHAPES))
  private static let promptSeed: UInt32 = 0x3C6E_F372
  private static let answerSeed: UInt32 = 0xA54F_F53A

  init(_ examples: [ExampleSample.Member], _ chosen: [Int], width: Width) {
    count = chosen.count
    mask = chosen.count > 6_000 ? 1 << 20 - 1 : 1 << 18 - 1
    var shapes = (prompt: Lists(), answer: Lists())
    var scratch = Scratch()
    for i in chosen {
      scratch.read(examples[i].prompt, .prompt, upTo: width.bytes)
      shapes.prompt.append(scratch.shape[..<scratch.shapes])
      promptIDs.append(scratch.identity)
      prompts.append(scratch.tokens[..<scratch.count])
      scratch.read(examples[i].answer, .answer, upTo: width.bytes)
      shapes.answer.append(scratch.shape[..<scratch.shapes])
      answerIDs.append(scratch.identity)
      answers.append(scratch.tokens[..<scratch.count])
    }
    // A swap of two answers changes neither of the counts, nor their sum: damaged examples and the strangers that they
    // are compared with have the same tokens. The count of either side together would not do: a rare word of a prompt
    // and its own answer would count once, and twice when the answer has moved.
    let (promptCounts, answerCounts) = (side(prompts), side(answers))
    counts = zip(promptCounts, answerCounts).map { $0 + $1 }
    weigh()
    promptSides = sides(prompts, promptCounts, shapes.prompt, width.prompt, MatchTokens.promptSeed)
    answerSides = sides(answers, answerCounts, shapes.answer, width.answer, MatchTokens.answerSeed)
  }

  /// Whether the answer of `b` may stand for a wrong one to the prompt of `a`.
  @inline(__always)
  func areStrangers(_ a: Int, _ b: Int) -> Bool { answerIDs[a] != answerIDs[b] && promptIDs[a] != promptIDs[b] }

  func hasText(_ i: Int) -> Bool {
    prompts.starts[i] < prompts.starts[i + 1] && answers.starts[i] < answers.starts[i + 1]
  }

  /// The number of different answers.
  var distinctAnswers: Int { Set(answerIDs).count }

  /// Square roots of three measures of what prompt `i` and answer `k` share, whether they share anything at all, and
  /// a 1 for the bias.
  typealias Overlap = SIMD8<Float>

  @inline(__always)
  func overlap(_ i: Int, _ k: Int) -> Overlap {
    let shared = tg_match_shared(
      prompts.tokens, prompts.starts[i], prompts.starts[i + 1], answers.tokens, answers.starts[k],
      answers.starts[k + 1], counts, mask, weights)
    if shared <= 0 { return Overlap(0, 0, 0, 0, 1, 0, 0, 0) }
    let (a, b) = (max(promptWeights[i], 1e-6), max(answerWeights[k], 1e-6))
    return Overlap(
      (shared / (a * b).squareRoot()).squareRoot(), (shared / a).squareRoot(), (shared / b).squareRoot(), 1, 1, 0, 0, 0)
  }

  /// What makes sums over pairs of tokens comparable between short texts and long ones.
  @inline(__always)
  func scale(_ i: Int, _ k: Int) -> Float {
    let a = promptSides.starts[i + 1] - promptSides.starts[i]
    let b = answerSides.starts[k + 1] - answerSides.starts[k]
    return 1 / Float(max(1, a * b)).squareRoot()
  }

  /// The first example of a list, from a position on and around its end, whose answer would be a wrong one for `i`.
  @inline(__always)
  func stranger(to i: Int, in list: [Int], from start: Int) -> Int? {
    var at = start % list.count
    for _ in 0..<min(MatchTokens.mostTries, list.count) {
      if areStrangers(i, list[at]) { return list[at] }
      at = at + 1 == list.count ? 0 : at + 1
    }
    return nil
  }

  /// Words of a text that are rare in the set, at most `most` of them, in the order of the text; none in scripts that
  /// set no spaces. `other` is the text in which they must not be.
  func rareWords(of text: [UInt8], without other: [UInt8], most: Int) -> [String] {
    var tokens = [UInt32](repeating: 0, count: max(1, other.count))
    let otherCount = tg_match_tokens(other, other.count, &tokens)
    let foreign = Set(tokens[..<otherCount])
    var seen: Set<UInt32> = []
    var words: [(count: UInt32, at: Int, word: String)] = []
    let pieces = String(decoding: text, as: UTF8.self).split { !$0.isLetter }
    for (at, piece) in pieces.enumerated() where (4...24).contains(piece.count) {
      let bytes = Array(piece.utf8)
      var token = [UInt32](repeating: 0, count: bytes.count)
      guard tg_match_tokens(bytes, bytes.count, &token) == 1, !foreign.contains(token[0]),
        seen.insert(token[0]).inserted
      else { continue }
      words.append((counts[Int(token[0] & mask)], at, String(piece)))
    }
    let rare = words.filter { Double($0.count) <= 0.02 * Double(count) + 2 }
    return rare.sorted { ($0.count, $0.at) < ($1.count, $1.at) }.prefix(most).sorted { $0.at < $1.at }.map(\.word)
  }

  private mutating func weigh() {
    let most = Int(counts.max() ?? 0)
    weights = (0...most).map { c in
      // A token may stand in both texts of an example, and so be counted more often than there are examples.
      let frequency = Float(log(Double(count + 1) / (Double(c) + 0.5)))
      return frequency > 0 ? frequency * frequency : 0
    }
    promptWeights = (0..<count).map { i in
      tg_match_weight(prompts.tokens, prompts.starts[i], prompts.starts[i + 1], counts, mask, weights)
    }
    answerWeights = (0..<count).map { i in
      tg_match_weight(answers.tokens, answers.starts[i], answers.starts[i + 1], counts, mask, weights)
    }
  }

  private func side(_ lists: Lists) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: Int(mask) + 1)
    tg_match_count(lists.tokens, 0, lists.tokens.count, &counts, mask)
    return counts
  }

  private func sides(_ lists: Lists, _ side: [UInt32], _ shapes: Lists, _ most: Int, _ seed: UInt32) -> Lists {
    var result = Lists()
    result.tokens.reserveCapacity(count * (most + 8))
    var picked = [UInt32](repeating: 0, count: most + MatchTokens.mostShapes)
    for i in 0..<count {
      var n = tg_match_rarest(
        lists.tokens, lists.starts[i], lists.starts[i + 1], side, counts, mask, most, seed, &picked)
      for k in shapes.starts[i]..<shapes.starts[i + 1] {
        picked[n] = tg_match_side(shapes.tokens[k], seed)
        n += 1
      }
      result.append(picked[..<n])
    }
    return result
  }

  /// Room for the tokens of one text.
  private struct Scratch {
    enum Side { case prompt, answer }

    var tokens: [UInt32] = []
    var count = 0
    var shape = [UInt32](repeating: 0, count: MatchTokens.mostShapes)
    var shapes = 0
    var identity: UInt64 = 0

    mutating func read(_ text: [UInt8], _ side: Side, upTo limit: Int) {
      let bytes = min(text.count, limit)
      if tokens.count < bytes { tokens = [UInt32](repeating: 0, count: bytes) }
      count = tg_match_tokens(text, bytes, &tokens)
      shapes =
        switch side {
        case .prompt: tg_match_prompt_shape(text, bytes, tokens, count, &shape)
        case .answer: tg_match_answer_shape(text, bytes, tokens, count, &shape)
        }
      count = tg_match_distinct(&tokens, count)
      identity = tokens[..<count].reduce(7) { Fingerprint.mix($0, UInt64($1)) }
    }
  }
}
