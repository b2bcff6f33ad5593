import Testing

@testable import TunegateKit

/// Random patterns and texts against the semantics of ECMA-262 22.2.2, written down as the standard has them: functions
/// that are given what comes afterwards.
@Suite("Regular expressions: random patterns")
struct RegexPropertyTests {
  @Test("Matches are those of a slow matcher, from and to the same bytes", arguments: [1, 2, 3, 4])
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var decided = 0
    for _ in 0..<700 {
      var toy = ToyGenerator(generator: generator, hasLooks: seed % 2 == 0, hasReferences: seed == 4)
      let pattern = toy.node(depth: 4)
      generator = toy.generator
      let regex = try ECMARegex(pattern.text)
      var scratch = regex.makeScratch()
      for _ in 0..<4 {
        let text = (0..<Int.random(in: 0...7, using: &generator)).compactMap { _ in
          "aabbé\n".unicodeScalars.randomElement(using: &generator)
        }
        var matcher = ToyMatcher(text: text)
        guard let expected = matcher.firstMatch(of: pattern) else { continue }
        decided += 1
        let string = String(String.UnicodeScalarView(text))
        let (found, match) = Array(string.utf8).withUnsafeBufferPointer {
          (regex.search($0, scratch: &scratch), regex.firstMatch($0, from: 0, scratch: &scratch))
        }
        let place: Comment = "/\(pattern.text)/u on \(string.debugDescription)"
        #expect(match == expected.range, place)
        #expect(found == (expected.range == nil ? .notFound : .found), place)
      }
    }
    #expect(decided > 2_500)
  }

  @Test("Searching again from the end of each match finds what is left, never what came before")
  func resumed() throws {
    let regex = try ECMARegex(#"\ba+|b"#)
    let text = "aa b xa éa aab"
    var found: [Range<Int>] = []
    var from = 0
    while let match = regex.first(text, from: from) {
      found.append(match)
      from = match.upperBound
    }
    #expect(found == [0..<2, 3..<4, 10..<11, 12..<14, 14..<15])
    #expect(regex.first(text, from: 15) == nil)
    #expect(regex.first(text, from: 99) == nil)
    #expect(regex.first(text, from: -1) == nil)
  }
}

/// A pattern small enough to try everything.
indirect enum Toy {
  case set(String, Set<Unicode.Scalar>, isNegated: Bool)
  case assertion(String)
  case sequence([Toy])
  case either(Toy, Toy)
  case group(Int, Toy)
  case repeated(Toy, least: Int, most: Int, quantifier: String, groups: Range<Int>)
  case look(String, Toy)
  case reference(Int)

  var text: String {
    switch self {
    case .set(let text, _, _), .assertion(let text): text
    case .sequence(let parts): parts.map(\.text).joined()
    case .either(let first, let second): "(?:\(first.text)|\(second.text))"
    case .group(_, let inner): "(\(inner.text))"
    case .repeated(let inner, _, _, let quantifier, _): "(?:\(inner.text))\(quantifier)"
    case .look(let opening, let inner): "\(opening)\(inner.text))"
    case .reference(let number): "(?:\\\(number))"
    }
  }
}

struct ToyGenerator {
  var generator: SeededGenerator
  let hasLooks: Bool
  let hasReferences: Bool
  var groups = 0

  mutating func node(depth: Int) -> Toy {
    switch Int.random(in: 0...(depth == 0 ? 4 : 12), using: &generator) {
    case 0...3: return leaf()
    case 4: return .assertion(["^", "$", "\\b", "\\B"][Int.random(in: 0...3, using: &generator)])
    case 5...7: return .sequence([node(depth: depth - 1), node(depth: depth - 1)])
    case 8: return .either(node(depth: depth - 1), node(depth: depth - 1))
    case 9:
      groups += 1
      let number = groups
      return .group(number, node(depth: depth - 1))
    case 10 where hasLooks:
      return .look(["(?=", "(?!", "(?<=", "(?<!"][Int.random(in: 0...3, using: &generator)], node(depth: depth - 1))
    case 11 where hasReferences && groups > 0: return .reference(Int.random(in: 1...groups, using: &generator))
    default: return repetition(of: depth)
    }
  }

  private mutating func leaf() -> Toy {
    let leaves: [Toy] = [
      .set("a", ["a"], isNegated: false), .set("b", ["b"], isNegated: false), .set("é", ["é"], isNegated: false),
      .set(".", ["\n", "\r", "\u{2028}", "\u{2029}"], isNegated: true), .set("[^a]", ["a"], isNegated: true),
      .set("[ab]", ["a", "b"], isNegated: false), .set(#"\w"#, ["a", "b"], isNegated: false), .sequence([]),
    ]
    return leaves[Int.random(in: 0..<leaves.count, using: &generator)]
  }

  private mutating func repetition(of depth: Int) -> Toy {
    let before = groups
    let inner = node(depth: depth - 1)
    let kinds = [
      ("*", 0, Int.max), ("+", 1, Int.max), ("?", 0, 1), ("{2}", 2, 2), ("{1,2}", 1, 2), ("{0,2}", 0, 2),
      ("{2,}", 2, Int.max),
    ]
    let (text, least, most) = kinds[Int.random(in: 0..<kinds.count, using: &generator)]
    let isLazy = Bool.random(using: &generator)
    return .repeated(
      inner, least: least, most: most, quantifier: isLazy ? text + "?" : text, groups: before + 1..<groups + 1)
  }
}

/// The standard's matcher. Exponential, so that it stops after a number of steps.
struct ToyMatcher {
  struct State {
    var at: Int
    var groups: [Int: Range<Int>] = [:]
  }

