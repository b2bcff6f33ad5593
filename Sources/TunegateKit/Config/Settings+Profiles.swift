extension Settings {
  /// The settings of a run over all of Tunegate's rules: default pack, profiles, config file, flags; later ones win.
  public static func forRun(config: ConfigFile?, flags: SettingFlags) throws(ConfigErrors) -> Settings {
    try forRun(config: config, flags: flags, loadsFiles: true)
  }

  /// - Parameter loadsFiles: False where nothing is judged by schemas and tokenizers any more.
  static func forRun(
    config: ConfigFile?, flags: SettingFlags, loadsFiles: Bool
  ) throws(ConfigErrors) -> Settings {
    // The profiles are named by the layers that go over them.
    let plain = try effective(rules: AllRules.specs, config: config, flags: flags, loadsFiles: loadsFiles)
    if plain.profiles.isEmpty { return plain }
    let (named, compares) = try plain.namedProfiles(flags: flags, config: config)
    var settings = try load(pack: PackageResources.default_yml, rules: AllRules.specs)
    for profile in named { try settings.overlay(profile) }
    if let config { try settings.overlay(config.text, path: config.path) }
    try settings.overlay(flags)
    (settings.lineSchema, settings.completionSchema) = (plain.lineSchema, plain.completionSchema)
    (settings.completionGrammar, settings.tokenizer) = (plain.completionGrammar, plain.tokenizer)
    settings.customRules = plain.customRules
    settings.ownMaxTokens = plain.ownMaxTokens
    var others: [TrainerProfile] = []
    if compares {
      others = try ProfileLibrary.all().filter { profile in !named.contains { $0.name == profile.name } }
    }
    let all = (named + others).map { $0.limited(to: plain.tokens.max) }
    settings.profileSet = try ProfileSet(all, named: named.count, compares: compares)
    return settings
  }

  /// The profiles by name, each once, and whether all of them are to be compared.
  private func namedProfiles(
    flags: SettingFlags, config: ConfigFile?
  ) throws(ConfigErrors) -> (named: [TrainerProfile], compares: Bool) {
    var named: [TrainerProfile] = []
    for name in profiles where name != TrainerProfile.all && !named.contains(where: { $0.name == name }) {
      guard let profile = try ProfileLibrary.profile(name) else {
        let names = ProfileLibrary.names + [TrainerProfile.all]
        throw ConfigErrors(
          ConfigError(
            path: flags.profiles.isEmpty ? config?.path ?? "" : "--profile",
            message:
              "there is no profile '\(name)', expected \(orList(names))\(NearestSpelling.clause(name, in: names))"))
      }
      named.append(profile)
    }
    return (named, profiles.contains(TrainerProfile.all))
  }

  /// What a named profile changes in the rules, and then what its pack says of them.
  private mutating func overlay(_ profile: TrainerProfile) throws(ConfigErrors) {
    // The profile has its own bounds, and its own rules for them.
    gate.minExamples = min(gate.minExamples, 1)
    if let limit = profile.limits.tokens { tokens.max = min(tokens.max ?? limit, limit) }
    for id in profile.supersededRules { change(id) { $0.isOff = true } }
    // One finding a defect: where another rule tells it, that rule is as strict as the profile.
    for id in profile.strictRules { change(id) { $0.limit = 0 } }
    guard let pack = ProfileLibrary.pack(profile.name) else { return }
    try overlay(profilePack: String(decoding: pack, as: UTF8.self), path: ProfileLibrary.path(profile.name))
  }

  private mutating func change(_ id: String, _ body: (inout RuleSettings) -> Void) {
    guard let i = rules.firstIndex(where: { $0.id == id }) else { return }
    body(&rules[i])
  }
}

extension TrainerProfile {
  /// With the limit that the user gave for the run, where the trainer leaves it to its user.
  fileprivate func limited(to tokens: Int?) -> TrainerProfile {
    guard let tokens, limits.tokens == nil || !limits.tokensAre.isEmpty else { return self }
    var profile = self
    profile.limits.tokens = tokens
    profile.limits.tokensAre = "the limit of the run"
    return profile
  }

  /// Rules without weight that the profile answers better, because it knows what this trainer takes.
  var supersededRules: [String] {
    var ids = ["unknown-shape"]
    if isOneFormat { ids.append("mixed-format") }
    if demands(.noRepeatedRole) || demands(.noRepeatedUser) || demands(.oddEvenTurns) { ids.append("repeated-role") }
    if demands(.lastAssistant) || demands(.oddEvenTurns) { ids.append("unanswered-turn") }
    return ids
  }

  /// Rules that tell a defect which the trainer refuses: one is too many.
  var strictRules: [String] {
    var ids: [String] = []
    if does.misfit == .reject { ids += ProfileCause.schema.coveringRules + ProfileCause.noFormat.coveringRules }
    if does.unanswered == .reject { ids += ProfileCause.unanswered.coveringRules }
    for demand in demands where demand.outcome == .reject { ids += demand.constraint.coveringRules }
    return ids
  }
}
