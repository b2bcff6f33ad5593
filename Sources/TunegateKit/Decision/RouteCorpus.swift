#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Double {
  var binaryLogarithm: Double { log2(self) }
}

/// One example's features, each in its place.
struct RouteVector {
  private(set) var values = [Float](repeating: 0, count: RouteFeature.allCases.count)

  subscript(_ feature: RouteFeature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }
}

/// What is usual in a set, learned from a sample of it: its boilerplate, its labels, the forms of its answers and what
/// stands in them again and again. It turns an example into what the route model looks at.
///
/// O(length) an example; about 10 MB for the usual sample of 500.
struct RouteCorpus {
  let template: PromptTemplate
  private var trigrams: AnswerTrigrams
  /// Of tokens, in how many examples.
  private var spread: HashCounts
  /// Forms of the answers, with how many have each.
  private(set) var skeletons: [UInt64: Int] = [:]
  private let embeddedShare: Double
  private let labels: LabelCounts
  private let rows: Int

  /// - Parameters:
  ///   - examples: The sample.
  ///   - labels: Answers of the whole set.
  init(_ examples: [RouteExample], labels: LabelCounts) {
    self.labels = labels
    rows = examples.count
    template = PromptTemplate(examples)
    let tokens = examples.reduce(0) { $0 + $1.promptTokens.count + $1.answerTokens.count }
    trigrams = AnswerTrigrams(
      expected: examples.reduce(0) { $0 + min($1.answerTokens.count, AnswerTrigrams.mostTokens) })
    spread = HashCounts(expected: tokens)
    embeddedShare = Double(examples.count { $0.shape.isEmbedded }) / Double(max(1, examples.count))
    var last = HashCounts(expected: tokens)
    for (i, example) in examples.enumerated() {
      trigrams.add(example.answerTokens, 1)
      skeletons[example.skeleton, default: 0] += 1
      for list in [example.promptTokens, example.answerTokens] {
        for token in list where last[UInt64(token.hash)] != UInt32(i + 1) {
          spread[UInt64(token.hash)] += 1
          last[UInt64(token.hash)] = UInt32(i + 1)
        }
      }
    }
  }

  /// The features of an example. `isMember` says that the example is one of the sample: then what it adds to the set's
  /// statistics is left out.
  mutating func features(_ example: RouteExample, isMember: Bool) -> RouteVector {
    var vector = RouteVector()
    let mask = template.mask(example)
    let prompt = RoutePrompt(example, mask)
    if isMember { trigrams.add(example.answerTokens, -1) }
    let source = sources(example, prompt)
    if isMember { trigrams.add(example.answerTokens, 1) }
    putForm(example, &vector)
    putSources(example, source, prompt, &vector)
    putLabel(example, isMember: isMember, &vector)
    putReasoning(example, source, prompt, &vector)
    prompt.putCues(&vector)
    prompt.putShape(answerTokens: example.answerTokens.count, &vector)
    return vector
  }

  // MARK: - Where the answer's words come from

  /// Shares of the answer's content.
  struct Sources {
    var grounded = 0.0
    var template = 0.0
    var novel = 0.0
    var numbers = 0.0
    var names = 0.0
    var rare = 0.0
    var bits = 0.0
    var novelNumbers = 0
  }

  private func sources(_ example: RouteExample, _ prompt: RoutePrompt) -> Sources {
    let tokens = example.answerTokens.prefix(AnswerTrigrams.mostTokens)
    var content = tokens.indices.filter { tokens[$0].isContent }
    if content.isEmpty { content = tokens.indices.filter { tokens[$0].isWordLike } }
    if content.isEmpty { content = Array(tokens.indices) }
    var source = Sources()
    let bits = trigrams.bits(example.answerTokens)
    for i in content {
      let token = tokens[i]
      if prompt.grounds(tokens, i) {
        source.grounded += 1
        continue
      }
      source.bits += min(bits[i], 20)
      if bits[i] <= 1 {
        source.template += 1
        continue
      }
      source.novel += 1
      if token.kind == .number {
        source.numbers += 1
      } else if token.isCapital, token.characters > 1 {
        source.names += 1
      }
      if spread[UInt64(token.hash)] <= 1 { source.rare += 1 }
    }
    source.novelNumbers = Int(source.numbers)
    let all = Double(max(1, content.count))
    source.grounded /= all
    source.template /= all
    source.novel /= all
    source.numbers /= all
    source.names /= all
    source.rare /= all
    source.bits = min(12, source.bits / all) / 12
    return source
  }

