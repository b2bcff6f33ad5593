/// What of a run is evaluation data, and what is held against it.
struct HeldOutSets: Sendable {
  /// The files of `--eval`; nil without any.
  var given: HeldOutIndex?
  /// The set's own validation and test splits; nil without any, or without something to train on.
  var splits: HeldOutIndex?
  /// The run's sources that are among the given files: they are not held against themselves.
  var givenSources: Set<Int> = []
  /// The run's sources that are validation or test splits.
  var splitSources: Set<Int> = []
  /// By `Place.source`.
  var paths: [String] = []
  /// Evaluation files in order, with the examples that could be compared.
  var files: [LeakSummary] = []
  /// How many of the files were given.
  var givenCount = 0
  /// The files that are none of the run's sources; their `Place.source` comes behind these.
  var extraPaths: [String] = []
  var problems: [InputProblem] = []

  var isEmpty: Bool { given == nil && splits == nil }

  /// The names of splits that are held out.
  static let splitNames: Set<String> = ["validation", "test"]

  /// Reads the evaluation data that the settings and the names of the sources tell of. O(its text).
  init(_ sources: [Source], _ settings: Settings) {
    paths = sources.map(\.path)
    readGiven(sources, settings)
    readSplits(sources, settings)
  }

  init() {}

  private mutating func readGiven(_ sources: [Source], _ settings: Settings) {
    let (files, unfound) = HeldOutSets.givenFiles(settings)
    guard !files.isEmpty || !unfound.isEmpty, let rule = settings[rule: EvalLeak.id] else { return }
    problems += unfound
    var numbers: [Int] = []
    for (file, known) in zip(files, HeldOutSets.numbers(of: files, among: sources)) {
      if let known {
        givenSources.insert(known)
        numbers.append(known)
      } else {
        numbers.append(sources.count + extraPaths.count)
        extraPaths.append(file.path)
        paths.append(file.path)
      }
    }
    given = read(files, numbers, settings, LeakOptions(rule))
    givenCount = self.files.count
    for file in self.files where file.examples == 0 && !problems.contains(where: { $0.path == file.path }) {
      problems.append(InputProblem(.nothingHeldOut, at: Array(file.path.utf8)))
    }
  }

  /// The files of `--eval`, and what is wrong with their PATHs; none where nobody asks.
  static func givenFiles(_ settings: Settings) -> (sources: [Source], problems: [InputProblem]) {
    guard !settings.evaluation.isEmpty, settings[rule: EvalLeak.id]?.isEnabled == true else { return ([], []) }
    return SourceList.find(settings.evaluation)
  }

  /// Which of the run's sources each of the files is, whatever its name there; nil for none.
  static func numbers(of files: [Source], among sources: [Source]) -> [Int?] {
    guard !files.isEmpty else { return [] }
    var identities: [System.Identity: Int] = [:]
    for (i, source) in sources.enumerated() {
      if let identity = try? System.status(of: source.location).identity { identities[identity] = i }
    }
    return files.map { file in (try? System.status(of: file.location)).flatMap { identities[$0.identity] } }
  }

  /// The same for a run over some of the sources, among which are all that are evaluation data for one of them.
  ///
  /// - Parameter listed: indices of its sources, in order; those of `sources` are known.
  func among(_ listed: [Int], of sources: [Source]) -> HeldOutSets {
    if listed.count == sources.count { return self }
    var numbers = [Int](repeating: -1, count: sources.count)
    for (new, old) in listed.enumerated() { numbers[old] = new }
    numbers += extraPaths.indices.map { listed.count + $0 }
    let hasSplits = !HeldOutSets.splits(of: listed.map { sources[$0] }).isEmpty
    var sets = self
    sets.given = given?.renumbered { numbers[$0] }
    sets.splits = hasSplits ? splits?.renumbered { numbers[$0] } : nil
    sets.givenSources = Set(givenSources.map { numbers[$0] })
    sets.splitSources = sets.splits == nil ? [] : Set(splitSources.map { numbers[$0] })
    sets.paths = listed.map { paths[$0] } + extraPaths
    sets.files = (hasSplits ? files : Array(files.prefix(givenCount))).map { file in
      var file = file
      file.source = numbers[file.source]
      return file
    }
    return sets
  }

  private mutating func readSplits(_ sources: [Source], _ settings: Settings) {
    guard let rule = settings[rule: SplitLeak.id], rule.isEnabled else { return }
    let numbers = HeldOutSets.splits(of: sources)
    guard !numbers.isEmpty else { return }
    splitSources = Set(numbers)
    splits = read(numbers.map { sources[$0] }, numbers, settings, LeakOptions(rule))
    if splits == nil { splitSources = [] }
  }

  /// The validation and test splits among sources; none without something to train on.
  static func splits(of sources: [Source]) -> [Int] {
    let numbers = sources.indices.filter {
      splitNames.contains(sources[$0].split) && !sources[$0].isStandardInput
    }
    return numbers.count < sources.count ? numbers : []
  }

  private mutating func read(
    _ files: [Source], _ numbers: [Int], _ settings: Settings, _ options: LeakOptions
  ) -> HeldOutIndex? {
    var reader = HeldOutReader(settings)
    reader.read(files, numbers)
    problems += reader.problems
    for (file, number) in zip(files, numbers) where !self.files.contains(where: { $0.source == number }) {
      self.files.append(
        LeakSummary(path: file.path, source: number, examples: reader.examples[number] ?? 0, found: 0))
    }
    guard !reader.words.isEmpty else { return nil }
    return HeldOutIndex(reader.words, method: options.method, aligned: options.aligned)
  }

  /// `line 17 of test.jsonl`.
  func name(_ place: Place) -> String { "line \(place.line) of \(paths[place.source])" }
}

/// What the two rules about leakage may be told.
struct LeakOptions {
  static let specs = [
    OptionSpec("method", .string(oneOf: LeakMethod.allCases.map(\.rawValue))), OptionSpec("aligned", .number(0...1)),
  ]

  var method = LeakMethod.tulu3
  var aligned = 0.0

  init(_ settings: RuleSettings) {
    if let name = settings.string("method"), let method = LeakMethod(rawValue: name) { self.method = method }
    aligned = settings.number("aligned") ?? 0
  }
}

/// The evaluation examples that were found in the training data.
struct LeakTally: Mergeable, Equatable {
  var places: Set<Place> = []

  mutating func merge(_ other: LeakTally) { places.formUnion(other.places) }
}

extension LeakTally {
  func write(to state: inout StateWriter) { state.put(places.sorted()) }

  init(from state: inout StateReader) throws(StateFault) { places = Set(try state.places()) }
}
