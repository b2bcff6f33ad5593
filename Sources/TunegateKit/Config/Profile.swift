/// Trainers and providers whose constraints differ from the default pack: each is a small pack over it.
public enum Profile: String, Sendable, CaseIterable {
  case openAIChat = "openai-chat"
  case azureOpenAI = "azure-openai"
  case together
  case fireworks
  case vertexGemini = "vertex-gemini"
  case bedrockNova = "bedrock-nova"
  case trl
  case torchtune

  /// `rules/packs/profile-<name>.yml`.
  var pack: [UInt8] {
    switch self {
    case .openAIChat: PackageResources.profile_openai_chat_yml
    case .azureOpenAI: PackageResources.profile_azure_openai_yml
    case .together: PackageResources.profile_together_yml
    case .fireworks: PackageResources.profile_fireworks_yml
    case .vertexGemini: PackageResources.profile_vertex_gemini_yml
    case .bedrockNova: PackageResources.profile_bedrock_nova_yml
    case .trl: PackageResources.profile_trl_yml
    case .torchtune: PackageResources.profile_torchtune_yml
    }
  }
}

extension Settings {
  /// The settings of a run over all of Tunegate's rules: default pack, profiles, config file, flags; later ones win.
  public static func forRun(config: ConfigFile?, flags: SettingFlags) throws(ConfigErrors) -> Settings {
    // The profiles are named by the layers that go over them.
    let plain = try effective(rules: AllRules.specs, config: config, flags: flags)
    if plain.profiles.isEmpty { return plain }
    var settings = try load(pack: PackageResources.default_yml, rules: AllRules.specs)
    for name in plain.profiles {
      guard let profile = Profile(rawValue: name) else { throw unknown(name, flags: flags, config: config) }
      try settings.overlay(
        String(decoding: profile.pack, as: UTF8.self), path: "rules/packs/profile-\(name).yml")
    }
    if let config { try settings.overlay(config.text, path: config.path) }
    try settings.overlay(flags)
    (settings.lineSchema, settings.completionSchema) = (plain.lineSchema, plain.completionSchema)
    settings.tokenizer = plain.tokenizer
    settings.completionGrammar = plain.completionGrammar
    return settings
  }

  private static func unknown(_ name: String, flags: SettingFlags, config: ConfigFile?) -> ConfigErrors {
    let names = Profile.allCases.map(\.rawValue)
    return ConfigErrors(
      ConfigError(
        path: flags.profiles.isEmpty ? config?.path ?? "" : "--profile",
        message: "there is no profile '\(name)', expected \(orList(names))\(NearestSpelling.clause(name, in: names))"))
  }
}
