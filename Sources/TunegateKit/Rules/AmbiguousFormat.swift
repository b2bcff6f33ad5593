/// A record that matches two shapes at once: trainers differ in which they read.
struct AmbiguousFormat: ExampleRule {
  static let id = "ambiguous-format"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.ambiguous_format_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .twoShapes {
      let keys = batch.topLevelKeys(batch.rows[Int(note.row)]).filter(KeyName.topLevelSpellings.contains)
      findings.add(
        batch, Int(note.row),
        message: "the keys \(keys.map { "`\($0)`" }.joined(separator: ", ")) belong to two shapes, read as `messages`",
        hint: "keep one of them: trainers differ in which they read")
    }
  }
}
