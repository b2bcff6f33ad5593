/// The effective configuration of a run: the pack, overlaid by the config file, overlaid by the flags.
///
/// Every number has its default in the pack (`rules/packs/default.yml`); a pack that leaves one out is refused.
public struct Settings: Sendable, Equatable {
  /// Trainers or providers whose constraints apply; empty when the data is to tell.
  public var profiles: [String] = []
  /// Where the parts of an example are; nil when the known shapes are to be tried alone.
  public var fields: Fields?
  /// The schemas that the user gives, as written.
  public var schemaSources = SchemaSources()
  /// What the whole line must conform to; nil when nothing is given.
  public internal(set) var lineSchema: GivenSchema?
  /// What the answer's JSON must conform to; nil when nothing is given.
  public internal(set) var completionSchema: GivenSchema?
  /// Files, folders or globs of evaluation data that training examples must not hold.
  public var evaluation: [String] = []
  /// How tokens are counted, and what for.
  public var tokens = Tokens()
  /// The bound on tokens that the user gave, and no profile.
  var ownMaxTokens: Int?
  /// What counts tokens exactly; nil when they are estimated.
  public internal(set) var tokenizer: Tokenizer?
  /// What the answer's XML must conform to; nil when nothing is given.
  public internal(set) var completionGrammar: GivenGrammar?
  /// The profiles with their formats; nil without any.
  var profileSet: ProfileSet?
  /// One for each rule that the caller knows, in the caller's order, whether or not it is enabled.
  public internal(set) var rules: [RuleSettings]
  /// What a run may be judged by.
  public private(set) var scope = Scope.set
  /// The rules that the user wrote, in the order of the config file; each has its place in `rules`, behind the others.
  public internal(set) var customRules: [CustomRule] = []
  public var gate = GateSettings()
  public var limits = Limits()

  /// The rules that the caller knows, and then those of the user.
  var specs: [RuleSpec]

  /// Whether the inputs are a data set or examples of one.
  public enum Scope: String, Sendable {
    /// All that there is: duplicates, shares and models mean something.
    case set
    /// Some of it, such as the files of one commit: each example is judged by itself.
    case examples
  }

  /// Judges examples one by one: rules about the set do not run, shares close nothing, and any finding at or above the
  /// severity of `fail-on` does. The answer is then the same however a set is cut into runs.
  ///
  /// - Parameter failOn: What `fail-on` is where the configuration does not say; nil for never.
  public mutating func judgeExamplesAlone(failOn: Severity? = .error) {
    scope = .examples
    for i in rules.indices {
      if AllRules.needSet.contains(rules[i].id) { rules[i].isOff = true }
      rules[i].limit = nil
    }
    gate.failOn = gate.failOn ?? failOn
    (gate.maxNoise, gate.minExamples, gate.requiredVerdict) = (100, 0, nil)
  }

  /// What closes the gate, apart from the limits of the single rules.
  public struct GateSettings: Sendable, Equatable {
    /// Noise score in points of 0…100 above which the gate closes.
    public var maxNoise = 100.0
    /// Any finding at or above this severity closes the gate; nil when only the rules' own limits do.
    public var failOn: Severity?
    /// Fewer examples than this close the gate.
    public var minExamples = 0
    /// The approach that the verdict must be for the gate to open, and of `fine-tune` that it may proceed; nil for any.
    public var requiredVerdict: Verdict.Approach?
    /// By how much a rule's share, in 0…1, and the noise score, in hundreds of points, may pass a baseline's.
    public var baselineTolerance = 0.0
    /// Whether a set that has drifted from its baseline closes the gate.
    public var failOnDrift = false

    public init() {}
  }

  /// Bounds on what a run takes in and gives out.
  public struct Limits: Sendable, Equatable {
    /// Bytes of one line. Longer lines become a finding and are skipped in constant memory.
    public var lineBytes = 64 << 20
    /// Nesting of JSON arrays and objects.
    public var depth = 128
    /// Decompressed bytes for each compressed byte.
    public var ratio = 200
    /// Findings that the report shows for each rule.
    public var shownPerRule = 5

    public init() {}
  }

  /// A pack alone has something to overlay: everything on, nothing limited.
  init(specs: [RuleSpec]) {
    self.specs = specs
    rules = specs.map { RuleSettings(id: $0.id, group: $0.group) }
  }

  /// The settings of the rule `id`, or nil when the caller's rules do not include it. O(number of rules).
  public subscript(rule id: String) -> RuleSettings? {
    rules.first { $0.id == id }
  }

  /// Reads a pack, which must say something of every rule, option, gate and limit.
  public static func load(
    pack: [UInt8], path: String = "rules/packs/default.yml", rules: [RuleSpec]
  ) throws(ConfigErrors) -> Settings {
    guard let text = String(validating: pack, as: UTF8.self) else {
      throw ConfigErrors(ConfigError(path: path, line: firstBadLine(pack), message: "not valid UTF-8"))
    }
    var settings = Settings(specs: rules)
    try settings.overlay(text, path: path, isPack: true)
    return settings
  }

  /// Overlays a config file. On error nothing is changed, and the error names every fault of the file.
  ///
  /// A key that is absent changes nothing; `fields`, `profile` and `select` replace what was there, `ignore` adds to
  /// it, and `rules` changes the named keys of the named rules.
  public mutating func overlay(_ yaml: String, path: String) throws(ConfigErrors) {
    try overlay(yaml, path: path, isPack: false)
  }

  /// The settings that a run needs: the embedded pack, the config file if there is one, then the flags.
  public static func effective(
    rules: [RuleSpec], config: ConfigFile?, flags: SettingFlags = SettingFlags()
  ) throws(ConfigErrors) -> Settings {
    try effective(rules: rules, config: config, flags: flags, loadsFiles: true)
  }

  /// - Parameter loadsFiles: False where nothing is judged by schemas and tokenizers any more.
  static func effective(
    rules: [RuleSpec], config: ConfigFile?, flags: SettingFlags, loadsFiles: Bool
  ) throws(ConfigErrors) -> Settings {
    var settings = try load(pack: PackageResources.default_yml, rules: rules)
    if let config { try settings.overlay(config.text, path: config.path) }
    try settings.overlay(flags)
    settings.ownMaxTokens = settings.tokens.max
    if loadsFiles {
      try settings.loadSchemas()
      try settings.loadTokenizer()
    }
    // A gate that nothing can close would be taken for a clean data set.
    guard settings.rules.contains(where: \.isEnabled) else {
      throw ConfigErrors(
        ConfigError(
          path: config?.path ?? "tunegate",
          message: "no rule is left to run: each is off, ignored or not selected; 'tunegate rules' lists them"))
    }
    return settings
  }
}
