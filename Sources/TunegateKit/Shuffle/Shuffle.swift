/// The search for duplicates cut into steps that an engine can deal out to machines: each reads one state and the plan,
/// and writes a stream of records; `-` is standard input and output. See `docs/distributed.md`.
public struct Shuffle {
  private let step: ShuffleStep

  /// Makes the plan of some states from their summaries alone. O(bytes of the summaries).
  ///
  /// - Returns: A line for each source with rows: its number, the place of its state among `states`, and its rows.
  public static func writePlan(of states: [String], to path: String) throws -> String {
    var parts: [StatePart] = []
    for state in states { parts.append(try StatePart(state)) }
    let plan = try ShufflePlan(parts)
    var file = try OutputFile(path)
    try file.write(plan.bytes)
    _ = try file.commit()
    let places = Dictionary(
      parts.enumerated().map { ($1.file.digest, $0) }, uniquingKeysWith: { first, _ in first })
    var text = ""
    for part in plan.parts {
      for reading in part.readings {
        text += "\(reading.source) \(places[part.digest] ?? 0) \(reading.rows)\n"
      }
    }
    return text
  }

  /// - Parameter withPayload: Whether signatures and short texts are needed.
  public init(plan: String, state: String, withPayload: Bool = true) throws {
    let plan = try ShufflePlan(contentsOf: plan)
    let state = try StatePart(state)
    guard let part = plan.parts.first(where: { $0.digest == state.file.digest }) else {
      throw ShuffleError(
        "\(state.file.path): is not in the plan, or was written again since; make the plan again from all states")
    }
    step = ShuffleStep(plan, part, try state.index(extent: withPayload ? .whole : .columns))
  }

  public func writeKeys(to output: String) throws { try step.writeKeys(to: output) }

  /// - Parameter repeated: Rows of this state that repeat others.
  public func writeBands(without repeated: String, to output: String) throws {
    try step.writeBands(without: repeated, to: output)
  }

  public func writeRows(_ wanted: String, to output: String) throws { try step.writeRows(wanted, to: output) }

  public func writeRepeats(_ pairs: String, to output: String) throws { try step.writeRepeats(pairs, to: output) }
}

extension ShufflePlan {
  /// The plan of states that a single run would be joined from.
  init(_ states: [StatePart]) throws {
    guard let first = states.first else { throw ShuffleError("expected at least one state for a plan") }
    let settings = try first.carried.restored()
    let roster = try StateRoster(states, settings)
    var (slots, words) = (SlotCounts(), TextWords())
    var parts = states.map { Part(digest: $0.file.digest, readings: []) }
    for (state, numbers) in zip(states, roster.numbers) {
      slots.merge(try state.slots(numbers))
      words.merge(
        try state.read("words", []) { (words: inout StateReader) throws(StateFault) in try TextWords(from: &words) })
    }
    for reading in roster.readings {
      let rows = states[reading.part].sources.rows[reading.summary]
      if rows > 0 { parts[reading.part].readings.append(Part.Reading(source: reading.source, rows: rows)) }
    }
    let near = settings[rule: NearDuplicate.id]
    self.init(
      parts: parts, slots: slots, words: words, limits: near.map(NearDuplicate.limits) ?? NearDuplicateLimits(),
      findsNear: near?.isEnabled ?? false)
  }
}

extension StatePart {
  /// How often each value stands in each slot, without the tallies behind it.
  fileprivate func slots(_ numbers: [Int]) throws(StateError) -> SlotCounts {
    var tallies = StateReader(try file.bytes("tallies"), sources: numbers)
    do { return try FeatureTally(from: &tallies).slots } catch {
      throw StateError(file.path, section: "tallies", error)
    }
  }
}

extension RunState {
  /// The state of all runs together, with the duplicates that an engine has found. What they are searched by is not
  /// read: such a state cannot be written.
  ///
  /// - Parameters:
  ///   - duplicates: Path of a stream of repetitions that was made by the plan of these states.
  ///   - keeping: How many findings of each rule are kept with their sentences, by the settings of the runs.
  public init(merging paths: [String], duplicates: String, keeping limit: (Settings) -> Int = { _ in .max }) throws {
    try self.init(merging: paths, keeping: limit, extent: .known)
    var parts: [StatePart] = []
    for path in paths { parts.append(try StatePart(path)) }
    self.duplicates = try Duplicates(contentsOf: duplicates, plan: try ShufflePlan(parts))
  }
}
