/// Patterns that need no automaton, which are most of those in schemas.
enum RegexShortcut: Sendable {
  /// `abc`, `^abc`, `abc$`, `^abc$`.
  case literal([UInt8], atStart: Bool, atEnd: Bool)
  /// `^[class]{least,most}$`: whether characters of each class of the alphabet belong.
  case run(RegexAlphabet, members: [Bool], least: Int, most: Int)
  /// `^(a|b|c)$`, in byte order.
  case oneOf([[UInt8]])

  /// Bytes of a literal that is searched byte by byte; the automaton searches longer ones in linear time.
  static let longestSearched = 32

  init?(_ node: RegexNode) throws(ECMARegexError) {
    var parts = node.parts[...]
    let atStart = if case .assertion(.start) = parts.first { true } else { false }
    if atStart { parts.removeFirst() }
    let atEnd = if case .assertion(.end) = parts.last { true } else { false }
    if atEnd { parts.removeLast() }
    if let literal = RegexNode.literal(parts), atStart || atEnd || literal.count <= Self.longestSearched {
      self = .literal(literal, atStart: atStart, atEnd: atEnd)
      return
    }
    guard atStart, atEnd, parts.count == 1, let part = parts.first else { return nil }
    if let (set, least, most) = part.run {
      let alphabet = try RegexAlphabet([set], word: nil)
      let inside = alphabet.members[set] ?? []
      self = .run(
        alphabet, members: (0..<alphabet.count).map { inside.contains(UInt16($0)) }, least: least, most: most)
    } else if let alternatives = part.literals {
      self = .oneOf(alternatives.sorted { $0.lexicographicallyPrecedes($1) })
    } else {
      return nil
    }
  }

  /// The first match at `from` or later. Linear in the text.
  func firstMatch(_ text: RegexText, from: Int) -> Range<Int>? {
    switch self {
    case .literal(let literal, let atStart, let atEnd):
      let last = text.count - literal.count
      guard from <= last else { return nil }
      if !atStart, !atEnd {
        return text.offset(of: literal[...], from: from).map { $0..<$0 + literal.count }
      }
      let start = atStart ? 0 : last
      guard start >= from, !atEnd || start == last, text.holds(literal[...], at: start) else { return nil }
      return start..<start + literal.count
    case .run(let alphabet, let members, let least, let most):
      guard from == 0, Self.isRun(text, alphabet, members, least, most) else { return nil }
      return 0..<text.count
    case .oneOf(let literals):
      guard from == 0, Self.contains(literals, text) else { return nil }
      return 0..<text.count
    }
  }

  private static func isRun(
    _ text: RegexText, _ alphabet: RegexAlphabet, _ members: [Bool], _ least: Int, _ most: Int
  ) -> Bool {
    var at = 0
    var count = 0
    while at < text.count {
      let (scalar, width) = text.scalar(at: at)
      guard count < most, members[alphabet.classOf(scalar)] else { return false }
      count += 1
      at += width
    }
    return count >= least
  }

  private static func contains(_ literals: [[UInt8]], _ text: RegexText) -> Bool {
    var low = 0
    var high = literals.count
    while low < high {
      let middle = (low + high) / 2
      if literals[middle].lexicographicallyPrecedes(text.bytes) { low = middle + 1 } else { high = middle }
    }
    return low < literals.count && literals[low].count == text.count && text.holds(literals[low][...], at: 0)
  }
}

extension RegexNode {
  fileprivate var parts: [RegexNode] {
    if case .sequence(let parts) = self { parts } else { [self] }
  }

  /// The text of parts that are one character each; nil when one of them is something else.
  fileprivate static func literal(_ parts: some Collection<RegexNode>) -> [UInt8]? {
    let prefix = prefix(parts)
    return prefix.isWhole ? prefix.bytes : nil
  }

  /// What every match begins with, as far as it is worth searching for.
  var prefix: ArraySlice<UInt8> { Self.prefix(parts).bytes.prefix(RegexShortcut.longestSearched) }

  private static func prefix(_ parts: some Collection<RegexNode>) -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .empty: continue
      case .set(let set):
        guard let single = set.single, let scalar = Unicode.Scalar(single) else { return (bytes, false) }
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
      default: return (bytes, false)
      }
    }
    return (bytes, true)
  }

  /// A repeated set: the set and how often it comes.
  fileprivate var run: (set: ScalarSet, least: Int, most: Int)? {
    switch self {
    case .set(let set): (set, 1, 1)
    case .quantified(.set(let set), let quantifier): (set, quantifier.least, quantifier.most ?? Int.max)
    default: nil
    }
  }

  /// Alternatives that are literals all.
  fileprivate var literals: [[UInt8]]? {
    switch self {
    case .capture(_, let inner): return inner.literals
    case .alternation(let alternatives):
      let literals = alternatives.compactMap { Self.literal($0.parts) }
      return literals.count == alternatives.count ? literals : nil
    default: return nil
    }
  }
}
