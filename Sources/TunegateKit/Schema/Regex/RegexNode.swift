/// A parsed pattern. Its depth is bounded by `RegexLimit.nesting`, so that functions may recurse over it.
indirect enum RegexNode: Sendable {
  case empty
  /// One character of a set.
  case set(ScalarSet)
  case sequence([RegexNode])
  /// The first alternative that lets the rest match wins.
  case alternation([RegexNode])
  /// A capturing group, numbered from 1 by its opening parenthesis.
  case capture(Int, RegexNode)
  case quantified(RegexNode, RegexQuantifier)
  case assertion(RegexAssertion)
  case look(RegexLook, RegexNode)
  case backReference(Int)
}

struct RegexQuantifier: Sendable {
  var least: Int
  /// Nil without an upper limit.
  var most: Int?
  var isLazy: Bool
  /// The capturing groups inside, which every repetition empties.
  var groups: Range<Int>
}

enum RegexAssertion: Sendable {
  case start, end, wordBoundary, noWordBoundary
}

struct RegexLook: Sendable {
  var isBehind: Bool
  var isNegative: Bool
}

extension RegexNode {
  /// Whether the node can match without a character. Look-arounds and back-references always may.
  var isNullable: Bool {
    switch self {
    case .set: false
    case .empty, .assertion, .look, .backReference: true
    case .sequence(let parts): parts.allSatisfy(\.isNullable)
    case .alternation(let parts): parts.contains(where: \.isNullable)
    case .capture(_, let inner): inner.isNullable
    case .quantified(let inner, let quantifier): quantifier.least == 0 || inner.isNullable
    }
  }

  /// Whether the node can match without a character at every position of every text.
  var isNullableAnywhere: Bool {
    switch self {
    case .empty: true
    case .set, .assertion, .look, .backReference: false
    case .sequence(let parts): parts.allSatisfy(\.isNullableAnywhere)
    case .alternation(let parts): parts.contains(where: \.isNullableAnywhere)
    case .capture(_, let inner): inner.isNullableAnywhere
    case .quantified(let inner, let quantifier): quantifier.least == 0 || inner.isNullableAnywhere
    }
  }

  /// Whether every match begins with `^`, so that only the beginning of the text needs to be tried.
  var isAnchored: Bool {
    switch self {
    case .assertion(.start): true
    case .empty, .set, .assertion, .look, .backReference: false
    case .sequence(let parts): parts.first?.isAnchored ?? false
    case .alternation(let parts): parts.allSatisfy(\.isAnchored)
    case .capture(_, let inner): inner.isAnchored
    case .quantified(let inner, let quantifier): quantifier.least > 0 && inner.isAnchored
    }
  }

  /// Whether the node or a part of it satisfies the condition.
  func contains(where condition: (RegexNode) -> Bool) -> Bool {
    if condition(self) { return true }
    switch self {
    case .empty, .set, .assertion, .backReference: return false
    case .sequence(let parts), .alternation(let parts): return parts.contains { $0.contains(where: condition) }
    case .capture(_, let inner), .quantified(let inner, _), .look(_, let inner):
      return inner.contains(where: condition)
    }
  }

  /// Whether only a backtracker can tell what matches.
  var needsBacktracking: Bool {
    contains {
      switch $0 {
      case .look, .backReference: true
      default: false
      }
    }
  }

  /// A pattern without look-around and back-references that finds at least what this one finds.
  var widened: RegexNode {
    switch self {
    case .empty, .set, .assertion: self
    case .look: .empty
    case .backReference:
      .quantified(.set(.all), RegexQuantifier(least: 0, most: nil, isLazy: false, groups: 0..<0))
    case .sequence(let parts): .sequence(parts.map(\.widened))
    case .alternation(let parts): .alternation(parts.map(\.widened))
    case .capture(let number, let inner): .capture(number, inner.widened)
    case .quantified(let inner, let quantifier): .quantified(inner.widened, quantifier)
    }
  }
}
