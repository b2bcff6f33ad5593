/// A set of phrases that are looked for in texts in any case of ASCII letters. For texts that are under suspicion: it
/// looks at every byte.
struct Phrases: Sendable {
  /// By first byte.
  private let byFirst: [[(phrase: [UInt8], index: Int)]]

  /// Phrases in lower case. One that begins with an ASCII letter is found at the start of a word alone; other letters
  /// stand as they are.
  init(_ phrases: [String]) {
    var byFirst = [[(phrase: [UInt8], index: Int)]](repeating: [], count: 256)
    for (index, phrase) in phrases.enumerated() {
      let bytes = Array(phrase.utf8)
      guard let first = bytes.first else { continue }
      byFirst[Int(first)].append((bytes, index))
    }
    self.byFirst = byFirst
  }

  /// The first place of any of them and its index.
  func first(in text: TextBytes, from: Int = 0) -> (range: Range<Int>, index: Int)? {
    var at = from
    while at < text.count {
      let byte = text[at].lowercased
      for (phrase, index) in byFirst[Int(byte)] where stands(phrase, in: text, at: at) {
        return (at..<at + phrase.count, index)
      }
      at += 1
    }
    return nil
  }

  func isIn(_ text: TextBytes) -> Bool { first(in: text) != nil }

  func isIn(_ texts: [TextBytes]) -> Bool { texts.contains { isIn($0) } }

  private func stands(_ phrase: [UInt8], in text: TextBytes, at: Int) -> Bool {
    guard at + phrase.count <= text.count else { return false }
    if phrase[0].isASCIILetter, at > 0, text[at - 1].isASCIILetter { return false }
    for k in phrase.indices where text[at + k].lowercased != phrase[k] { return false }
    return true
  }
}
