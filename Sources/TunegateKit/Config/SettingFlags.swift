/// The command line's part of the settings, as it was typed.
public struct SettingFlags: Sendable, Equatable {
  /// `--profile`: replaces the config file's profiles.
  public var profiles: [String]
  /// `--select`: ids or groups, each element may hold several with commas between.
  public var select: [String]
  /// `--ignore`: as `select`.
  public var ignore: [String]
  /// `--max-noise`: points of 0…100.
  public var maxNoise: Double?
  /// `--fail-on`: `error`, `warning`, `note` or `never`.
  public var failOn: String?
  /// `--schema`, `--completion-schema`, `--schema-dir`.
  public var schemas: Settings.SchemaSources
  /// `--tokenizer`, `--token-pattern`, `--max-tokens`.
  public var tokens: Settings.Tokens

  /// `--eval`: replaces the config file's.
  public var evaluation: [String]

  public init(
    profiles: [String] = [], select: [String] = [], ignore: [String] = [], maxNoise: Double? = nil,
    failOn: String? = nil, schemas: Settings.SchemaSources = Settings.SchemaSources(),
    tokens: Settings.Tokens = Settings.Tokens(), evaluation: [String] = []
  ) {
    self.evaluation = evaluation
    self.schemas = schemas
    self.tokens = tokens
    self.profiles = profiles
    self.select = select
    self.ignore = ignore
    self.maxNoise = maxNoise
    self.failOn = failOn
  }
}

extension Settings {
  /// Overlays the flags, which win over every file. On error nothing is changed.
  public mutating func overlay(_ flags: SettingFlags) throws(ConfigErrors) {
    var next = self
    var errors: [ConfigError] = []
    func names(_ values: [String], _ flag: String) -> [String] {
      let names = values.flatMap { $0.split(separator: ",").map { String($0.drop { $0 == " " }) } }
      errors += names.compactMap { name in
        next.complaint(about: name).map { ConfigError(path: flag, message: $0) }
      }
      return names
    }
    let (select, ignore) = (names(flags.select, "--select"), names(flags.ignore, "--ignore"))
    next.schemaSources.overlay(flags.schemas)
    next.tokens.overlay(flags.tokens)
    if let max = flags.tokens.max, !Tokens.maxRange.contains(max) {
      errors.append(ConfigError(path: "--max-tokens", message: "expected a number of at least 1, found \(max)"))
    }
    if !flags.profiles.isEmpty { next.profiles = flags.profiles }
    if !flags.evaluation.isEmpty { next.evaluation = flags.evaluation }
    if !flags.select.isEmpty { next.select(select) }
    next.ignore(ignore, except: select)
    if let maxNoise = flags.maxNoise {
      if (0...100).contains(maxNoise) {
        next.gate.maxNoise = maxNoise
      } else {
        errors.append(
          ConfigError(path: "--max-noise", message: "expected a number between 0 and 100, found \(maxNoise)"))
      }
    }
    if let text = flags.failOn {
      if Self.failOnNames.contains(text) {
        next.gate.failOn = Severity(name: text)
      } else {
        let nearest = NearestSpelling.clause(text, in: Self.failOnNames)
        errors.append(
          ConfigError(path: "--fail-on", message: "expected \(orList(Self.failOnNames)), found '\(text)'\(nearest)"))
      }
    }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
    self = next
  }
}
