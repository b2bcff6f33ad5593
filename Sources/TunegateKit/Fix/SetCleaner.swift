/// Writes a copy of a set without the examples that a plan takes out, and these with their reasons: every line of the
/// input ends in one of the two. Inputs are never changed.
public final class SetCleaner {
  /// One file of the copy.
  public struct Output: Sendable, Equatable {
    public var path: String
    public var kept = 0
    public var removed = 0
  }

  private let audit: Audit
  private let settings: Settings
  private let plan: FixPlan
  private let removing: RuleSet
  private var reasons: [Place: [Finding]] = [:]
  /// Removed lines by rule, in the order of the plan; a line with several findings counts with each.
  public private(set) var counts: [String: Int] = [:]
  /// Byte order marks that were taken off.
  public private(set) var marks = 0
  public private(set) var blanks = 0

  /// - Parameter audit: A run that kept all findings.
  public init(_ audit: Audit, settings: Settings, plan: FixPlan) {
    (self.audit, self.settings, self.plan) = (audit, settings, plan)
    var set = RuleSet()
    for (i, rule) in settings.rules.enumerated() where plan.rules.contains(rule.id) { set.insert(i) }
    removing = set
    for finding in audit.findings where plan.rules.contains(finding.rule) {
      reasons[finding.place, default: []].append(finding)
    }
  }

  /// Where each source goes: one source to `path` itself, several into a folder with the names that they have below
  /// the folder which all share.
  ///
  /// - Throws: `OutputError` when a file, that of the rejects included, would be written over an input.
  public func outputs(_ path: String, rejects: String) throws(OutputError) -> [Output] {
    let sources = audit.corpus.sources
    var paths = [path]
    if sources.count != 1 {
      let names = sources.map { Array($0.path.utf8) }
      var shared = names.first ?? []
      for name in names { shared.removeSubrange(zip(shared, name).prefix { $0 == $1 }.count...) }
      let cut = (shared.lastIndex(of: 0x2F) ?? -1) + 1
      paths = names.map { path + "/" + String(decoding: $0.dropFirst(cut), as: UTF8.self) }
    }
    let inputs = Set(sources.compactMap { try? System.status(of: $0.location).identity })
    for path in paths + [rejects] {
      if let identity = try? System.status(of: Array(path.utf8)).identity, inputs.contains(identity) {
        throw OutputError(path: path, code: OutputError.isInput)
      }
    }
    if paths.contains(rejects) { throw OutputError(path: rejects, code: OutputError.isTwice) }
    return paths.map { Output(path: $0) }
  }

  /// Reads the sources once more. Files appear when all are complete. O(text).
  ///
  /// - Parameters:
  ///   - outputs: As `outputs(_:rejects:)` gives them; their counts are set.
  ///   - rejects: What is taken out goes there, one JSON object a line.
  public func write(_ outputs: inout [Output], rejects: String) throws(OutputError) {
    var limits = InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio)
    limits.lineBytes = 1 << 30
    let reader = SlabReader(audit.corpus.sources, limits: limits)
    var writers: [CleanFile] = []
    for (output, input) in zip(outputs, audit.report.inputs) {
      writers.append(try CleanFile(output.path, input.compression))
    }
    var taken = try OutputFile(rejects)
    let slab = Slab()
    while reader.next(into: slab) {
      var failure: OutputError?
      let source = slab.source
      slab.eachLine { number, line in
        guard failure == nil else { return }
        do throws(OutputError) {
          let place = Place(source: source, line: number)
          if let verdict = rejection(place, line) {
            outputs[source].removed += 1
            try taken.write(verdict)
          } else {
            outputs[source].kept += 1
            try writers[source].write(clean(line, isFirst: number == 1))
          }
        } catch { failure = error }
      }
      if let failure { throw failure }
    }
    for writer in writers { try writer.finish() }
    try taken.commit()
    for writer in writers { try writer.commit() }
  }

  /// `path:line: rules`, for every line that would be taken out, in order.
  public func differences() -> String {
    var text = ""
    let index = audit.corpus.index
    for row in 0..<index.count {
      let rules = rules(row)
      guard !rules.isEmpty else { continue }
      let place = index.place(row)
      text += "\(ReportWords.place(place, audit.report.inputs)): removed: \(rules.joined(separator: ", "))\n"
    }
    return text
  }

  private func rules(_ row: Int) -> [String] {
    audit.corpus.index.ruleSet(row).members.filter { removing.contains($0) }.map { settings.rules[$0].id }
  }

  /// The line of the rejects file; nil for a line that stays.
  private func rejection(_ place: Place, _ line: [UInt8]) -> [UInt8]? {
    let findings = reasons[place] ?? []
    let text = line.last == 0x0A ? line.dropLast() : line[...]
    var rules = audit.corpus.index.row(of: place).map { self.rules($0) } ?? []
    // A line that is too long to be read has no row.
    if rules.isEmpty { rules = plan.rules.filter { rule in findings.contains { $0.rule == rule } } }
    let isBlank = text.allSatisfy(AnswerShape.isSpace)
    guard !rules.isEmpty || isBlank else { return nil }
    for rule in rules { counts[rule, default: 0] += 1 }
    if rules.isEmpty { blanks += 1 }
    var json = JSONWriter()
    json.object { json in
      json.member("path", audit.paths.indices.contains(place.source) ? audit.paths[place.source] : "")
      json.member("line", place.line)
      json.key("rules")
      json.array { json in for rule in rules.isEmpty ? ["blank-line"] : rules { json.value(rule) } }
      json.key("reasons")
      json.array { json in
        for finding in findings { json.value(finding.message) }
      }
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

  /// Without a byte order mark, and with the newline that the last line of a file may lack.
  private func clean(_ line: [UInt8], isFirst: Bool) -> [UInt8] {
    var line = line
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) {
      line.removeFirst(3)
      marks += 1
    }
    if line.last != 0x0A { line.append(0x0A) }
    return line
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
