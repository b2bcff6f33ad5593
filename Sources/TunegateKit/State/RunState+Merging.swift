extension RunState {
  /// The state of all runs together.
  ///
  /// Throws for a file that is no state or is damaged, for runs with other settings, for a source that two have read,
  /// and where a rule that reads some sources before others would have needed to know of the others' sources.
  ///
  /// - Parameter keeping: How many findings of each rule are kept with their sentences, by the settings of the runs.
  public init(merging paths: [String], keeping limit: (Settings) -> Int = { _ in .max }) throws(StateError) {
    try self.init(merging: paths, keeping: limit, extent: .whole)
  }

  /// - Parameters:
  ///   - extent: What is read of the rows: less where no duplicates are to be searched.
  ///   - index: What rows are appended to: an empty one.
  init(
    merging paths: [String], keeping limit: (Settings) -> Int, extent: ExampleIndex.Extent,
    into index: ExampleIndex = ExampleIndex()
  ) throws(StateError) {
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
    let rows = parts.reduce(0) { $0 + $1.sources.rows.reduce(0, +) }
    guard rows < Int(UInt32.max) else {
      throw StateError(
        first.file.path,
        "and the other states hold \(rows) lines together, expected fewer than \(UInt32.max); report "
          + "on parts of the set")
    }
    self.init(
      sources: roster.sources, index: index, findings: Findings(rules: settings.rules, limit: limit(settings)),
      rules: RuleRunner(AllRules.types, settings: settings.rules, custom: settings.customRules), carried: first.carried)
    (pathProblems, cards, heldOut) = (roster.pathProblems, roster.cards, roster.heldOut)
    var kept = [[Finding]](repeating: [], count: roster.sources.count)
    for (part, numbers) in zip(parts, roster.numbers) {
      try take(part, numbers, isFirst: roster.isFirstLoaded(part), settings.profileSet, &kept)
    }
    findings.restore(kept.joined())
    for reading in roster.readings { try take(reading, from: parts[reading.part], extent: extent) }
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
    // What is searched by comes from the rows; this is read so that damage is told.
    _ = try part.read("words", numbers) { (state: inout StateReader) throws(StateFault) in try TextWords(from: &state) }
    try part.read("texts", numbers) { (state: inout StateReader) throws(StateFault) in
      texts.merge(try ExampleSample(from: &state))
    }
    try part.read("findings", numbers, rules: findings.rules.count) { (state: inout StateReader) throws(StateFault) in
      var counts: [String: Int] = [:]
      for finding in try findings.add(from: &state) {
        // They are in order, so that the first ones of the whole are among the first ones of the parts.
        counts[finding.rule, default: 0] += 1
        if counts[finding.rule, default: 0] > findings.limit { continue }
        guard kept.indices.contains(finding.place.source) else { throw state.fault("findings in sources") }
        kept[finding.place.source].append(finding)
      }
    }
  }

  /// Appends the rows of a source.
  private mutating func take(
    _ reading: StateRoster.Reading, from part: StatePart, extent: ExampleIndex.Extent
  ) throws(StateError) {
    summaries.append(part.sources.summaries[reading.summary].of(reading.source))
    try part.append(
      reading.summary, to: index, as: reading.source, rules: findings.rules.count, extent: extent)
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

  /// Appends the rows of a source that the state has read.
  ///
  /// - Parameters:
  ///   - summary: Index in the summaries of the state.
  ///   - source: What the source is in the index.
  func append(
    _ summary: Int, to index: ExampleIndex, as source: Int, rules: Int, extent: ExampleIndex.Extent
  ) throws(StateError) {
    let (own, count) = (sources.summaries[summary].source, sources.rows[summary])
    for (block, rows) in ExampleIndex.blocks(of: 0..<count).enumerated() {
      let payload = extent == .whole ? try file.bytes(ExampleIndex.payloadName(own, block)) : []
      try read(ExampleIndex.rowsName(own, block), [], rules: rules) { (state: inout StateReader) throws(StateFault) in
        try index.append(rows.count, of: source, from: &state, payload, extent: extent)
      }
    }
  }

  /// The rows of the state alone.
  func index(extent: ExampleIndex.Extent) throws(StateError) -> ExampleIndex {
    let index = ExampleIndex()
    for (i, summary) in sources.summaries.enumerated() {
      try append(
        i, to: index, as: summary.source, rules: AllRules.types.count + carried.rulePlaces.count,
        extent: extent)
    }
    return index
  }
}
