/// Turns text from the data, which may be hostile, into text that a terminal draws and nothing else.
///
/// Control characters, ANSI escapes, bidirectional overrides and everything invisible come out as `\n` or
/// `\u{202e}`: visible, harmless, and still evidence. Without `unicode` so does everything beyond ASCII.
struct SafeText {
  let unicode: Bool

  /// Marks that may sit on one letter; the rest are escaped, because a tower of them covers other lines.
  private static let maxMarks = 4

  var ellipsis: TerminalText {
    guard unicode else { return "..." }
    var text = TerminalText()
    text.append("…", columns: 1)
    return text
  }

  /// At most `limit` columns of `text`, ended with an ellipsis when it is longer.
  ///
  /// Reads no further than it must: the cost does not grow with the length of `text`.
  func fit(_ text: String, _ limit: Int) -> TerminalText {
    var whole = TerminalText()
    var keep = 0
    var drawer = Drawer(unicode: unicode, maxMarks: Self.maxMarks)
    for scalar in text.unicodeScalars {
      whole += drawer.draw(scalar)
      if whole.columns > limit {
        return limit < ellipsis.columns ? TerminalText() : whole.prefix(keep) + ellipsis
      }
      if whole.columns <= limit - ellipsis.columns { keep = whole.cells.count }
    }
    return whole
  }

  /// At most `limit` columns from the end of `text`, begun with an ellipsis when it is longer: a path's end tells more.
  func fitEnd(_ text: String, _ limit: Int) -> TerminalText {
    var drawer = Drawer(unicode: unicode, maxMarks: Self.maxMarks)
    let pieces = text.unicodeScalars.map { drawer.draw($0) }
    let total = pieces.reduce(0) { $0 + $1.columns }
    guard total > limit else { return pieces.reduce(into: TerminalText()) { $0 += $1 } }
    var room = limit - ellipsis.columns
    var start = pieces.count
    while start > 0, pieces[start - 1].columns <= room {
      start -= 1
      room -= pieces[start].columns
    }
    return pieces[start...].reduce(into: ellipsis) { $0 += $1 }
  }
}

/// Draws scalar after scalar, and remembers what the next one may lean on.
private struct Drawer {
  let unicode: Bool
  let maxMarks: Int
  private var marks = 0
  private var followsEmoji = false
  private var isFirst = true

  init(unicode: Bool, maxMarks: Int) {
    self.unicode = unicode
    self.maxMarks = maxMarks
  }

  mutating func draw(_ scalar: Unicode.Scalar) -> TerminalText {
    defer {
      followsEmoji = !scalar.isASCII && scalar.properties.isEmoji
      isFirst = false
    }
    if (0x20...0x7E).contains(scalar.value) {
      marks = 0
      return drawn(scalar, columns: 1)
    }
    // The selector only asks for the emoji's color; terminals disagree on its width, so it is left out.
    if scalar.value == 0xFE0F, followsEmoji, unicode { return TerminalText() }
    guard unicode, scalar.isDrawable else { return escaped(scalar) }
    let columns = scalar.columns
    marks = columns == 0 ? marks + 1 : 0
    // A mark with nothing before it would sit on the report's own words.
    if columns == 0, marks > maxMarks || isFirst { return escaped(scalar) }
    return drawn(scalar, columns: columns)
  }

  private func drawn(_ scalar: Unicode.Scalar, columns: Int) -> TerminalText {
    var text = TerminalText()
    text.append(scalar, columns: columns)
    return text
  }

  private func escaped(_ scalar: Unicode.Scalar) -> TerminalText {
    let spelling =
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    var text = TerminalText()
    for letter in spelling.unicodeScalars { text.append(letter, columns: 1) }
    return text
  }
}
