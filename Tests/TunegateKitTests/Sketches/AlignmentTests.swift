import Testing

@testable import TunegateKit

/// Words without a text around them: the alignment looks at their bytes and at their weights.
private struct Vocabulary {
  private let arena = ByteArena(capacity: 1 << 16)
  private(set) var weights = [Float](repeating: 1, count: TextWords.buckets)
  private(set) var counts = [UInt32](repeating: 0, count: TextWords.buckets)

  /// Weights are multiples of 1/4, so that sums are exact in any order.
  mutating func word(_ text: String, weight: Float? = nil, count: UInt32? = nil) -> Word {
    let start = arena.count
    for byte in text.utf8 { arena.append(byte) }
    precondition(arena.count < arena.capacity, "words must not move")
    let bytes = UnsafePointer(arena.bytes + start)
    let hash = Fingerprint.of(bytes, count: text.utf8.count, seed: 3)
    let bucket = Int(hash % UInt64(TextWords.buckets))
    if let weight { weights[bucket] = weight }
    if let count { counts[bucket] = count }
    return Word(start: bytes, count: text.utf8.count, bucket: bucket)
  }

  func text(_ words: [Word]) -> String {
    words.map { String(decoding: UnsafeBufferPointer(start: $0.start, count: $0.count), as: UTF8.self) }
      .joined(separator: " ")
  }
}

@Suite("Word alignment")
struct AlignmentTests {
  /// Words that are misspellings of each other, and some that are not.
  private static let texts = [
    "t", "to", "too", "the", "teh", "12", "13", "usd", "eur", "payment", "paymnet", "payments", "account", "acount",
    "currency", "currancy", "curencie", "withdrawal", "withdrawl", "a", "b", "ab", "ba",
  ]

  private static func vocabulary(_ dice: inout Dice) -> (Vocabulary, [Word]) {
    var vocabulary = Vocabulary()
    let words = texts.map { text in
      vocabulary.word(text, weight: Float(dice.number(1...20)) / 4, count: UInt32(dice.pick([1, 2, 3, 4, 40, 400])))
    }
    return (vocabulary, words)
  }

  private static func random(_ words: [Word], _ dice: inout Dice) -> [Word] {
    (0..<dice.number(0...9)).map { _ in dice.pick(words) }
  }

  @Test("Symmetric, never negative, and nothing is lost", arguments: 0..<40 as Range<UInt64>)
  func laws(seed: UInt64) {
    var dice = Dice(seed)
    let (vocabulary, words) = Self.vocabulary(&dice)
    var alignment = WordAlignment()
    for _ in 0..<100 {
      let (a, b) = (Self.random(words, &dice), Self.random(words, &dice))
      let there = alignment.align(a, b, weights: vocabulary.weights, counts: vocabulary.counts)
      let back = alignment.align(b, a, weights: vocabulary.weights, counts: vocabulary.counts)
      let pair: Comment = "\(vocabulary.text(a)) | \(vocabulary.text(b))"
      #expect(there.shared == back.shared && there.different == back.different, pair)
      #expect(there.shared >= 0 && there.different >= 0, pair)
      let total = (a + b).reduce(Float(0)) { $0 + vocabulary.weights[$1.bucket] }
      #expect(2 * there.shared + there.different <= total, pair)
    }
  }

  @Test("A text shares all with itself and nothing with an empty one", arguments: 0..<10 as Range<UInt64>)
  func identity(seed: UInt64) {
    var dice = Dice(seed)
    let (vocabulary, words) = Self.vocabulary(&dice)
    var alignment = WordAlignment()
    let a = Self.random(words, &dice)
    let total = a.reduce(Float(0)) { $0 + vocabulary.weights[$1.bucket] }
    let same = alignment.align(a, a, weights: vocabulary.weights, counts: vocabulary.counts)
    #expect(same.shared == total && same.different == 0)
    for (left, right) in [(a, []), ([], a)] {
      let none = alignment.align(left, right, weights: vocabulary.weights, counts: vocabulary.counts)
      #expect(none.shared == 0 && none.different == total)
    }
  }

