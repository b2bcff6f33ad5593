/// A regular expression of ECMA-262 in Unicode mode (flag `u`), compiled once for hostile patterns and texts.
///
/// Time is linear in the text, but for patterns with look-around or back-references: those run on a backtracker that
/// gives up after a number of steps. `RegexLimit` holds the limits. A text is one line to the pattern: `^` and `$`
/// match at its ends only, `.` matches no line terminator.
struct ECMARegex: Sendable {
  private let shortcut: RegexShortcut?
  /// The pattern, or with look-around or back-references one that matches wherever the pattern does.
  private let linear: RegexProgram
  /// The pattern for the backtracker, where the linear engines cannot tell what matches, or which match is preferred.
  private let ordered: RegexProgram?
  private let needsBacktracking: Bool
  /// Bytes with which every match begins.
  private let prefix: ArraySlice<UInt8>
  private let isCaseInsensitive: Bool

  /// Compiles a pattern. Refuses what ECMA-262 refuses in Unicode mode, and what passes a limit.
  init(_ source: String, isCaseInsensitive: Bool = false) throws(ECMARegexError) {
    let node = try RegexParser.parse(source, isCaseInsensitive: isCaseInsensitive)
    self.isCaseInsensitive = isCaseInsensitive
    needsBacktracking = node.needsBacktracking
    shortcut = try RegexShortcut(node)
    prefix = node.prefix
    linear = try RegexCompiler.compile(
      needsBacktracking ? node.widened : node, isCaseInsensitive: isCaseInsensitive, isBacktracking: false)
    if needsBacktracking {
      ordered = try RegexCompiler.compile(node, isCaseInsensitive: isCaseInsensitive, isBacktracking: true)
    } else if linear.hasEmptyOption {
      // Past the limits only the preference among matches is lost, not whether there is one.
      ordered = try? RegexCompiler.compile(node, isCaseInsensitive: isCaseInsensitive, isBacktracking: true)
    } else {
      ordered = nil
    }
  }

  /// What searches with this expression keep, one for each thread.
  func makeScratch() -> ECMARegexScratch { ECMARegexScratch(linear) }

  /// Whether the pattern matches anywhere in a text of valid UTF-8. Allocates a scratch if it needs one.
  func search(_ text: UnsafeBufferPointer<UInt8>) -> ECMAMatch {
    if let shortcut { return shortcut.firstMatch(RegexText(bytes: text), from: 0) == nil ? .notFound : .found }
    var scratch = makeScratch()
    return search(text, scratch: &scratch)
  }

  /// Whether the pattern matches anywhere in a text of valid UTF-8. Allocates nothing once the scratch knows texts of
  /// this kind, unless the pattern has look-around or back-references.
  func search(_ text: UnsafeBufferPointer<UInt8>, scratch: inout ECMARegexScratch) -> ECMAMatch {
    let text = RegexText(bytes: text)
    if let shortcut { return shortcut.firstMatch(text, from: 0) == nil ? .notFound : .found }
    return search(text, from: 0, &scratch).result
  }

  /// The bytes of the first match that begins at the byte `from` or later, where a character must begin; of several
  /// that begin there, the one that ECMA-262 prefers. What stands before `from` is seen by `^`, `\b` and look-behind.
  /// Nil when there is none, and when the search gave up. Allocates a scratch if it needs one.
  func firstMatch(_ text: UnsafeBufferPointer<UInt8>, from: Int) -> Range<Int>? {
    var scratch = makeScratch()
    return firstMatch(text, from: from, scratch: &scratch)
  }

  func firstMatch(
    _ text: UnsafeBufferPointer<UInt8>, from: Int, scratch: inout ECMARegexScratch
  ) -> Range<Int>? {
    let text = RegexText(bytes: text)
    guard from >= 0, from <= text.count else { return nil }
    if let shortcut { return shortcut.firstMatch(text, from: from) }
    let (result, start) = search(text, from: from, &scratch)
    guard result != .notFound else { return nil }
    if let ordered {
      var backtracker = RegexBacktracker(ordered, text, ignoresCase: isCaseInsensitive)
      let match = backtracker.firstMatch(from: start)
      if needsBacktracking || !match.gaveUp { return match.range }
    }
    return scratch.firstMatch(linear, text, from: start)
  }

  /// Whether there is a match at `from` or later, and an offset before which none begins.
  private func search(
    _ text: RegexText, from: Int, _ scratch: inout ECMARegexScratch
  ) -> (result: ECMAMatch, start: Int) {
    guard let start = text.offset(of: prefix, from: from) else { return (.notFound, from) }
    let result = scratch.search(linear, text, from: start)
    guard needsBacktracking, result != .notFound, let ordered else { return (result, start) }
    var backtracker = RegexBacktracker(ordered, text, ignoresCase: isCaseInsensitive)
    let match = backtracker.firstMatch(from: start)
    return (match.gaveUp ? .gaveUp : match.range == nil ? .notFound : .found, start)
  }
}

/// What a search says.
enum ECMAMatch: Sendable, Hashable {
  case found
  case notFound
  /// The search reached a limit before it knew.
  case gaveUp
}

/// The working memory of searches with one expression: the states that its automaton has met. For one thread at a
/// time; used with another expression it begins anew.
struct ECMARegexScratch: Sendable {
  private var program: RegexProgram
  private var automaton: RegexAutomaton?
  private var pike: RegexPike?

  fileprivate init(_ program: RegexProgram) { self.program = program }

  private mutating func bind(to other: RegexProgram) {
    guard program !== other else { return }
    self = ECMARegexScratch(other)
  }

  fileprivate mutating func search(_ program: RegexProgram, _ text: RegexText, from: Int) -> ECMAMatch {
    bind(to: program)
    if automaton == nil { automaton = RegexAutomaton(program) }
    return automaton?.search(text, from: from) ?? .gaveUp
  }

  fileprivate mutating func firstMatch(_ program: RegexProgram, _ text: RegexText, from: Int) -> Range<Int>? {
    bind(to: program)
    if pike == nil { pike = RegexPike(program) }
    return pike?.firstMatch(text, from: from)
  }
}
