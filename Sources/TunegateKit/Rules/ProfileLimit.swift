/// A data set that the trainer or provider of a named profile refuses as a whole: too few examples, too many, a file
/// that is too large, or several formats.
struct ProfileLimit: CorpusRule {
  static let id = "profile-limit"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.profile_limit_md }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    guard let set = corpus.profiles else { return }
    for (i, profile) in set.profiles.prefix(set.named).enumerated() {
      let complaints = profile.complaints(examples: corpus.index.count, largest: corpus.largestFile)
      for complaint in complaints {
        findings.add(at: Place(source: -1, line: 0), message: complaint, hint: hint(complaint))
      }
      guard profile.isOneFormat, corpus.lines.profiles.entries.indices.contains(i) else { continue }
      reportFormats(profile, corpus.lines.profiles.entries[i], set, corpus, into: &findings)
    }
  }

  private func hint(_ complaint: String) -> String {
    complaint.contains(" or more") ? "collect more examples" : "split the data set, or train on a part of it"
  }

  /// Formats beside the one of most examples; the set's order decides a tie.
  private func reportFormats(
    _ profile: TrainerProfile, _ entry: ProfileTally.Entry, _ set: ProfileSet, _ corpus: Corpus,
    into findings: inout Findings
  ) {
    guard let most = entry.formats.max(), most > 0, let majority = entry.formats.firstIndex(of: most) else { return }
    let others = entry.formats.indices.filter { $0 != majority && entry.formats[$0] > 0 }
      .compactMap { i in entry.firstOfFormat[i].map { (place: $0, format: i) } }
      .sorted { $0.place < $1.place }
    for (place, format) in others {
      guard let row = corpus.index.row(of: place) else { continue }
      let count = entry.formats[format]
      findings.add(
        corpus, row: row,
        message:
          "\(profile.name) refuses a data set of several formats: \(count) example\(count == 1 ? " has" : "s have") "
          + "\(set.formats[format].name), here first, expected \(set.formats[majority].name) as in the "
          + "\(most) other\(most == 1 ? "" : "s")",
        hint: "convert them to one format, or train on each in a file of its own")
    }
  }
}
