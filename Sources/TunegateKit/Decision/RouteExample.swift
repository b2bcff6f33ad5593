/// One example, cut into tokens once.
struct RouteExample {
  let prompt: [UInt8]
  let answer: [UInt8]
  let promptTokens: [RouteTokens.Token]
  let answerTokens: [RouteTokens.Token]
  let shape: AnswerShape
  /// Equal for answers that are the same label: case and white space do not count.
  let label: UInt64
  let skeleton: UInt64

  private static let mostAnswerTokens = 600

  init(prompt: [UInt8], answer: [UInt8]) {
    self.prompt = prompt
    self.answer = answer
    promptTokens = RouteTokens(prompt).tokens
    answerTokens = Array(RouteTokens(answer).tokens.prefix(RouteExample.mostAnswerTokens))
    shape = AnswerShape(answer, answerTokens)
    label = RouteExample.label(answerTokens)
    skeleton = AnswerSkeleton.hash(answer)
  }

  static func label(_ tokens: [RouteTokens.Token]) -> UInt64 {
    tokens.reduce(UInt64(tokens.count)) { Fingerprint.mix($0, UInt64($1.hash)) }
  }

  /// The answer's tokens without marks at either end.
  var core: ArraySlice<RouteTokens.Token> {
    var core = answerTokens[...]
    while core.first?.kind == .mark { core = core.dropFirst() }
    while core.last?.kind == .mark { core = core.dropLast() }
    return core
  }
}

/// Counts by the low bits of a hash: two things that share a slot count as one, which is rare by the table's size.
struct HashCounts {
  private var counts: [UInt32]
  private let mask: UInt64

  /// - Parameter expected: Distinct things that will be counted.
  init(expected: Int) {
    var size = 1 << 12
    while size < expected * 4, size < 1 << 21 { size *= 2 }
    counts = [UInt32](repeating: 0, count: size)
    mask = UInt64(size - 1)
  }

  subscript(_ hash: UInt64) -> UInt32 {
    @inline(__always) get { counts[Int(truncatingIfNeeded: (hash ^ hash >> 32) & mask)] }
    @inline(__always) set { counts[Int(truncatingIfNeeded: (hash ^ hash >> 32) & mask)] = newValue }
  }
}

/// Trigrams of the answers, with the contexts that they follow: how much of an answer any other one of the set would
/// have predicted.
struct AnswerTrigrams {
  private var words: HashCounts
  private var pairs: HashCounts
  private var triples: HashCounts
  private var afterOne: HashCounts
  private var afterTwo: HashCounts
  private var total = 0
  private var distinct = 0

  static let mostTokens = 300
  private static let start: UInt64 = 1

  init(expected: Int) {
    // Texts have far fewer words than pairs of them.
    words = HashCounts(expected: expected / 4)
    pairs = HashCounts(expected: expected)
    triples = HashCounts(expected: expected)
    afterOne = HashCounts(expected: expected / 4)
    afterTwo = HashCounts(expected: expected)
  }

  private struct Context {
    var two = AnswerTrigrams.start
    var one = AnswerTrigrams.start
    var pair: UInt64 { Fingerprint.mix(two, one) }

    mutating func advance(_ token: UInt64) { (two, one) = (one, token) }
  }

  mutating func add(_ tokens: [RouteTokens.Token], _ change: Int32) {
    var context = Context()
    for token in tokens.prefix(AnswerTrigrams.mostTokens) {
      let hash = UInt64(token.hash)
      let pair = context.pair
      if change > 0, words[hash] == 0 { distinct += 1 }
      AnswerTrigrams.bump(&words, hash, change)
      AnswerTrigrams.bump(&pairs, Fingerprint.mix(context.one, hash), change)
      AnswerTrigrams.bump(&triples, Fingerprint.mix(pair, hash), change)
      AnswerTrigrams.bump(&afterOne, context.one, change)
      AnswerTrigrams.bump(&afterTwo, pair, change)
      context.advance(hash)
    }
    total += Int(change) * min(tokens.count, AnswerTrigrams.mostTokens)
  }

  @inline(__always)
  private static func bump(_ table: inout HashCounts, _ hash: UInt64, _ change: Int32) {
    table[hash] = UInt32(bitPattern: Int32(bitPattern: table[hash]) + change)
  }

