/// What words of a prompt or an answer hint at. Of English; other languages are judged by shape alone.
struct RouteCues: OptionSet, Hashable, Sendable {
  let rawValue: UInt16
  /// A quantity to work out or a puzzle to solve.
  static let quantity = RouteCues(rawValue: 1 << 0)
  /// Conditions, comparisons, positions: the wording of puzzles and of word problems.
  static let logic = RouteCues(rawValue: 1 << 1)
  /// Asks for the steps.
  static let steps = RouteCues(rawValue: 1 << 2)
  /// Names a form: JSON, a schema, fields.
  static let form = RouteCues(rawValue: 1 << 3)
  static let code = RouteCues(rawValue: 1 << 4)
  /// Asks for a text: write, summarize, translate.
  static let write = RouteCues(rawValue: 1 << 5)
  static let classify = RouteCues(rawValue: 1 << 6)
  /// Begins a question.
  static let question = RouteCues(rawValue: 1 << 7)
  /// Asks for a fact: who, when, capital of.
  static let fact = RouteCues(rawValue: 1 << 8)
  /// Speaks of a text that was given.
  static let context = RouteCues(rawValue: 1 << 9)
  static let time = RouteCues(rawValue: 1 << 10)
  /// Joins steps of an argument.
  static let connective = RouteCues(rawValue: 1 << 11)
  /// Ends an argument.
  static let final = RouteCues(rawValue: 1 << 12)

  /// Visits every word or phrase of `range` that hints at something.
  static func visit(_ tokens: [RouteTokens.Token], _ range: Range<Int>, _ body: (Int, RouteCues) -> Void) {
    let starts = RouteWords.starts
    for i in range where tokens[i].kind == .word && starts[RouteWords.start(tokens[i].hash)] {
      var hash = tokens[i].hash
      var cues = RouteWords.words[hash] ?? []
      for length in 2...RouteWords.longestPhrase {
        // Hyphens join the words of "step-by-step" as spaces do.
        guard let next = word(after: i, length - 1, tokens, range) else { break }
        hash = RouteWords.join(hash, tokens[next].hash)
        if let phrase = RouteWords.phrases[hash] { cues.formUnion(phrase) }
      }
      if !cues.isEmpty { body(i, cues) }
    }
  }

  /// The index of the word that stands `steps` words behind, with nothing but hyphens between.
  private static func word(
    after i: Int, _ steps: Int, _ tokens: [RouteTokens.Token], _ range: Range<Int>
  ) -> Int? {
    var (at, left) = (i + 1, steps)
    while at < range.upperBound {
      if tokens[at].kind == .word {
        left -= 1
        if left == 0 { return at }
      } else if tokens[at].hash != RouteWords.hyphen {
        return nil
      }
      at += 1
    }
    return nil
  }

  /// How many words or phrases of `range` hint at `cue`.
  static func count(_ cue: RouteCues, _ tokens: [RouteTokens.Token], _ range: Range<Int>) -> Int {
    var count = 0
    visit(tokens, range) { _, cues in count += cues.contains(cue) ? 1 : 0 }
    return count
  }
}

/// The words behind the cues.
enum RouteWords {
  static let longestPhrase = 4
  static let hyphen = RouteTokens.hash("-")

  static func join(_ a: UInt32, _ b: UInt32) -> UInt32 { RouteTokens.step(a &* 31, b) }

  static let stop = Set(
    """
    a an the of to in on at by for with from and or but as is are was were be been being it its this that these those \
    he she they we you i his her their our your my me him them us not no do does did done have has had having will \
    would can could should may might must shall there here what which who whom whose when where why how if then than \
    so such into about over after before between out up down off again more most some any each all both few other own \
    same too very just also only s t d ll re ve m n't
    """.split(separator: " ").map { RouteTokens.hash($0) })

