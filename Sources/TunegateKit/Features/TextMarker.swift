import CKernels

/// Marks the turns of one example after the other, while their texts and folded texts are in the cache.
///
/// Unsafe pointers: texts lie in the batch's arena, folded texts in the extractor's, both with `ByteArena.slack`
/// readable bytes behind them.
struct TextMarker {
  /// Bytes of folded text among which refusals and boilerplate are looked for.
  static let phraseBytes = 200
  /// An answer that repeats a whole prompt is an echo from this many characters on; one that repeats its end, from
  /// `shortestTail` bytes on.
  private static let shortestEcho = 20
  private static let shortestTail = 40

  /// Bytes of folded text that languages are told by, and the fewest that tell anything.
  static let languageBytes = 512
  private static let shortestText = 60

  /// The folded text of the prompt before, in the arena of prompts.
  private struct Prompt {
    var start: UnsafePointer<UInt8>
    var count: Int
    var isEnglish: Bool
  }

  private var prompt: Prompt?
  private var hashes = [UInt32](repeating: 0, count: Int(TG_LONG_WORDS))

  /// An example begins.
  mutating func begin() { prompt = nil }

  /// The marks of a prompt or answer whose folded text begins at `from` in `arena`, at times with a space.
  mutating func marks(
    _ turn: Turn, _ text: UnsafePointer<UInt8>, _ count: Int, _ arena: ByteArena, from: Int
  ) -> TextMarks {
    var marks = TextMarks(rawValue: tg_text_marks(text, count))
    var (start, length) = (UnsafePointer(arena.bytes + from), arena.count - from)
    if length > 0, start[0] == 0x20 { (start, length) = (start + 1, length - 1) }
    marks.formUnion(TextMarks(rawValue: tg_prose_marks(start, length, turn.side == .answer ? 1 : 0)))
    switch turn.side {
    case .prompt:
      // The arena may move when it grows, but not before the next prompt is folded.
      prompt = Prompt(start: start, count: length, isEnglish: marks.contains(.english))
    case .answer:
      marks.formUnion(Disclaimers.marks(start, min(length, TextMarker.phraseBytes)))
      if isEcho(start, length) { marks.insert(prompt?.count == length ? .echo : .echoOfEnd) }
      if isForeign(start, length, isEnglish: marks.contains(.english)) { marks.insert(.foreign) }
    default: break
    }
    return marks
  }

  /// Whether the languages of the answer are none of the prompt's. Two texts with English in them are not looked at.
  private mutating func isForeign(_ start: UnsafePointer<UInt8>, _ count: Int, isEnglish: Bool) -> Bool {
    guard let prompt, count >= TextMarker.shortestText, prompt.count >= TextMarker.shortestText,
      !(isEnglish && prompt.isEnglish)
    else { return false }
    let own = LanguageMismatch.facts(start, min(count, TextMarker.languageBytes))
    // An answer in English without "the", "and" and "of".
    if prompt.isEnglish && own.languages & 1 != 0 || !LanguageMismatch.isClear(own) { return false }
    let given = LanguageMismatch.facts(prompt.start, min(prompt.count, TextMarker.languageBytes))
    return LanguageMismatch.isClear(given) && given.languages & own.languages == 0
  }

  /// Whether the answer is the prompt before it, or the end of it.
  private func isEcho(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard let prompt, count >= TextMarker.shortestEcho, count <= prompt.count else { return false }
    let behind = prompt.count - count
    if behind > 0 {
      guard count >= TextMarker.shortestTail, prompt.start[behind - 1] == 0x20 else { return false }
    }
    // The last bytes differ first.
    guard prompt.start[prompt.count - 1] == start[count - 1] else { return false }
    for i in 0..<count where prompt.start[behind + i] != start[i] { return false }
    return tg_code_points(start, count) >= TextMarker.shortestEcho
  }

  /// Notes an answer's words for the set's own statistics, and the answer itself when it may be one to report.
  mutating func noteWords(
    _ turn: Turn, _ place: Place, _ text: UnsafePointer<UInt8>, _ count: Int, _ arena: ByteArena, _ from: Int,
    _ words: inout WordCounts
  ) {
    let (start, length) = (UnsafePointer(arena.bytes + from), arena.count - from)
    let found = hashes.withUnsafeMutableBufferPointer { hashes in
      hashes.baseAddress.map { tg_long_words(start, length, $0) } ?? 0
    }
    guard words.note(hashes, count: found), isOutlandish(text, count, start, length) else { return }
    words.add(hashes[..<found], at: place)
  }

  /// True for prose without the words that any language needs, mostly in lower case: no list of names.
  private func isOutlandish(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ folded: UnsafePointer<UInt8>, _ length: Int
  ) -> Bool {
    let facts = LanguageMismatch.facts(folded, length)
    guard facts.stops * 10 <= facts.words else { return false }
    var (words, names, commas) = (0, 0, 0)
    var isInside = false
    for i in 0..<min(count, 512) {
      let isWord = text[i].isWordByte
      if text[i] == UInt8(ascii: ",") || text[i] == 0x0A { commas += 1 }
      if isWord, !isInside {
        words += 1
        if text[i].isUpper || text[i].isDigit { names += 1 }
      }
      isInside = isWord
    }
    // Nor one of other things.
    return names * 4 <= words && commas * 3 <= words
  }
}
