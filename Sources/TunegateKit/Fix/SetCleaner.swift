/// Writes a copy of a set in which certain damage is repaired, without the examples that a plan takes out, and these
/// with their reasons: every line of the input ends in one of the two. Inputs are never changed.
public final class SetCleaner {
  /// One file of the copy.
  public struct Output: Sendable, Equatable {
    public var path: String
    public var kept = 0
    public var removed = 0
  }

  /// Where everything goes.
  public struct Destination: Sendable, Equatable {
    /// One a source, in their order.
    public var outputs: [Output]
    public var rejects: String
    public var repairs: String
    /// Whether the outputs are files of a folder, which may not be there yet.
    public var isFolder: Bool
  }

  private let audit: Audit
  private let settings: Settings
  private let plan: FixPlan
  private let removing: RuleSet
  private let repairing: RuleSet
  private var reasons: [Place: [Finding]] = [:]
  private lazy var repairer = LineRepairer(settings, rules: plan.repairs, heldOut: audit.corpus.heldOut)
  private lazy var kept = KeptExamples(audit.corpus.index, removing)
  /// Removed lines by rule; a line with several findings counts with each.
  public private(set) var counts: [String: Int] = [:]
  /// Repaired lines by rule, in the same way, and all of them.
  public private(set) var repairCounts: [String: Int] = [:]
  public private(set) var repaired = 0
  /// Byte order marks that were taken off.
  public private(set) var marks = 0
  public private(set) var blanks = 0

  /// - Parameter audit: A run that kept all findings.
  public init(_ audit: Audit, settings: Settings, plan: FixPlan) {
    (self.audit, self.settings, self.plan) = (audit, settings, plan)
    removing = settings.ruleSet(plan.rules)
    repairing = settings.ruleSet(plan.repairs)
    for finding in audit.findings where plan.rules.contains(finding.rule) {
      reasons[finding.place, default: []].append(finding)
    }
  }

  /// Calls `tell` for every line that would be taken out or repaired, in order, with a text of one or several lines.
  public func differences(_ tell: (String) -> Void) {
    eachLine { place, line in
      let name = ReportWords.place(place, audit.report.inputs)
      switch judge(place, line) {
      case .kept: break
      case .removed(let rejection): tell("\(name): removed: \(rejection.rules.joined(separator: ", "))\n")
      case .repaired(let repair):
        let safe = SafeText(unicode: true)
        var text = "\(name): repaired: \(Self.rules(of: repair).joined(separator: ", "))\n"
        for change in repair.changes {
          text += "  - \(safe.fit(change.old, 200).plain)\n  + \(safe.fit(change.new, 200).plain)\n"
        }
        tell(text)
      }
    }
  }

