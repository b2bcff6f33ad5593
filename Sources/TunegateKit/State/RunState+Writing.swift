/// The sections of a state, by name:
///
/// - `settings`, `sources`: what the run was made with, and what it read; enough to tell what states hold.
/// - `tallies`: features, lines and the memory of every rule.
/// - `words`: in how many short examples a word stands, for the comparison of near duplicates.
/// - `texts`, `findings`: of all sources.
/// - `rows/S/B`, `payload/S/B`: block B of source S, see `ExampleIndex+State.swift`.
extension RunState {
  /// Writes the state to a file, whole or not at all. The same data and settings give the same bytes for every number
  /// of jobs, and however the run was cut into states that were joined again.
  ///
  /// The state must have been made to be kept (`AuditOptions.carried`), and not been concluded.
  public func write(to path: String) throws(OutputError) {
    guard let carried else { preconditionFailure("a run that is kept carries its settings") }
    var output = try StateOutput(path)
    try output.add("settings") { carried.write(to: &$0) }
    try output.add("sources") { writeSources(to: &$0) }
    try output.add("tallies") { state in
      tally.write(to: &state)
      lines.write(to: &state)
      rules.write(to: &state)
    }
    try output.add("words") { TextWords(index).write(to: &$0) }
    try output.add("texts") { texts.write(to: &$0) }
    try output.add("findings") { findings.write(to: &$0) }
    for summary in summaries {
      for (block, rows) in ExampleIndex.blocks(of: index.rows(ofSource: summary.source)).enumerated() {
        try output.add(ExampleIndex.rowsName(summary.source, block)) { index.writeRows(rows, to: &$0) }
        try output.add(ExampleIndex.payloadName(summary.source, block)) { index.writePayload(rows, to: &$0) }
      }
    }
    try output.commit()
  }

  private func writeSources(to state: inout StateWriter) {
    state.put(sources) { state, source in
      state.put(source.location)
      state.put(source.isStandardInput)
      state.put(source.split)
    }
    state.put(count: heldOut.extraPaths.count)
    state.put(summaries) { state, summary in
      summary.write(to: &state)
      state.put(count: index.rows(ofSource: summary.source).count)
    }
    state.put(pathProblems) { state, problem in problem.write(to: &state) }
    state.put(cards) { state, card in card.write(to: &state) }
    heldOut.write(to: &state)
  }
}

/// The section `sources` of a state: what it has read, before any of its rows.
struct StateSources {
  var sources: [Source]
  var extraPaths: Int
  var summaries: [SourceSummary]
  /// Rows of each of the summaries.
  var rows: [Int]
  var pathProblems: [InputProblem]
  var cards: [FolderCard]
  var heldOut: HeldOutSets

  init(from state: inout StateReader) throws(StateFault) {
    let sources = try state.list { (state: inout StateReader) throws(StateFault) in try Source(from: &state) }
    for (a, b) in zip(sources, sources.dropFirst()) where !a.location.lexicographicallyPrecedes(b.location) {
      throw state.fault("sources in order of their paths")
    }
    let extra = try state.count(upTo: state.remaining)
    let read = try state.list { (state: inout StateReader) throws(StateFault) in
      (try SourceSummary(from: &state, sources: sources.count), try state.count(upTo: Int(UInt32.max)))
    }
    for (a, b) in zip(read, read.dropFirst()) where a.0.source >= b.0.source {
      throw state.fault("summaries in order of their sources")
    }
    self.sources = sources
    extraPaths = extra
    summaries = read.map(\.0)
    rows = read.map(\.1)
    pathProblems = try state.list { (state: inout StateReader) throws(StateFault) in try InputProblem(from: &state) }
    cards = try state.list { (state: inout StateReader) throws(StateFault) in try FolderCard(from: &state) }
    heldOut = try HeldOutSets(from: &state, sources: sources.count)
    guard heldOut.extraPaths.count == extra else { throw state.fault("\(extra) evaluation files") }
    try state.end()
  }
}

