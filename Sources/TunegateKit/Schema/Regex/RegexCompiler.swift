/// Turns a tree into a program. What matches first, greedy or lazy, is the order of the two ways of a `split`.
struct RegexCompiler {
  /// Backtracking programs keep groups and look-arounds; linear ones only what decides where a match ends.
  private let isBacktracking: Bool
  private let alphabet: RegexAlphabet
  private var operations: [RegexOperation] = []
  private var sets: [UInt64] = []
  private var rows: [ScalarSet: Int32] = [:]
  private var slots: Int
  private var hasNullableRepetition = false

  static func compile(
    _ node: RegexNode, isCaseInsensitive: Bool, isBacktracking: Bool
  ) throws(ECMARegexError) -> RegexProgram {
    var sets: [ScalarSet] = []
    var groups = 0
    var hasWordBoundaries = false
    _ = node.contains { part in
      switch part {
      case .set(let set): sets.append(set)
      case .capture(let number, _): groups = max(groups, number)
      case .assertion(.wordBoundary), .assertion(.noWordBoundary): hasWordBoundaries = true
      default: break
      }
      return false
    }
    let word = isCaseInsensitive ? ScalarSet.foldedWord : ScalarSet.word
    let alphabet = try RegexAlphabet(sets, word: hasWordBoundaries ? word : nil)
    var compiler = RegexCompiler(isBacktracking: isBacktracking, alphabet: alphabet, slots: 2 * (groups + 1))
    try compiler.emit(node)
    compiler.operations.append(.match)
    return RegexProgram(
      compiler.operations, alphabet, sets: compiler.sets, slots: compiler.slots, isAnchored: node.isAnchored,
      hasNullableRepetition: compiler.hasNullableRepetition)
  }

  private init(isBacktracking: Bool, alphabet: RegexAlphabet, slots: Int) {
    (self.isBacktracking, self.alphabet, self.slots) = (isBacktracking, alphabet, slots)
  }

  private var next: Int32 { Int32(operations.count) }

  private mutating func append(_ operation: RegexOperation) throws(ECMARegexError) {
    guard operations.count < RegexLimit.operations else {
      throw ECMARegexError(
        column: 1, found: "a pattern of more than \(RegexLimit.operations) steps",
        expected: "a shorter pattern or smaller numbers in its quantifiers, whose repetitions count each")
    }
    operations.append(operation)
  }

  private mutating func emit(_ node: RegexNode, backward: Bool = false) throws(ECMARegexError) {
    switch node {
    case .empty: break
    case .set(let set): try emit(set)
    case .sequence(let parts):
      // A look-behind reads its parts from the last to the first.
      for part in backward ? parts.reversed() : parts { try emit(part, backward: backward) }
    case .alternation(let parts): try emit(alternatives: parts, backward: backward)
    case .capture(let number, let inner):
      guard isBacktracking else { return try emit(inner, backward: backward) }
      let slot = Int32(2 * number)
      try append(.save(backward ? slot + 1 : slot))
      try emit(inner, backward: backward)
      try append(.save(backward ? slot : slot + 1))
    case .quantified(let inner, let quantifier): try emit(inner, quantifier, backward: backward)
    case .assertion(let assertion): try append(.assertion(assertion))
    case .look(let look, let inner):
      let at = operations.count
      try append(.look(look, end: 0))
      try emit(inner, backward: look.isBehind)
      try append(.match)
      operations[at] = .look(look, end: next)
    case .backReference(let group): try append(.backReference(Int32(group)))
    }
  }

  private mutating func emit(_ set: ScalarSet) throws(ECMARegexError) {
    let members = alphabet.members[set] ?? []
    if members.count == 1 { return try append(.one(members[0])) }
    if let row = rows[set] { return try append(.set(row)) }
    let words = (alphabet.count + 63) / 64
    let row = sets.count / words
    guard sets.count + words <= RegexLimit.classWork / 8 else { throw RegexAlphabet.tooComplex }
    sets += Array(repeating: 0, count: words)
    for member in members { sets[row * words + Int(member) >> 6] |= 1 << UInt64(member & 63) }
    rows[set] = Int32(row)
    try append(.set(Int32(row)))
  }

