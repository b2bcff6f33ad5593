/// A splitting pattern, compiled: for each alternative a list of steps without loops, so that a match takes no more
/// than one pass forwards and one back over what it looks at.
///
/// Never changes once it is made, and is shared by all workers.
final class SplitProgram: Sendable {
  enum Step: Sendable {
    /// One character of the sets in the mask.
    case one(UInt64)
    /// As many as there are; gives none back.
    case run(UInt64, least: Int, most: Int)
    /// As many as there are; gives them back one by one when what follows fails.
    case greedy(UInt64, least: Int, most: Int)
    /// Goes on with the next step, and at `other` when that fails; at `other` at once when the next character is not
    /// one of the mask, which is all ones where the next step may match nothing.
    case fork(UInt64, other: Int)
    case jump(Int)
    /// The steps up to the next `match` do or do not match here; goes on at `end`.
    case ahead(isNegative: Bool, end: Int)
    case match
  }

  let steps: [Step]
  /// The first step of each alternative.
  let starts: [Int]
  /// Bits 0 to `firstBit - 1`: sets. From `firstBit` on: the alternatives that may begin with the character.
  let bits: ScalarBits
  let firstBit: UInt64

  convenience init(_ pattern: String, _ dialect: SplitParser.Dialect) throws(SplitPatternError) {
    try self.init(SplitParser.parse(pattern, dialect))
  }

  private init(_ alternatives: [[SplitNode]]) throws(SplitPatternError) {
    var compiler = SplitCompiler()
    var starts: [Int] = []
    var firsts: [ScalarSet] = []
    for nodes in alternatives {
      guard let first = SplitNode.first(of: nodes[...]), !nodes.allSatisfy(\.canBeEmpty) else {
        throw SplitPatternError(column: 1, found: "an alternative that may match nothing")
      }
      firsts.append(first)
      starts.append(compiler.steps.count)
      compiler.add(nodes, isLast: true)
      compiler.steps.append(.match)
      guard compiler.returningRuns <= 1 else {
        throw SplitPatternError(
          column: 1, found: "an alternative whose time would grow with the square of the text or faster")
      }
      compiler.returningRuns = 0
    }
    guard compiler.sets.count + firsts.count <= 64 else {
      throw SplitPatternError(column: 1, found: "more than 64 different sets and alternatives")
    }
    steps = compiler.steps
    self.starts = starts
    firstBit = UInt64(compiler.sets.count)
    bits = ScalarBits(compiler.sets + firsts)
  }

  /// One or more characters of a set.
  init(_ set: ScalarSet, isRun: Bool) {
    steps = [isRun ? .run(1, least: 1, most: .max) : .one(1), .match]
    starts = [0]
    firstBit = 1
    bits = ScalarBits([set, set])
  }

  /// A text of at most 63 different characters.
  convenience init(literal: String) throws(SplitPatternError) {
    try self.init([literal.unicodeScalars.map { SplitNode.one(ScalarSet($0.value)) }])
  }
}

/// Turns nodes into steps.
private struct SplitCompiler {
  var steps: [SplitProgram.Step] = []
  var sets: [ScalarSet] = []
  /// Unbounded runs of the present alternative that may have to give characters back.
  var returningRuns = 0
  private var indices: [ScalarSet: Int] = [:]

  init() {}

  private mutating func mask(_ set: ScalarSet) -> UInt64 {
    if let index = indices[set] { return 1 << UInt64(index & 63) }
    indices[set] = sets.count
    sets.append(set)
    return 1 << UInt64((sets.count - 1) & 63)
  }

  /// - Parameter isLast: True when nothing behind these nodes can fail.
  mutating func add(_ nodes: [SplitNode], isLast: Bool) {
    for (i, node) in nodes.enumerated() {
      let rest = nodes[(i + 1)...]
      let isSafe = isLast && !rest.contains(where: \.canFail)
      switch node {
      case .one(let set): steps.append(.one(mask(set)))
      case .run(let set, let least, let most, let isPossessive):
        // Characters that what follows cannot begin with would be given back in vain.
        let isVain = SplitNode.first(of: rest).map(set.isDisjoint) ?? false
        if isPossessive || isSafe || isVain {
          steps.append(.run(mask(set), least: least, most: most ?? .max))
        } else {
          steps.append(.greedy(mask(set), least: least, most: most ?? .max))
          if most == nil { returningRuns += 1 }
        }
      case .group(let alternatives, let isOptional): addGroup(alternatives, isOptional: isOptional, isLast: isSafe)
      case .ahead(let alternatives, let isNegative):
        let place = steps.count
        steps.append(.match)
        addGroup(alternatives, isOptional: false, isLast: true)
        steps.append(.match)
        steps[place] = .ahead(isNegative: isNegative, end: steps.count)
      }
    }
  }

