/// Half of a UTF-16 pair, written as an escape: no text can hold it.
struct LoneSurrogate: ExampleRule {
  static let id = "lone-surrogate"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.lone_surrogate_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .loneSurrogate {
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "a string holds half of a surrogate pair (\\uD800 to \\uDFFF), expected whole characters",
        hint: "write the whole character, or remove the half: tokenizers fail on it or turn it into U+FFFD")
    }
  }
}
