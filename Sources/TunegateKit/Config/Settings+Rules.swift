/// The `rules:` section: `id: off`, `id: on`, or `id: {severity: …, weight: …, limit: …, options…}`.
extension Settings {
  mutating func readRules(_ node: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let section = reader.anySection(node, "rules")
    for entry in section.entries {
      guard let index = specs.firstIndex(where: { $0.id == entry.key }) else {
        reader.report(unknownRule(entry.key), at: entry.keyPlace)
        continue
      }
      readRule(entry, at: index, isPack, &reader)
    }
    if isPack { reader.require(specs.map(\.id), in: section) }
  }

  private func unknownRule(_ id: String) -> String {
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
    let section = reader.section(node, name, keys: own + spec.options.map(\.name))
    if isPack { reader.require(["severity", "weight"] + spec.options.map(\.name), in: section) }
    readOwnKeys(section, at: index, &reader)
    for option in spec.options {
      guard let node = section[option.name] else { continue }
      if let value = reader.option(node, section.name(of: option.name), option.kind) {
        rules[index].options[option.name] = value
      }
    }
  }

  private mutating func readOwnKeys(_ section: ConfigSection, at index: Int, _ reader: inout ConfigReader) {
    let name = section.name
    if let node = section["enabled"], let isOn = reader.bool(node, "\(name).enabled") {
      rules[index].isOff = !isOn
    }
    if let node = section["severity"],
      let text = reader.choice(node, "\(name).severity", of: ["error", "warning", "note"]),
      let severity = Severity(name: text)
    {
      rules[index].severity = severity
    }
    if let node = section["weight"], let value = reader.number(node, "\(name).weight", in: 0...1) {
      rules[index].weight = value
    }
    if let node = section["limit"] {
      if case .scalar("off", isPlain: true) = node.content {
        rules[index].limit = nil
      } else if let value = reader.number(node, "\(name).limit", in: 0...1) {
        rules[index].limit = value
      }
    }
    if let node = section["origin"], let text = reader.text(node, "\(name).origin") {
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
