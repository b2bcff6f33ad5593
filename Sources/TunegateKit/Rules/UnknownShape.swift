/// A record whose keys match no known shape.
struct UnknownShape: ExampleRule {
  static let id = "unknown-shape"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.unknown_shape_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for note in batch.notes where note.kind == .unknownShape || note.kind == .fieldsAbsent {
      if note.kind == .fieldsAbsent {
        findings.add(
          batch, Int(note.row),
          message: "\(list(keys(note, batch))) hold nothing that `fields` of the configuration names",
          hint: "correct `fields` in .tunegate.yml, or remove the line")
      } else {
        findings.add(
          batch, Int(note.row), message: message(keys(note, batch)), hint: hint(keys(note, batch)))
      }
    }
  }

  private func keys(_ note: Note, _ batch: Batch) -> [String] { batch.topLevelKeys(batch.rows[Int(note.row)]) }

  private func list(_ keys: [String]) -> String {
    "the keys \(keys.prefix(8).map { "`\($0)`" }.joined(separator: ", "))\(keys.count > 8 ? ", …" : "")"
  }

  private func message(_ keys: [String]) -> String {
    keys.isEmpty
      ? "the object is empty, expected an example"
      : "\(list(keys)) match no known shape, expected such as `messages` or `prompt` and `completion`"
  }

  private func hint(_ keys: [String]) -> String {
    let map = "say where prompt and answer are: fields: {prompt: KEY, answer: KEY} in .tunegate.yml"
    for key in keys {
      if let meant = NearestSpelling.suggest(key, in: KeyName.topLevelSpellings), meant != key {
        return "did you mean `\(meant)` instead of `\(key)`? If not, \(map)"
      }
    }
    return map
  }
}
