/// Findings that wait for the end of the stream, because what many answers hold is the form of the set and no fault.
struct CandidateTally: Mergeable, Equatable {
  struct Candidate: Sendable, Equatable {
    var place: Place
    var column: Int
    var pointer: String
    var message: String
  }

  /// Candidates that are kept, the first in order of place.
  static let most = 10_000
  /// Examples that could have been candidates.
  var looked = 0
  /// Candidates, those that are not kept included.
  private(set) var found = 0
  /// Up to twice the most while notes come in.
  private var noted: [Candidate] = []

  init() {}

  /// The first candidates in order of place.
  var candidates: [Candidate] { CandidateTally.first(noted) }

  mutating func note(_ candidate: Candidate) {
    found += 1
    noted.append(candidate)
    if noted.count >= 2 * CandidateTally.most { noted = CandidateTally.first(noted) }
  }

  /// Notes something about a turn.
  mutating func note(_ batch: Batch, _ row: Row, _ turn: Turn, message: String) {
    let offset = Int(turn.offset)
    note(
      Candidate(
        place: batch.place(row), column: offset + 1, pointer: batch.pointer(row, offset: offset), message: message))
  }

  mutating func merge(_ other: CandidateTally) {
    looked += other.looked
    found += other.found
    noted = CandidateTally.first(noted + other.noted)
  }

  /// Reports the candidates, unless there are more than `share` of the examples that were looked at, and at least ten.
  func report(_ corpus: Corpus, into findings: inout Findings, share: Double, hint: String) {
    guard Double(found) <= max(10, share * Double(looked)) else { return }
    for candidate in candidates {
      guard let row = corpus.index.row(of: candidate.place) else { continue }
      corpus.index.mark(row, rule: findings.rule)
      findings.add(
        at: candidate.place, column: candidate.column, pointer: candidate.pointer, message: candidate.message,
        hint: hint)
    }
  }

  private static func first(_ candidates: [Candidate]) -> [Candidate] {
    Array(candidates.sorted { ($0.place, $0.message) < ($1.place, $1.message) }.prefix(most))
  }

  static func == (a: CandidateTally, b: CandidateTally) -> Bool {
    (a.looked, a.found) == (b.looked, b.found) && a.candidates == b.candidates
  }
}

extension CandidateTally {
  func write(to state: inout StateWriter) {
    state.put(count: looked)
    state.put(count: found)
    state.put(candidates) { state, candidate in candidate.write(to: &state) }
  }

  init(from state: inout StateReader) throws(StateFault) {
    looked = try state.count()
    found = try state.count()
    noted = try state.list(upTo: Self.most) { (state: inout StateReader) throws(StateFault) in
      try Candidate(from: &state)
    }
  }
}

extension CandidateTally.Candidate {
  func write(to state: inout StateWriter) {
    state.put(place)
    state.put(count: column)
    state.put(pointer)
    state.put(message)
  }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(
      place: try state.place(), column: try state.count(), pointer: try state.string(), message: try state.string())
  }
}
