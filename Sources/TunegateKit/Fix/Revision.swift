/// What a set is to become: which of its lines go, and which are repaired.
struct Revision: Sendable {
  /// A line that goes, and why.
  struct Removal: Sendable {
    var findings: [Finding]
    /// Whether they were found once other lines were gone or repaired.
    var isLater: Bool
  }

  private(set) var removed: [Place: Removal] = [:]
  /// Lines in which something may be repaired.
  private(set) var repairing: Set<Place> = []
  let settings: Settings
  let plan: FixPlan

  init(_ settings: Settings, _ plan: FixPlan) { (self.settings, self.plan) = (settings, plan) }

  /// Takes up what an audit of the set found, which was read as the revision has it so far. A copy goes only when what
  /// it repeats stays as it is: else the next audit tells whether it still is one. O(findings).
  ///
  /// - Parameter isFirst: Whether the set was read as it is.
  /// - Returns: False when nothing is left to be done.
  mutating func take(_ audit: Audit, isFirst: Bool) -> Bool {
    var found: [Place: [Finding]] = [:]
    for finding in audit.findings where finding.place.line > 0 && removed[finding.place] == nil {
      if plan.rules.contains(finding.rule) { found[finding.place, default: []].append(finding) }
      if isFirst, plan.repairs.contains(finding.rule) { repairing.insert(finding.place) }
    }
    var copies: [Place: Place] = [:]
    for (place, findings) in found where findings.allSatisfy({ FixPlan.duplicates.contains($0.rule) }) {
      copies[place] = findings.first?.related.first
    }
    // What goes anyway needs no repair.
    for place in found.keys where copies[place] == nil { repairing.remove(place) }
    for (place, findings) in found {
      if var first = copies[place] {
        while let earlier = copies[first] { first = earlier }
        if found[first] != nil || isFirst && (repairing.contains(first) || repairing.contains(place)) { continue }
      }
      removed[place] = Removal(findings: findings, isLater: !isFirst)
    }
    return !found.isEmpty || isFirst && !repairing.isEmpty
  }

  /// The slab as it is to be. Lines keep their numbers: those that go are left blank. O(text).
  func apply(to slab: Slab, _ repairer: LineRepairer) {
    guard slab.oversized == nil else { return }
    var text: [UInt8] = []
    text.reserveCapacity(slab.count)
    var isChanged = false
    slab.eachLine { number, line in
      let place = Place(source: slab.source, line: number)
      if removed[place] != nil {
        isChanged = true
        if line.last == 0x0A { text.append(0x0A) }
      } else if let repaired = repaired(line, at: place, repairer) {
        isChanged = true
        text += repaired.line
        if line.last == 0x0A { text.append(0x0A) }
      } else {
        text += line
      }
    }
    if isChanged { slab.fill(text) }
  }

  /// - Parameter line: Of the input, with its end.
  /// - Returns: The line without its end and a byte order mark; nil where nothing is to be repaired.
  func repaired(_ line: [UInt8], at place: Place, _ repairer: LineRepairer) -> LineRepairer.Repaired? {
    guard repairing.contains(place) else { return nil }
    let text = Self.withoutMark(line[...], at: place)
    return repairer.repair(Array(text.last == 0x0A ? text.dropLast() : text))
  }

  static func withoutMark(_ line: ArraySlice<UInt8>, at place: Place) -> ArraySlice<UInt8> {
    place.line == 1 && line.starts(with: TextSniffer.mark) ? line.dropFirst(TextSniffer.mark.count) : line
  }
}

extension Revision {
  /// Audits the set, and then what becomes of it, until nothing is left to be done: what comes out is found sound by
  /// the very rules that took the rest out. Each round takes out a line or is the last; two or three are usual.
  ///
  /// - Returns: The first audit, and the problems of the one that could not be ended, if any.
  static func find(
    _ paths: [String], settings: Settings, plan: FixPlan, jobs: Int
  ) async -> (Audit, Revision, problems: [String]) {
    var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
    var revision = Revision(settings, plan)
    let first = await Pipeline.audit(paths, settings: settings, options: options)
    var audit = first
    while audit.report.problems.isEmpty, revision.take(audit, isFirst: options.revision == nil),
      // Of a set with nothing left there is nothing to say.
      revision.removed.count < first.corpus.index.count
    {
      options.revision = revision
      audit = await Pipeline.audit(paths, settings: plan.settingsOnceBegun(settings), options: options)
    }
    return (first, revision, audit.report.problems)
  }
}