  let text: [Unicode.Scalar]
  var steps = 0
  static let limit = 200_000

  /// The match in bytes; nil when the limit left that open.
  mutating func firstMatch(of toy: Toy) -> (range: Range<Int>?, Void)? {
    for start in 0...text.count {
      var end: Int?
      let matches = run(toy, State(at: start), true) { _, state in
        end = state.at
        return true
      }
      guard steps < Self.limit else { return nil }
      if matches, let end { return (bytes(start)..<bytes(end), ()) }
    }
    return (nil, ())
  }

  private func bytes(_ index: Int) -> Int { text[..<index].reduce(0) { $0 + UTF8.width($1) } }

  typealias Rest = (inout ToyMatcher, State) -> Bool

  private mutating func run(_ toy: Toy, _ state: State, _ forward: Bool, _ rest: Rest) -> Bool {
    steps += 1
    guard steps < Self.limit else { return false }
    switch toy {
    case .set(_, let members, let isNegated):
      let index = forward ? state.at : state.at - 1
      guard text.indices.contains(index), members.contains(text[index]) != isNegated else { return false }
      return rest(&self, State(at: forward ? state.at + 1 : state.at - 1, groups: state.groups))
    case .assertion(let assertion): return holds(assertion, state.at) && rest(&self, state)
    case .sequence(let parts):
      guard let part = forward ? parts.first : parts.last else { return rest(&self, state) }
      let others = Toy.sequence(Array(forward ? parts.dropFirst() : parts.dropLast()))
      return run(part, state, forward) { $0.run(others, $1, forward, rest) }
    case .either(let first, let second): return run(first, state, forward, rest) || run(second, state, forward, rest)
    case .group(let number, let inner):
      return run(inner, state, forward) { matcher, after in
        var after = after
        after.groups[number] = min(state.at, after.at)..<max(state.at, after.at)
        return rest(&matcher, after)
      }
    case .repeated(let inner, let least, let most, let quantifier, let groups):
      let isLazy = quantifier.hasSuffix("?") && quantifier.count > 1
      return `repeat`(inner, least, most, isLazy, groups, state, forward, rest)
    case .look(let opening, let inner):
      var inside: State?
      let matches = run(inner, state, !opening.contains("<")) { _, after in
        inside = after
        return true
      }
      if opening.contains("!") { return !matches && rest(&self, state) }
      return matches && rest(&self, State(at: state.at, groups: inside?.groups ?? [:]))
    case .reference(let number): return refer(state.groups[number], state, forward, rest)
    }
  }

  /// RepeatMatcher.
  private mutating func `repeat`(
    _ inner: Toy, _ least: Int, _ most: Int, _ isLazy: Bool, _ groups: Range<Int>, _ state: State, _ forward: Bool,
    _ rest: Rest
  ) -> Bool {
    if most == 0 { return rest(&self, state) }
    func once(_ matcher: inout ToyMatcher) -> Bool {
      var cleared = state
      for group in groups { cleared.groups[group] = nil }
      return matcher.run(inner, cleared, forward) { matcher, after in
        if least == 0, after.at == state.at { return false }
        return matcher.repeat(
          inner, max(least - 1, 0), most == .max ? .max : most - 1, isLazy, groups, after, forward, rest)
      }
    }
    if least > 0 { return once(&self) }
    return isLazy ? rest(&self, state) || once(&self) : once(&self) || rest(&self, state)
  }

  private mutating func refer(_ group: Range<Int>?, _ state: State, _ forward: Bool, _ rest: Rest) -> Bool {
    guard let group else { return rest(&self, state) }
    let end = forward ? state.at + group.count : state.at - group.count
    guard 0...text.count ~= end, text[group] == text[min(state.at, end)..<max(state.at, end)] else { return false }
    return rest(&self, State(at: end, groups: state.groups))
  }

  private func holds(_ assertion: String, _ at: Int) -> Bool {
    func isWord(_ index: Int) -> Bool { text.indices.contains(index) && (text[index] == "a" || text[index] == "b") }
    return switch assertion {
    case "^": at == 0
    case "$": at == text.count
    case "\\b": isWord(at - 1) != isWord(at)
    default: isWord(at - 1) == isWord(at)
    }
  }
}
