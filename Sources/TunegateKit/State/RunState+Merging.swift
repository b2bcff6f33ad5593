extension RunState {
  /// The state of all runs together.
  ///
  /// Throws for a file that is no state or is damaged, for runs with other settings, for a source that two have read,
  /// and where a rule that reads some sources before others would have needed to know of the others' sources.
  public init(merging paths: [String]) throws(StateError) {
    var parts: [StatePart] = []
    for path in paths { parts.append(try StatePart(path)) }
    guard let first = parts.first else { throw StateError("tunegate", "expected at least one state to merge") }
    for part in parts.dropFirst() {
      guard let clause = part.carried.difference(from: first.carried, at: first.file.path) else { continue }
      throw StateError(
        part.file.path,
        "was made with other settings: \(clause); make all states with the same settings and data to "
          + "evaluate with")
    }
    let settings: Settings
    do { settings = try first.carried.restored() } catch {
      throw StateError(first.file.path, "carries settings that cannot be read: \(error)")
    }
    let roster = try StateRoster(parts, settings)
    self.init(
      sources: roster.sources, index: ExampleIndex(), findings: Findings(rules: settings.rules, limit: .max),
      rules: RuleRunner(AllRules.types, settings: settings.rules, custom: settings.customRules), carried: first.carried)
    (pathProblems, cards, heldOut) = (roster.pathProblems, roster.cards, roster.heldOut)
    var kept = [[Finding]](repeating: [], count: roster.sources.count)
    for (part, numbers) in zip(parts, roster.numbers) {
      try take(part, numbers, isFirst: roster.isFirstLoaded(part), settings.profileSet, &kept)
    }
    findings.restore(kept.joined())
    for reading in roster.readings { try take(reading, from: parts[reading.part]) }
  }

  /// Joins what is not in the order of the sources.
  private mutating func take(
    _ part: StatePart, _ numbers: [Int], isFirst: Bool, _ profiles: ProfileSet?, _ kept: inout [[Finding]]
  ) throws(StateError) {
    try part.read("tallies", numbers) { (state: inout StateReader) throws(StateFault) in
      tally.merge(try FeatureTally(from: &state))
      var more = try LineTally(from: &state)
      if !isFirst { more.paths.forgetHeads() }
      guard more.profiles.fits(profiles) else { throw state.fault("what the run's profiles do") }
      lines.merge(more)
      try rules.merge(from: &state)
    }
    try part.read("texts", numbers) { (state: inout StateReader) throws(StateFault) in
      texts.merge(try ExampleSample(from: &state))
    }
    try part.read("findings", numbers, rules: findings.rules.count) { (state: inout StateReader) throws(StateFault) in
      for finding in try findings.add(from: &state) {
        guard kept.indices.contains(finding.place.source) else { throw state.fault("findings in sources") }
        kept[finding.place.source].append(finding)
      }
    }
  }

  /// Appends the rows of a source.
  private mutating func take(_ reading: StateRoster.Reading, from part: StatePart) throws(StateError) {
    summaries.append(part.sources.summaries[reading.summary].of(reading.source))
    let (own, count) = (part.sources.summaries[reading.summary].source, part.sources.rows[reading.summary])
    for (block, rows) in ExampleIndex.blocks(of: 0..<count).enumerated() {
      let payload = try part.file.bytes(ExampleIndex.payloadName(own, block))
      try part.read(ExampleIndex.rowsName(own, block), [], rules: findings.rules.count) {
        (state: inout StateReader) throws(StateFault) in
        try index.append(rows.count, of: reading.source, from: &state, payload)
      }
    }
  }
}

/// One of the states that are joined: its file, what it was made with and what it has read.
struct StatePart {
  let file: StateFile
  let carried: CarriedSettings
  let sources: StateSources

  init(_ path: String) throws(StateError) {
    file = try StateFile(path)
    carried = try StatePart.read("settings", of: file) { (state: inout StateReader) throws(StateFault) in
      try CarriedSettings(from: &state)
    }
    sources = try StatePart.read("sources", of: file) { (state: inout StateReader) throws(StateFault) in
      try StateSources(from: &state)
    }
  }

  /// Reads a whole section; places become those of the run, by the numbers that its sources have there.
  func read<T>(
    _ name: String, _ numbers: [Int], rules: Int = 0, _ body: (inout StateReader) throws(StateFault) -> T
  ) throws(StateError) -> T {
    try StatePart.read(name, of: file, numbers, rules: rules) { (state: inout StateReader) throws(StateFault) in
      let value = try body(&state)
      try state.end()
      return value
    }
  }

  private static func read<T>(
    _ name: String, of file: StateFile, _ numbers: [Int] = [], rules: Int = 0,
    _ body: (inout StateReader) throws(StateFault) -> T
  ) throws(StateError) -> T {
    var state = StateReader(try file.bytes(name), sources: numbers, rules: rules)
    do { return try body(&state) } catch { throw StateError(file.path, section: name, error) }
  }
}
