/// Text that was written as UTF-8 and read in Windows-1252 or Latin-1, with the proof: it can be read back.
struct Mojibake: RepairingRule {
  static let id = "mojibake"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.mojibake_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit([.prompt, .answer], with: .misread) { i, row, turn in
      let text = batch.text(of: turn)
      guard let misread = MisreadText(text), !Encodings.isTopic(row, batch) else { return false }
      findings.add(
        batch, i, offset: turn.offset,
        message: "\(turn.name) holds `\(misread.found)`, which is UTF-8 that was read in another encoding, "
          + "expected `\(misread.repaired)`",
        hint: "read the source again as UTF-8, or repair the text")
      return true
    }
  }

  static func edits(_ text: [Unicode.Scalar], of turn: Turn, in row: Row, _ batch: Batch) -> [TextEdit] {
    guard [.prompt, .answer].contains(turn.side), turn.marks.contains(.misread), !Encodings.isTopic(row, batch) else {
      return []
    }
    return MisreadText.edits(text)
  }
}

/// Tells examples that are about characters and their encodings, where strange ones are meant.
enum Encodings {
  private static let phrases = Phrases([
    "mojibake", "utf-8", "utf8", "unicode", "encoding", "charset", "latin-1", "iso-8859", "codepage", "code page",
    "windows-1252", "cp1252", "ftfy", "replacement character", "u+fffd", "\\ufffd", "zero-width", "zero width",
    "invisible character", "homoglyph", "кодировк", "编码", "文字化け", "codificación", "encodage", "kodierung",
  ])

  static func isTopic(_ row: Row, _ batch: Batch) -> Bool {
    batch.turns(of: row).contains { phrases.isIn(batch.text(of: $0)) }
  }
}
