import Testing

@testable import TunegateKit

/// How patterns cut. Real texts are compared with the libraries in `TokenGoldenTests`; here are the parts of patterns.
@Suite("Splitting patterns")
struct SplitPatternTests {
  private static func pieces(
    _ pattern: String, _ text: String, _ behavior: SplitStage.Behavior = .isolated, inverted: Bool = false
  ) throws -> [String] {
    let program = try SplitProgram(pattern, .oniguruma)
    var splitter = TextSplitter([SplitStage(program: program, behavior: behavior, isInverted: inverted)])
    var text = text
    return text.withUTF8 { bytes in
      var found: [String] = []
      guard let base = bytes.baseAddress else { return [] }
      splitter.forEachPiece(base, 0..<bytes.count) {
        found.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self))
      }
      return found
    }
  }

  @Test(
    "Runs give back what follows needs, and no more",
    arguments: [
      ("[ab]+b", "aabab|a", ["aabab", "|a"]), (#"\s+(?!\S)|x"#, "  x  ", [" ", " ", "x", "  "]),
      ("[ab]{1,2}b", "abb", ["abb"]), ("a?ab", "ab", ["ab"]), ("é*é", "ééé", ["ééé"]),
      ("a+", "baab", ["b", "aa", "b"]),
      ("(?:ab|a)c?", "abcac", ["abc", "ac"]), ("(?:ab)?a", "aba", ["aba"]), ("x(?=y)", "xxy", ["x", "x", "y"]),
      ("(?i:k'S)", "K'ſ", ["K'ſ"]), (#"\p{Lu}\p{Ll}*"#, "ÉcoleÀ", ["École", "À"]),
      (#"[^\P{L}é]+"#, "aéb", ["a", "é", "b"]), (#"[\]\-a-c]+"#, "]-bd", ["]-b", "d"]),
    ])
  func matching(pattern: String, text: String, pieces: [String]) throws {
    #expect(try Self.pieces(pattern, text) == pieces)
  }

  /// The expected pieces are those of tokenizers 0.23.3 for `Split("-", …)` on "a--b-".
  @Test(
    "What becomes of matches",
    arguments: [
      (SplitStage.Behavior.isolated, ["a", "-", "-", "b", "-"]), (.removed, ["a", "b"]),
      (.contiguous, ["a", "--", "b", "-"]),
      (.mergedWithPrevious, ["a-", "-", "b-"]), (.mergedWithNext, ["a", "-", "-b", "-"]),
    ])
  func behaviors(behavior: SplitStage.Behavior, pieces: [String]) throws {
    #expect(try Self.pieces("-", "a--b-", behavior) == pieces)
    #expect(try Self.pieces("a|b", "a--b-", .removed, inverted: true) == ["a", "b"])
  }

  @Test("Pieces lose nothing of a text, whatever the pattern", arguments: RankPattern.allCases)
  func whole(pattern: RankPattern) throws {
    var dice = Dice(3)
    let alphabet = ["a", "B", "1", " ", "\n", "\r", "'", "s", "é", "\u{301}", "語", "👩", ".", "/", "\u{85}", "ǅ"]
    let program = try SplitProgram(pattern.expression, .rust)
    var splitter = TextSplitter([SplitStage(program: program)])
    for _ in 0..<500 {
      var text = (0..<dice.number(0...30)).map { _ in dice.pick(alphabet) }.joined()
      let joined = text.withUTF8 { bytes in
        var joined: [UInt8] = []
        guard let base = bytes.baseAddress else { return joined }
        splitter.forEachPiece(base, 0..<bytes.count) { joined += bytes[$0] }
        return joined
      }
      #expect(joined == Array(text.utf8))
    }
  }

  @Test("Membership of every character, in every page")
  func scalarBits() {
    let sets = [
      ScalarSet([0...ScalarSet.last]), ScalarSet([0x41...0x41, 0xFF...0x100, 0x10FFFF...0x10FFFF]),
      TokenUnicode.set(named: "L") ?? ScalarSet([]), TokenUnicode.space,
    ]
    let bits = ScalarBits(sets)
    for value in stride(from: UInt32(0), through: ScalarSet.last, by: 7) {
      let word = sets.enumerated().reduce(UInt64(0)) { $0 | ($1.element.contains(value) ? 1 << UInt64($1.offset) : 0) }
      if bits[value] != word { Issue.record("U+\(String(value, radix: 16)) has \(bits[value]), expected \(word)") }
    }
    #expect(bits[0x10FFFF] == 0b0011 && bits[0x100] == 0b0111 && bits[0x3000] == 0b1001)
  }

  @Test("Characters of later versions of Unicode are unassigned to the libraries, and so here")
  func versions() {
    let letters = TokenUnicode.set(named: "L") ?? ScalarSet([])
    #expect(letters.contains(0x1C89), "assigned by Unicode 16")
    #expect(!letters.contains(0xA7CE), "assigned by Unicode 17")
    #expect((TokenUnicode.set(named: "Cn") ?? ScalarSet([])).contains(0xA7CE))
    #expect(TokenUnicode.set(named: "Greek") == nil)
  }
}
