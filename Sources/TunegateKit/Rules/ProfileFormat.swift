/// An example that the trainer or provider of a named profile refuses or drops.
struct ProfileFormat: ExampleRule {
  static let id = "profile-format"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.profile_format_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    guard let profiles = batch.profiles else { return }
    for misfit in batch.misfits where !isCovered(misfit, batch) {
      guard findings.keepsNext else {
        findings.add(batch, Int(misfit.row), message: "")
        continue
      }
      let profile = profiles.duties[Int(misfit.profile)].profile
      let explanation = ProfileExplainer(profiles, batch).explain(misfit)
      findings.add(
        batch, Int(misfit.row), offset: explanation.offset.map { Int32(clamping: $0) },
        message: "\(profile.name) \(misfit.outcome.sentence): \(explanation.text)",
        hint: explanation.hint + (misfit.outcome == .reject ? "; one such example stops the whole run" : ""))
    }
  }

  /// Whether another rule has told the same defect of the same example: those rules run before this one.
  private func isCovered(_ misfit: ProfileMisfit, _ batch: Batch) -> Bool {
    let hits = batch.hits[Int(misfit.row)]
    if hits.isEmpty { return false }
    return misfit.cause.coveringRules.contains { id in
      AllRules.types.firstIndex { $0.id == id }.map(hits.contains) ?? false
    }
  }
}
