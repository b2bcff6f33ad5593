import Testing

@testable import TunegateKit

/// The merges against the plain definition, and on text that would take long.
@Suite("Merging")
struct TokenMergerTests {
  /// Some random tokens over three letters: each is a pair of earlier ones.
  private static func vocabulary(_ dice: inout Dice) -> [[UInt8]] {
    var tokens: [[UInt8]] = [[97], [98], [99]]
    for _ in 0..<dice.number(1...40) {
      let token = dice.pick(tokens) + dice.pick(tokens)
      if token.count <= 12, !tokens.contains(token) { tokens.append(token) }
    }
    return tokens
  }

  private static func model(_ tokens: [[UInt8]]) -> TokenModel {
    var alphabet = [UInt32](repeating: TokenModel.missing, count: 256)
    for id in 0..<3 { alphabet[97 + id] = UInt32(id) }
    return TokenModel(
      vocabulary: TokenVocabulary(tokens.enumerated().map { ($0.element[...], UInt32($0.offset)) }), merges: .ranks,
      alphabet: .bytes(alphabet), takesWholePieces: false)
  }

  /// Merges the leftmost pair of the lowest rank until there is none.
  private static func merged(_ text: [UInt8], _ tokens: [[UInt8]]) -> [UInt32] {
    var parts = text.map { [$0] }
    while true {
      let ranks = zip(parts, parts.dropFirst()).map { tokens.firstIndex(of: $0 + $1) ?? .max }
      guard let best = ranks.min(), best < .max, let place = ranks.firstIndex(of: best) else { break }
      parts[place] += parts.remove(at: place + 1)
    }
    return parts.map { UInt32(tokens.firstIndex(of: $0) ?? -1) }
  }

  @Test("Short and long pieces merge as defined", arguments: 0..<40)
  func definition(seed: UInt64) {
    var dice = Dice(seed)
    let tokens = Self.vocabulary(&dice)
    let model = Self.model(tokens)
    var merger = TokenMerger()
    for _ in 0..<20 {
      let text = (0..<dice.number(1...200)).map { _ in UInt8(97 + dice.number(0...2)) }
      text.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress { merger.merge(base, bytes.count, model) }
      }
      #expect(merger.ids == Self.merged(text, tokens), "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test("A megabyte of one letter takes no time that grows with its square")
  func hostile() throws {
    let tokenizer = try TokenGoldenTests.tokenizer("small.tiktoken", "cl100k_base")
    #expect(tokenizer.count(of: String(repeating: "a", count: 1 << 20)) == 1 << 18)
    #expect(tokenizer.count(of: String(repeating: " ", count: 1 << 20)) == 1 << 18)
    // What a piece might be, and is not: each whitespace run is looked at as a line's end first.
    #expect(tokenizer.count(of: String(repeating: "\n ", count: 1 << 18)) > 0)
    let whole = try TokenGoldenTests.tokenizer("byte-fallback.json")
    #expect(whole.count(of: String(repeating: " the", count: 1 << 17)) == (1 << 17) + 1)
  }

  @Test("Texts of a rank file may hold any bytes, and tokens are found by length and content", arguments: 0..<8)
  func vocabularyLookUp(seed: UInt64) {
    var dice = Dice(seed)
    var tokens: [[UInt8]] = []
    for _ in 0..<300 {
      let token = (0..<dice.number(1...40)).map { _ in UInt8(dice.number(0...3)) }
      if !tokens.contains(token) { tokens.append(token) }
    }
    let vocabulary = TokenVocabulary(tokens.enumerated().map { ($0.element[...], UInt32($0.offset)) })
    for (id, token) in tokens.enumerated() { #expect(vocabulary.id(token) == UInt32(id)) }
    for _ in 0..<300 {
      let other = (0..<dice.number(1...40)).map { _ in UInt8(dice.number(0...3)) }
      #expect(vocabulary.id(other) == tokens.firstIndex(of: other).map(UInt32.init))
    }
  }
}