  private func putSources(
    _ example: RouteExample, _ source: Sources, _ prompt: RoutePrompt, _ vector: inout RouteVector
  ) {
    vector[.grounded] = Float(source.grounded)
    vector[.template] = Float(source.template)
    vector[.novel] = Float(source.novel)
    vector[.novelNumbers] = Float(source.numbers)
    vector[.novelNames] = Float(source.names)
    vector[.novelRare] = Float(source.rare)
    vector[.surprise] = Float(source.bits)
    let isOption = example.shape.isOptionKey && prompt.options >= 3
    let core = example.core
    let hasCore = core.reduce(0) { $0 + Int($1.characters) } > 1
    let copied = hasCore && !isOption && prompt.variable.holds(core)
    let anywhere = hasCore ? prompt.all.lastPlace(of: core) : nil
    vector[.copied] = copied ? 1 : 0
    vector[.copiedAnywhere] = anywhere != nil ? 1 : 0
    let count = example.answerTokens.count
    if let anywhere, count <= 15, prompt.isListed(anywhere..<anywhere + core.count) { vector[.chosenFromList] = 1 }
    vector[.reordered] = source.grounded >= 0.9 && !copied && count >= 3 && count <= 60 ? 1 : 0
    vector[.optionKey] = isOption ? 1 : 0
    vector[.options] = Float(min(prompt.options, 5)) / 5
  }

  // MARK: - Form

  private func putForm(_ example: RouteExample, _ vector: inout RouteVector) {
    let (shape, tokens) = (example.shape, example.answerTokens)
    let body = AnswerShape.trimmed(example.answer[...])
    vector[.answerLength] = log1p(Float(tokens.count))
    vector[.answerLines] = body.contains(0x0A) ? 1 : 0
    vector[.structureMarks] = min(
      2, 10 * Float(example.answer.count(where: RoutePrompt.isStructural)) / Float(max(1, example.answer.count)))
    vector[.json] = shape.json
    vector[.sql] = shape.sql
    vector[.xml] = shape.xml
    vector[.call] = shape.call
    vector[.expression] = shape.expression
    vector[.shell] = shape.shell
    vector[.code] = Float(min(shape.codeSigns, 6)) / 6
    vector[.pairs] = tokens.count >= 6 ? min(1, Float(shape.pairs) / 4) : 0
    vector[.parsed] = shape.parsed
    vector[.embedded] = shape.isEmbedded && embeddedShare >= 0.6 ? 1 : 0
    if tokens.count >= 6 {
      vector[.skeleton] = log1p(Float(skeletons[example.skeleton] ?? 0)) / log1p(Float(rows))
    }
    vector[.short] = tokens.count <= 8 ? 1 : 0
    vector[.asksBack] = body.last == 0x3F ? 1 : 0
    let first = example.answerTokens.first
    vector[.answerCapital] = first?.isCapital == true && tokens.count <= 12 ? 1 : 0
    let hasYear = tokens.contains { $0.kind == .number && $0.characters == 4 && $0.value >= 1000 && $0.value < 2100 }
    vector[.answerYear] = hasYear && tokens.count <= 12 ? 1 : 0
    vector[.answerSentences] = log1p(Float(RoutePrompt.sentences(example.answer)))
    let words = tokens.filter(\.isWordLike)
    vector[.stopWords] = Float(words.count { $0.isStopWord }) / Float(max(1, words.count))
    vector[.latex] = RoutePrompt.isLatex(example) ? 1 : 0
  }

  // MARK: - Labels

  private func putLabel(_ example: RouteExample, isMember: Bool, _ vector: inout RouteVector) {
    let count = labels[example.label] + (isMember ? 0 : 1)
    vector[.labelFrequency] = log1p(Float(max(0, count - 1))) / log1p(Float(max(1, labels.total)))
    vector[.isLabel] = labels.isLabel(count) ? 1 : 0
    let core = example.core
    if core.count == 1, let word = core.first, RouteWords.yesNo.contains(word.hash) { vector[.yesNo] = 1 }
  }

  // MARK: - Reasoning

