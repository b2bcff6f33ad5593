/// Collects what rules find: counts everything, keeps the first findings of each rule with their sentences.
///
/// The sentence of a finding that is not kept is never made.
struct Findings: Sendable {
  /// Ids and severities, in the order of the run's rules.
  let rules: [RuleSettings]
  /// Findings kept for each rule.
  let limit: Int
  /// By rule.
  private(set) var counts: [Int]
  private(set) var kept: [Finding] = []
  private var keptCounts: [Int]
  /// The rule that reports at present.
  var rule = 0

  init(rules: [RuleSettings], limit: Int) {
    self.rules = rules
    self.limit = limit
    counts = Array(repeating: 0, count: rules.count)
    keptCounts = counts
  }

  /// Whether the sentence of the next finding is kept.
  var keepsNext: Bool { keptCounts[rule] < limit }

  mutating func removeAll() {
    for i in counts.indices {
      counts[i] = 0
      keptCounts[i] = 0
    }
    kept.removeAll(keepingCapacity: true)
  }

  /// Reports on row `i` of a batch. `offset` is the byte within the line that the finding is about.
  mutating func add(
    _ batch: Batch, _ i: Int, offset: Int32? = nil, confidence: Double = 1,
    related: @autoclosure () -> [Place] = [], message: @autoclosure () -> String,
    hint: @autoclosure () -> String = ""
  ) {
    batch.hits[i].insert(rule)
    let row = batch.rows[i]
    add(
      at: batch.place(row), column: offset.map { Int($0) + 1 } ?? 0,
      pointer: offset.map { batch.pointer(row, offset: Int($0)) } ?? "", confidence: confidence, related: related(),
      message: message(), hint: hint())
  }

  /// Reports on every line of a batch that is not JSON for one of these reasons.
  mutating func add(_ batch: Batch, faultsWhere covers: (JSONFault) -> Bool) {
    for (i, row) in batch.rows.enumerated() where row.fault >= 0 {
      let fault = batch.faults[Int(row.fault)]
      guard covers(fault) else { continue }
      add(batch, i, offset: Int32(clamping: fault.offset), message: fault.message, hint: fault.hint)
    }
  }

  /// Reports on a row of the finished index.
  mutating func add(
    _ corpus: Corpus, row: Int, confidence: Double = 1, related: @autoclosure () -> [Place] = [],
    message: @autoclosure () -> String, hint: @autoclosure () -> String = ""
  ) {
    corpus.index.mark(row, rule: rule)
    add(
      at: corpus.index.place(row), confidence: confidence, related: related(), message: message(), hint: hint())
  }

  /// Reports on a place that need not be an example: a source, or the whole set. Whatever the message quotes, secrets
  /// and personal data in it are masked.
  mutating func add(
    at place: Place, column: Int = 0, pointer: @autoclosure () -> String = "", confidence: Double = 1,
    related: @autoclosure () -> [Place] = [], message: @autoclosure () -> String,
    hint: @autoclosure () -> String = ""
  ) {
    counts[rule] += 1
    guard keptCounts[rule] < limit else { return }
    keptCounts[rule] += 1
    kept.append(
      Finding(
        rule: rules[rule].id, severity: rules[rule].severity, place: place, column: column, pointer: pointer(),
        message: SecretMask.masked(message()), hint: hint(), confidence: confidence, related: related()))
  }

  /// Takes out findings, and says how many. All must have been kept.
  mutating func remove(where isRemoved: (Finding) -> Bool) -> Int {
    precondition(limit == .max, "what was not kept cannot be taken out")
    let order = rules.order
    let before = kept.count
    kept.removeAll { finding in
      guard isRemoved(finding) else { return false }
      if let rule = order[finding.rule] {
        counts[rule] -= 1
        keptCounts[rule] -= 1
      }
      return true
    }
    return before - kept.count
  }

  /// Adds a later batch's findings.
  mutating func append(_ other: Findings) {
    for i in counts.indices { counts[i] += other.counts[i] }
    var index: [String: Int] = [:]
    if !other.kept.isEmpty { for (i, rule) in rules.enumerated() { index[rule.id] = i } }
    for finding in other.kept {
      guard let i = index[finding.rule], keptCounts[i] < limit else { continue }
      keptCounts[i] += 1
      kept.append(finding)
    }
  }

  /// The kept findings in order of path, line, rule.
  func sorted() -> [Finding] {
    var order: [String: Int] = [:]
    for (i, rule) in rules.enumerated() { order[rule.id] = i }
    return kept.enumerated().sorted { a, b in
      let x = (a.element.place, order[a.element.rule] ?? 0, a.element.column, a.offset)
      let y = (b.element.place, order[b.element.rule] ?? 0, b.element.column, b.offset)
      return x < y
    }.map(\.element)
  }
}

// MARK: - State

extension Findings {
  /// The findings that a run with another limit would have kept. The other way round, what was not kept is lost.
  func limited(to limit: Int) -> Findings {
    if limit == self.limit { return self }
    var findings = Findings(rules: rules, limit: limit)
    findings.append(self)
    return findings
  }

  /// Of each rule how often it found something, then what was kept.
  func write(to state: inout StateWriter) {
    let order = rules.order
    state.put(counts) { $0.put(count: $1) }
    state.put(kept) { state, finding in
      state.put(count: order[finding.rule] ?? 0)
      state.put(finding.place)
      state.put(count: finding.column)
      state.put(finding.pointer)
      state.put(finding.message)
      state.put(finding.hint)
      state.put(finding.confidence)
      state.put(finding.related)
    }
  }

  /// Adds the counts of a state, and gives the findings that it kept, for `restore`.
  mutating func add(from state: inout StateReader) throws(StateFault) -> [Finding] {
    let more = try state.list(exactly: counts.count) { (state: inout StateReader) throws(StateFault) in
      try state.count()
    }
    for (i, count) in more.enumerated() { counts[i] += count }
    return try state.list { (state: inout StateReader) throws(StateFault) in
      let rule = rules[try state.rule()]
      return Finding(
        rule: rule.id, severity: rule.severity, place: try state.place(), column: try state.count(),
        pointer: try state.string(), message: try state.string(), hint: try state.string(),
        confidence: try state.double(), related: try state.places())
    }
  }

  /// Keeps findings whose counts were added, in the order of their sources and lines.
  mutating func restore(_ findings: some Sequence<Finding>) {
    let order = rules.order
    for finding in findings {
      guard let rule = order[finding.rule], keptCounts[rule] < limit else { continue }
      keptCounts[rule] += 1
      kept.append(finding)
    }
  }
}
