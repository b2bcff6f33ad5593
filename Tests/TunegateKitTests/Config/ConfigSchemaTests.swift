import Foundation
import Testing

@testable import TunegateKit

/// The JSON Schema of the config file, against our own engine.
@Suite("Schema of the config file")
struct ConfigSchemaTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Made once: the text comes from all rule pages.
  private static let schema = Result { try JSONSchema(Array(ConfigSchema.text.utf8)) }

  /// What the schema says of a config file; empty when it is valid.
  static func complaints(_ yaml: String) throws -> [String] {
    let tree = YAMLTree(yaml, path: "c.yml")
    guard let root = tree.root else { return tree.errors.map(\.description) }
    return try schema.get().errors(in: root.json).map(\.description)
  }

  @Test("docs/tunegate.schema.json is what the tables say; UPDATE=1 rewrites it")
  func fresh() throws {
    let file = Self.root.appendingPathComponent("docs/tunegate.schema.json")
    if ProcessInfo.processInfo.environment["UPDATE"] == "1" { try Data(ConfigSchema.text.utf8).write(to: file) }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == ConfigSchema.text, "docs/tunegate.schema.json is stale; UPDATE=1 rewrites it")
  }

  @Test("It is a schema by its own metaschema")
  func metaschema() throws {
    let meta = try JSONSchema(Array(#"{"$ref": "https://json-schema.org/draft/2020-12/schema"}"#.utf8))
    #expect(meta.errors(in: Array(ConfigSchema.text.utf8)).map(\.description) == [])
  }

  /// The YAML fences of a text whose first key is one of a config file.
  static func configs(in markdown: String) -> [String] {
    var (found, open): ([String], [String]?) = ([], nil)
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if let lines = open, line == "```" {
        found.append(lines.joined(separator: "\n") + "\n")
        open = nil
      } else if open != nil {
        open?.append(String(line))
      } else if line.hasPrefix("```yaml") {
        open = []
      }
    }
    return found.filter { text in Settings.topLevelKeys.contains { text.hasPrefix($0 + ":") } }
  }

  @Test("Every config file in the documents, the fixtures and the rule pages is valid")
  func documents() throws {
    var count = 0
    for folder in ["", "docs/", "rules/pages/", "fixtures/custom-rules/"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent(folder).path)
      for name in names.sorted() where name.hasSuffix(".md") || name == ConfigFile.name {
        let text = try String(contentsOf: Self.root.appendingPathComponent(folder + name), encoding: .utf8)
        for yaml in name == ConfigFile.name ? [text] : Self.configs(in: text) {
          count += 1
          #expect(try Self.complaints(yaml) == [], "\(folder)\(name)")
        }
      }
    }
    #expect(count > 20)
  }

  @Test("What init writes and what config prints is valid")
  func written() async throws {
    let folder = try TestFolder()
    let lines = (0..<300).map { #"{"prompt": "p\#($0 * 7919)", "completion": "{\"a\": \#($0)}"}"# }
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n"))
    let audit = await Pipeline.audit([path], settings: try standardSettings())
    #expect(try Self.complaints(audit.starterConfig()) == [])
    #expect(try Self.complaints(#require(audit.trialConfig)) == [])
    let text = try standardSettings().configText(config: nil, flags: SettingFlags())
    #expect(try Self.complaints(text) == [])
  }

  static let right = [
    "", "gate:\n", "rules:\n", "custom-rules:\n", "profile: [trl, all]\nselect: format\nignore: [size, my-rule]\n",
    "rules: {near-duplicate: off, exact-duplicate: true, empty-turn: {enabled: yes, limit: off, weight: 0.5}}",
    "limits: {line-bytes: 64MiB, depth: 12}\ngate: {fail-on: never, require-verdict: any}",
    "limits: {line-bytes: 4194304}", "fields: {prompt: [a, b.c], label: d}", "completion-schema: '{}'",
  ]

  static let wrong = [
    "gats: {}", "gate: 5", "gate: {max-noise: 101}", "gate: {max-noise: '5'}", "gate: {min-examples: 1.5}",
    "gate: {fail-on: errors}", "limits: {line-bytes: 64MiBs}", "limits: {depth: 0}", "rules: {near-duplicat: off}",
    "rules: {near-duplicate: {similarity: 2}}", "rules: {near-duplicate: maybe}", "profile: trll",
    "rules: {empty-turn: {origin: me}}", "fields: {prompts: a}", "tokens: {epochs: 0}",
    "custom-rules: {r: {message: a, at: answer}}", "custom-rules: {r: {at: answer, forbid: x}}",
    "custom-rules: {R: {message: a, at: answer, forbid: x}}", "custom-rules: {r: {message: a, at: ansver, forbid: x}}",
    "custom-rules: {r: {message: a, at: answer, forbid: x, when: {at: /a}}}", "custom-rules: {r: off}",
  ]

  @Test("What the parser takes the schema takes", arguments: right) func rightIsTaken(yaml: String) throws {
    #expect(
      CustomLine.errors(
        yaml.replacing("completion-schema: '{}'", with: "")
          .replacing(", my-rule", with: "")) == "")
    #expect(try yaml.isEmpty || Self.complaints(yaml) == [])
  }

  @Test("What the parser refuses the schema refuses", arguments: wrong) func wrongIsRefused(yaml: String) throws {
    #expect(CustomLine.errors(yaml) != "")
    #expect(try Self.complaints(yaml) != [])
  }

  @Test("YAML's plain scalars become JSON's types")
  func types() throws {
    let tree = YAMLTree(
      "{a: 1, b: -1.5e3, c: '1', d: true, e: ~, f: 01, g: .5, h: yes, i: 0x1f, j: [x, \"\"], k: }", path: "c")
    #expect(
      String(decoding: try #require(tree.root).json, as: UTF8.self) == """
        {"a": 1, "b": -1.5e3, "c": "1", "d": true, "e": null, "f": "01", "g": ".5", "h": "yes", "i": "0x1f", \
        "j": ["x", ""], "k": null}
        """)
  }
}
