import CKernels

/// Letters in an order that no language knows, as when someone plays on a keyboard.
enum KeyMash {
  /// The share of pairs of letters that hardly any word has, among at least 20 pairs in at least three words. Natural
  /// texts stay below 1 %, identifiers and abbreviations below 4 %; random letters have 18 %.
  static let oddShare = 0.07
  /// The share of letters in runs of four consonants and more, when one odd pair stands among them: random letters have
  /// half of theirs there. Words of Polish or German may have as many, and no odd pair.
  static let crowdedShare = 0.18

  /// True for a text that is marked to have few vowels and is nothing but mash: hardly a stop word, no code.
  static func isMash(_ text: TextBytes) -> Bool {
    let facts = FoldedText(text.first(320)).words
    guard facts.pairs >= 20, facts.words >= 3, facts.stops * 5 <= facts.words else { return false }
    let isOdd = Double(facts.odd) > oddShare * Double(facts.pairs)
    let isCrowded = facts.odd > 0 && Double(facts.crowded) > crowdedShare * Double(facts.letters)
    return (isOdd || isCrowded) && !isEncoded(text)
  }

  /// True for Base64, hashes and other text that is meant for machines: long runs without a space, or with digits and
  /// capitals all over.
  private static func isEncoded(_ text: TextBytes) -> Bool {
    var (letters, strange, spaces) = (0, 0, 0)
    for byte in text.first(1_024) {
      if byte.isASCIILetter { letters += 1 }
      if byte.isDigit || byte.isUpper || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") { strange += 1 }
      if byte == 0x20 { spaces += 1 }
    }
    return strange * 5 > letters || spaces * 40 < letters
  }
}
