/// The profiles as the tables of `docs/profiles.md`.
extension ProfileList {
  static func markdown() throws(ConfigErrors) -> String {
    let profiles = try ProfileLibrary.all()
    var page = "| profile | as of | examples | file | tokens of an example | no such format | too long | no answer |\n"
    page += "|---|---|---|---|---|---|---|---|\n"
    for profile in profiles {
      let limits = profile.limits
      let tokens = limits.tokens.map { Numbers.grouped($0) + (limits.tokensAre.isEmpty ? "" : ", \(limits.tokensAre)") }
      let cells = [
        "[`\(profile.name)`](#\(profile.name))", profile.date, dashed(range(limits)),
        dashed(limits.fileBytes.map(ByteSize.describe) ?? "-"), dashed(tokens ?? "-"), word(profile.does.misfit),
        tooLong(profile), word(profile.does.unanswered),
      ]
      page += "| " + cells.joined(separator: " | ") + " |\n"
    }
    for profile in profiles { page += "\n" + section(profile) }
    return page
  }

  private static func dashed(_ text: String) -> String { text == "-" ? "" : text }

  private static func word(_ outcome: ProfileOutcome?) -> String {
    switch outcome {
    case nil: "not verified"
    case .take: "taken"
    case .reject: "**refused**"
    case .drop: "dropped"
    case .truncate: "cut"
    case .trainOnNothing: "trains on nothing"
    }
  }

  /// With what becomes of an example whose prompt fills the limit, where that is something else.
  private static func tooLong(_ profile: TrainerProfile) -> String {
    let does = profile.does
    guard does.overlong == .truncate, does.cutOff != .truncate else { return word(does.overlong) }
    return "\(word(does.overlong)); nothing left: \(word(does.cutOff))"
  }

  private static func section(_ profile: TrainerProfile) -> String {
    var page = "### \(profile.name)\n\n\(profile.title), as of \(profile.date).\n\n"
    page += "| format | keys |\n|---|---|\n"
    for format in profile.formats {
      let sets = format.keySets.map { $0.map { "`\($0)`" }.joined(separator: ", ") }
      page += "| [\(format.name)](../rules/formats/\(format.name).schema.json) | \(sets.joined(separator: "; ")) |\n"
    }
    if !profile.demands.isEmpty {
      page += "\n| asked for beyond the formats | complaint | otherwise |\n|---|---|---|\n"
      for demand in profile.demands {
        page += "| `\(demand.constraint.name)` | \(demand.constraint.complaint) | \(word(demand.outcome)) |\n"
      }
    }
    if !profile.reservedWords.isEmpty {
      page += "\nReserved: " + profile.reservedWords.map { "`\($0)`" }.joined(separator: " ") + "\n"
    }
    var notes: [String] = []
    if let images = profile.limits.images { notes.append("at most \(images) images in an example") }
    if profile.isOneFormat { notes.append("one format for the whole data set") }
    if profile.readsWeights { notes.append("`weight: 0` takes a turn out of the loss") }
    if !notes.isEmpty { page += "\nAlso: \(notes.joined(separator: "; ")).\n" }
    page += "\nSources:\n" + profile.sources.map { "- \($0)\n" }.joined()
    page += "\nNot verified, and not enforced:\n" + profile.notVerified.map { "- \($0)\n" }.joined()
    return page
  }
}
