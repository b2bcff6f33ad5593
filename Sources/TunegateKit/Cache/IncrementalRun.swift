/// A run over several sources that reads only those of which nothing is kept, and joins their states with the others.
///
/// The state of a source knows, besides the source, those that sources are held against: the evaluation data among them
/// and the set's own validation and test splits. It is the state of a `check` over just these PATHs of which the one is
/// read, so that what joins them, and what refuses to, is `RunState(merging:)`.
struct IncrementalRun {
  private let cache: SourceCache
  private let sources: [Source]
  private let settings: Settings
  private let options: AuditOptions
  /// Of every kept state: without what only the report and the gate depend on.
  private let carried: CarriedSettings
  /// Sources that are kept, in order.
  private let kept: [Kept]
  /// Those that are read every time: too small, or more than can be kept.
  private let others: Set<Int>
  /// Where schemas, evaluation data and whatever else the run reads are.
  private let named: Set<[UInt8]>

  private struct Kept {
    var source: Int
    /// Sources that its state lists, itself included, in order.
    var listed: [Int]
    var path: String
  }

  /// States that together are the run.
  private struct States {
    var paths: [String] = []
    /// Those among them that go when they are joined.
    var passing: [String] = []
    /// Sources that were read for them.
    var read: Set<Int> = []
  }

  /// Nil when it would not pay, or when states cannot be told apart.
  init?(_ sources: [Source], settings: Settings, options: AuditOptions) {
    guard let cache = options.sourceCache, sources.count > 1, options.part == nil, options.revision == nil,
      sources.allSatisfy({ cache.stamps[$0.location] != nil }),
      let carried = try? CarriedSettings(IncrementalRun.neutral(settings))
    else { return nil }
    var state = StateWriter()
    carried.write(to: &state)
    let digest = FileDigest(of: state.bytes)
    let held = IncrementalRun.heldOut(sources, settings)
    var (kept, bytes): ([Kept], Int) = ([], 0)
    for (i, source) in sources.enumerated() where cache.size(of: source) >= cache.leastBytes {
      // A state takes up to what its source does, seldom half of it.
      bytes += cache.size(of: source)
      guard bytes / 2 <= cache.mostBytes else { break }
      let listed = held.union([i]).sorted()
      guard let path = cache.path(of: source, among: listed.map { sources[$0] }, digest) else { return nil }
      kept.append(Kept(source: i, listed: listed, path: path))
    }
    guard !kept.isEmpty else { return nil }
    (self.cache, self.sources, self.settings, self.options) = (cache, sources, settings, options)
    (self.carried, self.kept) = (carried, kept)
    others = Set(sources.indices).subtracting(kept.map(\.source))
    named = Set(cache.stamps.keys).subtracting(sources.map(\.location))
  }

  /// What the run remembers when all sources are read or known; nil when states could not tell it.
  func state() async -> RunState? {
    var read: Set<Int> = []
    for _ in 0..<2 {
      let (states, succeeded) = await makeStates()
      defer { states.passing.forEach(SourceCache.remove) }
      guard succeeded else { return nil }
      read.formUnion(states.read)
      if let state = merged(states.paths, read: read.count) {
        cache.prune(sparing: kept.map(\.path))
        return state
      }
      // One of them is damaged, was taken out meanwhile, or is another one under its name.
      let damaged = kept.filter { !SourceCache.isWhole($0.path) }
      for state in damaged.isEmpty ? kept : damaged { SourceCache.remove(state.path) }
    }
    return nil
  }

  private func merged(_ paths: [String], read: Int) -> RunState? {
    let limit = options.carried == nil ? options.findingLimit(settings) : .max
    guard
      var state = try? RunState(
        merging: paths, keeping: { _ in limit }, extent: .whole, into: ExampleIndex(maxMemory: options.maxMemory)),
      state.sources == sources
    else { return nil }
    state.carried = options.carried
    state.sourcesRead = read
    return state
  }

  // MARK: What states depend on

  /// Settings that give the same states. A gate over single examples also says which of them are findings.
  private static func neutral(_ settings: Settings) -> Settings {
    var neutral = settings
    if settings.scope == .set { neutral.gate = Settings.GateSettings() }
    neutral.limits.shownPerRule = Settings.Limits().shownPerRule
    return neutral
  }