  private func putReasoning(
    _ example: RouteExample, _ source: Sources, _ prompt: RoutePrompt, _ vector: inout RouteVector
  ) {
    let tokens = example.answerTokens
    let words = tokens.count { $0.isWordLike }
    let numbers = tokens.filter { $0.kind == .number }
    let arithmetic = Arithmetic.count(tokens)
    let connectives = RouteCues.count(.connective, tokens, tokens.indices)
    let isFinal = RoutePrompt.endsArgument(example)
    vector[.arithmetic] = min(3, log1p(Float(arithmetic)))
    if words >= 8 { vector[.connectives] = min(3, 20 * Float(connectives) / Float(max(10, words))) }
    vector[.finalMark] = isFinal && tokens.count > 8 ? 1 : 0
    let isLong = words >= 15 || tokens.count >= 30
    let argues =
      arithmetic >= 2 || isFinal && connectives >= 2
      || connectives >= 4 && 100 * Double(connectives) >= 5 * Double(max(1, words))
    vector[.rationale] = isLong && example.shape.parsed < 0.8 && argues ? 1 : 0
    vector[.calculated] = source.novelNumbers > 0 && prompt.numbers.count >= 2 ? 1 : 0
    guard numbers.count == 1, tokens.count <= 8, words <= 2, let value = numbers.first?.value, !value.isNaN else {
      return
    }
    vector[.numberAnswer] = 1
    vector[.novelNumberAnswer] = source.novelNumbers > 0 ? 1 : 0
    vector[.derivable] = Arithmetic.derives(value, from: prompt.numbers) ? 1 : 0
  }
}

/// Answers of a set as labels: how often each stands.
struct LabelCounts {
  private var counts: [UInt64: Int] = [:]
  private(set) var total = 0

  mutating func add(_ label: UInt64, copies: Int) {
    counts[label, default: 0] += copies
    total += copies
  }

  subscript(_ label: UInt64) -> Int { counts[label] ?? 0 }

  /// Whether an answer that stands so often repeats as a label does.
  func isLabel(_ count: Int) -> Bool { Double(count) >= max(3, 0.005 * Double(total)) }

  /// The share of the examples whose answers repeat so, and how many such answers there are.
  var repeated: (share: Double, labels: Int) {
    let labels = counts.values.filter { isLabel($0) }
    return (Double(labels.reduce(0, +)) / Double(max(1, total)), labels.count)
  }

  var largestShare: Double { Double(counts.values.max() ?? 0) / Double(max(1, total)) }
}

/// Sums in texts, by tokens.
enum Arithmetic {
  private static let operators = Set(["-", "+", "*", "/", "%", "^", "\u{D7}", "\u{F7}"].map { RouteTokens.hash($0) })
  private static let equals = RouteTokens.hash("=")
  private static let dollar = RouteTokens.hash("$")
  private static let minus = RouteTokens.hash("-")

  /// Operations between two numbers, and results behind an equals sign.
  static func count(_ tokens: [RouteTokens.Token]) -> Int {
    var (count, i) = (0, 0)
    while i < tokens.count {
      if tokens[i].kind == .number, i + 2 < tokens.count, operators.contains(tokens[i + 1].hash) {
        let next = tokens[i + 2].hash == dollar ? i + 3 : i + 2
        if next < tokens.count, tokens[next].kind == .number {
          count += 1
          i = next + 1
          continue
        }
      }
      if tokens[i].hash == equals {
        var next = i + 1
        if next < tokens.count, tokens[next].hash == dollar { next += 1 }
        if next < tokens.count, tokens[next].hash == minus { next += 1 }
        if next < tokens.count, tokens[next].kind == .number { count += 1 }
      }
      i += 1
    }
    return count
  }

  /// Whether one operation on two of the numbers, or the sum of all, gives the value.
  static func derives(_ value: Double, from numbers: [Double]) -> Bool {
    guard (2...12).contains(numbers.count) else { return false }
    let tolerance = 1e-6 * max(1, abs(value)) + (value == value.rounded() ? 0 : 0.006)
    func isValue(_ x: Double) -> Bool { abs(x - value) <= tolerance }
    if isValue(numbers.reduce(0, +)) { return true }
    for (a, x) in numbers.enumerated() {
      for (b, y) in numbers.enumerated() where a != b {
        if isValue(x + y) || isValue(x - y) || isValue(x * y) || y != 0 && isValue(x / y) { return true }
      }
    }
    return false
  }
}