extension Source {
  fileprivate init(from state: inout StateReader) throws(StateFault) {
    let (location, isStandardInput) = (try state.text(), try state.bool())
    self.init(location: location, split: try state.string(), isStandardInput: isStandardInput)
  }
}

extension SourceSummary {
  fileprivate func write(to state: inout StateWriter) {
    state.put(count: source)
    state.put(compression.rawValue)
    for count in [bytes, textBytes, lines, verifiedOffset] { state.put(count: count) }
    state.put(complete)
    state.put(problems) { state, problem in problem.write(to: &state) }
  }

  fileprivate init(from state: inout StateReader, sources: Int) throws(StateFault) {
    let source = try state.count()
    guard source < sources else { throw state.fault("one of \(sources) sources, found number \(source)") }
    guard let compression = Compression(rawValue: try state.string()) else { throw state.fault("a compression") }
    self.init(source: source, compression: compression)
    bytes = try state.count()
    textBytes = try state.count()
    lines = try state.count()
    verifiedOffset = try state.count()
    complete = try state.bool()
    problems = try state.list { (state: inout StateReader) throws(StateFault) in try InputProblem(from: &state) }
  }

  /// The same of a source that has another index.
  func of(_ source: Int) -> SourceSummary {
    var summary = SourceSummary(source: source, compression: compression)
    (summary.bytes, summary.textBytes, summary.lines) = (bytes, textBytes, lines)
    (summary.verifiedOffset, summary.complete, summary.problems) = (verifiedOffset, complete, problems)
    return summary
  }
}

extension InputProblem {
  fileprivate func write(to state: inout StateWriter) {
    state.put(path)
    state.put(kind.rawValue)
    // Whether an empty file is all that there is, only the whole run knows.
    state.put(isFatal && kind != .emptyFile)
    state.put(message)
    state.put(hint)
  }

  fileprivate init(from state: inout StateReader) throws(StateFault) {
    let path = try state.string()
    guard let kind = Kind(rawValue: try state.string()) else { throw state.fault("a kind of problem") }
    self.init(
      path: path, kind: kind, isFatal: try state.bool(), message: try state.string(), hint: try state.string())
  }
}

extension FolderCard {
  fileprivate func write(to state: inout StateWriter) {
    state.put(folder)
    state.put(counts) { state, count in
      for text in [count.folder, count.card, count.configuration, count.split] { state.put(text) }
      state.put(count: count.examples)
    }
    state.put(problems) { state, problem in problem.write(to: &state) }
  }

  fileprivate init(from state: inout StateReader) throws(StateFault) {
    folder = try state.text()
    counts = try state.list { (state: inout StateReader) throws(StateFault) in
      DeclaredCount(
        folder: try state.string(), card: try state.string(), configuration: try state.string(),
        split: try state.string(), examples: try state.count(upTo: .max))
    }
    problems = try state.list { (state: inout StateReader) throws(StateFault) in try InputProblem(from: &state) }
  }
}

extension HeldOutSets {
  fileprivate func write(to state: inout StateWriter) {
    state.put(count: givenCount)
    state.put(files) { state, file in
      state.put(file.path)
      state.put(count: file.source)
      state.put(count: file.examples)
    }
    state.put(extraPaths) { $0.put($1) }
    state.put(problems) { state, problem in problem.write(to: &state) }
  }

  fileprivate init(from state: inout StateReader, sources: Int) throws(StateFault) {
    self.init()
    givenCount = try state.count()
    files = try state.list { (state: inout StateReader) throws(StateFault) in
      LeakSummary(path: try state.string(), source: try state.count(), examples: try state.count(), found: 0)
    }
    extraPaths = try state.list { (state: inout StateReader) throws(StateFault) in try state.string() }
    problems = try state.list { (state: inout StateReader) throws(StateFault) in try InputProblem(from: &state) }
    let all = sources + extraPaths.count
    guard givenCount <= files.count, files.allSatisfy({ $0.source < all }) else {
      throw state.fault("evaluation files among \(all) sources")
    }
  }
}
