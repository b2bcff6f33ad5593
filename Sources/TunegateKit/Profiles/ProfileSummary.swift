/// What one profile would do with the examples of a data set.
public struct ProfileSummary: Sendable, Equatable {
  /// The first example of a kind.
  public struct First: Sendable, Equatable {
    public var outcome: ProfileOutcome
    public var place: Place
    /// What was found and what was expected.
    public var reason: String

    public init(outcome: ProfileOutcome, place: Place, reason: String) {
      (self.outcome, self.place, self.reason) = (outcome, place, reason)
    }
  }

  /// As `--profile` takes it.
  public var name: String
  /// The day of the newest source.
  public var date: String
  /// By outcome, as `ProfileOutcome.allCases`; together the lines that could be read.
  public var counts: [Int]
  /// Lines that are no JSON: nobody can read them.
  public var unread: Int
  /// Why the data set as a whole is refused; empty when it is not.
  public var complaints: [String]
  /// The first example that is not taken as it stands, the gravest outcome first.
  public var first: [First]

  public init(
    name: String, date: String, counts: [Int], unread: Int = 0, complaints: [String] = [], first: [First] = []
  ) {
    self.name = name
    self.date = date
    self.counts = counts
    self.unread = unread
    self.complaints = complaints
    self.first = first
  }

  /// Examples that the profile treats so.
  public func count(_ outcome: ProfileOutcome) -> Int {
    counts.indices.contains(Int(outcome.rawValue)) ? counts[Int(outcome.rawValue)] : 0
  }
}

extension ProfileSummary {
  /// Of a run that compares profiles, in the order of lists; else none.
  static func all(_ corpus: Corpus) -> [ProfileSummary] {
    guard let set = corpus.profiles, set.compares, corpus.index.count > 0 else { return [] }
    let tally = corpus.lines.profiles
    return ProfileLibrary.names.compactMap { name in
      guard let i = set.profiles.firstIndex(where: { $0.name == name }) else { return nil }
      let profile = set.profiles[i]
      let entry = tally.entries.indices.contains(i) ? tally.entries[i] : ProfileTally.Entry(formats: 0)
      var complaints = profile.complaints(examples: corpus.index.count, largest: corpus.largestFile)
      let formats = entry.formats.count { $0 > 0 }
      if profile.isOneFormat, formats > 1 {
        complaints.append("\(name) refuses the data set: it has \(formats) formats, expected one")
      }
      return ProfileSummary(
        name: name, date: profile.date, counts: entry.counts, unread: corpus.index.count - tally.judged,
        complaints: complaints,
        first: ProfileOutcome.allCases.compactMap { outcome in
          entry.first[Int(outcome.rawValue)].map {
            First(outcome: outcome, place: $0.place, reason: $0.reason)
          }
        })
    }
  }
}
