/// Effective settings as a config file that makes them again, with where each value comes from.
///
/// What has no comment is the default pack's.
struct ConfigText {
  private let settings: Settings
  private let pack: Settings
  private let flags: SettingFlags
  private let file: String
  /// The config file's tree; nil without a file.
  private let tree: YAMLNode?
  /// For programs: every value, and no word about where it comes from.
  private let isPlain: Bool
  private var lines: [String] = []

  init(_ settings: Settings, config: ConfigFile?, flags: SettingFlags, isPlain: Bool = false) throws(ConfigErrors) {
    (self.settings, self.flags, self.isPlain) = (settings, flags, isPlain)
    file = config?.path ?? ""
    tree = config.flatMap { YAMLTree($0.text, path: $0.path).root }
    pack = try Settings.load(pack: PackageResources.default_yml, rules: AllRules.specs)
  }

  var text: String {
    var copy = self
    copy.write()
    return copy.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write() {
    if !isPlain {
      lines.append("# The effective configuration. A value without a comment is that of the default pack.")
    }
    writeChoice()
    writeSchemas()
    writeTokens()
    writeGate()
    writeLimits()
    writeRules()
    writeCustomRules()
  }

  // MARK: - Where a value comes from

  /// A comment for the value at a path of keys; empty for the default pack's.
  ///
  /// - Parameters:
  ///   - flag: The flag that set it, if one did.
  ///   - isDefault: Whether the default pack says the same.
  private func origin(_ keys: [String], flag: String? = nil, isDefault: Bool) -> String {
    if isPlain { return "" }
    if let flag { return "  # \(flag)" }
    if let line = line(of: keys) { return "  # \(file):\(line)" }
    return isDefault ? "" : "  # profile \(settings.profiles.joined(separator: ", "))"
  }

  /// Where the config file sets a key, or switches the rule that the key belongs to.
  private func line(of keys: [String]) -> Int? {
    guard var node = tree else { return nil }
    var line: Int?
    for key in keys {
      guard case .mapping(let entries) = node.content else { return nil }
      guard let entry = entries.first(where: { $0.key == key }) else { return nil }
      (node, line) = (entry.value, entry.keyPlace.line)
    }
    return line
  }

  private mutating func put(_ key: String, _ value: String, _ origin: String = "", indent: Int = 0) {
    lines.append(String(repeating: "  ", count: indent) + "\(key): \(value)\(origin)")
  }

  private mutating func put(_ key: String, list: [String], _ origin: String = "", indent: Int = 0) {
    put(key, ConfigText.list(list), origin, indent: indent)
  }

  // MARK: - Sections

  private mutating func writeChoice() {
    if !settings.profiles.isEmpty {
      let flag = flags.profiles.isEmpty ? nil : "--profile"
      put("profile", list: settings.profiles, origin(["profile"], flag: flag, isDefault: true))
    }
    if let fields = settings.fields {
      lines.append("fields:" + origin(["fields"], isDefault: true))
      let parts = [
        ("system", fields.system), ("prompt", fields.prompt), ("answer", fields.answer),
        ("label", fields.label.map { [$0] } ?? []), ("chosen", fields.chosen), ("rejected", fields.rejected),
        ("messages", fields.messages.map { [$0] } ?? []),
      ]
      for (key, paths) in parts where !paths.isEmpty {
        let texts = paths.map(\.description)
        if texts.count == 1 {
          put(key, ConfigText.quoted(texts[0]), indent: 1)
        } else {
          put(key, list: texts, indent: 1)
        }
      }
    }
    if settings.rules.contains(where: { !$0.isSelected }) {
      let flag = flags.select.isEmpty ? nil : "--select"
      put(
        "select", list: settings.rules.filter(\.isSelected).map(\.id), origin(["select"], flag: flag, isDefault: true))
    }
    if settings.rules.contains(where: \.isIgnored) {
      let flag = flags.ignore.isEmpty ? nil : "--ignore"
      put("ignore", list: settings.rules.filter(\.isIgnored).map(\.id), origin(["ignore"], flag: flag, isDefault: true))
    }
  }

  private mutating func writeSchemas() {
    if !settings.evaluation.isEmpty {
      let flag = flags.evaluation.isEmpty ? nil : "--eval"
      put("eval", list: settings.evaluation, origin(["eval"], flag: flag, isDefault: true))
    }
    let (all, typed) = (settings.schemaSources, flags.schemas)
    for (key, value, flag) in [
      ("schema", all.line, typed.line), ("completion-schema", all.completion, typed.completion),
      ("schema-dir", all.directory, typed.directory),
    ] {
      guard let value else { continue }
      put(key, ConfigText.quoted(value), origin([key], flag: flag.map { _ in "--" + key }, isDefault: true))
    }
  }

  private mutating func writeTokens() {
    let (tokens, typed) = (settings.tokens, flags.tokens)
    var entries: [(key: String, value: String, flag: String?)] = []
    if let path = tokens.tokenizer {
      entries.append(("tokenizer", ConfigText.quoted(path), typed.tokenizer.map { _ in "--tokenizer" }))
    }
    if let name = tokens.pattern { entries.append(("pattern", name, typed.pattern.map { _ in "--token-pattern" })) }
    // A profile brings its own bound again, and how it is judged depends on who set it.
    let isOwnMax = isPlain ? settings.ownMaxTokens != nil : typed.max != nil || line(of: ["tokens", "max"]) != nil
    if let max = isPlain ? settings.ownMaxTokens : tokens.max, isOwnMax {
      entries.append(("max", "\(max)", typed.max.map { _ in "--max-tokens" }))
    }
    if let price = tokens.pricePerMillion { entries.append(("price-per-million", ConfigText.number(price), nil)) }
    if let epochs = tokens.epochs { entries.append(("epochs", "\(epochs)", nil)) }
    if let more = tokens.perMessage { entries.append(("per-message", "\(more)", nil)) }
    let profileMax = isOwnMax || isPlain ? nil : tokens.max
    if entries.isEmpty && profileMax == nil { return }
    lines.append("tokens:")
    for entry in entries {
      put(entry.key, entry.value, origin(["tokens", entry.key], flag: entry.flag, isDefault: true), indent: 1)
    }
    if let profileMax { lines.append("  # max: \(profileMax)" + origin(["tokens", "max"], isDefault: false)) }
  }

  private mutating func writeGate() {
    let (gate, plain) = (settings.gate, pack.gate)
    lines.append("gate:")
    put(
      "max-noise", ConfigText.number(gate.maxNoise),
      origin(
        ["gate", "max-noise"], flag: flags.maxNoise.map { _ in "--max-noise" },
        isDefault: gate.maxNoise == plain.maxNoise), indent: 1)
    put(
      "fail-on", gate.failOn?.name ?? "never",
      origin(["gate", "fail-on"], flag: flags.failOn.map { _ in "--fail-on" }, isDefault: gate.failOn == plain.failOn),
      indent: 1)
    put(
      "min-examples", "\(gate.minExamples)",
      origin(["gate", "min-examples"], isDefault: gate.minExamples == plain.minExamples), indent: 1)
    put(
      "require-verdict", gate.requiredVerdict?.rawValue ?? "any",
      origin(["gate", "require-verdict"], isDefault: gate.requiredVerdict == plain.requiredVerdict), indent: 1)
    put(
      "baseline-tolerance", ConfigText.number(gate.baselineTolerance),
      origin(["gate", "baseline-tolerance"], isDefault: gate.baselineTolerance == plain.baselineTolerance), indent: 1)
    put(
      "fail-on-drift", "\(gate.failOnDrift)",
      origin(["gate", "fail-on-drift"], isDefault: gate.failOnDrift == plain.failOnDrift), indent: 1)
  }

  private mutating func writeLimits() {
    let limits = settings.limits
    lines.append("limits:")
    for (key, value) in [
      ("line-bytes", ByteSize.describe(limits.lineBytes)), ("depth", "\(limits.depth)"),
      ("ratio", "\(limits.ratio)"), ("shown-per-rule", "\(limits.shownPerRule)"),
    ] {
      put(key, value, origin(["limits", key], isDefault: true), indent: 1)
    }
  }

  private mutating func writeRules() {
    lines.append("rules:")
    for rule in settings.rules where rule.group != CustomRule.group {
      guard let plain = pack[rule: rule.id] else { continue }
      lines.append("  \(rule.id):" + switched(rule))
      if rule.isOff || isPlain {
        put("enabled", "\(!rule.isOff)", origin(["rules", rule.id, "enabled"], isDefault: plain.isOff), indent: 2)
      }
      func comment(_ key: String, _ isDefault: Bool) -> String {
        origin(["rules", rule.id, key], isDefault: isDefault)
      }
      put("severity", rule.severity.name, comment("severity", rule.severity == plain.severity), indent: 2)
      put("weight", ConfigText.number(rule.weight), comment("weight", rule.weight == plain.weight), indent: 2)
      put("limit", rule.limit.map(ConfigText.number) ?? "off", comment("limit", rule.limit == plain.limit), indent: 2)
      for option in settings.specs.first(where: { $0.id == rule.id })?.options ?? [] {
        guard let value = rule.options[option.name] else { continue }
        let origin = comment(option.name, value == plain.options[option.name])
        put(option.name, ConfigText.value(value), origin, indent: 2)
      }
    }
  }

  /// A comment where the config file says `id: off` or `id: on`.
  private func switched(_ rule: RuleSettings) -> String {
    guard case .mapping(let top)? = tree?.content,
      case .mapping(let entries)? = top.first(where: { $0.key == "rules" })?.value.content,
      let entry = entries.first(where: { $0.key == rule.id }), case .scalar(let text, _) = entry.value.content
    else { return "" }
    return "  # \(text), \(file):\(entry.keyPlace.line)"
  }

  // MARK: - The user's rules

  private mutating func writeCustomRules() {
    if settings.customRules.isEmpty { return }
    lines.append("custom-rules:")
    for rule in settings.customRules {
      guard let own = settings[rule: rule.id] else { continue }
      lines.append("  \(rule.id):" + (isPlain ? "" : "  # \(rule.path):\(rule.line)"))
      put("message", ConfigText.quoted(rule.message), indent: 2)
      if !rule.hint.isEmpty { put("hint", ConfigText.quoted(rule.hint), indent: 2) }
      if own.isOff { put("enabled", "false", indent: 2) }
      put("severity", own.severity.name, indent: 2)
      put("weight", ConfigText.number(own.weight), indent: 2)
      put("limit", own.limit.map(ConfigText.number) ?? "off", indent: 2)
      put("at", list: rule.at.map(\.name), indent: 2)
      if !rule.when.isEmpty {
        lines.append("    when:")
        for condition in rule.when {
          lines.append("      - {at: \(ConfigText.quoted(condition.at.name)), \(ConfigText.test(condition.test))}")
        }
      }
      writeConditions(of: rule)
      writeExamples(of: rule)
    }
  }

  private mutating func writeConditions(of rule: CustomRule) {
    var (forbidden, required): ([TextPattern], [TextPattern]) = ([], [])
    for condition in rule.conditions {
      switch condition {
      case .forbid(let pattern): forbidden.append(pattern)
      case .require(let pattern): required.append(pattern)
      case .minLength(let least): put("min-length", "\(least)", indent: 2)
      case .maxLength(let most): put("max-length", "\(most)", indent: 2)
      case .labels(let set): put("labels", list: set.texts, indent: 2)
      case .schema(let schema): put("schema", ConfigText.quoted(schema.source), indent: 2)
      case .present(let isWanted): put("present", "\(isWanted)", indent: 2)
      }
    }
    if !forbidden.isEmpty { put("forbid", list: forbidden.map(\.source), indent: 2) }
    if !required.isEmpty { put("require", list: required.map(\.source), indent: 2) }
    if (forbidden + required).contains(where: \.ignoresCase) { put("ignore-case", "true", indent: 2) }
  }

  private mutating func writeExamples(of rule: CustomRule) {
    if rule.good.isEmpty && rule.bad.isEmpty { return }
    lines.append("    examples:")
    for (key, records) in [("good", rule.good), ("bad", rule.bad)] where !records.isEmpty {
      lines.append("      \(key):")
      for record in records {
        lines.append("        - " + ConfigText.quoted(String(decoding: record.record, as: UTF8.self)))
      }
    }
  }
}

// MARK: - Values as YAML

extension ConfigText {
  fileprivate static func test(_ test: CustomRule.Guard.Test) -> String {
    switch test {
    case .equals(let set): "equals: \(list(set.texts))"
    case .matches(let pattern): "matches: \(quoted(pattern.source))"
    case .present(let isWanted): "present: \(isWanted)"
    }
  }

