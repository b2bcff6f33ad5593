/// A regular expression of ECMA-262 in Unicode mode (flag `u`), compiled once for hostile patterns and texts.
///
/// Time is linear in the text, but for patterns with look-around or back-references: those run on a backtracker that
/// gives up after a number of steps. `RegexLimit` holds the limits. A text is one line to the pattern: `^` and `$`
/// match at its ends only, `.` matches no line terminator.
struct ECMARegex: Sendable {
  private enum Engine {
    case shortcut(RegexShortcut)
    case programs(RegexPrograms)
  }

  private let engine: Engine

  /// Compiles a pattern. Refuses what ECMA-262 refuses in Unicode mode, and what passes a limit.
  init(_ source: String, isCaseInsensitive: Bool = false) throws(ECMARegexError) {
    let node = try RegexParser.parse(source, isCaseInsensitive: isCaseInsensitive)
    if let shortcut = try RegexShortcut(node) {
      engine = .shortcut(shortcut)
    } else {
      engine = .programs(try RegexPrograms(node, isCaseInsensitive: isCaseInsensitive))
    }
  }

  /// What searches with this expression keep, one for each thread.
  func makeScratch() -> ECMARegexScratch { ECMARegexScratch() }

  /// Whether the pattern matches anywhere in a text of valid UTF-8. Allocates a scratch if it needs one.
  func search(_ text: UnsafeBufferPointer<UInt8>) -> ECMAMatch {
    var scratch = makeScratch()
    return search(text, scratch: &scratch)
  }

  /// Whether the pattern matches anywhere in a text of valid UTF-8. Allocates nothing once the scratch knows texts of
  /// this kind, unless the pattern has look-around or back-references.
  func search(_ text: UnsafeBufferPointer<UInt8>, scratch: inout ECMARegexScratch) -> ECMAMatch {
    let text = RegexText(bytes: text)
    switch engine {
    case .shortcut(let shortcut): return shortcut.firstMatch(text, from: 0) == nil ? .notFound : .found
    case .programs(let programs): return programs.search(text, &scratch)
    }
  }

  /// The bytes of the first match that begins at the byte `from` or later, where a character must begin; of several
  /// that begin there, the one that ECMA-262 prefers. What stands before `from` is seen by `^`, `\b` and look-behind.
  /// Nil when there is none, and when the search gave up. Allocates a scratch if it needs one.
  func firstMatch(_ text: UnsafeBufferPointer<UInt8>, from: Int) -> Range<Int>? {
    var scratch = makeScratch()
    return firstMatch(text, from: from, scratch: &scratch)
  }

  /// `firstMatch` with a scratch that is kept.
  func firstMatch(
    _ text: UnsafeBufferPointer<UInt8>, from: Int, scratch: inout ECMARegexScratch
  ) -> Range<Int>? {
    let text = RegexText(bytes: text)
    guard from >= 0, from <= text.count else { return nil }
    switch engine {
    case .shortcut(let shortcut): return shortcut.firstMatch(text, from: from)
    case .programs(let programs): return programs.firstMatch(text, from: from, &scratch)
    }
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
  private var program: RegexProgram?
  private var automaton: RegexAutomaton?
  private var pike: RegexPike?

  mutating func search(_ program: RegexProgram, _ text: RegexText, from: Int) -> ECMAMatch {
    bind(to: program)
    if automaton == nil { automaton = RegexAutomaton(program) }
    return automaton?.search(text, from: from) ?? .gaveUp
  }

  mutating func firstMatch(_ program: RegexProgram, _ text: RegexText, from: Int) -> Range<Int>? {
    bind(to: program)
    if pike == nil { pike = RegexPike(program) }
    return pike?.firstMatch(text, from: from)
  }

  private mutating func bind(to other: RegexProgram) {
    guard program !== other else { return }
    self = ECMARegexScratch()
    program = other
  }
}
