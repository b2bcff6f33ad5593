/// Why a pattern is refused.
struct ECMARegexError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Column in the pattern from 1, in Unicode scalars; one past the last when the pattern ends too early.
  var column: Int
  /// What stands there, quoted: "'{'", "the end of the pattern".
  var found: String
  /// What may stand there, or what to write instead.
  var expected: String

  /// Without the pattern, which the caller quotes, and without a full stop.
  var description: String { "column \(column): found \(found), expected \(expected)" }
}

/// The limits that keep hostile patterns small. A pattern past one of them is refused with an error.
enum RegexLimit {
  /// Bytes of a pattern.
  static let patternBytes = 64 << 10
  /// Groups, look-arounds and quantifiers inside one another.
  static let nesting = 200
  /// Steps of the compiled program. A repetition counts as often as it may run: `[a-z]{1,1000}` takes 2,000.
  static let operations = 20_000
  /// Classes into which the pattern's sets divide all characters, and the work to find them.
  static let classes = 60_000
  static let classWork = 4_000_000

  /// Bytes of the table that the automaton fills while it reads. It is emptied when it is full.
  static let tableBytes = 1 << 20
  static let fewestStates = 32
  /// Units of work on one text beyond `workPerByte`, after which the linear automaton gives up: about 0.6 s.
  static let work = 20_000_000
  static let workPerByte = 16
  /// Steps of the backtracker on one text, for patterns with look-around or back-references.
  static let steps = 1_000_000
  static let stepsPerByte = 8
}
