/// All sources of several states in the order that a single run would have, and what depends on all of them.
struct StateRoster {
  /// A source with rows: which state has read it.
  struct Reading {
    var source: Int
    var part: Int
    /// Index in the state's summaries.
    var summary: Int
  }

  private(set) var sources: [Source] = []
  /// By part: what each of its sources is here, and behind those each of its other evaluation files.
  private(set) var numbers: [[Int]] = []
  /// In order of the sources.
  private(set) var readings: [Reading] = []
  private(set) var pathProblems: [InputProblem] = []
  private(set) var cards: [FolderCard] = []
  private(set) var heldOut = HeldOutSets()
  private var indices: [[UInt8]: Int] = [:]

  init(_ parts: [StatePart], _ settings: Settings) throws(StateError) {
    try listSources(parts)
    for part in parts { pathProblems += part.sources.pathProblems }
    pathProblems = SourceList.told(pathProblems)
    for card in parts.flatMap(\.sources.cards) where !cards.contains(where: { $0.folder == card.folder }) {
      cards.append(card)
    }
    cards.sort { $0.folder.lexicographicallyPrecedes($1.folder) }
    let judges = settings[rule: SplitLeak.id].map(\.isEnabled) ?? false
    let view = judges ? HeldOutSets.splits(of: sources) : []
    if judges { for part in parts { try check(part, view) } }
    try joinHeldOut(parts, view)
  }

  /// Whether what a part takes for the first block of the set is that.
  func isFirstLoaded(_ part: StatePart) -> Bool {
    let own = part.sources.sources
    guard !own.isEmpty else { return true }
    return own[SourceList.firstLoaded(own)].location == sources[SourceList.firstLoaded(sources)].location
  }

  private mutating func listSources(_ parts: [StatePart]) throws(StateError) {
    var known: [[UInt8]: (source: Source, part: Int)] = [:]
    for (k, part) in parts.enumerated() {
      for source in part.sources.sources {
        guard let same = known[source.location] else {
          known[source.location] = (source, k)
          continue
        }
        guard same.source == source else {
          throw StateError(
            part.file.path,
            "takes \(source.path) for the split '\(source.split)', and "
              + "\(parts[same.part].file.path) for '\(same.source.split)'; name the same PATHs in both runs")
        }
      }
    }
    sources = known.values.map(\.source).sorted { $0.location.lexicographicallyPrecedes($1.location) }
    for (i, source) in sources.enumerated() { indices[source.location] = i }
    for (k, part) in parts.enumerated() {
      for (i, summary) in part.sources.summaries.enumerated() {
        let source = indices[part.sources.sources[summary.source].location] ?? 0
        readings.append(Reading(source: source, part: k, summary: i))
      }
    }
    readings.sort { ($0.source, $0.part) < ($1.source, $1.part) }
    for (a, b) in zip(readings, readings.dropFirst()) where a.source == b.source {
      let advice =
        sources[a.source].isStandardInput
        ? "give the sources names" : "leave one of the states out, or make one without the source"
      throw StateError(
        parts[b.part].file.path,
        "holds \(sources[a.source].path), as \(parts[a.part].file.path) does, expected each source once; \(advice)")
    }
  }

  /// `split-leak` holds training data against the set's own validation and test splits while it is read: a state that
  /// did not know of all of them has not looked for their examples.
  private func check(_ part: StatePart, _ view: [Int]) throws(StateError) {
    let own = part.sources.sources
    let known = Set(HeldOutSets.splits(of: own).map { own[$0].location })
    let held = Set(view.map { sources[$0].location })
    if known == held { return }
    guard part.sources.summaries.contains(where: { !held.contains(own[$0.source].location) }),
      let stranger = sources.first(where: { held.contains($0.location) != known.contains($0.location) })
    else { return }
    throw StateError(
      part.file.path,
      "holds training data that was not held against \(stranger.path), which is of the split '\(stranger.split)'; name "
        + "all PATHs in every run and cut the work with --part, or run all with --ignore \(SplitLeak.id)")
  }

  /// Evaluation files have the number of the source that they are, in whichever state that is known; else one behind
  /// all sources.
  private mutating func joinHeldOut(_ parts: [StatePart], _ view: [Int]) throws(StateError) {
    let held = Set(view.map { sources[$0].location })
    let base =
      parts.firstIndex { part in
        let own = part.sources.sources
        return Set(HeldOutSets.splits(of: own).map { own[$0].location }) == held
      } ?? 0
    let model = parts[base].sources.heldOut
    for part in parts {
      let given = part.sources.heldOut
      guard given.files.prefix(given.givenCount).map(\.path) == model.files.prefix(model.givenCount).map(\.path) else {
        throw StateError(
          part.file.path,
          "was held against other evaluation data than \(parts[base].file.path), expected the same; "
            + "name the same files with --eval")
      }
    }
    numbers = parts.map { part in
      part.sources.sources.map { indices[$0.location] ?? 0 }
        + [Int](repeating: -1, count: part.sources.heldOut.extraPaths.count)
    }
    for i in 0..<model.givenCount {
      let file = model.files[i]
      let number = try number(ofGiven: i, parts) ?? sources.count + heldOut.extraPaths.count
      if number >= sources.count { heldOut.extraPaths.append(file.path) }
      for (k, part) in parts.enumerated() { numbers[k][part.sources.heldOut.files[i].source] = number }
      heldOut.files.append(LeakSummary(path: file.path, source: number, examples: file.examples, found: 0))
    }
    heldOut.givenCount = model.givenCount
    for file in model.files.dropFirst(model.givenCount) {
      let number = numbers[base][file.source]
      guard !heldOut.files.contains(where: { $0.source == number }) else { continue }
      heldOut.files.append(LeakSummary(path: file.path, source: number, examples: file.examples, found: 0))
    }
    heldOut.problems = model.problems
  }

  /// The source that an evaluation file is; nil when no state has it among its sources.
  private func number(ofGiven i: Int, _ parts: [StatePart]) throws(StateError) -> Int? {
    guard let part = parts.first(where: { $0.sources.heldOut.files[i].source < $0.sources.sources.count }) else {
      return nil
    }
    let file = part.sources.heldOut.files[i]
    let source = part.sources.sources[file.source]
    // Findings name it, and would name it otherwise than a single run does.
    if source.path != file.path,
      let other = parts.first(where: { $0.sources.heldOut.files[i].source >= $0.sources.sources.count })
    {
      throw StateError(
        other.file.path,
        "was held against \(file.path), which is the source \(source.path) of \(part.file.path); give "
          + "the file one name in both, or name all PATHs in every run and cut the work with --part")
    }
    return indices[source.location]
  }
}
