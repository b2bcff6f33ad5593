/// Reads the regular expressions that tokenizers split text with.
///
/// What is read: alternatives, sets, `\p{…}` of general categories, `\s \S \d \D`, literals, `(?:…)` and `(?i:…)`,
/// look-ahead, and quantifiers behind one set. Everything else is refused rather than guessed: the two libraries behind
/// these patterns disagree about the rest, and a wrong split is a wrong count.
struct SplitParser {
  /// Whose pattern it is.
  enum Dialect {
    /// tiktoken's: Rust's `fancy-regex`.
    case rust
    /// That of `tokenizer.json`: Oniguruma in Ruby's syntax, where `{1,3}+` is no possessive run.
    case oniguruma
  }

  private let scalars: [Unicode.Scalar]
  private let dialect: Dialect
  private var at = 0
  private var depth = 0
  private var ignoresCase = false

  private static let mostScalars = 4_096
  private static let deepest = 8

  private init(_ pattern: String, _ dialect: Dialect) {
    scalars = Array(pattern.unicodeScalars)
    self.dialect = dialect
  }

  /// The alternatives of a whole pattern.
  static func parse(_ pattern: String, _ dialect: Dialect) throws(SplitPatternError) -> [[SplitNode]] {
    var parser = SplitParser(pattern, dialect)
    guard parser.scalars.count <= mostScalars else {
      throw SplitPatternError(column: mostScalars, found: "a pattern of \(parser.scalars.count) characters")
    }
    let alternatives = try parser.alternatives()
    if parser.at < parser.scalars.count { throw parser.error("an unbalanced ')'") }
    return alternatives
  }

  private mutating func alternatives() throws(SplitPatternError) -> [[SplitNode]] {
    depth += 1
    defer { depth -= 1 }
    if depth > SplitParser.deepest { throw error("groups nested deeper than \(SplitParser.deepest)") }
    var all: [[SplitNode]] = []
    repeat {
      let start = at
      var nodes: [SplitNode] = []
      while let next = peek, next != "|", next != ")" { nodes.append(try term()) }
      if ignoresCase, let folded = SplitParser.foldingPair(nodes) {
        throw error("'\(folded)' with case ignored, which also stands for one letter", at: start)
      }
      all.append(nodes)
    } while take("|")
    return all
  }

  private mutating func term() throws(SplitPatternError) -> SplitNode {
    if peek == "(" { return try group() }
    let start = at
    let set = try self.set()
    return try quantified(set, from: start)
  }

  private mutating func quantified(_ set: ScalarSet, from start: Int) throws(SplitPatternError) -> SplitNode {
    guard let (least, most, isCounted) = try bounds() else { return .one(set) }
    var isPossessive = false
    if take("+") {
      if isCounted, dialect == .oniguruma {
        throw error("a possessive '{…}+', which Oniguruma reads as two", at: start)
      }
      isPossessive = true
    }
    if let next = peek, "?*+{".unicodeScalars.contains(next) { throw error("a second quantifier '\(next)'") }
    return .run(set, least: least, most: most, isPossessive: isPossessive)
  }

  /// `?`, `*`, `+`, `{n}`, `{n,}` or `{n,m}`; nil when something else comes next.
  private mutating func bounds() throws(SplitPatternError) -> (least: Int, most: Int?, isCounted: Bool)? {
    if take("?") { return (0, 1, false) }
    if take("*") { return (0, nil, false) }
    if take("+") { return (1, nil, false) }
    let start = at
    guard take("{") else { return nil }
    let least = number()
    var most = least
    if take(",") { most = number() }
    guard let least, take("}"), most.map({ $0 >= least && $0 > 0 }) ?? true else {
      throw error("a '{' that is no quantifier", at: start)
    }
    return (least, most, true)
  }