  @Test("What is shared is the most that any alignment can share", arguments: 0..<20 as Range<UInt64>)
  func best(seed: UInt64) {
    var dice = Dice(seed)
    let (vocabulary, words) = Self.vocabulary(&dice)
    var alignment = WordAlignment()
    for _ in 0..<25 {
      let (a, b) = (Self.random(words, &dice).prefix(6), Self.random(words, &dice).prefix(6))
      let found = alignment.align(Array(a), Array(b), weights: vocabulary.weights, counts: vocabulary.counts)
      #expect(
        found.shared == mostShared(a, b, vocabulary), "\(vocabulary.text(Array(a))) | \(vocabulary.text(Array(b)))")
    }
  }

  /// By trying all alignments.
  private func mostShared(_ a: ArraySlice<Word>, _ b: ArraySlice<Word>, _ vocabulary: Vocabulary) -> Float {
    guard let x = a.first, let y = b.first else { return 0 }
    var most = max(mostShared(a.dropFirst(), b, vocabulary), mostShared(a, b.dropFirst(), vocabulary))
    if x.equals(y) || Misspelling.isLikely(x, y, vocabulary.counts) {
      let weight = min(vocabulary.weights[x.bucket], vocabulary.weights[y.bucket])
      most = max(most, weight + mostShared(a.dropFirst(), b.dropFirst(), vocabulary))
    }
    return most
  }

  @Test("The edit distance is the textbook's", arguments: 0..<8 as Range<UInt64>)
  func distance(seed: UInt64) {
    var dice = Dice(seed)
    var vocabulary = Vocabulary()
    for _ in 0..<150 {
      let letters = dice.pick([2, 4, 26])
      func word(_ count: Int) -> String {
        String(decoding: (0..<count).map { _ in UInt8(0x61 + dice.number(0...letters - 1)) }, as: UTF8.self)
      }
      let n = dice.number(1...26)
      let (a, b) = (word(n), word(max(1, n + dice.number(-3...3))))
      let words = (vocabulary.word(a), vocabulary.word(b))
      let found = Misspelling.distance(words.0, words.1)
      #expect(Misspelling.isWithinOneEdit(words.0, words.1) == (found <= 1), "\(a) \(b)")
      let isFar = abs(a.count - b.count) > 2 || max(a.count, b.count) > 24
      #expect(found == (isFar ? 3 : Self.distance(Array(a.utf8), Array(b.utf8))), "\(a) \(b)")
    }
  }

  /// Optimal string alignment: Damerau's distance without editing a swapped pair again.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { table[i][0] = i }
    for j in 0...b.count { table[0][j] = j }
    for i in 1...a.count {
      for j in 1...b.count {
        table[i][j] = min(
          table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  @Test(
    "What counts as a misspelling",
    arguments: [
      ("payment", "paymnet", 500, 400, true), ("withdrawal", "withdrwl", 2, 400, true),
      ("withdrawal", "withdrwl", 40, 400, false), ("t", "to", 1, 400, true), ("t", "to", 1, 5, false),
      ("usd", "eur", 1, 400, false), ("12345", "12346", 1, 400, false), ("a", "b", 1, 400, false),
      ("card", "cards", 100, 100, true), ("cat", "cap", 100, 100, false),
    ] as [(String, String, Int, Int, Bool)])
  func misspellings(_ a: String, _ b: String, _ countOfA: Int, _ countOfB: Int, _ expected: Bool) {
    var vocabulary = Vocabulary()
    let words = (vocabulary.word(a, count: UInt32(countOfA)), vocabulary.word(b, count: UInt32(countOfB)))
    #expect(Misspelling.isLikely(words.0, words.1, vocabulary.counts) == expected)
    #expect(Misspelling.isLikely(words.1, words.0, vocabulary.counts) == expected)
  }

  @Test("Words are split at spaces, and ideographs and Thai letters stand alone")
  func splitting() {
    for (text, expected) in [
      ("", []), (" ", []), ("a  bc ", ["a", "bc"]), ("日本x", ["日", "本", "x"]), ("x日", ["x", "日"]),
      ("ไทย ab", ["ไ", "ท", "ย", "ab"]), ("été", ["été"]), ("한글", ["한글"]),
    ] as [(String, [String])] {
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer { buffer in
        var words: [Word] = []
        if let base = buffer.baseAddress { Word.split(base, buffer.count, into: &words) }
        let found = words.map { String(decoding: UnsafeBufferPointer(start: $0.start, count: $0.count), as: UTF8.self) }
        #expect(found == expected)
      }
    }
  }
}
