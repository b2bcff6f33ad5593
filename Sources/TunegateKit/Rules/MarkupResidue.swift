/// HTML tags and entities that a converter left in answers, outside code, where nobody asked for markup.
struct MarkupResidue: CorpusRule {
  static let id = "markup-residue"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.markup_residue_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this hold markup, it is the form of the set.
  private let mostShare: Double
  /// With fewer answers that hold markup it is never the form of the set.
  private static let fewest = 10

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.5 }

  /// Answers with markup, and the places of those where it is not meant.
  struct Tally: Mergeable, Equatable {
    typealias Candidate = CandidateTally.Candidate

    /// Candidates that are kept, the first in order of place.
    static let most = 10_000
    private(set) var marked = 0
    /// Up to twice the most while notes come in.
    private var noted: [Candidate] = []

    init() {}

    /// The first candidates in order of place.
    var candidates: [Candidate] { Tally.first(noted) }

    /// - Parameter candidate: Nil for markup that is meant.
    mutating func note(_ candidate: Candidate?) {
      marked += 1
      guard let candidate else { return }
      noted.append(candidate)
      if noted.count >= 2 * Tally.most { noted = Tally.first(noted) }
    }

    mutating func merge(_ other: Tally) {
      marked += other.marked
      noted = Tally.first(noted + other.noted)
    }

    private static func first(_ candidates: [Candidate]) -> [Candidate] {
      Array(candidates.sorted { ($0.place, $0.message) < ($1.place, $1.message) }.prefix(most))
    }

    static func == (a: Tally, b: Tally) -> Bool { (a.marked, a.candidates) == (b.marked, b.candidates) }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample {
      guard let left = LeftoverMarkup.find(in: row, of: batch) else { continue }
      tally.note(left.isMeant ? nil : MarkupResidue.candidate(left, row, batch))
    }
  }

  private static func candidate(_ left: LeftoverMarkup, _ row: Row, _ batch: Batch) -> Tally.Candidate {
    let offset = Int(batch.turns[left.turn].offset)
    let more = left.tags + left.entities - 1
    let others = more > 0 ? " and \(more) more tag\(more == 1 ? "" : "s") or entit\(more == 1 ? "y" : "ies")" : ""
    return Tally.Candidate(
      place: batch.place(row), column: offset + 1, pointer: batch.pointer(row, offset: offset),
      message: "the answer holds `\(left.sample)`\(others) of HTML, which the prompt does not ask for, "
        + "expected plain text")
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let most = max(Double(MarkupResidue.fewest), mostShare * Double(corpus.tally.forms.answers))
    guard Double(tally.marked) <= most else { return }
    for candidate in tally.candidates {
      guard let row = corpus.index.row(of: candidate.place) else { continue }
      corpus.index.mark(row, rule: findings.rule)
      findings.add(
        at: candidate.place, column: candidate.column, pointer: candidate.pointer, message: candidate.message,
        hint: "convert the markup to text, or put it in a code fence if it is meant")
    }
  }
}

extension MarkupResidue.Tally {
  func write(to state: inout StateWriter) {
    state.put(count: marked)
    state.put(candidates) { state, candidate in candidate.write(to: &state) }
  }

  init(from state: inout StateReader) throws(StateFault) {
    marked = try state.count()
    noted = try state.list(upTo: Self.most) { (state: inout StateReader) throws(StateFault) in
      try Candidate(from: &state)
    }
  }
}
