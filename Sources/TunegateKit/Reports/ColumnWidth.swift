extension Unicode.Scalar {
  /// Whether a terminal can be relied on to draw something for this scalar, in its place and without side effects.
  var isDrawable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }

  /// The columns that a drawable scalar takes: 0 for a mark that sits on another letter, 2 for East Asian wide and
  /// full-width characters and for emoji, else 1. In doubt the larger number, so that no line gets too long.
  var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide ? 2 : 1
    }
  }

  /// The W and F ranges of Unicode's EastAsianWidth.txt, joined across unassigned gaps.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C: true
    case 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F: true
    case 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265: true
    case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD: true
    default: properties.isEmojiPresentation || value >= 0x2300 && properties.isEmoji
    }
  }
}
