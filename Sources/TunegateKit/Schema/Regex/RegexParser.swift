/// Reads patterns by ECMA-262 22.2.1 in Unicode mode (flag `u`), with every early error of 22.2.1.1.
///
/// Left out: inline flags `(?i:…)` and one name for groups in different alternatives, both of ES2025.
struct RegexParser {
  let scalars: [Unicode.Scalar]
  let isCaseInsensitive: Bool
  var at = 0
  var depth = 0
  var groupCount = 0
  var names: [String: Int] = [:]
  /// What a first reading found: references may point to groups that open behind them.
  var known: (groups: Int, names: [String: Int])?
  var hasReferences = false

  /// The tree of a whole pattern.
  static func parse(_ pattern: String, isCaseInsensitive: Bool) throws(ECMARegexError) -> RegexNode {
    guard pattern.utf8.count <= RegexLimit.patternBytes else {
      throw ECMARegexError(
        column: 1, found: "a pattern of \(pattern.utf8.count) bytes",
        expected: "at most \(RegexLimit.patternBytes)")
    }
    var first = RegexParser(scalars: Array(pattern.unicodeScalars), isCaseInsensitive: isCaseInsensitive)
    let node = try first.pattern()
    guard first.hasReferences else { return node }
    var second = RegexParser(scalars: first.scalars, isCaseInsensitive: isCaseInsensitive)
    second.known = (first.groupCount, first.names)
    return try second.pattern()
  }

  private mutating func pattern() throws(ECMARegexError) -> RegexNode {
    let node = try disjunction()
    // A disjunction ends at the end or at a parenthesis that nothing opened.
    guard peek == nil else { throw error("a group that '(' opens; write \\) for the character") }
    return node
  }

  mutating func disjunction() throws(ECMARegexError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= RegexLimit.nesting else { throw error("at most \(RegexLimit.nesting) groups inside one another") }
    var alternatives: [RegexNode] = []
    repeat {
      alternatives.append(try alternative())
    } while take("|")
    return alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
  }

  private mutating func alternative() throws(ECMARegexError) -> RegexNode {
    var terms: [RegexNode] = []
    while let next = peek, next != "|", next != ")" {
      terms.append(try term())
    }
    return terms.isEmpty ? .empty : terms.count == 1 ? terms[0] : .sequence(terms)
  }

  private mutating func term() throws(ECMARegexError) -> RegexNode {
    if let assertion = try assertion() {
      if let next = peek, "*+?{".unicodeScalars.contains(next) {
        throw error("no quantifier behind an assertion, which has no length; put what repeats in a group")
      }
      return assertion
    }
    let groupsBefore = groupCount
    let atom = try atom()
    guard let (least, most) = try quantifier() else { return atom }
    let isLazy = take("?")
    if let next = peek, "*+?{".unicodeScalars.contains(next) {
      throw error("one quantifier; to repeat a repetition put it in a group")
    }
    return .quantified(
      atom,
      RegexQuantifier(least: least, most: most, isLazy: isLazy, groups: groupsBefore + 1..<groupCount + 1))
  }

  /// `^`, `$`, `\b`, `\B` and the look-arounds; nil when something else comes next.
  private mutating func assertion() throws(ECMARegexError) -> RegexNode? {
    if take("^") { return .assertion(.start) }
    if take("$") { return .assertion(.end) }
    if take("\\b") { return .assertion(.wordBoundary) }
    if take("\\B") { return .assertion(.noWordBoundary) }
    for (opening, look) in Self.looks where take(opening) {
      return .look(look, try groupBody())
    }
    return nil
  }

  private static let looks = [
    ("(?=", RegexLook(isBehind: false, isNegative: false)), ("(?!", RegexLook(isBehind: false, isNegative: true)),
    ("(?<=", RegexLook(isBehind: true, isNegative: false)), ("(?<!", RegexLook(isBehind: true, isNegative: true)),
  ]

  /// What follows an opening that has been read, up to its parenthesis.
  private mutating func groupBody() throws(ECMARegexError) -> RegexNode {
    let node = try disjunction()
    guard take(")") else { throw error("')' that closes the group") }
    return node
  }

  private mutating func atom() throws(ECMARegexError) -> RegexNode {
    guard let next = peek else { throw error("a character or a group") }
    switch next {
    case ".":
      at += 1
      return .set(ScalarSet.lineTerminators.inverted)
    case "(": return try group()
    case "[": return .set(try characterClass())
    case "\\": return try atomEscape()
    case "*", "+", "?": throw error("something to repeat before it; write \\\(next) for the character")
    case "{", "}", "]": throw error("\\\(next), for in Unicode mode the character needs its backslash")
    default:
      at += 1
      return .set(folded(ScalarSet(next.value)))
    }
  }

  private mutating func group() throws(ECMARegexError) -> RegexNode {
    if take("(?:") { return try groupBody() }
    if take("(?<") {
      let column = at
      let name = try groupName()
      groupCount += 1
      guard names.updateValue(groupCount, forKey: name) == nil else {
        throw error(at: column, found: "a second group with the name '\(name)'", "a name of its own")
      }
    } else if take("(?") {
      throw error("':', '=', '!', '<=', '<!' or '<name>' behind '(?', for ECMA-262 has no other groups and flags")
    } else {
      at += 1
      groupCount += 1
    }
    let number = groupCount
    return .capture(number, try groupBody())
  }

  /// `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`; nil when something else comes next.
  private mutating func quantifier() throws(ECMARegexError) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = at
    guard take("{") else { return nil }
    guard let least = number() else { throw error("a number; write \\{ before it for the character '{'") }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else { throw error("'}' that closes the quantifier; write \\{ for the character '{'") }
    if let most, most < least {
      throw error(at: start, found: "{\(least),\(most)}", "the smaller number first")
    }
    return (least, most)
  }

  /// Decimal digits; numbers that no program could hold are all the same.
  mutating func number() -> Int? {
    var value: Int?
    while let digit = peek, "0"..."9" ~= digit {
      value = min((value ?? 0) * 10 + Int(digit.value - 0x30), 1 << 32)
      at += 1
    }
    return value
  }
}

/// The cursor.
extension RegexParser {
  var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  mutating func take(_ expected: String) -> Bool {
    let wanted = expected.unicodeScalars
    guard at + wanted.count <= scalars.count, zip(wanted, scalars[at...]).allSatisfy(==) else { return false }
    at += wanted.count
    return true
  }

  /// The set as it takes part in the match: closed over case when that is ignored.
  func folded(_ set: ScalarSet) -> ScalarSet { isCaseInsensitive ? CaseFolding.closure(set) : set }

  /// An error at the cursor.
  func error(_ expected: String) -> ECMARegexError {
    error(at: at, found: peek.map { "'\($0)'" } ?? "the end of the pattern", expected)
  }

  func error(at position: Int, found: String, _ expected: String) -> ECMARegexError {
    ECMARegexError(column: position + 1, found: found, expected: expected)
  }
}
