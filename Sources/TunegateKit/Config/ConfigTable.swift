/// The keys of one section of a config file: what the parser reads by and what the JSON Schema of the config is written
/// from.
struct ConfigTable: Sendable {
  let keys: [ConfigKey]
  /// Keys that must be there.
  let required: [String]
  /// Keys of which at least one must be there; none when empty.
  let oneOf: [String]

  init(_ keys: [ConfigKey], required: [String] = [], oneOf: [String] = []) {
    (self.keys, self.required, self.oneOf) = (keys, required, oneOf)
  }

  var names: [String] { keys.map(\.name) }

  /// Nil for a key that the section does not know.
  subscript(name: String) -> ConfigKey? { keys.first { $0.name == name } }
}

/// One key of a config file: its name, what may stand there, and what it is for.
struct ConfigKey: Sendable {
  let name: String
  let kind: Kind
  /// A sentence for people, shown by editors.
  let help: String

  indirect enum Kind: Sendable {
    /// What an option of a rule may be.
    case value(OptionSpec.Kind)
    /// A number within the range, or `off`.
    case numberOrOff(ClosedRange<Double>)
    /// A size such as `64MiB`.
    case bytes(ClosedRange<Int>)
    /// A text, or a list of one or more.
    case list(Text)
    case text(Text)
    /// A JSON Schema: its path, its text, or a mapping.
    case schema
    case section(ConfigTable)
    /// A mapping from names of the user's own to such a section.
    case named(ConfigTable)
    case sections(ConfigTable)
    /// `id: off`, or a mapping by rule.
    case rules
    /// A list of records.
    case records
  }

  /// What a text stands for.
  enum Text: Sendable {
    case any
    case profile
    /// An id or a group: a built-in one, or one of the user's own rules.
    case rule
    /// A file or folder, relative to the config file, or for the schema keys the text itself.
    case path
    case pattern
    case target
    case key
  }

  init(_ name: String, _ kind: Kind, _ help: String) { (self.name, self.kind, self.help) = (name, kind, help) }
}

/// Reading by table. A key that the table does not hold with this kind is a mistake of the caller.
extension ConfigReader {
  /// The mapping at `node`, whose keys must be in `table`.
  mutating func section(_ node: YAMLNode, _ name: String, _ table: ConfigTable) -> ConfigSection {
    var section = section(node, name, keys: table.names)
    section.table = table
    return section
  }

  mutating func number(_ key: String, in section: ConfigSection) -> Double? {
    guard let node = section[key] else { return nil }
    guard case .value(.number(let range)) = section.kind(of: key) else { return mismatch(key) }
    return number(node, section.name(of: key), in: range)
  }

  /// The number, or nil within for `off`.
  mutating func numberOrOff(_ key: String, in section: ConfigSection) -> Double?? {
    guard let node = section[key] else { return nil }
    guard case .numberOrOff(let range) = section.kind(of: key) else { return mismatch(key) }
    if case .scalar("off", isPlain: true) = node.content { return .some(nil) }
    return number(node, section.name(of: key), in: range).map { .some($0) }
  }

  mutating func integer(_ key: String, in section: ConfigSection) -> Int? {
    guard let node = section[key] else { return nil }
    guard case .value(.integer(let range)) = section.kind(of: key) else { return mismatch(key) }
    return integer(node, section.name(of: key), in: range)
  }

  mutating func bytes(_ key: String, in section: ConfigSection) -> Int? {
    guard let node = section[key] else { return nil }
    guard case .bytes(let range) = section.kind(of: key) else { return mismatch(key) }
    return bytes(node, section.name(of: key), in: range)
  }

  mutating func bool(_ key: String, in section: ConfigSection) -> Bool? {
    guard let node = section[key] else { return nil }
    guard case .value(.bool) = section.kind(of: key) else { return mismatch(key) }
    return bool(node, section.name(of: key))
  }

  mutating func choice(_ key: String, in section: ConfigSection) -> String? {
    guard let node = section[key] else { return nil }
    guard case .value(.string(oneOf: let names)) = section.kind(of: key) else { return mismatch(key) }
    return choice(node, section.name(of: key), of: names)
  }

  private func mismatch<T>(_ key: String) -> T? { preconditionFailure("the table has no '\(key)' of this kind") }
}

extension ConfigSection {
  func kind(of key: String) -> ConfigKey.Kind? { table?[key]?.kind }
}
