/// U+FFFD, which decoders put in the place of bytes they could not read.
struct ReplacementCharacter: ExampleRule {
  static let id = "replacement-character"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.replacement_character_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit([.prompt, .answer], with: .replaced) { i, row, turn in
      // Half of a surrogate pair reads as one: another rule names it.
      if batch.notes.contains(where: { $0.kind == .loneSurrogate && Int($0.row) == i }) { return true }
      let text = batch.text(of: turn)
      let places = text.indices.filter { text.stands("\u{FFFD}", at: $0) || text.stands("ï¿½", at: $0) }
      guard let first = places.first, !Encodings.isTopic(row, batch) else { return false }
      var start = first
      while start > 0, first - start < 20, text[start - 1] > 0x20 { start -= 1 }
      while start < first, text[start] & 0xC0 == 0x80 { start += 1 }
      let more = places.count > 1 ? " and \(places.count - 1) more" : ""
      findings.add(
        batch, i, offset: turn.offset,
        message:
          "\(turn.name) holds the replacement character in `\(text.string(start..<first + 24, limit: 40))`\(more), "
          + "expected what stood there",
        hint: "the bytes are lost: take the text from its source again, or remove the example")
      return true
    }
  }
}
