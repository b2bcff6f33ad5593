/// The whole set after the stream has ended: what corpus rules conclude from.
final class Corpus {
  let index: ExampleIndex
  let sources: [Source]
  let tally: FeatureTally
  let lines: LineTally
  let duplicates: Duplicates
  /// Facts about the files: missing shards, declared counts.
  let files: FileFacts
  /// True when the answers are held against a schema that the user gave.
  let hasCompletionSchema: Bool
  /// True when tokens were counted and not estimated.
  var countsTokens = false
  /// The profiles that the lines were held against; nil without any.
  let profiles: ProfileSet?
  /// The evaluation data that the lines were held against.
  let heldOut: HeldOutSets
  /// The source with the most text, with its bytes; nil without sources.
  let largestFile: (path: String, bytes: Int)?
  /// The texts of some examples; empty unless a rule reads texts.
  let texts: ExampleSample
  /// The members of `texts`, made when they are first asked for.
  private(set) lazy var members = texts.members
  /// Whether the answers of the set are a closed list of labels, as far as its texts tell.
  private(set) lazy var hasLabels = LabelTasks.areLabels(members)
  /// What the set asks of a model; nil when no text was kept.
  private(set) lazy var matrix: MatrixDecision? =
    members.isEmpty ? nil : MatrixDecision(members, hasLabels: hasLabels)
  /// What the models found; empty until all other rules have concluded.
  var models = ModelResults()

  init(
    index: ExampleIndex, sources: [Source], summaries: [SourceSummary], tally: FeatureTally, lines: LineTally,
    duplicates: Duplicates, files: FileFacts, hasCompletionSchema: Bool, profiles: ProfileSet?,
    heldOut: HeldOutSets = HeldOutSets(), texts: ExampleSample = ExampleSample()
  ) {
    self.index = index
    self.sources = sources
    self.tally = tally
    self.lines = lines
    self.duplicates = duplicates
    self.files = files
    self.hasCompletionSchema = hasCompletionSchema
    self.profiles = profiles
    self.heldOut = heldOut
    self.texts = texts
    // The first of equals: summaries are in the order of the sources.
    let largest = summaries.reduce(nil as SourceSummary?) { a, b in
      a.map { $0.textBytes >= b.textBytes ? $0 : b } ?? b
    }
    largestFile = largest.map { (sources[$0.source].path, $0.textBytes) }
  }

  /// The set of a run whose stream has ended.
  convenience init(_ state: RunState, _ settings: Settings, _ duplicates: Duplicates) {
    self.init(
      index: state.index, sources: state.sources, summaries: state.summaries, tally: state.tally, lines: state.lines,
      duplicates: duplicates,
      files: FileFacts(
        missingShards: SourceList.missingShards(state.sources), declaredCounts: state.cards.flatMap(\.counts)),
      hasCompletionSchema: state.carried?.judgesCompletions ?? settings.judgesCompletions,
      profiles: settings.profileSet, heldOut: state.heldOut, texts: state.texts)
    countsTokens = state.carried?.countsTokens ?? (settings.tokenizer != nil)
  }

  /// `line 17`, or `line 17 of PATH` when that is another source than `from`.
  func name(_ place: Place, from: Place) -> String {
    place.source == from.source || place.source < 0
      ? "line \(place.line)" : "line \(place.line) of \(sources[place.source].path)"
  }

  /// The split of a row's source; empty when its name tells none.
  func split(_ row: Int) -> String {
    let source = index.source(of: row)
    return source >= 0 ? sources[source].split : ""
  }
}
