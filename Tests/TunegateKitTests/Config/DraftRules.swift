@testable import TunegateKit

/// Tunegate's own rules under the default pack.
enum DraftRules {
  static let specs = AllRules.specs

  /// The default pack alone.
  static func settings() throws -> Settings {
    try Settings.load(pack: PackageResources.default_yml, rules: specs)
  }

  /// The default pack under one config file.
  static func settings(_ yaml: String) throws -> Settings {
    var settings = try settings()
    try settings.overlay(yaml, path: ".tunegate.yml")
    return settings
  }

  /// Ids of the rules that run.
  static func enabled(_ settings: Settings) -> [String] {
    settings.rules.filter(\.isEnabled).map(\.id)
  }
}

/// A catalog with one option of each kind, and a pack that fits it.
enum ToyRules {
  static let specs = [
    RuleSpec(
      id: "near-duplicate", group: "duplicates",
      options: [
        OptionSpec("similarity", .number(0...1)), OptionSpec("shingle", .integer(1...64)),
        OptionSpec("across", .bool), OptionSpec("side", .string(oneOf: ["prompt", "answer", "both"])),
        OptionSpec("note", .string(oneOf: [])), OptionSpec("skip", .strings),
        OptionSpec("floor", .integer(2...(.max))), OptionSpec("scale", .number(1...(.greatestFiniteMagnitude))),
      ]),
    RuleSpec(id: "exact-duplicate", group: "duplicates"),
    RuleSpec(id: "length-outlier", group: "size"),
  ]

  static let pack = """
    rules:
      near-duplicate:
        severity: warning
        weight: 0
        limit: 0.2
        origin: measured
        similarity: 0.7
        shingle: 5
        across: true
        side: both
        note: none
        skip: []
        floor: 2
        scale: 1
      exact-duplicate: {severity: error, weight: 0.5}
      length-outlier: {severity: note, weight: 0, enabled: off}
    gate: {max-noise: 5, fail-on: never, min-examples: 10}
    limits: {line-bytes: 64MiB, depth: 128, ratio: 200, shown-per-rule: 5}
    """

  static func settings() throws -> Settings {
    try Settings.load(pack: Array(pack.utf8), path: "pack.yml", rules: specs)
  }

  /// What a config file is told, one error a line; empty when it is accepted.
  static func errors(_ yaml: String) throws -> String {
    var settings = try settings()
    let before = settings
    do {
      try settings.overlay(yaml, path: "c.yml")
      return ""
    } catch {
      // A refused file must change nothing.
      guard settings == before else { return "the settings were changed" }
      return error.description
    }
  }
}
