/// The profiles as text for people.
public enum ProfileList {
  /// One line a profile: name, date, bounds on a data set.
  public static func text() throws(ConfigErrors) -> String {
    var rows = [["profile", "date", "examples", "file", "tokens", "trainer or provider"]]
    for profile in try ProfileLibrary.all() {
      let limits = profile.limits
      rows.append([
        profile.name, profile.date, range(limits), limits.fileBytes.map(ByteSize.describe) ?? "-",
        limits.tokens.map { Numbers.grouped($0) } ?? "-", profile.title,
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) { line += cell + String(repeating: " ", count: width - cell.count + 2) }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
    return lines.joined(separator: "\n")
      + "\n\ntunegate explain PROFILE prints what a profile asks for, tunegate check --profile all compares them\n"
  }

  static func range(_ limits: TrainerProfile.Limits) -> String {
    switch (limits.fewestExamples, limits.mostExamples) {
    case (let few?, let most?): "\(Numbers.grouped(few)) to \(Numbers.grouped(most))"
    case (let few?, nil): "\(Numbers.grouped(few)) or more"
    case (nil, let most?): "up to \(Numbers.grouped(most))"
    case (nil, nil): "-"
    }
  }

  /// What a profile asks for and does, with its sources; nil when there is no such profile.
  public static func page(_ name: String) throws(ConfigErrors) -> String? {
    try ProfileLibrary.profile(name).map { page(of: $0) }
  }

  static func page(of profile: TrainerProfile) -> String {
    var page = "\(profile.title): what --profile \(profile.name) holds examples against, as of \(profile.date)\n"
    func section(_ title: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      page += "\n\(title)\n" + lines.map { "  \($0)\n" }.joined()
    }
    section(
      "Formats, in the order in which a record is tried",
      profile.formats.flatMap { format in
        format.keySets.map {
          "\(format.name): \($0.joined(separator: ", "))" + (format.hasAnswer ? "" : " (as a whole)")
        }
      })
    section("What it does", behavior(profile))
    section(
      "Beyond the formats",
      profile.demands.map { "\($0.outcome.word)s it for: \($0.constraint.name) (\($0.constraint.complaint))" })
    if !profile.reservedWords.isEmpty { section("Reserved words", [profile.reservedWords.joined(separator: " ")]) }
    section("Limits", limits(profile))
    section("Sources", profile.sources)
    section("Not verified, and not enforced", profile.notVerified)
    return page
  }

  private static func behavior(_ profile: TrainerProfile) -> [String] {
    let does = profile.does
    func word(_ outcome: ProfileOutcome?) -> String {
      switch outcome {
      case nil: "not verified"
      case .trainOnNothing: "trained on nothing"
      case .truncate: "cut"
      case .reject: "refused, and the run with it"
      case .drop: "dropped"
      case .take: "taken"
      }
    }
    return [
      "an example of no such format: \(word(does.misfit))",
      "an example longer than the limit: \(word(does.overlong))",
      "an example whose prompt fills the limit: \(word(does.cutOff))",
      "an example without an answer to train on: \(word(does.unanswered))",
    ]
  }

  private static func limits(_ profile: TrainerProfile) -> [String] {
    let limits = profile.limits
    var lines: [String] = []
    if limits.fewestExamples != nil || limits.mostExamples != nil { lines.append("examples: \(range(limits))") }
    if let bytes = limits.fileBytes { lines.append("bytes of a file: up to \(ByteSize.describe(bytes))") }
    if let tokens = limits.tokens {
      lines.append(
        "tokens of an example: up to \(Numbers.grouped(tokens))"
          + (limits.tokensAre.isEmpty ? "" : ", \(limits.tokensAre)"))
    }
    if let images = limits.images { lines.append("images of an example: up to \(images)") }
    if profile.isOneFormat { lines.append("one format for the whole data set") }
    return lines
  }
}