  /// Inflections are listed: the model was fitted to patterns such as `calculat\\w*`.
  private static let lists: [(RouteCues, String)] = [
    (
      .quantity,
      """
      calculate|calculates|calculated|calculating|calculation|compute|computes|computed|computing|solve|evaluate|\
      evaluates|evaluated|evaluating|evaluation|determine|determines|determined|determining|simplify|prove|deduce|\
      infer|puzzle|riddle|pattern|sequence|decrypt|decode|cipher|sort|reverse|count|possible|valid|logical|logically|\
      how many|how much|how long|how far|how old|find the value|find the number|find the sum|find the area|\
      find the probability|find the next|find the missing|what is the sum|what is the product|what is the value|\
      what is the probability|what is the total|what is the average|what is the percentage|what is the next|\
      what is the result|what is the area|what is the perimeter|what is the remainder|true or false
      """
    ),
    (
      .logic,
      """
      if|then|either|all|some|none|every|each|only|left|right|north|south|east|west|before|after|older|younger|taller|\
      swap|swaps|move|moves|turn|step|steps|must|exactly|at least|cannot|than|more|less|times|twice|half|total|\
      remaining|per
      """
    ),
    (
      .steps,
      """
      step by step|your reasoning|explain your|think before|think step|chain of thought|show your|reason step|\
      reason first|reason before|reason your|reasoning step|reasoning first|reasoning before|reasoning your
      """
    ),
    (
      .form,
      """
      json|xml|yaml|csv|sql|sqlite|schema|regex|markdown|html|api|function call|patch|in the format|\
      in the following format|key|keys|field|fields
      """
    ),
    (.code, "python|java|javascript|bash|function|code|api|sql"),
    (
      .write,
      """
      write|compose|generate|create|summary|summarize|summarise|summarizes|summaries|summarizing|paraphrase|\
      paraphrasing|rewrite|rephrase|translate|describe|draft|story|article|title|headline|poem|essay|tldr|email|review|\
      dialogue|sentence|imagine|design|suggest|list|explain|proofread
      """
    ),
    (
      .classify,
      """
      classify|classified|classification|category|categories|categorize|categorise|label|sentiment|\
      positive or negative|which category|which section|which topic|which class|is this|does this|intent|\
      respond with only|answer y or n|yes or no|true or false|spam|topic
      """
    ),
    (
      .question,
      """
      who|whom|whose|when|where|which|what|name|in what|in which|on what|how many|how old|what's|who's|is|are|was|were|\
      did|does|do|can
      """
    ),
    (
      .fact,
      """
      who|whom|whose|when|where|which|in what|what year|what city|what country|capital of|name of|author|founded|born|\
      release|released|located|known|called|invented|wrote|play|plays|played|sang|won
      """
    ),
    (
      .context,
      """
      passage|context|paragraph|article|text|document|according to|based on|given the|following|read|abstract|email|\
      excerpt|background
      """
    ),
    (
      .time,
      """
      latest|current|currently|today|recent|recently|this week|this month|this year|as of|now|newest|version|release|\
      released|releases|up to date
      """
    ),
    (
      .connective,
      """
      therefore|thus|hence|because|since|so|then|next|first|second|third|finally|implies|let|assume|suppose|given|\
      we know|we get|we have|we can|we find|we need|which means|that means|it follows|step|consider|substitute|\
      substituting|substituted|substitution|answer
      """
    ),
    (.final, "answer is|final answer|so the answer"),
  ]

  static let words: [UInt32: RouteCues] = table { $0.count == 1 }
  static let phrases: [UInt32: RouteCues] = table { $0.count > 1 }

  /// Where a word or the first word of a phrase may stand: nearly all other words are sorted out by it.
  static let starts: [Bool] = {
    var starts = [Bool](repeating: false, count: 1 << 12)
    for (_, list) in lists {
      for entry in list.split(separator: "|") {
        if let first = entry.split(separator: " ").first { starts[start(RouteTokens.hash(first))] = true }
      }
    }
    return starts
  }()

  @inline(__always)
  static func start(_ hash: UInt32) -> Int { Int((hash ^ hash >> 16) & 0xFFF) }

  private static func table(_ takes: ([Substring]) -> Bool) -> [UInt32: RouteCues] {
    var table: [UInt32: RouteCues] = [:]
    for (cue, list) in lists {
      for entry in list.split(separator: "|") {
        let parts = entry.split(separator: " ")
        guard takes(parts), let first = parts.first else { continue }
        let hash = parts.dropFirst().reduce(RouteTokens.hash(first)) { join($0, RouteTokens.hash($1)) }
        table[hash, default: []].formUnion(cue)
      }
    }
    return table
  }

  static let numbers: [UInt32: Double] = Dictionary(
    uniqueKeysWithValues: "zero one two three four five six seven eight nine ten eleven twelve".split(separator: " ")
      .enumerated().map { (RouteTokens.hash($0.element), Double($0.offset)) })
  static let yesNo = Set("yes no true false y n t f".split(separator: " ").map { RouteTokens.hash($0) })
  static let conjunctions = Set(["or", "and"].map { RouteTokens.hash($0) })
  static let programs = Set(
    "program function script code query class regex command".split(separator: " ").map { RouteTokens.hash($0) })
  static let write = RouteTokens.hash("write")
  static let articles = Set(["a", "an", "some"].map { RouteTokens.hash($0) })
}
