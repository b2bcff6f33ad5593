/// What a run remembers when its stream has ended and nothing has been concluded yet: no duplicates, no rules about the
/// set, no models, no score.
///
/// States of parts of a data set join to the state of the whole, in any order and grouping: sources go in the order of
/// their paths, rows in the order of their sources, and everything else is `Mergeable`. What is concluded from the
/// joined state is what a single run over all the PATHs would have concluded.
public struct RunState {
  /// The sources of the run in the order of their paths. Where the run reads a part of them (`Part`), the others are
  /// here as well: what is held out and what a loader reads first is told from all of them.
  var sources: [Source]
  /// One a source that was read, in order.
  var summaries: [SourceSummary] = []
  /// What is wrong with the PATHs.
  var pathProblems: [InputProblem] = []
  /// What the cards of the folders among the PATHs declare, in order of the folders.
  var cards: [FolderCard] = []
  var heldOut = HeldOutSets()
  let index: ExampleIndex
  /// With their sentences: all of them where the state is to be written.
  var findings: Findings
  /// The rules with what they noted.
  var rules: RuleRunner
  var tally = FeatureTally()
  var lines = LineTally()
  var texts = ExampleSample()
  /// What the run was made with, for `write`; nil for a run that is only to be concluded.
  var carried: CarriedSettings?
  /// How many of the sources were read for it, where the others were known from states.
  var sourcesRead: Int?
  /// What an engine has found; nil where duplicates are still to be searched.
  var duplicates: Duplicates?

  /// What keeps the run from a judgement, whatever other parts hold: a sentence each. An empty file among others does
  /// not, and nobody knows yet whether there are others.
  public var problems: [String] {
    (allProblems + summaries.flatMap(\.problems)).filter { $0.isFatal && $0.kind != .emptyFile }.map(\.text)
  }

  /// What was odd without keeping the run from a judgement.
  public var warnings: [String] {
    (allProblems + summaries.flatMap(\.problems)).filter { !$0.isFatal || $0.kind == .emptyFile }.map(\.text)
  }

  /// Problems that are not those of a source, in the order of reports.
  var allProblems: [InputProblem] { pathProblems + cards.flatMap(\.problems) + heldOut.problems }

  /// Paths of the sources that the run knows and that no part has read yet.
  public var unread: [String] {
    let read = Set(summaries.map(\.source))
    return sources.indices.filter { !read.contains($0) }.map { sources[$0].path }
  }

  /// Lines that are not blank, and examples among them.
  public var lineCount: Int { index.count }
  public var exampleCount: Int { tally.examples }

  /// The settings to conclude by, as the state carries them.
  public func settings() throws(ConfigErrors) -> Settings {
    guard let carried else {
      throw ConfigErrors(ConfigError(path: "--state-out", message: "this run carries no settings"))
    }
    return try carried.restored()
  }

  /// The schema of the answers that the run was made with, and its name; nil without one.
  public var completionSchemaText: (bytes: [UInt8], name: String)? { carried?.completionSchemaText }

  /// Whether an empty file is odd or all that there is, which only the whole run can tell.
  var judgedSummaries: [SourceSummary] {
    summaries.map { summary in
      var summary = summary
      for i in summary.problems.indices where summary.problems[i].kind == .emptyFile {
        summary.problems[i].isFatal = sources.count == 1
      }
      return summary
    }
  }
}

/// One of several parts that the sources of a run are dealt out to, each to be read by a process of its own.
public struct Part: Sendable, Equatable {
  /// From 1.
  public let number: Int
  public let count: Int

  static let most = 100_000

  /// Reads `2/8`; nil for anything else.
  public init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...Part.most).contains(count),
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// Indices of the part's sources: the largest first, each to the part that has the least, so that every process that
  /// sees the same files deals them out alike. O(n log n + n · parts).
  func indices(of sources: [Source]) -> Set<Int> {
    let sizes = sources.map { (try? System.status(of: $0.location))?.size ?? 0 }
    var loads = [Int](repeating: 0, count: count)
    var own: Set<Int> = []
    for i in sources.indices.sorted(by: { (-sizes[$0], $0) < (-sizes[$1], $1) }) {
      let part = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      // Empty files count as something, so that they spread.
      loads[part] += max(1, sizes[i])
      if part == number - 1 { own.insert(i) }
    }
    return own
  }
}
