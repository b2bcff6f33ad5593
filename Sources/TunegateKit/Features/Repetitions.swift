/// How much a text says the same again.
struct Repetitions {
  /// What repeats, for a message.
  var what: String
  var times: Int

  /// Words that are looked at.
  static let mostWords = 4_000
  /// Words of the longest part that is looked for.
  private static let longestPart = 48

  /// Parts that stand four times in a row and make up 40 % of the text, with at least 16 words. Nil otherwise.
  ///
  /// Text with `|` is a table.
  static func loop(_ text: TextBytes) -> Repetitions? {
    guard text.count >= 60, text.next(UInt8(ascii: "|")) == nil else { return nil }
    let folded = FoldedText(withoutMarkers(text.first(1 << 14)))
    let words = folded.wordHashes(limit: mostWords)
    guard words.count >= 16 else { return nil }
    for part in 1...min(longestPart, words.count / 4) {
      var (run, best, bestEnd) = (0, 0, 0)
      for i in part..<words.count {
        run = words[i] == words[i - part] ? run + 1 : 0
        if run > best { (best, bestEnd) = (run, i + 1) }
      }
      // A run of equal words at a distance of `part` is one part more.
      let (times, covered) = (best / part + 1, best + part)
      guard times >= 4, covered >= max(8, words.count * 2 / 5) else { continue }
      let start = bestEnd - covered
      return Repetitions(what: excerpt(folded, words: start..<start + part), times: times)
    }
    return nil
  }

  /// More than 30 % of the lines are repetitions of others, and so is more than 30 % of the text. For texts of at least
  /// ten lines that are no tables.
  static func lines(_ text: TextBytes) -> Repetitions? {
    guard text.next(UInt8(ascii: "|")) == nil else { return nil }
    var lines: [(hash: UInt64, range: Range<Int>)] = []
    var line = 0
    let text = text.first(1 << 16)
    while line < text.count {
      let (end, hash) = lineEnd(text, line)
      // A short line is a bracket, a bullet, an "Oh".
      if end - line >= 12 { lines.append((hash, line..<end)) }
      line = end + 1
    }
    guard lines.count >= 10 else { return nil }
    let bytes = lines.reduce(0) { $0 + $1.range.count }
    lines.sort { ($0.hash, $0.range.lowerBound) < ($1.hash, $1.range.lowerBound) }
    var (repeatedLines, repeatedBytes, times) = (0, 0, 1)
    var most = (times: 1, range: lines[0].range)
    for (a, b) in zip(lines, lines.dropFirst()) {
      times = a.hash == b.hash ? times + 1 : 1
      guard times > 1 else { continue }
      repeatedLines += 1
      repeatedBytes += b.range.count
      if times > most.times { most = (times, b.range) }
    }
    guard repeatedLines * 10 > lines.count * 3, repeatedBytes * 10 > bytes * 3, most.times >= 3 else { return nil }
    return Repetitions(what: text.string(most.range, limit: 40), times: most.times)
  }

  /// The end of the line at `start`, and a hash of it (FNV-1a).
  private static func lineEnd(_ text: TextBytes, _ start: Int) -> (Int, UInt64) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var i = start
    while i < text.count, text[i] != 0x0A {
      hash = (hash ^ UInt64(text[i])) &* 0x100_0000_01B3
      i += 1
    }
    return (i, hash)
  }

  /// The lines of a text, without bullets and numbers at their beginnings.
  private static func withoutMarkers(_ text: TextBytes) -> String {
    var result: [UInt8] = []
    for line in text.split(separator: 0x0A) {
      let marker = line.prefix {
        $0.isDigit || $0 == 0x20 || $0 == 0x09 || [0x2A, 0x2D, 0x2E, 0x29, 0x23].contains($0)
      }
      result.append(contentsOf: line[marker.endIndex...])
      result.append(0x20)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The words of a folded text with these numbers, for a message.
  private static func excerpt(_ text: FoldedText, words: Range<Int>) -> String {
    let pieces = text.folded.split { !($0.isASCIILetter || $0.isDigit || $0 >= 0x80) }
    // Ideographs are words of their own, which this does not split: the beginning is enough for a message.
    let range = words.upperBound <= pieces.count ? words : 0..<min(1, pieces.count)
    return String(decoding: Array(pieces[range].joined(separator: [0x20])).prefix(60), as: UTF8.self)
  }
}
