/// Keys, tokens, private keys, and passwords in URLs.
struct Secret: ExampleRule {
  static let id = "secret"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.secret_md }
  static let options = [SightingReport.option(SecretKind.secrets)]

  private let report: SightingReport

  init(_ settings: RuleSettings) { report = SightingReport(settings, of: SecretKind.secrets) }

  func check(_ batch: Batch, into findings: inout Findings) {
    report.add(
      batch, into: &findings, expected: "no secret",
      hint: "revoke it, then remove it from every copy of the data: a model can repeat what it was trained on")
  }
}

/// What `secret` and `personal-data` have in common: each is a choice of kinds.
struct SightingReport: Sendable {
  private let kinds: Set<SecretKind>

  static func option(_ kinds: [SecretKind]) -> OptionSpec {
    OptionSpec("kinds", .names(oneOf: ["all"] + kinds.map(\.rawValue)))
  }

  init(_ settings: RuleSettings, of kinds: [SecretKind]) {
    let names = settings.strings("kinds") ?? ["all"]
    self.kinds = Set(kinds.filter { names.contains("all") || names.contains($0.rawValue) })
  }

  /// One finding for each kind in a turn.
  func add(_ batch: Batch, into findings: inout Findings, expected: String, hint: String) {
    let sightings = batch.sightings
    var at = 0
    while at < sightings.count {
      let turn = sightings[at].turn
      let ofTurn = sightings[at...].prefix { $0.turn == turn }
      for kind in SecretKind.allCases where kinds.contains(kind) {
        let ofKind = ofTurn.filter { $0.hit.kind == kind }
        guard let first = ofKind.first else { continue }
        let more = ofKind.count > 1 ? " and \(ofKind.count - 1) more" : ""
        findings.add(
          batch, first.row, offset: batch.turns[turn].offset,
          message: "\(batch.turns[turn].name) holds \(kind.phrase), \(batch.described(first))\(more), "
            + "expected \(expected)", hint: hint)
      }
      at = ofTurn.endIndex
    }
  }
}
