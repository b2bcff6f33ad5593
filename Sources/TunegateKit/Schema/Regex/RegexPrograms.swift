/// The programs of one pattern, and which of them answers what.
struct RegexPrograms: Sendable {
  /// The pattern, or with look-around or back-references one that matches wherever the pattern does.
  private let linear: RegexProgram
  /// The pattern for the backtracker, where the linear engines cannot tell what matches, or which match is preferred.
  private let ordered: RegexProgram?
  private let needsBacktracking: Bool
  /// Bytes with which every match begins.
  private let prefix: ArraySlice<UInt8>
  private let isCaseInsensitive: Bool

  init(_ node: RegexNode, isCaseInsensitive: Bool) throws(ECMARegexError) {
    self.isCaseInsensitive = isCaseInsensitive
    needsBacktracking = node.needsBacktracking
    prefix = node.prefix
    linear = try RegexCompiler.compile(
      needsBacktracking ? node.widened : node, isCaseInsensitive: isCaseInsensitive, isBacktracking: false)
    if needsBacktracking {
      ordered = try RegexCompiler.compile(node, isCaseInsensitive: isCaseInsensitive, isBacktracking: true)
    } else if linear.hasNullableRepetition {
      // Past the limits only the preference among matches is lost, not whether there is one.
      ordered = try? RegexCompiler.compile(node, isCaseInsensitive: isCaseInsensitive, isBacktracking: true)
    } else {
      ordered = nil
    }
  }

  func search(_ text: RegexText, _ scratch: inout ECMARegexScratch) -> ECMAMatch {
    let (result, start) = linearSearch(text, from: 0, &scratch)
    guard needsBacktracking, result != .notFound, let ordered else { return result }
    var backtracker = RegexBacktracker(ordered, text, ignoresCase: isCaseInsensitive)
    let match = backtracker.firstMatch(from: start)
    return match.gaveUp ? .gaveUp : match.range == nil ? .notFound : .found
  }

  func firstMatch(_ text: RegexText, from: Int, _ scratch: inout ECMARegexScratch) -> Range<Int>? {
    let (result, start) = linearSearch(text, from: from, &scratch)
    guard result != .notFound else { return nil }
    if let ordered {
      var backtracker = RegexBacktracker(ordered, text, ignoresCase: isCaseInsensitive)
      let match = backtracker.firstMatch(from: start)
      if needsBacktracking || !match.gaveUp { return match.range }
    }
    return scratch.firstMatch(linear, text, from: start)
  }

  /// Whether `linear` matches at `from` or later, and an offset before which no match begins.
  private func linearSearch(
    _ text: RegexText, from: Int, _ scratch: inout ECMARegexScratch
  ) -> (result: ECMAMatch, start: Int) {
    guard let start = text.offset(of: prefix, from: from) else { return (.notFound, from) }
    return (scratch.search(linear, text, from: start), start)
  }
}
