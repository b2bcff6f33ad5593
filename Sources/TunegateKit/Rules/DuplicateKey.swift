/// A key that stands twice in one object: parsers keep one of the values, silently.
struct DuplicateKey: ExampleRule {
  static let id = "duplicate-key"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.duplicate_key_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .duplicateKey {
      findings.add(
        batch, Int(note.row), offset: note.offset,
        message: "the key `\(key(note, batch))` stands twice in one object, expected each key once",
        hint: "keep the value that is meant: most parsers keep the last without a word")
    }
  }

  private func key(_ note: Note, _ batch: Batch) -> String {
    batch.excerpt(batch.rows[Int(note.row)], offset: Int(note.offset), length: Int(note.length))
  }
}
