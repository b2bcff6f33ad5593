/// A record that matches two shapes at once: trainers differ in which they read.
struct AmbiguousFormat: ExampleRule {
  static let id = "ambiguous-format"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.ambiguous_format_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .twoShapes {
      findings.add(
        batch, Int(note.row),
        message: "`messages` stands beside \(rivals(batch, note)), expected one shape a line",
        hint: "keep the one to train on: Tunegate reads `messages`, trainers differ")
    }
  }

  private func rivals(_ batch: Batch, _ note: Note) -> String {
    let rivals = ExampleReader.rivals.map(\.spelling)
    return batch.topLevelKeys(batch.rows[Int(note.row)]).filter(rivals.contains).map { "`\($0)`" }
      .joined(separator: ", ")
  }
}
