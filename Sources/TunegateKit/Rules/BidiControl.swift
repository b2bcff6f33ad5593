/// Characters that hide what a text says: bidirectional overrides and tag characters.
struct BidiControl: ExampleRule {
  static let id = "bidi-control"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.bidi_control_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.all, with: [.bidi, .tagCharacter]) { i, row, turn in
      guard let found = HiddenCharacters.control(in: batch.text(of: turn), turn.marks), !Encodings.isTopic(row, batch)
      else { return false }
      let more = found.count > 1 ? " and \(found.count - 1) more like it" : ""
      findings.add(
        batch, i, offset: turn.offset,
        message:
          "\(turn.name) holds \(found.name) at its byte \(found.at + 1)\(more), which hides text or turns it around, "
          + "expected none",
        hint: "remove it, and look at what the text really says: such characters carry hidden instructions")
      return true
    }
  }
}