  fileprivate static func value(_ value: OptionValue) -> String {
    switch value {
    case .number(let number): self.number(number)
    case .string(let text): quoted(text)
    case .bool(let isOn): "\(isOn)"
    case .strings(let texts): list(texts)
    }
  }

  /// All digits that the value needs to be read back as it is.
  fileprivate static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  fileprivate static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }

  /// A text as YAML: plain where that says the same, else in double quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { isLetter($0) } ?? false
      && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "-_./".utf8.contains($0) }
    if isPlain, !["true", "false", "on", "off", "yes", "no", "y", "n", "null"].contains(text.lowercased()) {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where isSafe(scalar): quoted.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
      }
    }
    return quoted + "\""
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// What neither YAML nor a terminal takes for a command.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: true
    }
  }
}

extension Settings {
  /// The settings as a config file that makes them again in the working directory, with where each value comes from.
  ///
  /// - Parameters:
  ///   - config: The config file that they were made with.
  ///   - flags: The flags that they were made with.
  public func configText(config: ConfigFile?, flags: SettingFlags) throws(ConfigErrors) -> String {
    try ConfigText(self, config: config, flags: flags).text
  }

  /// The same for programs: every value, and no word about where it comes from.
  func carriedText() throws(ConfigErrors) -> String {
    try ConfigText(self, config: nil, flags: SettingFlags(), isPlain: true).text
  }
}
