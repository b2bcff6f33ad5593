/// The schema of a config file and of a pack, section by section.
extension Settings {
  static let topLevelKeys =
    ["profile", "fields", "select", "ignore", "rules", "gate", "limits", "tokens", "eval"] + SchemaSources.keys
  static let gateKeys = ["max-noise", "fail-on", "min-examples", "require-verdict"]
  static let limitKeys = ["line-bytes", "depth", "ratio", "shown-per-rule"]
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
    let section = reader.section(node, "gate", keys: Self.gateKeys)
    if isPack { reader.require(Self.gateKeys.filter { $0 != "require-verdict" }, in: section) }
    if let node = section["max-noise"], let value = reader.number(node, "gate.max-noise", in: 0...100) {
      gate.maxNoise = value
    }
    if let node = section["fail-on"], let name = reader.choice(node, "gate.fail-on", of: Self.failOnNames) {
      gate.failOn = Severity(name: name)
    }
    if let node = section["min-examples"], let value = reader.integer(node, "gate.min-examples", in: 0...(.max)) {
      gate.minExamples = value
    }
    if let node = section["require-verdict"],
      let name = reader.choice(node, "gate.require-verdict", of: ["any"] + Verdict.Approach.allCases.map(\.rawValue))
    {
      gate.requiredVerdict = Verdict.Approach(rawValue: name)
    }
  }

  private mutating func readLimits(_ node: YAMLNode, _ isPack: Bool, _ reader: inout ConfigReader) {
    let section = reader.section(node, "limits", keys: Self.limitKeys)
    if isPack { reader.require(Self.limitKeys, in: section) }
    if let node = section["line-bytes"],
      let value = reader.bytes(node, "limits.line-bytes", in: (1 << 20)...(1 << 28))
    {
      limits.lineBytes = value
    }
    func integer(_ key: String, _ range: ClosedRange<Int>, _ target: WritableKeyPath<Limits, Int>) {
      guard let node = section[key], let value = reader.integer(node, "limits.\(key)", in: range) else { return }
      limits[keyPath: target] = value
    }
    integer("depth", 1...1024, \.depth)
    integer("ratio", 1...1_000_000, \.ratio)
    integer("shown-per-rule", 0...10_000, \.shownPerRule)
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
