/// Takes typed values out of a YAML tree and collects what is wrong with them.
///
/// Every method that returns an optional has reported an error when it returns nil.
struct ConfigReader {
  let path: String
  private(set) var errors: [ConfigError] = []

  init(path: String) { self.path = path }

  mutating func report(_ message: String, at place: YAMLNode.Place) {
    errors.append(ConfigError(path: path, line: place.line, column: place.column, message: message))
  }

  mutating func report(_ more: [ConfigError]) { errors += more }

  /// The mapping at `node`, whose keys must be among `keys`. An empty value counts as a mapping without entries, so
  /// that all entries of a section can be commented out.
  mutating func section(_ node: YAMLNode, _ name: String, keys: [String]) -> ConfigSection {
    let section = anySection(node, name)
    let location = name.isEmpty ? "at the top level" : "in \(name)"
    for entry in section.entries where !keys.contains(entry.key) {
      let nearest = NearestSpelling.clause(entry.key, in: keys)
      report(
        "unknown key '\(entry.key)' \(location); expected \(orList(keys))\(nearest)", at: entry.keyPlace)
    }
    return section
  }

  /// The mapping at `node`, whatever its keys.
  mutating func anySection(_ node: YAMLNode, _ name: String) -> ConfigSection {
    if node.isNull { return ConfigSection(name: name, place: node.place, entries: []) }
    guard case .mapping(let entries) = node.content else {
      let expected =
        name.isEmpty ? "expected keys and values such as 'profile: openai-chat'" : "\(name): expected a mapping"
      report("\(expected), found \(found(node))", at: node.place)
      return ConfigSection(name: name, place: node.place, entries: [])
    }
    return ConfigSection(name: name, place: node.place, entries: entries)
  }

  /// A text. Quotes are not needed, so numbers and switches are texts too.
  mutating func text(_ node: YAMLNode, _ name: String, expected: String = "a text") -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull, !text.isEmpty else {
      report("\(name): expected \(expected), found \(found(node))", at: node.place)
      return nil
    }
    return text
  }

  /// A list of texts, or a single text, with the place of each.
  mutating func texts(_ node: YAMLNode, _ name: String) -> [(text: String, place: YAMLNode.Place)]? {
    guard case .list(let items) = node.content else {
      return text(node, name, expected: "a text or a list of texts").map { [($0, node.place)] }
    }
    let before = errors.count
    let texts = items.compactMap { item in text(item, name).map { ($0, item.place) } }
    return errors.count == before ? texts : nil
  }

  /// One of `names`.
  mutating func choice(_ node: YAMLNode, _ name: String, of names: [String]) -> String? {
    guard let text = text(node, name, expected: orList(names)) else { return nil }
    if names.contains(text) { return text }
    let nearest = NearestSpelling.clause(text, in: names)
    report("\(name): expected \(orList(names)), found '\(text)'\(nearest)", at: node.place)
    return nil
  }

  /// A list of some of `names`.
  mutating func list(_ node: YAMLNode, _ name: String, of names: [String]) -> [String]? {
    guard let texts = texts(node, name) else { return nil }
    let before = errors.count
    for (text, place) in texts where !names.contains(text) {
      let nearest = NearestSpelling.clause(text, in: names, otherwise: "; there are \(names.joined(separator: ", "))")
      report("\(name): no '\(text)' is known\(nearest)", at: place)
    }
    return errors.count == before ? texts.map(\.text) : nil
  }

  mutating func number(_ node: YAMLNode, _ name: String, in range: ClosedRange<Double>) -> Double? {
    if let value = plainText(node).flatMap(decimal), range.contains(value) { return value }
    let hint = range == 0...1 ? " (0.2 means 20 %)" : ""
    reportPlain(node, name, "a number \(describe(range))\(hint)")
    return nil
  }

  mutating func integer(_ node: YAMLNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
    if let value = plainText(node).flatMap({ Int($0) }), range.contains(value) { return value }
    reportPlain(node, name, "a whole number \(describe(range))")
    return nil
  }

  /// A number of bytes, such as `64MiB`.
  mutating func bytes(_ node: YAMLNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
    if let value = plainText(node).flatMap(ByteSize.parse), range.contains(value) { return value }
    let (low, high) = (ByteSize.describe(range.lowerBound), ByteSize.describe(range.upperBound))
    reportPlain(node, name, "a size between \(low) and \(high), such as 64MiB, 10MB or 4096")
    return nil
  }

  mutating func bool(_ node: YAMLNode, _ name: String) -> Bool? {
    if let value = plainText(node).flatMap(Self.switchValue) { return value }
    reportPlain(node, name, "true or false")
    return nil
  }

  static func switchValue(_ text: String) -> Bool? {
    switch text {
    case "true", "on", "yes": true
    case "false", "off", "no": false
    default: nil
    }
  }

  // MARK: - Words

  /// Reports a value that must not be quoted.
  mutating func reportPlain(_ node: YAMLNode, _ name: String, _ expected: String) {
    var message = "\(name): expected \(expected), found \(found(node))"
    if case .scalar(let text, isPlain: false) = node.content, decimal(text) != nil || Self.switchValue(text) != nil {
      message += "; remove the quotes"
    }
    report(message, at: node.place)
  }

  private func plainText(_ node: YAMLNode) -> String? {
    if case .scalar(let text, isPlain: true) = node.content { text } else { nil }
  }

  /// `Double.init` also takes `nan`, `inf` and hexadecimal, which nobody means in a config.
  private func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// What stands at `node`, in words; long texts are cut.
  func found(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar where node.isNull: "nothing"
    case .scalar(let text, _): text.count > 60 ? "'\(text.prefix(60))…'" : "'\(text)'"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// The entries of one mapping, by key.
struct ConfigSection {
  /// Dotted path from the top level; empty for the top level.
  let name: String
  let place: YAMLNode.Place
  let entries: [YAMLNode.Entry]
  /// What its keys may hold; nil for a section that is read without a table.
  var table: ConfigTable?

  subscript(key: String) -> YAMLNode? {
    entries.first { $0.key == key }?.value
  }

  /// The dotted path of a key in this section.
  func name(of key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}

/// `a`, `a or b`, `one of a, b, c`.
func orList(_ names: [String]) -> String {
  names.count <= 2 ? names.joined(separator: " or ") : "one of " + names.joined(separator: ", ")
}

/// `between 0 and 100`, or `of at least 1` when the upper bound is no real limit.
private func describe(_ range: ClosedRange<Double>) -> String {
  range.upperBound == .greatestFiniteMagnitude
    ? "of at least \(plain(range.lowerBound))" : "between \(plain(range.lowerBound)) and \(plain(range.upperBound))"
}

private func describe(_ range: ClosedRange<Int>) -> String {
  range.upperBound == .max
    ? "of at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
}

/// A number without a needless `.0`.
private func plain(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
