/// A place where UTF-8 was read in a code page, with the proof: read back it is shorter, and makes sense.
struct MisreadText {
  var found: String
  var repaired: String
  /// The place, in scalars of the text, with the words around it.
  private(set) var range: Range<Int>

  /// The first such place in a text that is marked `misread`.
  ///
  /// What could also be meant does not count alone: `Ä“` is a letter and a quotation mark in German, and a Latvian `ē`
  /// that was misread. A letter of another alphabet counts with two more of the same one beside it.
  init?(_ text: TextBytes) {
    self.init(Array(String(decoding: text, as: UTF8.self).unicodeScalars), from: 0)
  }

  private init?(_ scalars: [Unicode.Scalar], from start: Int) {
    var weak: [(at: Int, script: Script)] = []
    var i = start
    while i < scalars.count {
      guard scalars[i].value >= 0xC2, scalars[i].value <= 0xF4 else {
        // Letters of other alphabets stand side by side, or apart by a space or a comma; Latin ones among ASCII.
        if scalars[i].value >= 0x80 || scalars[i].properties.isAlphabetic && weak.last?.script != .latin {
          weak.removeAll()
        }
        i += 1
        continue
      }
      if MisreadText.isLostQuote(scalars, i) {
        self.init(scalars, at: i)
        return
      }
      guard let (scalar, count) = CodePage.decode(scalars, at: i) else {
        weak.removeAll()
        i += 1
        continue
      }
      if MisreadText.isProof(scalar, scalars, i) {
        self.init(scalars, at: i)
        return
      }
      if let script = Script(scalar), !MisreadText.isQuoted(scalars, i) {
        if let last = weak.last, last.script != script { weak.removeAll() }
        weak.append((i, script))
        if weak.count >= script.fewest {
          self.init(scalars, at: weak[0].at)
          return
        }
      }
      i += count
    }
    return nil
  }

  /// Widens the place to the words around it, 30 characters at most.
  private init(_ text: [Unicode.Scalar], at: Int) {
    var (start, end) = (at, at)
    while start > 0, at - start < 12, text[start - 1].properties.isAlphabetic { start -= 1 }
    while end < text.count, end - at < 24 {
      if let (_, count) = CodePage.decode(text, at: end) {
        end += count
      } else if MisreadText.isLostQuote(text, end) {
        end += 3
      } else if text[end].properties.isAlphabetic || CodePage.byte(text[end]) != nil {
        end += 1
      } else {
        break
      }
    }
    range = start..<max(end, at + 1)
    let piece = Array(text[range])
    found = String(scalars: piece)
    repaired = String(scalars: CodePage.repaired(piece))
  }

  /// What reads the text back, one time: all of it where every character beyond ASCII is part of something misread or
  /// was lost, else the places that are proof on their own. Nothing without proof.
  static func edits(_ text: [Unicode.Scalar]) -> [TextEdit] {
    guard let first = MisreadText(text, from: 0) else { return [] }
    if let all = readBack(text, 0..<text.count, isWhole: true) { return all }
    var edits: [TextEdit] = []
    var place: MisreadText? = first
    while let found = place {
      edits +=
        readBack(text, max(found.range.lowerBound, edits.last?.range.upperBound ?? 0)..<found.range.upperBound) ?? []
      place = MisreadText(text, from: found.range.upperBound)
    }
    return edits
  }

  /// - Parameter isWhole: Nil when a character beyond ASCII is left over.
  private static func readBack(_ text: [Unicode.Scalar], _ range: Range<Int>, isWhole: Bool = false) -> [TextEdit]? {
    var edits: [TextEdit] = []
    var i = range.lowerBound
    while i < range.upperBound {
      if let (scalar, count) = CodePage.decode(text, at: i) {
        edits.append(TextEdit(i..<i + count, [scalar]))
        i += count
      } else if isLostQuote(text, i) {
        edits.append(TextEdit(i..<i + 3, ["”"]))
        i += 3
      } else if isWhole, text[i].value >= 0x80, !isLost(text, i) {
        return nil
      } else {
        i += 1
      }
    }
    return edits
  }

  /// U+FFFD, or the beginning of a character with one in place of a later byte.
  private static func isLost(_ text: [Unicode.Scalar], _ i: Int) -> Bool {
    if text[i].value == 0xFFFD { return true }
    let rest = text[(i + 1)...].prefix(3)
    guard (0xC2...0xF4).contains(text[i].value), let gap = rest.firstIndex(where: { $0.value == 0xFFFD }) else {
      return false
    }
    return rest[..<gap].allSatisfy { CodePage.byte($0) != nil }
  }

  /// `â€` and U+FFFD: what a closing quotation mark becomes in Windows-1252, which has no 0x9D.
  private static func isLostQuote(_ text: [Unicode.Scalar], _ i: Int) -> Bool {
    text[i].value == 0xE2 && i + 2 < text.count && text[i + 1].value == 0x20AC && text[i + 2].value == 0xFFFD
  }

  /// True for what nobody writes on purpose: a Western letter, a punctuation mark, a symbol or an emoji.
  private static func isProof(_ scalar: Unicode.Scalar, _ text: [Unicode.Scalar], _ i: Int) -> Bool {
    // A capital before it: a word in capitals, as in Portuguese or Romanian.
    let isMeant = i > 0 && text[i - 1].properties.isUppercase || isQuoted(text, i)
    switch text[i].value {
    // In French a space that does not break comes before marks: a letter and two such characters are three bytes, so
    // only these two letters are looked at here, which do not end words.
    case 0xC2, 0xC3: return !isMeant && scalar.value >= 0xA0 && scalar.value <= 0xFF
    case 0xE2: return scalar.value >= 0x2010 && scalar.value <= 0x2BFF || scalar.value == 0x200B
    case 0xEF: return scalar.value == 0xFEFF
    case 0xF0: return scalar.value >= 0x1F000 && scalar.value <= 0x1FAFF
    default: return false
    }
  }

  /// True behind an opening quotation mark: the letter itself is meant.
  private static func isQuoted(_ text: [Unicode.Scalar], _ i: Int) -> Bool {
    i > 0 && "“‘„«\"'(".unicodeScalars.contains(text[i - 1])
  }

  /// Alphabets in which several letters side by side are proof.
  private enum Script {
    case latin, greek, cyrillic, hebrew, arabic, indic, han, hangul

    init?(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x100...0x24F, 0x1E00...0x1EFF: self = .latin
      case 0x370...0x3FF: self = .greek
      case 0x400...0x52F: self = .cyrillic
      case 0x5D0...0x5EA: self = .hebrew
      case 0x620...0x6FF: self = .arabic
      case 0x900...0xEFF: self = .indic
      case 0x3041...0x30FF, 0x4E00...0x9FFF, 0xFF01...0xFF5E, 0x3001...0x3002: self = .han
      case 0xAC00...0xD7A3: self = .hangul
      default: return nil
      }
    }

    /// Letters side by side that are proof.
    var fewest: Int {
      switch self {
      case .latin, .greek, .cyrillic, .hebrew, .arabic: 3
      default: 2
      }
    }
  }
}
