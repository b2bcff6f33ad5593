#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A list of tokens in which others are looked for.
struct TokenList {
  let tokens: [RouteTokens.Token]

  /// Where the sequence stands last; nil when it does not.
  func lastPlace(of sequence: ArraySlice<RouteTokens.Token>) -> Int? {
    guard let first = sequence.first, sequence.count <= tokens.count else { return nil }
    for start in stride(from: tokens.count - sequence.count, through: 0, by: -1) where tokens[start].hash == first.hash
    {
      if zip(tokens[start...], sequence).allSatisfy({ $0.hash == $1.hash }) { return start }
    }
    return nil
  }

  func holds(_ sequence: ArraySlice<RouteTokens.Token>) -> Bool { lastPlace(of: sequence) != nil }
}

/// A prompt as the route model sees it: what is boilerplate in it, its numbers, its last question.
struct RoutePrompt {
  let text: [UInt8]
  let all: TokenList
  /// Without the boilerplate.
  let variable: TokenList
  /// The values of the numbers in the variable part, number words included.
  let numbers: [Double]
  /// The longest run of answer options.
  let options: Int
  private let hashes: [UInt32]
  private let stems: [UInt32]
  private let values: [Double]
  /// Hashes of two ideographs in a row.
  private let pairs: [UInt32]

  init(_ example: RouteExample, _ mask: [Bool]) {
    text = example.prompt
    all = TokenList(tokens: example.promptTokens)
    let tokens = example.promptTokens.indices.filter { !mask[$0] }.map { example.promptTokens[$0] }
    variable = TokenList(tokens: tokens)
    options = OptionList.longest(example.prompt)
    hashes = tokens.map(\.hash).sorted()
    stems = tokens.filter(\.isWordLike).map(\.stem).sorted()
    values = tokens.filter { $0.kind == .number }.map(\.value).filter { !$0.isNaN }.sorted()
    numbers =
      tokens.indices.filter { tokens[$0].kind == .number && !RoutePrompt.isIdentifier(tokens, $0) }.map {
        tokens[$0].value
      }
      .filter { !$0.isNaN } + tokens.compactMap { RouteWords.numbers[$0.hash] }
    var pairs: [UInt32] = []
    for (a, b) in zip(example.promptTokens, example.promptTokens.dropFirst()) where a.kind == .ideograph {
      pairs.append(RouteWords.join(a.hash, b.hash))
    }
    self.pairs = pairs.sorted()
  }

  /// The number of `ABC-123`.
  private static func isIdentifier(_ tokens: [RouteTokens.Token], _ i: Int) -> Bool {
    guard i >= 2, tokens[i - 1].hash == RouteWords.hyphen, tokens[i - 1].end == tokens[i].start else { return false }
    return tokens[i - 2].kind == .word && tokens[i - 2].end == tokens[i - 1].start
  }

