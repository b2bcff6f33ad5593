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
  private let revision: Revision
  private lazy var repairer = LineRepairer(settings, rules: plan.repairs)
  /// Why nothing can be written; empty when all is well. Each names its file.
  public let problems: [String]
  /// What is odd about the inputs, in sentences that begin with the path.
  public var warnings: [String] { audit.warnings }
  /// Removed lines by rule; a line with several findings counts with each.
  public private(set) var counts: [String: Int] = [:]
  /// Repaired lines by rule, in the same way, and all of them.
  public private(set) var repairCounts: [String: Int] = [:]
  public private(set) var repaired = 0
  /// Byte order marks that were taken off.
  public private(set) var marks = 0
  public private(set) var blanks = 0

  /// Audits the set, and what becomes of it, until nothing is left to be done. Two or three audits are usual; one where
  /// there is nothing to do. O(text) each.
  ///
  /// - Parameters:
  ///   - paths: Files and folders; no streams, as they are read several times.
  ///   - jobs: Workers, at least 1.
  public init(_ paths: [String], settings: Settings, plan: FixPlan, jobs: Int = 1) async {
    (self.settings, self.plan) = (settings, plan)
    (audit, revision, problems) = await Revision.find(paths, settings: settings, plan: plan, jobs: jobs)
  }

  /// Calls `tell` for every line that would be taken out or repaired, in order, with a text of one or several lines.
  ///
  /// - Throws: `OutputError` when a source is not what it was when it was judged.
  public func differences(_ tell: (String) -> Void) throws(OutputError) {
    let safe = SafeText(unicode: true)
    try eachLine { place, line in
      let name = ReportWords.place(place, audit.report.inputs)
      switch judge(place, line) {
      case .kept: break
      case .removed(let rejection):
        let old = String(decoding: line.last == 0x0A ? line.dropLast() : line[...], as: UTF8.self)
        tell(
          "\(name): removed: \(rejection.rules.joined(separator: ", "))\n"
            + (old.isEmpty ? "" : "  - \(safe.fit(old, 200).plain)\n"))
      case .repaired(let repair):
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
    var marked: Set<Int> = []
    try eachLine { place, line in
      guard failure == nil else { return }
      do throws(OutputError) {
        let fate = judge(place, line)
        if Revision.withoutMark(line[...], at: place).count < line.count {
          if plan.takesMarks { marks += 1 } else { marked.insert(place.source) }
        }
        if case .removed(let rejection) = fate {
          outputs[place.source].removed += 1
          try taken.write(record(rejection, place, line))
          return
        }
        // The mark belongs to the file, whatever becomes of its first line.
        if marked.remove(place.source) != nil { try writers[place.source].write(TextSniffer.mark) }
        outputs[place.source].kept += 1
        if case .repaired(let repair) = fate {
          try writers[place.source].write(repair.line + [0x0A])
          try changed.write(record(repair, place, line))
          return
        }
        var whole = Array(Revision.withoutMark(line[...], at: place))
        // The last line of a file may lack it.
        if whole.last != 0x0A { whole.append(0x0A) }
        try writers[place.source].write(whole)
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
  private func eachLine(_ body: (_ place: Place, _ line: [UInt8]) -> Void) throws(OutputError) {
    (counts, repairCounts, repaired, marks, blanks) = ([:], [:], 0, 0, 0)
    var limits = InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio)
    limits.lineBytes = 1 << 30
    let reader = SlabReader(audit.corpus.sources, limits: limits)
    let slab = Slab()
    while reader.next(into: slab) {
      let source = slab.source
      guard slab.oversized == nil else { throw OutputError(path: audit.paths[source], code: OutputError.isTooLong) }
      slab.eachLine { number, line in body(Place(source: source, line: number), line) }
    }
    for (summary, input) in zip(reader.summaries, audit.report.inputs)
    where summary.bytes != input.bytes
      || summary.problems.contains(where: { $0.isFatal || $0.kind == .changedWhileRead })
    { throw OutputError(path: input.path, code: OutputError.isChanged) }
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
    let repair = revision.repaired(line, at: place, repairer)
    if let removal = revision.removed[place] {
      let rules = plan.rules.filter { rule in removal.findings.contains { $0.rule == rule } }
      let start = removal.isLater && repair != nil ? "once repaired: " : ""
      for rule in rules { counts[rule, default: 0] += 1 }
      return .removed(Rejection(rules: rules, reasons: removal.findings.map { start + $0.message }))
    }
    let text = Revision.withoutMark(line[...], at: place)
    if (text.last == 0x0A ? text.dropLast() : text).allSatisfy(AnswerShape.isSpace) {
      blanks += 1
      return .removed(Rejection(rules: ["blank-line"], reasons: []))
    }
    guard let repair else { return .kept }
    repaired += 1
    for rule in Self.rules(of: repair) { repairCounts[rule, default: 0] += 1 }
    return .repaired(repair)
  }

  private static func rules(of repair: LineRepairer.Repaired) -> [String] {
    repair.changes.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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
