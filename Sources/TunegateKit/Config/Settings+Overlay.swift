/// The schema of a config file and of a pack, section by section.
extension Settings {
  static var topLevelKeys: [String] { topTable.names }
  static var gateKeys: [String] { gateTable.names }
  static var limitKeys: [String] { limitTable.names }
  static let failOnNames = ["error", "warning", "note", "never"]

  mutating func overlay(_ yaml: String, path: String, isPack: Bool) throws(ConfigErrors) {
    let tree = YAMLTree(yaml, path: path)
    var reader = ConfigReader(path: path)
    reader.report(tree.errors)
    var next = self
    if let root = tree.root {
      next.read(root, isPack, &reader)
    } else if isPack, tree.errors.isEmpty {
      reader.report("an empty pack: it must set every rule, gate and limit", at: .init(line: 1, column: 1))
    }
    guard reader.errors.isEmpty else { throw ConfigErrors(reader.errors) }
    self = next
  }

  /// Overlays the sections of a profile's pack that are those of a config file.
  mutating func overlay(profilePack yaml: String, path: String) throws(ConfigErrors) {
    let tree = YAMLTree(yaml, path: path)
    var reader = ConfigReader(path: path)
    reader.report(tree.errors)
    var next = self
    if let root = tree.root {
      let top = reader.anySection(root, "")
      if let node = top["rules"] { next.readRules(node, false, &reader) }
      if let node = top["gate"] { next.readGate(node, false, &reader) }
    }
    guard reader.errors.isEmpty else { throw ConfigErrors(reader.errors) }
    self = next
  }

  private mutating func read(_ root: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let top = reader.section(root, "", keys: Self.topLevelKeys)
    if let node = top["profile"], let names = reader.texts(node, "profile") {
      profiles = names.map(\.text)
    }
    // Before whatever names rules.
    if let node = top["custom-rules"] { readCustomRules(node, &reader) }
    if let node = top["fields"] { fields = Fields(reading: node, &reader) ?? fields }
    let selected = top["select"].flatMap { names($0, "select", &reader) }
    if let selected { select(selected) }
    if let node = top["rules"] { readRules(node, isPack, &reader) }
    if let node = top["ignore"], let names = names(node, "ignore", &reader) {
      ignore(names, except: selected ?? [])
    }
    schemaSources.read(top, &reader)
    if let node = top["eval"], let paths = reader.texts(node, "eval") {
      evaluation = paths.map { FilePath.resolve($0.text, besides: reader.path) }
    }
    if let node = top["tokens"] { tokens.read(node, &reader) }
    if let node = top["gate"] { readGate(node, isPack, &reader) }
    if let node = top["limits"] { readLimits(node, isPack, &reader) }
    if isPack { reader.require(["rules", "gate", "limits"], in: top) }
  }

  /// Ids and groups of `select` or `ignore`.
  private func names(_ node: YAMLNode, _ key: String, _ reader: inout ConfigReader) -> [String]? {
    guard let names = reader.texts(node, key) else { return nil }
    if names.isEmpty, key == "select" {
      reader.report("select: expected a rule or a group, found an empty list; without the key all run", at: node.place)
    }
    for name in names {
      if let complaint = complaint(about: name.text) { reader.report("\(key): \(complaint)", at: name.place) }
    }
    return names.map(\.text)
  }

  private mutating func readGate(_ node: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let section = reader.section(node, "gate", Self.gateTable)
    if isPack { reader.require(["max-noise", "fail-on", "min-examples"], in: section) }
    if let value = reader.number("max-noise", in: section) { gate.maxNoise = value }
    if let name = reader.choice("fail-on", in: section) { gate.failOn = Severity(name: name) }
    if let value = reader.integer("min-examples", in: section) { gate.minExamples = value }
    if let value = reader.number("baseline-tolerance", in: section) { gate.baselineTolerance = value }
    if let value = reader.bool("fail-on-drift", in: section) { gate.failOnDrift = value }
    if let name = reader.choice("require-verdict", in: section) {
      gate.requiredVerdict = Verdict.Approach(rawValue: name)
    }
  }

  private mutating func readLimits(_ node: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let section = reader.section(node, "limits", Self.limitTable)
    if isPack { reader.require(Self.limitKeys, in: section) }
    if let value = reader.bytes("line-bytes", in: section) { limits.lineBytes = value }
    if let value = reader.integer("depth", in: section) { limits.depth = value }
    if let value = reader.integer("ratio", in: section) { limits.ratio = value }
    if let value = reader.integer("shown-per-rule", in: section) { limits.shownPerRule = value }
  }
}

extension ConfigReader {
  /// Reports each of `keys` that `section` leaves out: a pack has no defaults behind it.
  mutating func require(_ keys: [String], in section: ConfigSection) {
    for key in keys where section[key] == nil {
      report("\(section.name(of: key)) is missing; a pack must set it", at: section.place)
    }
  }
}
