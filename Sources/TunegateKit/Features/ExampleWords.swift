import CKernels

/// The folded words of an example: those of its prompts, a break, those of its answers; and their n-grams. Recycled.
///
/// Unsafe pointers: the kernels write into arrays that have room for the most words that a text of this size can hold.
struct ExampleWords {
  /// Valid up to `count`.
  private(set) var words: [UInt32] = []
  private(set) var grams: [UInt64] = []
  private(set) var count = 0
  private(set) var promptCount = 0

  /// The words of an example's folded sides.
  ///
  /// Bounds: arenas have 64 readable bytes behind their text.
  mutating func read(prompt: ByteArena, answer: ByteArena) {
    // Every byte may begin a word where letters and digits take turns.
    let room = prompt.count + answer.count + 2
    if words.count < room { words = Array(repeating: 0, count: room * 3 / 2) }
    promptCount = append(prompt, at: 0)
    words[promptCount] = UInt32(TG_GRAM_BREAK)
    count = promptCount + 1 + append(answer, at: promptCount + 1)
  }

  private mutating func append(_ arena: ByteArena, at start: Int) -> Int {
    let found = words.withUnsafeMutableBufferPointer { words in
      words.baseAddress.map { tg_all_words(arena.bytes, arena.count, $0 + start, words.count - start - 1) } ?? 0
    }
    for i in start..<start + found where words[i] == UInt32(TG_GRAM_BREAK) { words[i] = 1 }
    return found
  }

  mutating func makeGrams(length: Int) {
    if grams.count < words.count { grams = Array(repeating: 0, count: words.count) }
    ExampleWords.makeGrams(words, count, length: length, into: &grams)
  }

  /// `grams` has at least `count` elements.
  static func makeGrams(_ words: [UInt32], _ count: Int, length: Int, into grams: inout [UInt64]) {
    precondition(count <= words.count && count <= grams.count)
    words.withUnsafeBufferPointer { words in
      grams.withUnsafeMutableBufferPointer { grams in
        guard let words = words.baseAddress, let grams = grams.baseAddress else { return }
        tg_grams(words, count, UInt32(length), grams)
      }
    }
  }

  /// The words of the prompts, or of the answers where there is no prompt.
  var lead: Range<Int> { promptCount > 0 ? 0..<promptCount : promptCount + 1..<count }
  var answer: Range<Int> { promptCount + 1..<count }

  static func hash(_ words: some Collection<UInt32>) -> UInt64 {
    words.reduce(UInt64(words.count)) { Fingerprint.mix($0, UInt64($1)) }
  }

  /// The words of one turn.
  static func ofTurn(_ text: TextBytes) -> [UInt32] {
    ofText(FoldedText(text))
  }

  static func ofText(_ text: FoldedText) -> [UInt32] {
    text.wordHashes(limit: text.count).map { $0 == UInt32(TG_GRAM_BREAK) ? 1 : $0 }
  }

  /// A fingerprint of the texts as they are spelled, of the sides that are asked for.
  static func spelling(_ sides: Sides, of row: Row, in batch: Batch) -> UInt64 {
    var hash: UInt64 = 0
    for turn in batch.turns(of: row) where sides.has(turn.side) {
      hash = batch.text(of: turn).withBytes { Fingerprint.of($0, count: $1, seed: hash) }
    }
    return hash
  }
}
