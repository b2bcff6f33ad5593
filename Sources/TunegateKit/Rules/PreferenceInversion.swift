/// One prompt and two answers, of which one is preferred here and the other there.
struct PreferenceInversion: CorpusRule {
  static let id = "preference-inversion"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.preference_inversion_md }

  init(_ settings: RuleSettings) {}

  /// Every pair as fingerprints, 32 bytes each. An inversion is told by three fingerprints of 64 bits that agree
  /// crosswise: no text needs to be kept to be sure of it.
  struct Tally: Mergeable {
    private(set) var entries: [Entry] = []

    init() {}

    mutating func note(_ pair: Pair, at place: Place) {
      entries.append(
        Entry(
          prompt: pair.prompt, chosen: pair.chosen, rejected: pair.rejected, source: UInt32(clamping: place.source),
          line: UInt32(clamping: place.line)))
    }

    mutating func merge(_ other: Tally) { entries += other.entries }
  }

  struct Entry: Sendable, Hashable {
    var prompt: UInt64
    var chosen: UInt64
    var rejected: UInt64
    var source: UInt32
    var line: UInt32

    var place: Place { Place(source: Int(source), line: Int(line)) }
    var isAscending: Bool { chosen < rejected }

    /// Equal for the two directions of a pair.
    var unordered: (UInt64, UInt64, UInt64) { (prompt, min(chosen, rejected), max(chosen, rejected)) }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for pair in batch.pairs where pair.chosen != pair.rejected {
      tally.note(pair, at: batch.place(batch.rows[Int(pair.row)]))
    }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let entries = tally.entries.sorted { a, b in
      a.unordered == b.unordered ? a.place < b.place : a.unordered < b.unordered
    }
    var inversions: [(Place, Place)] = []
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].unordered == entries[start].unordered { end += 1 }
      if end - start > 1 { inversions += PreferenceInversion.inversions(entries[start..<end]) }
      start = end
    }
    for (place, other) in inversions.sorted(by: { $0 < $1 }) {
      guard let row = corpus.index.row(of: place) else { continue }
      findings.add(
        corpus, row: row, related: [other],
        message: "prefers the answer that \(corpus.name(other, from: place)) rejects, and rejects the one that it "
          + "prefers, for the same prompt",
        hint: "keep the one that is right, or neither: the two cancel each other")
    }
  }

  /// The pairs of the rarer direction, each with the first of the other; of two that are as frequent, the one that
  /// comes later. `pairs` have one prompt and two answers, in order of place.
  private static func inversions(_ pairs: ArraySlice<Entry>) -> [(Place, Place)] {
    let (one, other) = (pairs.filter(\.isAscending), pairs.filter { !$0.isAscending })
    guard let a = one.first, let b = other.first else { return [] }
    let isOneRare = one.count == other.count ? b.place < a.place : one.count < other.count
    return isOneRare ? one.map { ($0.place, b.place) } : other.map { ($0.place, a.place) }
  }
}

extension PreferenceInversion.Tally {
  func write(to state: inout StateWriter) {
    let sorted = entries.sorted { a, b in
      a.place == b.place
        ? (a.prompt, a.chosen, a.rejected) < (b.prompt, b.chosen, b.rejected) : a.place < b.place
    }
    state.put(sorted) { state, entry in
      for number in [entry.prompt, entry.chosen, entry.rejected] { state.put(raw: number) }
      state.put(entry.place)
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    entries = try state.list { (state: inout StateReader) throws(StateFault) in
      let (prompt, chosen) = (try state.raw(UInt64.self), try state.raw(UInt64.self))
      let rejected = try state.raw(UInt64.self)
      let place = try state.place()
      return PreferenceInversion.Entry(
        prompt: prompt, chosen: chosen, rejected: rejected, source: UInt32(clamping: place.source),
        line: UInt32(clamping: place.line))
    }
  }
}
