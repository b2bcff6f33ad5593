import CKernels

/// What the end of a text looks like, as hashed features: last words and characters, the last line, whether brackets
/// and quotes are closed, and whether the last word is one of the set's words or only begins like some.
///
/// Nothing in it may tell the length of the text, or cutting would be told from being short.
struct EndingFeatures {
  private(set) var features: [UInt32] = []
  private let words: EndingWords
  /// How many of the counts of a word are this text's own.
  var ownCount = 1

  static let bits = 16

  init(words: EndingWords) { self.words = words }

  /// Reads the end of `text[..<end]`, which has no white space at its end. Brackets count when it begins at the text's
  /// beginning.
  mutating func read(_ text: [UInt8], upTo end: Int, isWhole: Bool) {
    features.removeAll(keepingCapacity: true)
    guard end > 0 else { return }
    let last = EndingToken(before: end, in: text)
    let before = EndingToken(before: last.start, in: text)
    let kind = EndingFeatures.kind(of: text[end - 1], last)
    add(1, last.hash)
    add(2, before.hash)
    add(3, before.hash &* 31 &+ last.hash)
    add(4, kind)
    add(5, tg_ending_hash(text, max(0, end - 2), end))
    add(6, tg_ending_hash(text, max(0, end - 3), end))
    let line = EndingFeatures.lastLine(text, end)
    add(7, UInt64(line.words) * 2 + (line.isItem ? 1 : 0))
    add(8, kind &* 4 &+ (line.isItem ? 2 : 0) + (line.words < 3 ? 1 : 0))
    let story = tg_ending_story(text, 0, end)
    if last.kind == .letters {
      let others = max(0, words.count(last.hash) - ownCount)
      add(9, others > 0 ? UInt64(min(12, Int.bitWidth - 1 - others.leadingZeroBitCount)) + 1 : 0)
      let unknown: UInt64 = others > 1 ? 0 : others > 0 ? 8 : 16
      add(10, unknown + UInt64(words.longer(last.hash)))
      let isName = (0x41...0x5A).contains(text[last.start])
      let border = tg_ending_border(text, end, text.count)
      let isCounted = ownCount > 0 && border < 2
      let ready = words.readiness(
        last.hash, own: isCounted ? (inner: 1, ends: border == 1 ? 1 : 0) : (inner: 0, ends: 0))
      add(20, ready)
      add(21, ready * 2 + (story.sentences > 0 ? 1 : 0))
      add(19, unknown + UInt64(words.longer(last.hash)) + (isName ? 64 : 0) + (story.sentences > 0 ? 32 : 0))
    }
    let isOpen = UInt64(kind < 5 ? kind : 5 + (story.ends ? 1 : 0))
    add(16, isOpen * 8 + UInt64(min(3, story.sentences)) * 2 + (story.lines > 0 ? 1 : 0))
    add(17, isOpen * 512 + UInt64(story.line_end) * 2 + (line.isItem ? 1 : 0))
    add(18, isOpen * 16 + UInt64(min(3, story.ended_lines)) * 4 + UInt64(min(3, story.lines - story.ended_lines)))
    if isWhole { balance(text, end) }
  }

  private mutating func add(_ kind: UInt64, _ value: UInt64) {
    let hash = Fingerprint.mix(Fingerprint.mix(kind, 0x51), value)
    features.append(UInt32(truncatingIfNeeded: hash >> 40) & (1 << UInt32(EndingFeatures.bits) - 1))
  }

  private mutating func balance(_ text: [UInt8], _ end: Int) {
    let balance = tg_ending_balance(text, 0, end)
    add(11, UInt64(max(-1, min(2, balance.round)) + 1))
    add(12, UInt64(max(-1, min(2, balance.square)) + 1))
    add(13, UInt64(max(-1, min(2, balance.curly)) + 1))
    add(14, UInt64(balance.quotes & 1))
    add(15, UInt64(balance.fences & 1))
  }

  /// The kind of the last character.
  private static func kind(of byte: UInt8, _ last: EndingToken) -> UInt64 {
    switch byte {
    case 0x30...0x39: 1
    case 0x41...0x5A: 2
    case 0x61...0x7A: 3
    case 0x80...: last.kind == .mark ? last.hash | 1 << 32 : 4
    default: UInt64(byte) + 8
    }
  }