  private mutating func addGroup(_ alternatives: [[SplitNode]], isOptional: Bool, isLast: Bool) {
    var jumps: [Int] = []
    for (i, nodes) in alternatives.enumerated() {
      let hasOther = i + 1 < alternatives.count || isOptional
      let fork = steps.count
      let first = hasOther ? SplitNode.first(of: nodes[...]).map { mask($0) } ?? .max : 0
      if hasOther { steps.append(.fork(first, other: 0)) }
      add(nodes, isLast: isLast)
      if hasOther {
        jumps.append(steps.count)
        steps.append(.jump(0))
        steps[fork] = .fork(first, other: steps.count)
      }
    }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }
}

/// Runs one program: the way back that is left, recycled.
struct SplitMatcher {
  /// A way to try later. A negative `least` marks a plain fork.
  private struct Choice {
    var step: Int
    var at: Int
    var least: Int
  }

  private var choices: [Choice] = []

  init() { choices.reserveCapacity(16) }

  /// Where the match that begins at `at` ends; nil when none begins there.
  ///
  /// Bounds: `at` is below `end`, and no byte from `end` on is read.
  @inline(__always)
  mutating func match(_ program: SplitProgram, _ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int? {
    var candidates = program.bits.read(text, at, end).bits >> program.firstBit
    while candidates != 0 {
      if let stop = run(program, program.starts[candidates.trailingZeroBitCount], text, at, end) { return stop }
      candidates &= candidates - 1
    }
    return nil
  }

  private mutating func run(
    _ program: SplitProgram, _ first: Int, _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    let base = choices.count
    defer { if choices.count > base { choices.removeLast(choices.count - base) } }
    var (step, at) = (first, start)
    while true {
      var holds = true
      switch program.steps[step] {
      case .match: return at
      case .one(let mask):
        holds = at < end
        if holds {
          let next = program.bits.read(text, at, end)
          holds = next.bits & mask != 0
          at += next.width
        }
      case .run(let mask, let least, let most):
        holds = take(program.bits, mask, most, text, &at, end) >= least
      case .greedy(let mask, let least, let most):
        let from = at
        let count = take(program.bits, mask, most, text, &at, end)
        holds = count >= least
        if count > least {
          choices.append(Choice(step: step + 1, at: at, least: skip(least, text, from, end)))
        }
      case .fork(let mask, let other):
        if mask == .max || at < end && program.bits.read(text, at, end).bits & mask != 0 {
          choices.append(Choice(step: other, at: at, least: -1))
        } else {
          step = other - 1
        }
      case .jump(let target): step = target - 1
      case .ahead(let isNegative, let target):
        holds = (run(program, step + 1, text, at, end) == nil) == isNegative
        step = target - 1
      }
      if holds {
        step += 1
      } else if let choice = nextChoice(above: base, text) {
        (step, at) = choice
      } else {
        return nil
      }
    }
  }

  /// Takes characters of the mask, and says how many.
  @inline(__always)
  private func take(
    _ bits: ScalarBits, _ mask: UInt64, _ most: Int, _ text: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int
  ) -> Int {
    var count = 0
    while at < end, count < most {
      let next = bits.read(text, at, end)
      if next.bits & mask == 0 { break }
      at += next.width
      count += 1
    }
    return count
  }

  /// The place behind the first `count` characters, which are there.
  private func skip(_ count: Int, _ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    var at = from
    for _ in 0..<count { at += min(TokenText.width(text[at]), end - at) }
    return at
  }

  /// The latest way that is left; a run gives back one character at a time.
  private mutating func nextChoice(above base: Int, _ text: UnsafePointer<UInt8>) -> (step: Int, at: Int)? {
    guard choices.count > base, let choice = choices.last else { return nil }
    if choice.least < 0 {
      choices.removeLast()
      return (choice.step, choice.at)
    }
    let at = TokenText.before(text, choice.at, start: choice.least)
    if at <= choice.least { choices.removeLast() } else { choices[choices.count - 1].at = at }
    return (choice.step, at)
  }
}