  /// Reads the sources once more. Files appear when all are complete. O(text).
  ///
  /// - Parameter destination: As `destination` gives it; the counts of its outputs are set. What is taken out goes to
  ///   the rejects, what a line was before its repair to the repairs, one JSON object a line; of repairs there is a
  ///   file when there are any, or there was one.
  public func write(_ destination: inout Destination) throws(OutputError) {
    var writers: [CleanFile] = []
    for (output, input) in zip(destination.outputs, audit.report.inputs) {
      writers.append(try CleanFile(output.path, input.compression))
    }
    var taken = try OutputFile(destination.rejects)
    var changed = try OutputFile(destination.repairs)
    var outputs = destination.outputs
    var failure: OutputError?
    eachLine { place, line in
      guard failure == nil else { return }
      do throws(OutputError) {
        switch judge(place, line) {
        case .removed(let rejection):
          outputs[place.source].removed += 1
          try taken.write(record(rejection, place, line))
        case .repaired(let repair):
          outputs[place.source].kept += 1
          try writers[place.source].write(repair.line + [0x0A])
          countMark(line, place)
          try changed.write(record(repair, place, line))
        case .kept:
          outputs[place.source].kept += 1
          var whole = Self.withoutMark(line[...], place)
          // The last line of a file may lack it.
          if whole.last != 0x0A { whole.append(0x0A) }
          try writers[place.source].write(whole)
          countMark(line, place)
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    for writer in writers { try writer.finish() }
    try taken.commit()
    if repaired > 0 || (try? System.status(of: Array(destination.repairs.utf8))) != nil { try changed.commit() }
    for writer in writers { try writer.commit() }
    destination.outputs = outputs
  }

  /// Lines may be longer now than what is judged: they are in the rejects then.
  private func eachLine(_ body: (_ place: Place, _ line: [UInt8]) -> Void) {
    (counts, repairCounts, repaired, marks, blanks) = ([:], [:], 0, 0, 0)
    var limits = InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio)
    limits.lineBytes = 1 << 30
    let reader = SlabReader(audit.corpus.sources, limits: limits)
    let slab = Slab()
    while reader.next(into: slab) {
      let source = slab.source
      slab.eachLine { number, line in body(Place(source: source, line: number), line) }
    }
  }

  // MARK: What becomes of a line

  private enum Fate {
    case kept
    case repaired(LineRepairer.Repaired)
    case removed(Rejection)
  }

  private struct Rejection {
    var rules: [String]
    var reasons: [String]
  }

  private func judge(_ place: Place, _ line: [UInt8]) -> Fate {
    let text = line.last == 0x0A ? line.dropLast() : line[...]
    let row = audit.corpus.index.row(of: place)
    let found = row.map { audit.corpus.index.ruleSet($0) } ?? RuleSet()
    let findings = reasons[place] ?? []
    var rules = found.members.filter { removing.contains($0) }.map { settings.rules[$0].id }
    // A line that is too long to be read has no row.
    if rules.isEmpty { rules = plan.rules.filter { rule in findings.contains { $0.rule == rule } } }
    if rules.isEmpty, text.allSatisfy(AnswerShape.isSpace) {
      blanks += 1
      return .removed(Rejection(rules: ["blank-line"], reasons: []))
    }
    guard rules.isEmpty else { return .removed(rejection(rules, findings.map(\.message))) }
    guard let row, found.members.contains(where: { repairing.contains($0) }),
      let repair = repairer.repair(Self.withoutMark(text, place))
    else { return .kept }
    if let rejection = rejection(repair, row) { return .removed(rejection) }
    repaired += 1
    for rule in Self.rules(of: repair) { repairCounts[rule, default: 0] += 1 }
    return .repaired(repair)
  }

  private func rejection(_ rules: [String], _ reasons: [String]) -> Rejection {
    for rule in rules { counts[rule, default: 0] += 1 }
    return Rejection(rules: rules, reasons: reasons)
  }

  /// What a repaired line is taken out for, as it would be if it had always been as it is now; nil when it stays.
  private func rejection(_ repair: LineRepairer.Repaired, _ row: Int) -> Rejection? {
    let found = repair.findings.filter { plan.rules.contains($0.rule) }
    if !found.isEmpty {
      let rules = plan.rules.filter { rule in found.contains { $0.rule == rule } }
      return rejection(rules, found.map { "once repaired: \($0.message)" })
    }
    for (rule, isFolded) in [(ExactDuplicate.id, false), (NormalizedDuplicate.id, true)] where plan.rules.contains(rule)
    {
      guard let other = kept.row(of: isFolded ? repair.folded : repair.exact, isFolded: isFolded) else { continue }
      let place = audit.corpus.index.place(other)
      return rejection([rule], ["once repaired it repeats \(ReportWords.place(place, audit.report.inputs))"])
    }
    kept.add(row, exact: repair.exact, folded: repair.folded)
    return nil
  }

  private static func rules(of repair: LineRepairer.Repaired) -> [String] {
    repair.changes.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func withoutMark(_ line: ArraySlice<UInt8>, _ place: Place) -> [UInt8] {
    Array(place.line == 1 && line.starts(with: mark) ? line.dropFirst(mark.count) : line)
  }

  private func countMark(_ line: [UInt8], _ place: Place) {
    if place.line == 1, line.starts(with: Self.mark) { marks += 1 }
  }

  // MARK: Records

  private func record(_ rejection: Rejection, _ place: Place, _ line: [UInt8]) -> [UInt8] {
    record(place, line, rejection.rules) { json in
      json.key("reasons")
      json.array { json in for reason in rejection.reasons { json.value(reason) } }
    }
  }

  private func record(_ repair: LineRepairer.Repaired, _ place: Place, _ line: [UInt8]) -> [UInt8] {
    record(place, line, Self.rules(of: repair)) { json in
      json.key("changes")
      json.array { json in
        for change in repair.changes {
          json.object { json in
            json.member("rule", change.rule)
            json.member("old", change.old)
            json.member("new", change.new)
          }
        }
      }
    }
  }

  private func record(
    _ place: Place, _ line: [UInt8], _ rules: [String], _ more: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    let text = line.last == 0x0A ? line.dropLast() : line[...]
    var json = JSONWriter()
    json.object { json in
      json.member("path", audit.paths.indices.contains(place.source) ? audit.paths[place.source] : "")
      json.member("line", place.line)
      json.key("rules")
      json.array { json in for rule in rules { json.value(rule) } }
      more(&json)
      // Bytes that are no text cannot stand in JSON as they are.
      if let valid = String(validating: text, as: UTF8.self) {
        json.member("text", valid)
      } else {
        json.member("hex", text.map { ListedFindings.hexByte($0) }.joined())
      }
    }
    json.newline()
    return json.bytes
  }
}

extension Settings {
  fileprivate func ruleSet(_ ids: [String]) -> RuleSet {
    var set = RuleSet()
    for (i, rule) in rules.enumerated() where ids.contains(rule.id) { set.insert(i) }
    return set
  }
}

/// What the examples that stay say, by fingerprint, so that a repaired one that has become a copy is known. Of a copy
/// and what it repeats, the one that was never damaged stays. Some 50 bytes an example, and only where lines are
/// repaired.
private struct KeptExamples {
  /// Rows, the first of each.
  private var exact: [UInt64: UInt32] = [:]
  private var folded: [UInt64: UInt32] = [:]

  init(_ index: ExampleIndex, _ removing: RuleSet) {
    for row in 0..<index.count where index.isExample(row) {
      guard !index.ruleSet(row).members.contains(where: { removing.contains($0) }) else { continue }
      add(row, exact: index.exact[row], folded: index.payloadCounts[row] > 0 ? index.folded[row] : 0)
    }
  }

  mutating func add(_ row: Int, exact key: UInt64, folded foldedKey: UInt64) {
    if exact[key] == nil { exact[key] = UInt32(row) }
    if foldedKey != 0, folded[foldedKey] == nil { folded[foldedKey] = UInt32(row) }
  }

  func row(of key: UInt64, isFolded: Bool) -> Int? {
    key == 0 ? nil : (isFolded ? folded[key] : exact[key]).map { Int($0) }
  }
}

extension SetCleaner {
  /// Where each source goes. One file goes to `path` itself, unless that is a folder, or ends with a slash; files of a
  /// folder go into a folder, with the names that they have below it, and several others with those that they have
  /// below the folder that they share. What is taken out goes beside `path`.
  ///
  /// - Parameters:
  ///   - rejects: Where that goes instead; nil for beside `path`.
  ///   - repairs: The same for what lines were before they were repaired.
  ///   - paths: As the user named the inputs.
  /// - Throws: `OutputError` when a file would be written over an input, or two into one.
  public func destination(
    _ path: String, rejects: String?, repairs: String?, of paths: [String]
  ) throws(OutputError) -> Destination {
    let sources = audit.corpus.sources
    var bare = path
    while bare.count > 1, bare.hasSuffix("/") { bare.removeLast() }
    let folder = paths.count == 1 ? SourceList.tidy(Array(paths[0].utf8)) : nil
    let isFolder = folder.flatMap { try? System.status(of: $0).kind == .folder } ?? false
    let isInto = path.hasSuffix("/") || (try? System.status(of: Array(bare.utf8)))?.kind == .folder
    var names: [String] = [bare]
    if sources.count != 1 || isFolder || isInto {
      let locations = sources.map { Array($0.path.utf8) }
      var shared = isFolder ? (folder ?? []) + [0x2F] : locations.first ?? []
      if isFolder, folder == [0x2E] { shared = [] }
      for name in locations { shared.removeSubrange(zip(shared, name).prefix { $0 == $1 }.count...) }
      let cut = (shared.lastIndex(of: 0x2F) ?? -1) + 1
      names = locations.map { bare + "/" + String(decoding: $0.dropFirst(cut), as: UTF8.self) }
    }
    let destination = Destination(
      outputs: names.map { Output(path: $0) }, rejects: rejects ?? bare + ".rejects.jsonl",
      repairs: repairs ?? bare + ".repairs.jsonl", isFolder: names != [bare])
    let inputs = Set(sources.compactMap { try? System.status(of: $0.location).identity })
    var seen: Set<String> = []
    for path in names + [destination.rejects, destination.repairs] {
      if let identity = try? System.status(of: Array(path.utf8)).identity, inputs.contains(identity) {
        throw OutputError(path: path, code: OutputError.isInput)
      }
      guard seen.insert(path).inserted else { throw OutputError(path: path, code: OutputError.isTwice) }
    }
    return destination
  }
}

/// A file of the copy, compressed as its original is.
private final class CleanFile {
  private var file: OutputFile?
  private let encoder: (any TextEncoder)?

  init(_ path: String, _ compression: Compression) throws(OutputError) {
    file = try OutputFile(path)
    switch compression {
    case .none: encoder = nil
    case .gzip: encoder = GzipEncoder()
    case .zstd: encoder = ZstdEncoder()
    }
  }

  func write(_ line: [UInt8]) throws(OutputError) {
    guard let encoder else {
      try file?.write(line)
      return
    }
    try file?.append { encoder.encode(line, into: &$0) }
  }

  func finish() throws(OutputError) {
    guard let encoder else { return }
    try file?.append { encoder.finish(into: &$0) }
  }

  func commit() throws(OutputError) {
    if let file = file.take() { try file.commit() }
  }
}
