/// Words that no text may contain, found in one pass whatever their case.
struct ReservedWords: Sendable {
  /// In lower case.
  private let words: [[UInt8]]
  private let spellings: [String]
  /// By the last byte of a word in lower case: where words can end. The last bytes of reserved words are rare in text.
  private let ends: [Bool]

  init(_ spellings: [String]) {
    self.spellings = spellings
    words = spellings.map { $0.utf8.map(ReservedWords.lower) }
    var ends = [Bool](repeating: false, count: 256)
    for word in words {
      guard let last = word.last else { continue }
      for byte in 0..<256 where ReservedWords.lower(UInt8(byte)) == last { ends[byte] = true }
    }
    self.ends = ends
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// The first word in a text by its end, as the pack spells it; nil for none. Linear in the text.
  ///
  /// Bounds: `text` has `count` readable bytes.
  func first(in text: UnsafePointer<UInt8>, count: Int) -> String? {
    for i in 0..<count where ends[Int(text[i])] {
      for (k, word) in words.enumerated() where word.count <= i + 1 {
        let start = i + 1 - word.count
        if (0..<word.count).allSatisfy({ ReservedWords.lower(text[start + $0]) == word[$0] }) { return spellings[k] }
      }
    }
    return nil
  }
}