  static func contains<T: Comparable>(_ sorted: [T], _ value: T) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == value
  }

  /// Whether the variable part holds the token: as it stands, by its stem, by its value; two ideographs in a row.
  func grounds(_ tokens: ArraySlice<RouteTokens.Token>, _ i: Int) -> Bool {
    let token = tokens[i]
    switch token.kind {
    case .ideograph:
      if i + 1 < tokens.endIndex { return RoutePrompt.contains(pairs, RouteWords.join(token.hash, tokens[i + 1].hash)) }
      if i > tokens.startIndex, tokens[i - 1].kind == .ideograph {
        return RoutePrompt.contains(pairs, RouteWords.join(tokens[i - 1].hash, token.hash))
      }
      return RoutePrompt.contains(hashes, token.hash)
    case .number:
      return RoutePrompt.contains(hashes, token.hash) || !token.value.isNaN && RoutePrompt.contains(values, token.value)
        || numbers.contains(token.value)
    default: return RoutePrompt.contains(hashes, token.hash) || RoutePrompt.contains(stems, token.stem)
    }
  }

  private static let listMarks = Set([",", ";", ":", "[", "(", "/", "\u{2022}", "."].map { RouteTokens.hash($0) })
  private static let listEnds = Set([",", ";", ".", ")", "]", "/", "?", "("].map { RouteTokens.hash($0) })
  private static let comma = RouteTokens.hash(",")

  /// Whether the tokens at `range` are one item of a list of choices.
  func isListed(_ range: Range<Int>) -> Bool {
    let tokens = all.tokens
    func isBreak(_ a: Int, _ b: Int) -> Bool { text[a..<b].contains(0x0A) }
    let before = range.lowerBound > 0 ? tokens[range.lowerBound - 1] : nil
    let after = range.upperBound < tokens.count ? tokens[range.upperBound] : nil
    let begins =
      before.map {
        RoutePrompt.listMarks.contains($0.hash) || RouteWords.conjunctions.contains($0.hash)
          || isBreak(Int($0.end), Int(tokens[range.lowerBound].start))
      } ?? true
    let ends =
      after.map {
        RoutePrompt.listEnds.contains($0.hash) || RouteWords.conjunctions.contains($0.hash)
          || isBreak(Int(tokens[range.upperBound - 1].end), Int($0.start))
      } ?? true
    guard begins, ends else { return false }
    let near = tokens.suffix(300)
    return near.count { $0.hash == RoutePrompt.comma } >= 3 && variable.tokens.count <= 120 || options >= 2
      || near.suffix(60).contains { RouteWords.conjunctions.contains($0.hash) && $0.characters == 2 }
  }

  // MARK: - Cues

  /// Tokens that begin in these bytes.
  private func range(_ bytes: Range<Int>) -> Range<Int> {
    let tokens = all.tokens
    let low = tokens.firstIndex { Int($0.start) >= bytes.lowerBound } ?? tokens.count
    let high = tokens[low...].firstIndex { Int($0.start) >= bytes.upperBound } ?? tokens.count
    return low..<high
  }

  /// How often each cue stands in the first and the last so many bytes of the prompt.
  private func ends(_ cue: RouteCues, _ bytes: Int) -> Int {
    let tail = RouteCues.count(cue, all.tokens, range(max(0, text.count - bytes)..<text.count))
    return tail + RouteCues.count(cue, all.tokens, range(0..<min(bytes, text.count)))
  }

  func putCues(_ vector: inout RouteVector) {
    var whole: [RouteCues: Int] = [:]
    let body = range(max(0, text.count - 1_500)..<text.count)
    RouteCues.visit(all.tokens, all.tokens.indices) { i, cues in
      for cue in [RouteCues.quantity, .logic] where body.contains(i) && cues.contains(cue) {
        whole[cue, default: 0] += 1
      }
      for cue in [RouteCues.steps, .form] where cues.contains(cue) { whole[cue, default: 0] += 1 }
    }
    vector[.promptQuantity] = Float(min(3, whole[.quantity] ?? 0)) / 3
    vector[.promptLogic] = min(
      1.5, 10 * Float(whole[.logic] ?? 0) / Float(max(20, min(all.tokens.count, 300))))
    vector[.promptSteps] = whole[.steps] != nil ? 1 : 0
    vector[.promptForm] = Float(min(2, whole[.form] ?? 0)) / 2
    vector[.promptCode] = Float(min(2, ends(.code, 400) + programRequests())) / 2
    vector[.promptWrite] = Float(min(2, ends(.write, 300))) / 2
    vector[.promptClassify] = Float(min(2, ends(.classify, 400))) / 2
    vector[.promptContext] = Float(min(2, ends(.context, 300))) / 2
    let question = lastQuestion()
    var (facts, begins) = (0, false)
    RouteCues.visit(all.tokens, question) { i, cues in
      if cues.contains(.fact) { facts += 1 }
      if i == question.lowerBound, cues.contains(.question) { begins = true }
    }
    vector[.promptQuestion] = begins ? 1 : 0
    vector[.promptFact] = Float(min(2, facts)) / 2
    let tail = text.suffix(400)
    vector[.promptQuestionMark] = tail.contains(0x3F) || RoutePrompt.holds(tail, [0xEF, 0xBC, 0x9F]) ? 1 : 0
    vector[.promptTime] = Float(min(2, times(range(max(0, text.count - 400)..<text.count)))) / 2
  }

  /// "Write a … program", with a few words between.
  private func programRequests() -> Int {
    var count = 0
    for i in all.tokens.indices where all.tokens[i].hash == RouteWords.write {
      guard i + 1 < all.tokens.count, RouteWords.articles.contains(all.tokens[i + 1].hash) else { continue }
      if all.tokens[i...].prefix(9).contains(where: { RouteWords.programs.contains($0.hash) }) { count += 1 }
    }
    return count
  }

  private func times(_ range: Range<Int>) -> Int {
    RouteCues.count(.time, all.tokens, range)
      + range.count { i in
        let token = all.tokens[i]
        guard token.kind == .number else { return false }
        return token.characters == 4 && (1900..<2100).contains(token.value)
          || text[Int(token.start)..<Int(token.end)].contains(0x2E)
      }
  }

  private static let labels = Set(["q", "question", "frage"].map { RouteTokens.hash($0) })

  /// Tokens of the last sentence or line with a question mark, or of the last one.
  private func lastQuestion() -> Range<Int> {
    let tail = range(max(0, text.count - 400)..<text.count)
    var pieces: [Range<Int>] = []
    var start = tail.lowerBound
    for i in tail {
      let token = all.tokens[i]
      let isStop = token.characters == 1 && [0x2E, 0x3F, 0x21].contains(text[Int(token.start)])
      let next = i + 1 < tail.upperBound ? Int(all.tokens[i + 1].start) : text.count
      let gap = text[Int(token.end)..<max(Int(token.end), next)]
      guard isStop && gap.contains(where: AnswerShape.isSpace) || gap.contains(0x0A) || i + 1 == tail.upperBound else {
        continue
      }
      pieces.append(start..<i + 1)
      start = i + 1
    }
    let questions = pieces.filter { piece in
      piece.contains { text[Int(all.tokens[$0].start)] == 0x3F }
    }
    guard var piece = questions.last ?? pieces.last else { return tail }
    if piece.count > 2, RoutePrompt.labels.contains(all.tokens[piece.lowerBound].hash),
      text[Int(all.tokens[piece.lowerBound + 1].start)] == 0x3A
    {
      piece = piece.lowerBound + 2..<piece.upperBound
    }
    return piece
  }

  // MARK: - Shape

  func putShape(answerTokens: Int, _ vector: inout RouteVector) {
    let tokens = variable.tokens
    let count = tokens.count
    let words = tokens.count { $0.kind == .ideograph || $0.kind == .word && $0.characters > 1 }
    vector[.promptNumbers] = min(4, log1p(Float(numbers.count)))
    vector[.promptNumberShare] = Float(tokens.count { $0.kind == .number }) / Float(max(1, count))
    vector[.promptSymbols] = 1 - Float(words) / Float(max(1, count))
    let tail = text.suffix(800)
    vector[.promptMath] = min(2, 20 * Float(tail.count(where: RoutePrompt.isMath)) / Float(max(1, tail.count)))
    vector[.promptLength] = log1p(Float(count))
    vector[.promptLong] = count > 80 ? 1 : 0
    vector[.promptShort] = count <= 25 ? 1 : 0
    let all = all.tokens.filter(\.isWordLike)
    vector[.promptCapitals] = min(
      1, 2 * Float(all.dropFirst().count { $0.isCapital }) / Float(max(1, all.count)))
    vector[.lengthRatio] = max(-4, min(4, log(Float(answerTokens + 1) / Float(count + 1))))
  }

  static func isStructural(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x7B, 0x7D, 0x5B, 0x5D, 0x28, 0x29, 0x3C, 0x3E, 0x3D, 0x3A, 0x3B, 0x7C, 0x22, 0x5C, 0x2F, 0x5F, 0x24, 0x40,
      0x23,
      0x26, 0x2A, 0x7E, 0x5E, 0x60:
      true
    default: false
    }
  }

  static func isMath(_ byte: UInt8) -> Bool { [0x2B, 0x2A, 0x2F, 0x3D, 0x5E, 0x25, 0x3C, 0x3E].contains(byte) }

  static func holds(_ text: ArraySlice<UInt8>, _ needle: [UInt8]) -> Bool {
    guard let first = needle.first, text.count >= needle.count else { return false }
    for i in text.startIndex...(text.endIndex - needle.count) where text[i] == first {
      if text[i...].starts(with: needle) { return true }
    }
    return false
  }

  /// Stops that end a sentence.
  static func sentences(_ text: [UInt8]) -> Int {
    var count = 0
    for (i, byte) in text.enumerated() {
      switch byte {
      case 0x2E, 0x21, 0x3F: if i + 1 == text.count || AnswerShape.isSpace(text[i + 1]) { count += 1 }
      // The ideographic full stop, the fullwidth exclamation and question marks.
      case 0x82: if i >= 2, text[i - 2] == 0xE3, text[i - 1] == 0x80 { count += 1 }
      case 0x81, 0x9F: if i >= 2, text[i - 2] == 0xEF, text[i - 1] == 0xBC { count += 1 }
      default: break
      }
    }
    return count
  }

  static func isLatex(_ example: RouteExample) -> Bool {
    func has(_ text: [UInt8]) -> Bool { text.contains(0x5C) && text.contains(0x24) }
    return has(example.answer) || has(example.prompt) || holds(example.answer[...], Array("\\frac".utf8))
  }

  private static let answer = RouteTokens.hash("answer")

  /// Marks that stand where an argument ends: `####`, `\boxed`, "answer:", "the answer is".
  static func endsArgument(_ example: RouteExample) -> Bool {
    let (text, tokens) = (example.answer, example.answerTokens)
    if holds(text[...], Array("####".utf8)) || holds(text[...], Array("\\boxed".utf8)) { return true }
    if RouteCues.count(.final, tokens, tokens.indices) > 0 { return true }
    return zip(tokens, tokens.dropFirst()).contains { $0.hash == answer && text[Int($1.start)] == 0x3A }
  }
}
