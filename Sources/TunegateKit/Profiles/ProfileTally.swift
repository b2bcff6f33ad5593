/// What the profiles of a run do with the examples, counted.
struct ProfileTally: Mergeable, Equatable {
  /// The first example of a kind, with the reason.
  struct First: Equatable, Sendable, Comparable {
    var place: Place
    var reason: String

    static func < (a: First, b: First) -> Bool { (a.place, a.reason) < (b.place, b.reason) }
  }

  /// One profile's part.
  struct Entry: Equatable, Sendable {
    /// By `ProfileOutcome`.
    var counts = [Int](repeating: 0, count: ProfileOutcome.allCases.count)
    var first = [First?](repeating: nil, count: ProfileOutcome.allCases.count)
    /// By format of the set: records that were told to have it, with the first place.
    var formats: [Int]
    var firstOfFormat: [Place?]

    init(formats: Int) {
      self.formats = Array(repeating: 0, count: formats)
      firstOfFormat = Array(repeating: nil, count: formats)
    }
  }

  /// Lines that could be read.
  var judged = 0
  /// By profile; empty before anything was counted.
  private(set) var entries: [Entry] = []

  /// Makes room for the profiles of the run.
  mutating func prepare(profiles: Int, formats: Int) {
    if entries.isEmpty { entries = Array(repeating: Entry(formats: formats), count: profiles) }
  }

  /// Counts a verdict; `reason` is asked for when the example is the first of its kind.
  mutating func note(_ misfit: ProfileMisfit, at place: Place, reason: () -> String) {
    let (profile, outcome, format) = (Int(misfit.profile), Int(misfit.outcome.rawValue), Int(misfit.format))
    entries[profile].counts[outcome] += 1
    if misfit.outcome != .take, entries[profile].first[outcome].map({ place < $0.place }) ?? true {
      entries[profile].first[outcome] = First(place: place, reason: reason())
    }
    guard format >= 0 else { return }
    entries[profile].formats[format] += 1
    if entries[profile].firstOfFormat[format].map({ place < $0 }) ?? true {
      entries[profile].firstOfFormat[format] = place
    }
  }

  /// Whether the tally is one of a run with these profiles.
  func fits(_ set: ProfileSet?) -> Bool {
    entries.isEmpty
      || entries.count == set?.profiles.count && entries.allSatisfy { $0.formats.count == set?.formats.count }
  }

  mutating func merge(_ other: ProfileTally) {
    judged += other.judged
    if entries.isEmpty {
      entries = other.entries
      return
    }
    for (i, entry) in other.entries.enumerated() { entries[i].merge(entry) }
  }
}

extension ProfileTally.Entry {
  fileprivate mutating func merge(_ other: ProfileTally.Entry) {
    for i in counts.indices {
      counts[i] += other.counts[i]
      first[i] = [first[i], other.first[i]].compactMap { $0 }.min()
    }
    for i in formats.indices {
      formats[i] += other.formats[i]
      firstOfFormat[i] = [firstOfFormat[i], other.firstOfFormat[i]].compactMap { $0 }.min()
    }
  }
}

extension ProfileTally {
  func write(to state: inout StateWriter) {
    state.put(count: judged)
    state.put(entries) { state, entry in
      state.put(entry.counts) { $0.put(count: $1) }
      state.put(entry.first) { state, first in
        state.put(optional: first) { state, first in
          state.put(first.place)
          state.put(first.reason)
        }
      }
      state.put(entry.formats) { $0.put(count: $1) }
      state.put(entry.firstOfFormat) { $0.put(optional: $1) }
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    judged = try state.count()
    entries = try state.list { (state: inout StateReader) throws(StateFault) in try Entry(from: &state) }
    guard entries.allSatisfy({ $0.formats.count == entries[0].formats.count }) else {
      throw state.fault("as many formats for each profile")
    }
  }
}

extension ProfileTally.Entry {
  fileprivate init(from state: inout StateReader) throws(StateFault) {
    let outcomes = ProfileOutcome.allCases.count
    counts = try state.list(exactly: outcomes) { (state: inout StateReader) throws(StateFault) in try state.count() }
    first = try state.list(exactly: outcomes) { (state: inout StateReader) throws(StateFault) in
      try state.optional { (state: inout StateReader) throws(StateFault) in
        ProfileTally.First(place: try state.place(), reason: try state.string())
      }
    }
    formats = try state.list { (state: inout StateReader) throws(StateFault) in try state.count() }
    firstOfFormat = try state.list(exactly: formats.count) { (state: inout StateReader) throws(StateFault) in
      try state.optionalPlace()
    }
  }
}
