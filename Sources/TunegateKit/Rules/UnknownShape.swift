/// A record whose keys match no known shape.
struct UnknownShape: ExampleRule {
  static let id = "unknown-shape"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.unknown_shape_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .unknownShape {
      let keys = batch.topLevelKeys(batch.rows[Int(note.row)])
      findings.add(batch, Int(note.row), message: message(keys), hint: hint(keys))
    }
  }

  private func message(_ keys: [String]) -> String {
    keys.isEmpty
      ? "the object is empty, expected an example"
      : "the keys \(keys.prefix(8).map { "`\($0)`" }.joined(separator: ", ")) match no known shape"
  }

  private func hint(_ keys: [String]) -> String {
    for key in keys {
      if let meant = NearestSpelling.suggest(key, in: KeyName.topLevelSpellings), meant != key {
        return "did you mean `\(meant)` instead of `\(key)`?"
      }
    }
    return "say where prompt and answer are: fields: {prompt: KEY, answer: KEY} in .tunegate.yml"
  }
}
