import Testing

@testable import TunegateKit

/// What the profiles say of real sets whose format is known.
@Suite("Profiles on the shared sets", .enabled(if: SharedData.isThere, SharedData.absence))
struct ProfileSharedTests {
  private func profiles(_ set: String) async throws -> [String: ProfileSummary] {
    let audit = try await SharedData.audit("\(set)/data.jsonl.gz", flags: SettingFlags(profiles: ["all"]))
    return Dictionary(uniqueKeysWithValues: audit.report.profiles.map { ($0.name, $0) })
  }

  @Test("A clean chat set: every chat trainer takes all but what is too long")
  func chat() async throws {
    let profiles = try await profiles("s01-chat-clean-control")
    for name in ["openai-chat", "azure-openai", "torchtune", "ms-swift", "together", "fireworks", "mistral"] {
      #expect(profiles[name]?.count(.take) == 2_981, "\(name)")
    }
    for name in ["trl", "axolotl", "llama-factory", "unsloth"] {
      #expect(profiles[name]?.count(.reject) == 0 && profiles[name]?.count(.take) ?? 0 > 2_700, "\(name)")
    }
    // The same few long examples: one trainer cuts them, and one drops those that the prompt alone fills.
    let cut = try #require(profiles["llama-factory"]).count(.truncate)
    let unsloth = try #require(profiles["unsloth"])
    #expect(cut > 0 && cut == unsloth.count(.truncate) + unsloth.count(.drop) && unsloth.count(.drop) > 0)
    for name in ["vertex-gemini", "bedrock-nova", "cohere", "alpaca", "sharegpt"] {
      #expect(profiles[name]?.count(.reject) == 2_981, "\(name)")
    }
  }

  @Test("An alpaca set: those who read alpaca take it")
  func alpaca() async throws {
    let profiles = try await profiles("a03-dolly-3k")
    for name in ["alpaca", "torchtune", "ms-swift"] { #expect(profiles[name]?.count(.take) == 2_996, "\(name)") }
    for name in ["axolotl", "llama-factory", "unsloth"] { #expect(profiles[name]?.count(.reject) == 0, "\(name)") }
    for name in ["openai-chat", "trl", "mistral"] { #expect(profiles[name]?.count(.reject) == 2_996, "\(name)") }
  }

  @Test("Tool calls with arguments as objects: refused where they have to be text")
  func tools() async throws {
    let profiles = try await profiles("a09-ha-tools-messages")
    let withCalls = try SharedData.lines("a09-ha-tools-messages/data.jsonl.gz").count {
      String(decoding: $0, as: UTF8.self).contains("\"tool_calls\"")
    }
    for name in ["openai-chat", "together", "mistral"] {
      #expect(profiles[name]?.count(.reject) == withCalls, "\(name)")
    }
    #expect(profiles["trl"]?.count(.reject) == 0 && profiles["ms-swift"]?.count(.take) == 2_357)
  }

  @Test("Conversations that end with the user: dropped by one, refused by another, taken by a third")
  func odd() async throws {
    let profiles = try await profiles("c26-chatterbot-corpus-27-languages")
    #expect(profiles["llama-factory"]?.count(.drop) == 731 && profiles["mistral"]?.count(.reject) == 731)
    #expect(profiles["trl"]?.count(.take) == 7_634 && profiles["together"]?.count(.reject) == 7_634)
  }
}
