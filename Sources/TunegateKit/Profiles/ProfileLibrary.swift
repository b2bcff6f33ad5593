/// The profiles and formats that the binary holds.
enum ProfileLibrary {
  /// In the order of lists and tables.
  static let names = packs.map(\.name)

  /// The pack of a profile; nil when there is no such profile.
  static func pack(_ name: String) -> [UInt8]? { packs.first { $0.name == name }?.bytes }

  static func path(_ name: String) -> String { "rules/packs/profile-\(name).yml" }

  /// Reads a profile's pack.
  static func profile(_ name: String) throws(ConfigErrors) -> TrainerProfile? {
    guard let bytes = pack(name) else { return nil }
    return try TrainerProfile(
      String(decoding: bytes, as: UTF8.self), name: name, path: path(name), formatNames: formats.map(\.name))
  }

  /// All profiles, in the order of `names`.
  static func all() throws(ConfigErrors) -> [TrainerProfile] {
    var profiles: [TrainerProfile] = []
    for name in names {
      if let profile = try profile(name) { profiles.append(profile) }
    }
    return profiles
  }

  /// The schema of a format, compiled.
  static func schema(_ format: String) throws(ConfigErrors) -> JSONSchema {
    let bytes = formats.first { $0.name == format }?.bytes ?? []
    do {
      return try JSONSchema(bytes)
    } catch {
      throw ConfigErrors(ConfigError(path: "rules/formats/\(format).schema.json", message: "\(error)"))
    }
  }

  private static let packs: [(name: String, bytes: [UInt8])] = [
    ("openai-chat", PackageResources.profile_openai_chat_yml),
    ("azure-openai", PackageResources.profile_azure_openai_yml),
    ("trl", PackageResources.profile_trl_yml),
    ("axolotl", PackageResources.profile_axolotl_yml),
    ("llama-factory", PackageResources.profile_llama_factory_yml),
    ("torchtune", PackageResources.profile_torchtune_yml),
    ("unsloth", PackageResources.profile_unsloth_yml),
    ("ms-swift", PackageResources.profile_ms_swift_yml),
    ("together", PackageResources.profile_together_yml),
    ("fireworks", PackageResources.profile_fireworks_yml),
    ("vertex-gemini", PackageResources.profile_vertex_gemini_yml),
    ("bedrock-nova", PackageResources.profile_bedrock_nova_yml),
    ("mistral", PackageResources.profile_mistral_yml),
    ("cohere", PackageResources.profile_cohere_yml),
    ("alpaca", PackageResources.profile_alpaca_yml),
    ("sharegpt", PackageResources.profile_sharegpt_yml),
  ]

  static let formats: [(name: String, bytes: [UInt8])] = [
    ("alpaca", PackageResources.alpaca_schema_json),
    ("axolotl-chat-template", PackageResources.axolotl_chat_template_schema_json),
    ("axolotl-dpo", PackageResources.axolotl_dpo_schema_json),
    ("axolotl-input-output", PackageResources.axolotl_input_output_schema_json),
    ("bedrock-nova", PackageResources.bedrock_nova_schema_json),
    ("cohere-chat", PackageResources.cohere_chat_schema_json),
    ("fireworks-sft", PackageResources.fireworks_sft_schema_json),
    ("llamafactory-alpaca", PackageResources.llamafactory_alpaca_schema_json),
    ("llamafactory-kto", PackageResources.llamafactory_kto_schema_json),
    ("llamafactory-openai", PackageResources.llamafactory_openai_schema_json),
    ("llamafactory-preference", PackageResources.llamafactory_preference_schema_json),
    ("llamafactory-sharegpt-preference", PackageResources.llamafactory_sharegpt_preference_schema_json),
    ("llamafactory-sharegpt", PackageResources.llamafactory_sharegpt_schema_json),
    ("mistral-instruct", PackageResources.mistral_instruct_schema_json),
    ("ms-swift-messages", PackageResources.ms_swift_messages_schema_json),
    ("ms-swift-response", PackageResources.ms_swift_response_schema_json),
    ("openai-chat", PackageResources.openai_chat_schema_json),
    ("openai-dpo", PackageResources.openai_dpo_schema_json),
    ("plain-text", PackageResources.plain_text_schema_json),
    ("sharegpt", PackageResources.sharegpt_schema_json),
    ("together-conversation", PackageResources.together_conversation_schema_json),
    ("together-instruction", PackageResources.together_instruction_schema_json),
    ("together-preference", PackageResources.together_preference_schema_json),
    ("together-text", PackageResources.together_text_schema_json),
    ("torchtune-chat", PackageResources.torchtune_chat_schema_json),
    ("torchtune-input-output", PackageResources.torchtune_input_output_schema_json),
    ("torchtune-preference", PackageResources.torchtune_preference_schema_json),
    ("torchtune-sharegpt", PackageResources.torchtune_sharegpt_schema_json),
    ("trl-language-modeling", PackageResources.trl_language_modeling_schema_json),
    ("trl-preference", PackageResources.trl_preference_schema_json),
    ("trl-prompt-completion", PackageResources.trl_prompt_completion_schema_json),
    ("trl-prompt-only", PackageResources.trl_prompt_only_schema_json),
    ("trl-stepwise", PackageResources.trl_stepwise_schema_json),
    ("trl-unpaired-preference", PackageResources.trl_unpaired_preference_schema_json),
    ("vertex-gemini-preference", PackageResources.vertex_gemini_preference_schema_json),
    ("vertex-gemini", PackageResources.vertex_gemini_schema_json),
  ]
}
