/// The `rules:` section: `id: off`, `id: on`, or `id: {severity: …, weight: …, limit: …, options…}`.
extension Settings {
  mutating func readRules(_ node: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let section = reader.anySection(node, "rules")
    for entry in section.entries {
      guard let index = specs.firstIndex(where: { $0.id == entry.key && $0.group != CustomRule.group }) else {
        reader.report(unknownRule(entry.key), at: entry.keyPlace)
        continue
      }
      readRule(entry, at: index, isPack, &reader)
    }
    if isPack { reader.require(specs.map(\.id), in: section) }
  }

  private func unknownRule(_ id: String) -> String {
    if customRules.contains(where: { $0.id == id }) {
      return "'\(id)' in rules is a rule of your own; what it is set to stands in custom-rules.\(id)"
    }
    if groups.contains(id) {
      let members = specs.filter { $0.group == id }.map(\.id)
      return "'\(id)' in rules is a group; name its rules: \(members.joined(separator: ", "))"
    }
    return "unknown rule '\(id)' in rules"
      + NearestSpelling.clause(id, in: specs.map(\.id), otherwise: "; 'tunegate rules' lists them")
  }

  private mutating func readRule(
    _ entry: YAMLNode.Entry, at index: Int, _ isPack: Bool, _ reader: inout ConfigReader
  ) {
    let (spec, name, node) = (specs[index], "rules.\(entry.key)", entry.value)
    if case .scalar(let text, isPlain: true) = node.content, !isPack, let isOn = ConfigReader.switchValue(text) {
      rules[index].isOff = !isOn
      return
    }
    guard case .mapping = node.content else {
      let expected = isPack ? "a mapping" : "off, on or a mapping such as {severity: warning}"
      reader.reportPlain(node, name, expected)
      return
    }
    // `origin` vouches for the pack's own numbers, so a config file that changes them cannot keep it.
    let own = RuleSettings.reservedKeys.filter { isPack || $0 != "origin" }
    var section = reader.section(node, name, keys: own + spec.options.map(\.name))
    section.table = Self.ruleTable
    if isPack { reader.require(["severity", "weight"] + spec.options.map(\.name), in: section) }
    readOwnKeys(section, at: index, &reader)
    for option in spec.options {
      guard let node = section[option.name] else { continue }
      if let value = reader.option(node, section.name(of: option.name), option.kind) {
        rules[index].options[option.name] = value
      }
    }
  }

  /// The keys that every rule has.
  mutating func readOwnKeys(_ section: ConfigSection, at index: Int, _ reader: inout ConfigReader) {
    if let isOn = reader.bool("enabled", in: section) { rules[index].isOff = !isOn }
    if let name = reader.choice("severity", in: section), let severity = Severity(name: name) {
      rules[index].severity = severity
    }
    if let value = reader.number("weight", in: section) { rules[index].weight = value }
    if let value = reader.numberOrOff("limit", in: section) { rules[index].limit = value }
    if let node = section["origin"], let text = reader.text(node, section.name(of: "origin")) {
      rules[index].origin = text
    }
  }
}

extension ConfigReader {
  /// The value of a rule's option, as its kind demands.
  mutating func option(_ node: YAMLNode, _ name: String, _ kind: OptionSpec.Kind) -> OptionValue? {
    switch kind {
    case .number(let range): number(node, name, in: range).map(OptionValue.number)
    case .integer(let range): integer(node, name, in: range).map { .number(Double($0)) }
    case .bool: bool(node, name).map(OptionValue.bool)
    case .string(oneOf: []): text(node, name).map(OptionValue.string)
    case .string(oneOf: let names): choice(node, name, of: names).map(OptionValue.string)
    case .strings: texts(node, name).map { .strings($0.map(\.text)) }
    case .names(oneOf: let names): list(node, name, of: names).map(OptionValue.strings)
    }
  }
}
