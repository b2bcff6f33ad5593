/// Characters that nobody sees, and letters that only look like the ones beside them.
enum HiddenCharacters {
  struct Found {
    /// U+200B and the like.
    var name: String
    /// Byte offset.
    var at: Int
    var count: Int
  }

  // MARK: - Overrides and tags

  /// A character that turns the order of what follows around, or the ASCII of the tags, which no font shows.
  static func control(in text: TextBytes, _ marks: TextMarks) -> Found? {
    var found: Found?
    let isCode = marks.contains(.bidi) && text.looksLikeCode
    scan(text) { at, value, before, _ in
      let isOverride = value == 0x202D || value == 0x202E
      // Isolates and embeddings are at home in texts from right to left; in code they hide what is run.
      let isIsolate = (0x202A...0x202C).contains(value) || (0x2066...0x2069).contains(value)
      // The flags of England, Scotland and Wales are a black flag and tags behind it.
      let isTag = (0xE0000...0xE007F).contains(value) && !(before == 0x1F3F4 || (0xE0000...0xE007F).contains(before))
      guard isOverride || isTag || isIsolate && isCode && !marks.contains(.hebrewArabic) else { return }
      if found == nil { found = Found(name: name(value), at: at, count: 0) }
      found?.count += 1
    }
    return found
  }

  // MARK: - Invisible characters

  /// A character without width where the script has no use for it.
  static func invisible(in text: TextBytes, _ marks: TextMarks) -> Found? {
    var found: Found?
    scan(text) { at, value, before, after in
      guard isInvisible(value, before, after, marks) else { return }
      if found == nil { found = Found(name: name(value), at: at, count: 0) }
      found?.count += 1
    }
    return found
  }

  /// Takes them out, but for the operators of mathematics that nobody sees: a function is applied, two factors are
  /// multiplied.
  static func edits(_ text: [Unicode.Scalar], _ marks: TextMarks) -> [TextEdit] {
    text.indices.filter { i in
      !(0x2061...0x2064).contains(text[i].value)
        && isInvisible(
          text[i].value, i > 0 ? text[i - 1].value : 0, i + 1 < text.count ? text[i + 1].value : 0, marks)
    }.map { TextEdit($0..<$0 + 1) }
  }

  private static func isInvisible(_ value: UInt32, _ before: UInt32, _ after: UInt32, _ marks: TextMarks) -> Bool {
    // Scripts that join or do not join letters, and those that mark words without a space.
    let joins = !marks.isDisjoint(with: [.hebrewArabic, .indic])
    return switch value {
    case 0x200B: !marks.contains(.indic)
    case 0x200C: !joins
    case 0x200D: !joins && !(isPictogram(before) && isPictogram(after))
    case 0x200E, 0x200F: !marks.contains(.hebrewArabic)
    case 0x202A...0x202C, 0x2066...0x2069: !marks.contains(.hebrewArabic)
    case 0x2060...0x2064, 0xFEFF: true
    default: false
    }
  }

  private static func isPictogram(_ value: UInt32) -> Bool {
    value >= 0x1F000 && value <= 0x1FAFF || value >= 0x2190 && value <= 0x2BFF || value == 0xFE0F
  }

  /// Calls `body` for each character beyond ASCII with its offset and its neighbours.
  private static func scan(_ text: TextBytes, _ body: (_ at: Int, _ value: UInt32, UInt32, UInt32) -> Void) {
    var before: UInt32 = 0
    var at = 0
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    for (i, scalar) in scalars.enumerated() {
      if scalar.value >= 0x80 {
        body(at, scalar.value, before, i + 1 < scalars.count ? scalars[i + 1].value : 0)
      }
      before = scalar.value
      at += UTF8.width(scalar)
    }
  }

  static func name(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let names: [UInt32: String] = [
      0x200B: "zero width space", 0x200C: "zero width non-joiner", 0x200D: "zero width joiner",
      0x200E: "left-to-right mark", 0x200F: "right-to-left mark", 0x202D: "left-to-right override",
      0x202E: "right-to-left override", 0x2060: "word joiner", 0xFEFF: "byte order mark",
    ]
    if let name = names[value] { return "\(code) (\(name))" }
    return (0xE0000...0xE007F).contains(value) ? "\(code) (tag character)" : code
  }

  // MARK: - Letters that look like others

  /// Cyrillic and Greek letters that look like Latin ones.
  private static let twins = Set("асеорхуіѕјһԁԛԝАВЕЅІЈКМНОРСТХУοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars)

  /// A word of Latin letters in which letters of another script stand that look the same.
  static func disguised(in text: TextBytes) -> (word: String, letter: String)? {
    var at = 0
    while at < text.count {
      guard (0xCE...0xD3).contains(text[at]), text.at(at - 1).isASCIILetter || text.at(at + 2).isASCIILetter else {
        at += 1
        continue
      }
      var (start, end) = (at, at)
      while start > 0, at - start < 40, text[start - 1].isASCIILetter || text[start - 1] >= 0x80 { start -= 1 }
      while end < text.count, end - at < 40, text[end].isASCIILetter || text[end] >= 0x80 { end += 1 }
      let word = Array(String(decoding: text[start..<end], as: UTF8.self).unicodeScalars)
      if word.count >= 4, let twin = disguise(word) {
        return (text.string(start..<end, limit: 30), name(twin.value) + " for a Latin letter")
      }
      at = end
    }
    return nil
  }

  /// The letter in disguise: all letters of the other script have a Latin twin, are fewer than the Latin ones, and
  /// stand between them, or one stands at the beginning.
  private static func disguise(_ word: [Unicode.Scalar]) -> Unicode.Scalar? {
    let isForeign = word.map { $0.value >= 0x370 && $0.value <= 0x52F }
    let foreign = word.indices.filter { isForeign[$0] }
    guard let first = foreign.first, let last = foreign.last, 3 * foreign.count <= word.count,
      foreign.allSatisfy({ twins.contains(word[$0]) }),
      word.indices.allSatisfy({ isForeign[$0] || word[$0].value < 0x250 })
    else { return nil }
    let isInside = first > 0 && last < word.count - 1
    return isInside || foreign == [0] ? word[first] : nil
  }
}