  /// Words of the last line, up to 6, and whether it is an item of a list, a heading or a row.
  private static func lastLine(_ text: [UInt8], _ end: Int) -> (words: Int, isItem: Bool) {
    var start = end
    while start > 0, text[start - 1] != 0x0A { start -= 1 }
    var words = 0
    var inWord = false
    for i in start..<end where words < 6 || inWord {
      let isSpace = text[i] <= 0x20
      if !isSpace, !inWord { words = min(6, words + 1) }
      inWord = !isSpace
    }
    var at = start
    while at < end, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    guard at < end else { return (words, false) }
    if "-*#>|".utf8.contains(text[at]) || text[at..<end].starts(with: [0xE2, 0x80, 0xA2]) { return (words, true) }
    var digits = at
    while digits < end, (0x30...0x39).contains(text[digits]) { digits += 1 }
    return (words, digits > at && digits < end && ".)".utf8.contains(text[digits]))
  }
}

/// A word, a mark or a line end, found from its end.
struct EndingToken {
  enum Kind { case none, letters, digits, mark }

  private(set) var kind = Kind.none
  private(set) var hash: UInt64 = 0
  /// Where it begins.
  private(set) var start: Int

  /// The last token of `text[..<end]`.
  init(before end: Int, in text: [UInt8]) {
    var end = end
    while end > 0, text[end - 1] <= 0x20, text[end - 1] != 0x0A { end -= 1 }
    start = end
    guard end > 0 else { return }
    kind = EndingToken.kind(at: &start, in: text)
    if kind == .letters || kind == .digits {
      var next = start
      while next > 0 {
        let found = EndingToken.kind(at: &next, in: text)
        guard found == .letters || found == .digits else { break }
        if found == .digits { kind = .digits }
        start = next
      }
    }
    hash = tg_ending_hash(text, start, end)
  }

  /// The kind of the character before `at`, which is moved to its first byte. Characters of scripts that set no spaces
  /// are marks, each for itself.
  private static func kind(at: inout Int, in text: [UInt8]) -> Kind {
    at -= 1
    let byte = text[at]
    if (0x30...0x39).contains(byte) { return .digits }
    if byte < 0x80 { return (0x61...0x7A).contains(byte | 0x20) ? .letters : .mark }
    var back = 0
    while at > 0, text[at] & 0xC0 == 0x80, back < 3 { (at, back) = (at - 1, back + 1) }
    let second = at + 1 < text.count ? text[at + 1] : 0
    return switch text[at] {
    case 0xC2: .mark
    case 0xE0: (0xB8...0xBB).contains(second) ? .mark : .letters
    case 0xE1: (0x80...0x82).contains(second) || (0x9E...0x9F).contains(second) ? .mark : .letters
    case 0xE2...0xE9: .mark
    case 0xEA: second >= 0xB0 ? .mark : .letters
    case 0xEB...0xED, 0xEF...: .mark
    default: .letters
    }
  }
}

/// The words of a set's texts: in how many of them each stands, how many words begin with some letters, and which words
/// sentences end with.
struct EndingWords {
  private var texts = [UInt32](repeating: 0, count: 1 << Int(TG_ENDING_WORD_BITS))
  private var inner = [UInt32](repeating: 0, count: 1 << Int(TG_ENDING_WORD_BITS))
  private var ends = [UInt32](repeating: 0, count: 1 << Int(TG_ENDING_WORD_BITS))
  private var longer = [UInt8](repeating: 0, count: 1 << Int(TG_ENDING_PREFIX_BITS))

  init(_ all: some Sequence<[UInt8]>) {
    var seen = texts
    for (number, text) in all.enumerated() {
      tg_ending_count(
        text, text.count, UInt32(truncatingIfNeeded: number + 1), &texts, &seen, &inner, &ends, &longer)
    }
  }

  func count(_ hash: UInt64) -> Int { Int(texts[tg_ending_word(hash)]) }

  /// Words of at least three texts that begin with these letters and go on, up to 7.
  func longer(_ hash: UInt64) -> Int { Int(longer[tg_ending_prefix(hash)]) }

  /// How readily sentences end with a word, as a small number: how often it was met, and the share of ends. The ends of
  /// whole texts do not count, because some may be cut.
  /// - Parameters:
  ///   - own: occurrences of this text's own that were counted, and how many of them as ends.
  func readiness(_ hash: UInt64, own: (inner: Int, ends: Int)) -> UInt64 {
    let word = tg_ending_word(hash)
    let all = max(0, Int(inner[word]) - own.inner)
    let ending = max(0, Int(ends[word]) - own.ends)
    let share = all > 0 ? Double(ending) / Double(all) : 0
    let level: UInt64 = share == 0 ? 0 : share < 0.02 ? 1 : share < 0.06 ? 2 : share < 0.15 ? 3 : share < 0.4 ? 4 : 5
    return level * 8 + UInt64(all == 0 ? 0 : min(7, Int.bitWidth - all.leadingZeroBitCount))
  }
}
