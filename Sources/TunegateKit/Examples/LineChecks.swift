/// Checks of a line that need the record itself, while its tape is at hand. Each is there only when the settings ask
/// for it, so that a run without them pays nothing.
///
/// What they find becomes notes, which rules turn into findings; what they count is in `tally`. Unsafe pointers: the
/// line's bytes are those that the tape was parsed from, in the slab.
struct LineChecks: ~Copyable {
  private var counted = LineTally()
  private var paths: PathReader?
  private var schema: LineSchemaCheck?
  private var completion: CompletionCheck?
  private var completionGrammar: CompletionGrammarCheck?
  private var profiles: ProfileChecker?
  private var custom: CustomCheck?

  /// No checks.
  init() {}

  /// - Parameter first: the source that loaders read first.
  init(_ settings: Settings, first: Int) {
    if LoadingRules.areEnabled(settings) { paths = PathReader(first: first) }
    schema = LineSchemaCheck(settings)
    completion = CompletionCheck(settings)
    completionGrammar = CompletionGrammarCheck(settings)
    profiles = ProfileChecker(settings)
    custom = CustomCheck(settings)
  }

  /// What the checks have counted so far.
  var tally: LineTally {
    var tally = counted
    if let tree = paths?.tree { tally.paths = tree }
    return tally
  }

  /// Judges the record that became the batch's last row. `tools` is the text of its tool definitions.
  ///
  /// Bounds: `line` is what `tape` was parsed from, with its 64 readable bytes behind; `tools` is what the reader gave
  /// for the record.
  mutating func check(
    _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, tools: UnsafeBufferPointer<UInt8>?, _ batch: Batch
  ) {
    paths?.note(tape, line, batch)
    schema?.check(tape, line, batch)
    completion?.check(batch)
    completionGrammar?.check(batch)
    profiles?.check(tape, line, tools: tools, batch, &counted.profiles)
    custom?.check(tape, line, batch)
  }
}

/// What the checks of all lines add up to.
struct LineTally: Mergeable, Equatable {
  var profiles = ProfileTally()
  /// Empty unless a rule about loading is on.
  var paths = PathTree()
  /// Evaluation examples that were found: of named files, and of the set's own splits.
  var given = LeakTally()
  var splits = LeakTally()

  mutating func merge(_ other: LineTally) {
    profiles.merge(other.profiles)
    paths.merge(other.paths)
    given.merge(other.given)
    splits.merge(other.splits)
  }
}

extension LineTally {
  func write(to state: inout StateWriter) {
    profiles.write(to: &state)
    paths.write(to: &state)
    given.write(to: &state)
    splits.write(to: &state)
  }

  init(from state: inout StateReader) throws(StateFault) {
    profiles = try ProfileTally(from: &state)
    paths = try PathTree(from: &state)
    given = try LeakTally(from: &state)
    splits = try LeakTally(from: &state)
  }
}
