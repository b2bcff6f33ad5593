// The whole of Tunegate on one page: start reading here.
//
//   Input → Examples → Features → Rules → Findings → Noise score → Gate → Verdict → Reports
//
// The control plane is one loop over slabs of whole lines; the data plane is plain functions over a batch. Batches are
// folded in the order of their slabs, and tallies merge in any order, so the result does not depend on the number of
// jobs.

/// What a run needs besides its settings.
public struct AuditOptions: Sendable {
  /// Workers that read batches side by side, at least 1.
  public var jobs: Int
  /// Keep every finding with its sentence, not only the first of each rule.
  public var keepsAllFindings: Bool
  /// Findings of each rule to keep with their sentences, where that is more than the settings show.
  public var findingsPerRule: Int
  /// What a ladder of prompts has shown, for the verdict; nil without one.
  public var ladder: LadderResult?
  /// What the set is held against; nil without one.
  public var baseline: Baseline?
  /// Whether `Audit.baseline` will be asked for.
  public var recordsBaseline: Bool
  /// What the state is to carry, so that it may be written before it is concluded; nil for a run that is not kept.
  public var carried: CarriedSettings?
  /// The part of the sources to read; nil for all. What the others hold is for other runs, whose states are merged.
  public var part: Part?
  /// What the run may take, in bytes: what can be put into a temporary file is put there beyond that.
  public var maxMemory = Int.max
  /// Called after each batch with the examples and bytes of text so far.
  public var onProgress: (@Sendable (_ examples: Int, _ bytes: Int) -> Void)?
  /// Where what was read of each source is kept, so that only those that have changed are read; nil to read all.
  public var sourceCache: SourceCache?
  /// What the set is read as, where that is another than it is.
  var revision: Revision?
  /// What a slab is filled to, in bytes; other than the standard only in tests.
  var slabBytes = Slab.standardBytes

  /// Bytes in a size as people write it, `512MiB`; nil for anything else.
  public static func bytes(_ size: String) -> Int? { ByteSize.parse(size) }

  public init(
    jobs: Int = 1, keepsAllFindings: Bool = false, findingsPerRule: Int = 0, ladder: LadderResult? = nil,
    baseline: Baseline? = nil, recordsBaseline: Bool = false,
    onProgress: (@Sendable (_ examples: Int, _ bytes: Int) -> Void)? = nil
  ) {
    self.jobs = max(1, jobs)
    self.keepsAllFindings = keepsAllFindings
    self.findingsPerRule = findingsPerRule
    self.ladder = ladder
    self.baseline = baseline
    self.recordsBaseline = recordsBaseline
    self.onProgress = onProgress
  }

  /// Whether what a line holds that is no example is asked for.
  var knowsContents: Bool { baseline != nil || recordsBaseline }

  /// Findings of each rule that are kept with their sentences.
  func findingLimit(_ settings: Settings) -> Int {
    keepsAllFindings || knowsContents ? .max : max(1, settings.limits.shownPerRule, findingsPerRule)
  }
}

public enum Pipeline {
  /// Audits all PATHs together as one data set. Never throws: what cannot be read is in the report's problems.
  public static func audit(_ paths: [String], settings: Settings, options: AuditOptions = AuditOptions()) async -> Audit
  {
    await conclude(await read(paths, settings: settings, options: options), settings: settings, options: options)
  }

  /// Reads all PATHs once. What is then remembered may be written to a file and joined with that of other runs.
  public static func read(_ paths: [String], settings: Settings, options: AuditOptions = AuditOptions()) async
    -> RunState
  {
    let (sources, unfound) = SourceList.find(paths)
    var state: RunState
    if let known = await IncrementalRun(sources, settings: settings, options: options)?.state() {
      state = known
    } else {
      state = await read(
        sources, only: options.part.map { $0.indices(of: sources) }, heldOut: HeldOutSets(sources, settings),
        settings: settings, options: options)
    }
    (state.pathProblems, state.cards) = (unfound, SourceList.cards(paths))
    return state
  }

  /// Reads sources once: those of some indices, or all.
  static func read(
    _ sources: [Source], only part: Set<Int>?, heldOut: HeldOutSets, settings: Settings, options: AuditOptions
  ) async -> RunState {
    // Input
    let reader = SlabReader(
      sources, limits: InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio),
      slabBytes: options.slabBytes, part: part)

    // Examples, features, example rules
    var fold = Fold(settings: settings, options: options)
    let first = SourceList.firstLoaded(sources)
    let workers = (0...options.jobs).map { _ in
      Worker(
        settings: settings, limit: fold.findings.limit, first: first, heldOut: heldOut, revision: options.revision)
    }
    if options.jobs == 1 { stream(reader, workers[0], &fold) } else { await stream(reader, workers, &fold) }