  /// Bits that each token costs, given the two before it: trigrams that back off to pairs and to words.
  func bits(_ tokens: [RouteTokens.Token]) -> [Double] {
    var context = Context()
    return tokens.prefix(AnswerTrigrams.mostTokens).map { token in
      let hash = UInt64(token.hash)
      let pair = context.pair
      let word = (Double(words[hash]) + 0.5 / Double(distinct + 1)) / (Double(total) + 0.5)
      let after =
        (Double(pairs[Fingerprint.mix(context.one, hash)]) + 2 * word) / (Double(afterOne[context.one]) + 2)
      let probability = (Double(triples[Fingerprint.mix(pair, hash)]) + after) / (Double(afterTwo[pair]) + 1)
      context.advance(hash)
      return -max(probability, 1e-7).binaryLogarithm
    }
  }
}

/// What prompts of a set say over and over: instructions, templates. Five words in a row that a fifth of the prompts
/// hold are boilerplate.
struct PromptTemplate {
  private var counts: HashCounts
  private var lineCounts: HashCounts
  private let least: UInt32
  private let rows: Int
  private var masksLines = false

  private static let width = 5

  init(_ examples: [RouteExample]) {
    rows = examples.count
    least = UInt32(max(8, rows / 5))
    let tokens = examples.reduce(0) { $0 + $1.promptTokens.count }
    counts = HashCounts(expected: tokens)
    lineCounts = HashCounts(expected: tokens / 4)
    var last = HashCounts(expected: tokens)
    for (i, example) in examples.enumerated() {
      PromptTemplate.visit(example.promptTokens) { _, hash in
        if last[hash] != UInt32(i + 1) { counts[hash] += 1 }
        last[hash] = UInt32(i + 1)
      }
    }
    // Where nearly nothing is left, the prompts are made of one template: then only whole lines are boilerplate.
    let left = examples.map { example in mask(example).count { !$0 } }.sorted()
    let all = examples.map(\.promptTokens.count).sorted()
    guard let middle = left.indices.dropFirst(left.count / 2).first, left[middle] < 3, all[middle] > 25 else { return }
    masksLines = true
    for example in examples {
      for line in Set(PromptTemplate.lines(example).map(\.hash)) { lineCounts[line] += 1 }
    }
  }

  /// By token of the prompt: whether it is boilerplate.
  func mask(_ example: RouteExample) -> [Bool] {
    var mask = [Bool](repeating: false, count: example.promptTokens.count)
    if masksLines {
      for line in PromptTemplate.lines(example) where lineCounts[line.hash] >= least {
        for i in line.tokens { mask[i] = true }
      }
      return mask
    }
    PromptTemplate.visit(example.promptTokens) { i, hash in
      guard counts[hash] >= least else { return }
      for k in i..<i + PromptTemplate.width { mask[k] = true }
    }
    return mask
  }

  /// Five tokens in a row, three of them words of two letters and more.
  private static func visit(_ tokens: [RouteTokens.Token], _ body: (Int, UInt64) -> Void) {
    guard tokens.count >= width else { return }
    for i in 0...tokens.count - width {
      let five = tokens[i..<i + width]
      guard five.count(where: { $0.kind == .word && $0.characters >= 2 }) >= 3 else { continue }
      body(i, five.reduce(7) { Fingerprint.mix($0, UInt64($1.hash)) })
    }
  }

  private static func lines(_ example: RouteExample) -> [(hash: UInt64, tokens: Range<Int>)] {
    var lines: [(hash: UInt64, tokens: Range<Int>)] = []
    var start = 0
    for i in example.promptTokens.indices {
      let token = example.promptTokens[i]
      let next = i + 1 < example.promptTokens.count ? Int(example.promptTokens[i + 1].start) : example.prompt.count
      guard next == example.prompt.count || example.prompt[Int(token.end)..<next].contains(0x0A) else { continue }
      let hash = example.promptTokens[start...i].reduce(11) { Fingerprint.mix($0, UInt64($1.hash)) }
      lines.append((hash, start..<i + 1))
      start = i + 1
    }
    return lines
  }
}
