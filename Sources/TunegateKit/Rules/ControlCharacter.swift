import CKernels

/// NUL and other control characters inside the text.
struct ControlCharacter: ExampleRule {
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
}
