/// Characters without width where a script has no use for them, and letters of another alphabet in disguise.
struct HiddenUnicode: RepairingRule {
  static let id = "hidden-unicode"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.hidden_unicode_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.all, with: [.invisible, .bidi, .mixedWord]) { i, row, turn in
      let text = batch.text(of: turn)
      if let found = HiddenCharacters.invisible(in: text, turn.marks), !Encodings.isTopic(row, batch) {
        let more = found.count > 1 ? " and \(found.count - 1) more like it" : ""
        findings.add(
          batch, i, offset: turn.offset,
          message:
            "\(turn.name) holds \(found.name) at its byte \(found.at + 1)\(more), which nobody sees, expected none",
          hint: "remove it: to a tokenizer the word is another one")
        return true
      }
      guard turn.marks.contains(.mixedWord), let found = HiddenCharacters.disguised(in: text) else { return false }
      findings.add(
        batch, i, offset: turn.offset,
        message: "\(turn.name) holds the word `\(found.word)` with \(found.letter), expected letters of one alphabet",
        hint: "write the word with the letters that it seems to have: to a tokenizer it is another one")
      return true
    }
  }

  /// Letters in disguise stay: which alphabet is meant is for a person to say.
  static func edits(_ text: [Unicode.Scalar], of turn: Turn, in row: Row, _ batch: Batch) -> [TextEdit] {
    guard !turn.marks.isDisjoint(with: [.invisible, .bidi]), !Encodings.isTopic(row, batch) else { return [] }
    return HiddenCharacters.edits(text, turn.marks)
  }
}
