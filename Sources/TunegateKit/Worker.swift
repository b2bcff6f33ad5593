/// Everything that turns one slab at a time into a judged batch: recycled scratch space and the tallies of one worker.
///
/// Owned by one stage at a time (the parent, then one child task, then the parent), hence `@unchecked Sendable`.
final class Worker: @unchecked Sendable {
  let slab = Slab()
  let batch = Batch()
  private(set) var findings: Findings
  private(set) var rules: RuleRunner
  private var lines: LineReader
  private let revision: Revision?
  private lazy var repairer = revision.map { LineRepairer($0.settings, rules: $0.plan.repairs) }

  /// - Parameters:
  ///   - first: the source that loaders read first.
  ///   - revision: what the lines are read as.
  init(settings: Settings, limit: Int, first: Int, heldOut: HeldOutSets, revision: Revision? = nil) {
    self.revision = revision
    findings = Findings(rules: settings.rules, limit: limit)
    rules = RuleRunner(AllRules.types, settings: settings.rules, custom: settings.customRules)
    lines = LineReader(settings, first: first, heldOut: heldOut)
  }

  var tally: FeatureTally { lines.tally }
  var lineTally: LineTally { lines.lineTally }

  /// Reads and judges the slab's lines.
  func work() {
    findings.removeAll()
    if let revision, let repairer { revision.apply(to: slab, repairer) }
    lines.read(slab, into: batch, withFeatures: true)
    rules.run(batch, into: &findings)
  }
}