  private mutating func emit(alternatives: [RegexNode], backward: Bool) throws(ECMARegexError) {
    var exits: [Int] = []
    for (number, part) in alternatives.enumerated() {
      guard number + 1 < alternatives.count else {
        try emit(part, backward: backward)
        break
      }
      let split = operations.count
      try append(.split(next + 1, 0))
      try emit(part, backward: backward)
      exits.append(operations.count)
      try append(.jump(0))
      operations[split] = .split(Int32(split + 1), next)
    }
    for exit in exits { operations[exit] = .jump(next) }
  }

  private mutating func emit(
    _ inner: RegexNode, _ quantifier: RegexQuantifier, backward: Bool
  ) throws(ECMARegexError) {
    guard let most = quantifier.most else { return try emit(inner, endless: quantifier, backward: backward) }
    try emitCopies(of: inner, quantifier.least, quantifier, backward: backward)
    var splits: [Int] = []
    for _ in quantifier.least..<max(most, quantifier.least) {
      let start = operations.count
      splits.append(start)
      try append(.split(0, 0))
      try emitBody(inner, quantifier, backward: backward)
      if operations.count == start + 1 { break }
    }
    for split in splits { operations[split] = way(in: split + 1, out: Int(next), quantifier) }
  }

  private mutating func emit(
    _ inner: RegexNode, endless quantifier: RegexQuantifier, backward: Bool
  ) throws(ECMARegexError) {
    if quantifier.least > 0, !inner.isNullable {
      // The last repetition that must be is the body of the loop.
      try emitCopies(of: inner, quantifier.least - 1, quantifier, backward: backward)
      let body = operations.count
      try clear(quantifier.groups)
      try emit(inner, backward: backward)
      return try append(way(in: body, out: operations.count + 1, quantifier))
    }
    // When any repetition may read nothing, those that must be add nothing to those that may be.
    if isBacktracking || !inner.isNullableAnywhere {
      try emitCopies(of: inner, quantifier.least, quantifier, backward: backward)
    }
    let split = operations.count
    try append(.split(0, 0))
    try emitBody(inner, quantifier, backward: backward)
    try append(.jump(Int32(split)))
    operations[split] = way(in: split + 1, out: Int(next), quantifier)
  }

  private mutating func emitCopies(
    of inner: RegexNode, _ count: Int, _ quantifier: RegexQuantifier, backward: Bool
  ) throws(ECMARegexError) {
    for _ in 0..<count {
      let start = operations.count
      try clear(quantifier.groups)
      try emit(inner, backward: backward)
      // What takes no step takes none however often it is repeated.
      if operations.count == start { break }
    }
  }

  /// One repetition beyond those that must be: the backtracker refuses it when it reads nothing.
  private mutating func emitBody(
    _ inner: RegexNode, _ quantifier: RegexQuantifier, backward: Bool
  ) throws(ECMARegexError) {
    let isNullable = inner.isNullable
    if isNullable { hasNullableRepetition = true }
    let slot = Int32(slots)
    let needsProgress = isBacktracking && isNullable
    if needsProgress {
      slots += 1
      try append(.save(slot))
    }
    try clear(quantifier.groups)
    try emit(inner, backward: backward)
    if needsProgress { try append(.progress(slot)) }
  }

  private func way(in first: Int, out second: Int, _ quantifier: RegexQuantifier) -> RegexOperation {
    quantifier.isLazy ? .split(Int32(second), Int32(first)) : .split(Int32(first), Int32(second))
  }

  private mutating func clear(_ groups: Range<Int>) throws(ECMARegexError) {
    guard isBacktracking, !groups.isEmpty else { return }
    try append(.clear(first: Int32(2 * groups.lowerBound), end: Int32(2 * groups.upperBound)))
  }
}
