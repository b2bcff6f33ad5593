/// The settings of a run as its state carries them: what to conclude by, and what to tell other settings by.
///
/// They are the effective configuration as a config file, which is read again when states are joined. Schemas,
/// tokenizers and evaluation data have done their part by then: a digest of each tells other files apart.
public struct CarriedSettings: Sendable, Equatable {
  struct File: Sendable, Equatable {
    var path: [UInt8]
    /// Nil for what is no file.
    var digest: FileDigest?
  }

  struct RulePlace: Sendable, Equatable {
    var path: String
    var line: Int
  }

  private(set) var text: String
  private(set) var scope: Settings.Scope
  /// Where the user's rules stand.
  private(set) var rulePlaces: [RulePlace]
  private(set) var judgesCompletions: Bool
  private(set) var countsTokens: Bool
  private(set) var completionSchema: [UInt8]?
  private(set) var completionSchemaName: String
  private(set) var files: [File]

  /// Reads the files that the settings name, for their digests.
  ///
  /// Throws when the settings cannot be told again as a config file, as those that were made by hand may be.
  public init(_ settings: Settings) throws(ConfigErrors) {
    text = try settings.carriedText()
    scope = settings.scope
    rulePlaces = settings.customRules.map { RulePlace(path: $0.path, line: $0.line) }
    judgesCompletions = settings.judgesCompletions
    countsTokens = settings.tokenizer != nil
    completionSchema = settings.completionSchemaText?.bytes
    completionSchemaName = settings.completionSchemaText?.name ?? ""
    files = settings.filesRead().map { location in
      let isFile = (try? System.status(of: location))?.kind == .file
      return File(path: location, digest: isFile ? try? FileDigest(ofFile: location) : nil)
    }
    guard try restored().judgesLike(settings) else {
      throw ConfigErrors(
        ConfigError(
          path: "--state-out", message: "these settings cannot be carried by a state: read again they are others"))
    }
  }

  /// The settings to conclude by.
  func restored() throws(ConfigErrors) -> Settings {
    var settings = try Settings.forRun(
      config: ConfigFile(path: "state", text: text), flags: SettingFlags(), loadsFiles: false)
    for (i, place) in zip(settings.customRules.indices, rulePlaces) {
      (settings.customRules[i].path, settings.customRules[i].line) = (place.path, place.line)
    }
    if scope == .examples { settings.judgeExamplesAlone(failOn: nil) }
    return settings
  }

  /// The schema of the answers as it was given, and its name; nil without one.
  public var completionSchemaText: (bytes: [UInt8], name: String)? {
    completionSchema.map { ($0, completionSchemaName) }
  }

  /// In what these settings are others than those of the state at `path`: a clause; nil when they agree.
  func difference(from other: CarriedSettings, at path: String) -> String? {
    if self == other { return nil }
    let (mine, theirs) = (lines, other.lines)
    if let i = mine.indices.first(where: { !theirs.indices.contains($0) || mine[$0] != theirs[$0] }) {
      let found = mine[i].key + (mine[i].value.isEmpty ? "" : ": \(mine[i].value)")
      let same = theirs.first { $0.key == mine[i].key }
      return same.map { "found \(found), expected '\($0.value)' as in \(path)" }
        ?? "found \(found), which \(path) does not have"
    }
    if mine.count < theirs.count { return "expected \(theirs[mine.count].key), as in \(path)" }
    for file in files where !other.files.contains(file) {
      return "it was made with another '\(String(decoding: file.path, as: UTF8.self))' than \(path)"
    }
    return "it was made with other files or flags than \(path)"
  }

  /// The lines of the text, each with the keys that lead to it.
  private var lines: [(key: String, value: String)] {
    var keys: [String] = []
    return text.split(separator: "\n").map { line in
      let depth = line.prefix { $0 == " " }.count / 2
      let parts = line.drop { $0 == " " }.split(separator: ":", maxSplits: 1).map(String.init)
      keys = keys.prefix(depth) + [parts.first ?? ""]
      let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      return (keys.joined(separator: "."), value)
    }
  }
}

extension CarriedSettings {
  func write(to state: inout StateWriter) {
    state.put(text)
    state.put(scope.rawValue)
    state.put(rulePlaces) { state, place in
      state.put(place.path)
      state.put(count: place.line)
    }
    state.put(judgesCompletions)
    state.put(countsTokens)
    state.put(optional: completionSchema) { $0.put($1) }
    state.put(completionSchemaName)
    state.put(files) { state, file in
      state.put(file.path)
      state.put(optional: file.digest) { state, digest in
        state.put(raw: digest.high)
        state.put(raw: digest.low)
      }
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    text = try state.string()
    guard let scope = Settings.Scope(rawValue: try state.string()) else { throw state.fault("a scope") }
    self.scope = scope
    rulePlaces = try state.list { (state: inout StateReader) throws(StateFault) in
      RulePlace(path: try state.string(), line: try state.count())
    }
    judgesCompletions = try state.bool()
    countsTokens = try state.bool()
    completionSchema = try state.optional { (state: inout StateReader) throws(StateFault) in try state.text() }
    completionSchemaName = try state.string()
    files = try state.list { (state: inout StateReader) throws(StateFault) in
      File(
        path: try state.text(),
        digest: try state.optional { (state: inout StateReader) throws(StateFault) in
          FileDigest(high: try state.raw(UInt64.self), low: try state.raw(UInt64.self))
        })
    }
    try state.end()
  }
}

extension Settings {
  /// Whether runs by the two conclude the same.
  fileprivate func judgesLike(_ other: Settings) -> Bool {
    func pages(_ settings: Settings) -> [String] { settings.customRules.map { $0.pageText(severity: .error) } }
    return rules == other.rules && gate == other.gate && limits == other.limits && tokens == other.tokens
      && profiles == other.profiles && profileSet == other.profileSet && scope == other.scope
      && evaluation == other.evaluation && fields == other.fields && pages(self) == pages(other)
  }
}
