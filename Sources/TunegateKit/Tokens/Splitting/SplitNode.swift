/// A piece of a splitting pattern: what `SplitParser` reads and `SplitProgram` compiles.
indirect enum SplitNode {
  /// One character of a set.
  case one(ScalarSet)
  /// As many characters of a set as there are, within bounds. A possessive run gives none of them back.
  case run(ScalarSet, least: Int, most: Int?, isPossessive: Bool)
  /// The first alternative that matches, or nothing where that is allowed.
  case group([[SplitNode]], isOptional: Bool)
  /// What follows does or does not match; takes no text.
  case ahead([[SplitNode]], isNegative: Bool)

  /// True when there is no text, or no rest of a text, that the node matches nothing of.
  var canBeEmpty: Bool {
    switch self {
    case .one: false
    case .run(_, let least, _, _): least == 0
    case .group(let alternatives, let isOptional): isOptional || alternatives.contains { $0.allSatisfy(\.canBeEmpty) }
    case .ahead: true
    }
  }

  /// True when the node may fail, so that something before it may be asked to give characters back.
  var canFail: Bool {
    switch self {
    case .one, .ahead: true
    case .run(_, let least, _, _): least > 0
    case .group(_, let isOptional): !isOptional
    }
  }

  /// The characters that the node may begin with; nil when it may match nothing.
  var first: ScalarSet? {
    switch self {
    case .one(let set): set
    case .run(let set, let least, _, _): least > 0 ? set : nil
    case .group(let alternatives, let isOptional): isOptional ? nil : SplitNode.first(ofAny: alternatives)
    case .ahead: nil
    }
  }

  /// The characters that a sequence may begin with; nil when it may match nothing.
  static func first(of nodes: ArraySlice<SplitNode>) -> ScalarSet? {
    var set = ScalarSet([])
    for node in nodes {
      if let first = node.first { return set.union(first) }
      switch node {
      case .run(let optional, _, _, _): set = set.union(optional)
      case .group(let alternatives, _):
        guard let first = first(ofAny: alternatives) else { return nil }
        set = set.union(first)
      case .one, .ahead: return nil
      }
    }
    return nil
  }

  private static func first(ofAny alternatives: [[SplitNode]]) -> ScalarSet? {
    var set = ScalarSet([])
    for alternative in alternatives {
      guard let first = first(of: alternative[...]) else { return nil }
      set = set.union(first)
    }
    return set
  }
}

/// Why a pattern is not one that splits exactly as its library does.
struct SplitPatternError: Error, Equatable {
  /// Column from 1, in Unicode scalars.
  var column: Int
  var found: String
}