    var state = RunState(
      sources: sources, summaries: reader.summaries, heldOut: heldOut, index: fold.index, findings: fold.findings,
      rules: workers[0].rules, tally: workers[0].tally, lines: workers[0].lineTally, texts: fold.texts,
      carried: options.carried)
    for worker in workers.dropFirst() {
      state.rules.merge(worker.rules)
      state.tally.merge(worker.tally)
      state.lines.merge(worker.lineTally)
    }
    return state
  }

  /// What follows from a state that is whole: the same for one that was read and one that was joined. Uses it up.
  public static func conclude(_ state: RunState, settings: Settings, options: AuditOptions = AuditOptions()) async
    -> Audit
  {
    // Corpus rules, then the models
    let memory = MemoryProblem.warning(state.index, options.maxMemory)
    state.index.groupPrompts(state.texts)
    if !options.knowsContents { state.index.faulty = [:] }
    let near = settings[rule: NearDuplicate.id]
    let isNearWanted = near?.isEnabled ?? false
    var duplicates = state.duplicates ?? Duplicates()
    if state.duplicates == nil {
      duplicates = await DuplicateIndex(
        index: state.index, slots: state.tally.slots, limits: near.map(NearDuplicate.limits) ?? NearDuplicateLimits()
      ).find(jobs: options.jobs, near: isNearWanted, letsGo: true)
    } else if !isNearWanted {
      duplicates.near = []
    }
    let corpus = Corpus(state, settings, duplicates)
    var findings = state.findings.limited(to: options.findingLimit(settings))
    state.rules.conclude(corpus, into: &findings)

    // Score, gate, verdict
    return Audit(
      corpus: corpus, findings: findings, summaries: state.judgedSummaries, problems: state.allProblems,
      settings: settings, options: options, warnings: memory.map { [$0] } ?? [])
  }

  /// One worker: read, judge, fold.
  private static func stream(_ reader: SlabReader, _ worker: Worker, _ fold: inout Fold) {
    while reader.next(into: worker.slab) {
      worker.work()
      fold.add(worker)
    }
  }

  /// The parent reads and folds; children judge. A child owns its worker from `addTask` to its return. Batches that are
  /// done before an earlier one wait; there is one worker more than jobs, so that reading goes on meanwhile.
  private static func stream(_ reader: SlabReader, _ workers: [Worker], _ fold: inout Fold) async {
    await withTaskGroup(of: Worker.self) { group in
      var free = workers
      var waiting: [Int: Worker] = [:]
      var nextToFold = 0
      func finish(_ worker: Worker, _ fold: inout Fold) {
        waiting[worker.batch.sequence] = worker
        while let next = waiting.removeValue(forKey: nextToFold) {
          fold.add(next)
          free.append(next)
          nextToFold += 1
        }
      }
      while true {
        while free.isEmpty, let done = await group.next() { finish(done, &fold) }
        guard let worker = free.popLast(), reader.next(into: worker.slab) else { break }
        group.addTask {
          worker.work()
          return worker
        }
      }
      for await done in group { finish(done, &fold) }
    }
  }
}

/// What batches are folded into, in the order of their slabs.
private struct Fold {
  let index: ExampleIndex
  var findings: Findings
  /// For the models and the verdict.
  private(set) var texts = ExampleSample()
  private let onProgress: (@Sendable (Int, Int) -> Void)?
  private let knowsContents: Bool
  private var bytes = 0

  init(settings: Settings, options: AuditOptions) {
    index = ExampleIndex(maxMemory: options.maxMemory)
    // A state is for whatever is asked of it later.
    let isKept = options.carried != nil
    knowsContents = options.knowsContents || isKept
    findings = Findings(rules: settings.rules, limit: isKept ? .max : options.findingLimit(settings))
    onProgress = options.onProgress
  }

  mutating func add(_ worker: Worker) {
    if knowsContents { index.noteFaulty(worker.batch) }
    index.append(worker.batch)
    findings.append(worker.findings)
    texts.offer(worker.batch)
    bytes += worker.slab.count
    onProgress?(index.count, bytes)
  }
}

/// What is to be said of a run that takes more memory than it was given.
private enum MemoryProblem {
  static func warning(_ index: ExampleIndex, _ maxMemory: Int) -> String? {
    if let failure = index.payload.failure {
      return "--max-memory: no temporary file could be filled (\(failure.text)), so that more memory is taken; "
        + "try: name a folder with room in TMPDIR"
    }
    let least = ExampleIndex.fixedBytes + index.count * ExampleIndex.bytesPerRow
    guard maxMemory < least else { return nil }
    return "--max-memory: \(ByteSize.describe(maxMemory)) is less than the \(ByteSize.rounded(least)) that "
      + "\(Numbers.grouped(index.count)) examples take with all else on disk; "
      + "try: give it more, or audit parts with --state-out and join them with merge"
  }
}