  /// The sources that others are held against.
  private static func heldOut(_ sources: [Source], _ settings: Settings) -> Set<Int> {
    let given = HeldOutSets.numbers(of: HeldOutSets.givenFiles(settings).sources, among: sources)
    let judges = settings[rule: SplitLeak.id]?.isEnabled == true
    return Set(given.compactMap { $0 }).union(judges ? HeldOutSets.splits(of: sources) : [])
  }

  // MARK: Reading

  /// Finds what is kept and reads what is not; false when a state cannot be written.
  private func makeStates() async -> (states: States, succeeded: Bool) {
    var states = States()
    var missing: [Kept] = []
    for state in kept {
      if (try? StateFile(state.path)) == nil {
        missing.append(state)
      } else {
        SourceCache.touch(state.path)
        states.paths.append(state.path)
      }
    }
    if missing.isEmpty, others.isEmpty { return (states, true) }
    let heldOut = HeldOutSets(sources, settings)
    let progress = ProgressSum(options.onProgress)
    var made = await make(missing, heldOut, progress)
    if !others.isEmpty {
      let state = await read(Array(sources.indices), others, heldOut, progress, jobs: options.jobs)
      made.append(write(state, to: cache.passingPath(), isKept: false))
    }
    states.read = others.union(missing.map(\.source))
    states.paths += made.map(\.path)
    states.passing = made.filter { !$0.isKept }.map(\.path)
    return (states, made.allSatisfy(\.isWritten))
  }

  private struct Written: Sendable {
    var path: String
    var isKept: Bool
    var isWritten: Bool
  }

  /// Large sources one after the other, each with all jobs; small ones side by side.
  private func make(_ missing: [Kept], _ heldOut: HeldOutSets, _ progress: ProgressSum) async -> [Written] {
    let isLarge = { (state: Kept) in
      cache.size(of: sources[state.source]) >= options.jobs * IncrementalRun.slabsPerJob * Slab.standardBytes
    }
    var made: [Written] = []
    for state in missing where isLarge(state) {
      made.append(await make(state, heldOut, progress, jobs: options.jobs))
    }
    var waiting = missing.filter { !isLarge($0) }[...]
    await withTaskGroup(of: Written.self) { group in
      func start() {
        guard let next = waiting.popFirst() else { return }
        group.addTask { await make(next, heldOut, progress, jobs: 1) }
      }
      for _ in 0..<options.jobs { start() }
      while let state = await group.next() {
        made.append(state)
        start()
      }
    }
    return made
  }

  /// Slabs from which on the last ones, which leave workers idle, do not matter.
  private static let slabsPerJob = 8

  /// Reads a source and writes its state: where it is kept, or under a passing name when something is wrong with it.
  private func make(_ state: Kept, _ heldOut: HeldOutSets, _ progress: ProgressSum, jobs: Int) async -> Written {
    let made = await read(state.listed, [state.source], heldOut, progress, jobs: jobs)
    // What cannot be read today may be read tomorrow.
    let isSound =
      heldOut.problems.isEmpty && !made.summaries.flatMap(\.problems).contains { $0.isFatal && $0.kind != .emptyFile }
      && cache.isUnchanged(named.union(state.listed.map { sources[$0].location }))
    return write(made, to: isSound ? state.path : cache.passingPath(), isKept: isSound)
  }

  private func write(_ state: RunState, to path: String, isKept: Bool) -> Written {
    Written(path: path, isKept: isKept, isWritten: (try? state.write(to: path)) != nil)
  }

  /// Reads some of the sources of a run that knows those that are listed.
  private func read(
    _ listed: [Int], _ read: Set<Int>, _ heldOut: HeldOutSets, _ progress: ProgressSum, jobs: Int
  ) async -> RunState {
    var options = AuditOptions(jobs: jobs, onProgress: progress.another())
    options.carried = carried
    options.maxMemory = self.options.maxMemory
    options.slabBytes = self.options.slabBytes
    return await Pipeline.read(
      listed.map { sources[$0] }, only: Set(listed.indices.filter { read.contains(listed[$0]) }),
      heldOut: heldOut.among(listed, of: sources), settings: settings, options: options)
  }
}