  /// Small numbers only; larger ones would be no splitting pattern.
  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek, "0"..."9" ~= digit, value ?? 0 < 10_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 0x30)
      at += 1
    }
    return value
  }

  private mutating func group() throws(SplitPatternError) -> SplitNode {
    let start = at
    let outer = ignoresCase
    defer { ignoresCase = outer }
    if take("(?=") || take("(?!") {
      let isNegative = scalars[at - 1] == "!"
      return .ahead(try body(start), isNegative: isNegative)
    }
    if take("(?i:") {
      ignoresCase = true
    } else if !take("(?:"), !(peekSecond != "?" && take("(")) {
      throw error("a group '(?…' of another kind than (?:…), (?i:…), (?=…) and (?!…)")
    }
    let alternatives = try body(start)
    if take("?") {
      if let next = peek, "?+".unicodeScalars.contains(next) { throw error("a lazy or possessive group", at: start) }
      return .group(alternatives, isOptional: true)
    }
    if let next = peek, "*+{".unicodeScalars.contains(next) { throw error("a group that repeats", at: start) }
    return .group(alternatives, isOptional: false)
  }

  private mutating func body(_ start: Int) throws(SplitPatternError) -> [[SplitNode]] {
    let alternatives = try self.alternatives()
    guard take(")") else { throw error("a group without its ')'", at: start) }
    return alternatives
  }

  // MARK: - Sets

  private mutating func set() throws(SplitPatternError) -> ScalarSet {
    guard let next = peek else { throw error("the end where a character was expected") }
    switch next {
    case "[": return try characterClass()
    case "\\": return folded(try escape(inClass: false))
    case ".", "^", "$", "*", "+", "?", "{", ")": throw error("'\(next)'")
    default:
      at += 1
      return folded(ScalarSet(next.value))
    }
  }

  private func folded(_ set: ScalarSet) -> ScalarSet { ignoresCase ? CaseFolding.closure(set) : set }

  private mutating func characterClass() throws(SplitPatternError) -> ScalarSet {
    let start = at
    at += 1
    let isNegative = take("^")
    var set = ScalarSet([])
    while !take("]") {
      guard let next = peek else { throw error("a '[' without its ']'", at: start) }
      if next == "[" { throw error("a class inside a class") }
      if next == "&", peekSecond == "&" { throw error("an intersection '&&'") }
      set = set.union(try classItem())
    }
    set = folded(set)
    return isNegative ? set.inverted : set
  }

  private mutating func classItem() throws(SplitPatternError) -> ScalarSet {
    let start = at
    let first = try classAtom()
    guard peek == "-", let after = peekSecond, after != "]" else { return first }
    at += 1
    let last = try classAtom()
    guard let low = first.single, let high = last.single, low <= high else { throw error("a range", at: start) }
    return ScalarSet([low...high])
  }

  private mutating func classAtom() throws(SplitPatternError) -> ScalarSet {
    guard let next = peek else { throw error("the end inside a class") }
    if next == "\\" { return try escape(inClass: true) }
    at += 1
    return ScalarSet(next.value)
  }

  private mutating func escape(inClass: Bool) throws(SplitPatternError) -> ScalarSet {
    let start = at
    at += 1
    guard let kind = peek else { throw error("a '\\' at the end", at: start) }
    at += 1
    switch kind {
    case "s": return TokenUnicode.space
    case "S": return TokenUnicode.space.inverted
    case "d": return TokenUnicode.digits
    case "D": return TokenUnicode.digits.inverted
    case "r": return ScalarSet(0x0D)
    case "n": return ScalarSet(0x0A)
    case "t": return ScalarSet(0x09)
    case "f": return ScalarSet(0x0C)
    case "p", "P": return try property(isNegative: kind == "P", from: start)
    case "a"..."z", "A"..."Z", "0"..."9": throw error("'\\\(kind)'", at: start)
    default: return ScalarSet(kind.value)
    }
  }

  /// `{Lu}`, or one letter.
  private mutating func property(isNegative: Bool, from start: Int) throws(SplitPatternError) -> ScalarSet {
    var name = String.UnicodeScalarView()
    if take("{") {
      while let next = peek, next != "}" {
        name.append(next)
        at += 1
      }
      guard take("}") else { throw error("a property without its '}'", at: start) }
    } else if let next = peek {
      name.append(next)
      at += 1
    }
    guard let set = TokenUnicode.set(named: String(name)) else {
      throw error("the property \\p{\(String(name))}, which is no general category", at: start)
    }
    return isNegative ? set.inverted : set
  }

  // MARK: - The cursor

  private var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }
  private var peekSecond: Unicode.Scalar? { at + 1 < scalars.count ? scalars[at + 1] : nil }

  private mutating func take(_ expected: String) -> Bool {
    let wanted = expected.unicodeScalars
    guard at + wanted.count <= scalars.count, zip(wanted, scalars[at...]).allSatisfy(==) else { return false }
    at += wanted.count
    return true
  }

  private func error(_ found: String, at place: Int? = nil) -> SplitPatternError {
    SplitPatternError(column: (place ?? at) + 1, found: found)
  }

  /// Two letters next to each other that together fold like one, such as `ss` like `ß`: Oniguruma matches that one, our
  /// sets of single characters cannot.
  private static func foldingPair(_ nodes: [SplitNode]) -> String? {
    for (one, two) in zip(nodes, nodes.dropFirst()) {
      guard case .one(let first) = one, case .one(let second) = two else { continue }
      for pair in ["ss", "st", "ff", "fi", "fl"] {
        let letters = pair.unicodeScalars.map(\.value)
        if first.contains(letters[0]), second.contains(letters[1]) { return pair }
      }
    }
    return nil
  }
}
