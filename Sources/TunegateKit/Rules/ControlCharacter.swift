import CKernels

/// NUL and other control characters inside the text.
struct ControlCharacter: RepairingRule {
  static let id = "control-character"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.control_character_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    // One scan over the text of the whole batch; ordinary batches have none.
    guard batch.firstControl(from: 0, to: batch.text.count) != nil else { return }
    for (i, row) in batch.rows.enumerated() where row.isExample {
      for turn in batch.turns(of: row) {
        let start = Int(turn.textStart)
        guard let at = batch.firstControl(from: start, to: start + Int(turn.textCount)) else { continue }
        let code = String(batch.text[at], radix: 16, uppercase: true)
        findings.add(
          batch, i, offset: turn.offset,
          message: "the text\(turn.index < 0 ? "" : " of turn \(turn.index + 1)") holds the control character "
            + "U+\(String(repeating: "0", count: 4 - code.count))\(code) at its byte \(at - start + 1), expected none",
          hint: "remove it: it comes from a damaged export or a terminal log, and the model would learn to write it")
        break
      }
    }
  }

  /// Examples about such characters, where they are meant.
  private static let topics = Phrases([
    "ansi", "vt100", "ncurses", "curses", "escape code", "escape sequence", "escape char", "color code", "colour code",
    "colored text", "coloured text", "terminal", "control char", "control code", "form feed", "page break", "null byte",
    "nul byte", "null char", "nul char", "null-termin", "null termin", "\\0", "\\x", "\\e[", "\\u00",
  ])

  /// Color codes are taken out whole, and so are NUL bytes, but for those that are followed by two hexadecimal digits
  /// and were an escape of a letter. A page break becomes a newline, but not before a letter: `\f` and `rac` were
  /// `\frac`. What others stood for nobody knows.
  static func edits(_ text: [Unicode.Scalar], of turn: Turn, in row: Row, _ batch: Batch) -> [TextEdit] {
    let start = Int(turn.textStart)
    guard batch.firstControl(from: start, to: start + Int(turn.textCount)) != nil,
      !batch.turns(of: row).contains(where: { topics.isIn(batch.text(of: $0)) })
    else { return [] }
    return text.indices.compactMap { i in
      switch text[i] {
      case "\u{1B}": colorCode(text, i).map { TextEdit(i..<$0) }
      case "\u{0}": isLostEscape(text, i) ? nil : TextEdit(i..<i + 1)
      case "\u{C}": isLostCommand(text, i) ? nil : TextEdit(i..<i + 1, ["\n"])
      default: nil
      }
    }
  }

  /// Behind `ESC [ 1 ; 31 m` that begins at `start`.
  private static func colorCode(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    guard start + 1 < text.count, text[start + 1] == "[" else { return nil }
    let end = text[(start + 2)...].firstIndex { !("0"..."9").contains($0) && $0 != ";" }
    return end.flatMap { text[$0] == "m" ? $0 + 1 : nil }
  }

  /// `\frac`, `\forall` and the like of LaTeX, read as an escape.
  private static func isLostCommand(_ text: [Unicode.Scalar], _ start: Int) -> Bool {
    start + 1 < text.count && ("a"..."z").contains(text[start + 1])
  }

  private static func isLostEscape(_ text: [Unicode.Scalar], _ start: Int) -> Bool {
    start + 2 < text.count && text[start + 1...start + 2].allSatisfy { Character($0).isHexDigit }
  }
}
