/// The schema of a profile's pack.
extension TrainerProfile {
  static let keys = [
    "title", "date", "sources", "not-verified", "formats", "no-answer", "does", "constraints", "reserved", "limits",
    "one-format", "weights",
  ]
  /// Sections that overlay the settings, as those of a config file do.
  static let overlayKeys = ["rules", "gate"]

  private static let behaviorKeys = ["misfit", "overlong", "cut-off", "unanswered"]
  private static let limitKeys = [
    "min-examples", "max-examples", "max-file-bytes", "max-tokens", "tokens-are", "max-images",
  ]
  private static let unknown = "not-verified"

  /// Reads a pack. `formatNames` are those that have a schema.
  ///
  /// - Throws: With every fault of the text.
  init(_ yaml: String, name: String, path: String, formatNames: [String]) throws(ConfigErrors) {
    self.init(name: name)
    let tree = YAMLTree(yaml, path: path)
    var reader = ConfigReader(path: path)
    reader.report(tree.errors)
    if let root = tree.root {
      read(root, formatNames, &reader)
    } else if tree.errors.isEmpty {
      reader.report("an empty profile: it must have a title, a date, sources, formats and does", at: .start)
    }
    guard reader.errors.isEmpty else { throw ConfigErrors(reader.errors) }
  }

  private mutating func read(_ root: YAMLNode, _ formatNames: [String], _ reader: inout ConfigReader) {
    let top = reader.section(root, "", keys: Self.keys + Self.overlayKeys)
    reader.require(["title", "date", "sources", "formats", "does"], in: top)
    if let node = top["title"] { title = reader.text(node, "title") ?? "" }
    if let node = top["date"] { readDate(node, &reader) }
    if let node = top["sources"] { sources = reader.texts(node, "sources")?.map(\.text) ?? [] }
    if let node = top["not-verified"] { notVerified = reader.texts(node, "not-verified")?.map(\.text) ?? [] }
    if let node = top["formats"] { readFormats(node, formatNames, &reader) }
    if let node = top["no-answer"] { readAnswerless(node, &reader) }
    if let node = top["does"] { readBehavior(node, &reader) }
    if let node = top["constraints"] { readConstraints(node, &reader) }
    if let node = top["reserved"] { reservedWords = reader.texts(node, "reserved")?.map(\.text) ?? [] }
    if demands(.reservedWords) == reservedWords.isEmpty {
      reader.report("reserved and constraints.reserved-words belong together, expected both or none", at: root.place)
    }
    if let node = top["limits"] { readLimits(node, &reader) }
    if let node = top["one-format"] { isOneFormat = reader.bool(node, "one-format") ?? false }
    if let node = top["weights"] { readsWeights = reader.bool(node, "weights") ?? false }
    if demands(.mostImages) != (limits.images != nil) {
      reader.report(
        "limits.max-images and constraints.most-images belong together, expected both or none", at: root.place)
    }
  }

  /// A calendar day; a profile without one cannot be told to be old.
  private mutating func readDate(_ node: YAMLNode, _ reader: inout ConfigReader) {
    guard let text = reader.text(node, "date", expected: "a day such as 2026-08-21") else { return }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isDay =
      parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil } && (1...12).contains(Int(parts[1]) ?? 0)
      && (1...31).contains(Int(parts[2]) ?? 0)
    if isDay {
      date = text
    } else {
      reader.report("date: expected a day such as 2026-08-21, found '\(text)'", at: node.place)
    }
  }

  /// A format's name with its keys, or with a list of such lists.
  private mutating func readFormats(_ node: YAMLNode, _ names: [String], _ reader: inout ConfigReader) {
    for entry in reader.anySection(node, "formats").entries {
      let name = "formats.\(entry.key)"
      guard names.contains(entry.key) else {
        let nearest = NearestSpelling.clause(
          entry.key, in: names, otherwise: "; rules/formats/ holds those that there are")
        reader.report("there is no format '\(entry.key)'\(nearest)", at: entry.keyPlace)
        continue
      }
      var sets = [entry.value]
      if case .list(let items) = entry.value.content, items.contains(where: \.isList) { sets = items }
      let keySets = sets.compactMap { reader.texts($0, name)?.map(\.text) }
      if keySets.contains(where: \.isEmpty) {
        reader.report("\(name): expected the keys that tell the format, found none", at: entry.value.place)
      }
      formats.append(Format(name: entry.key, keySets: keySets))
    }
    if formats.isEmpty { reader.report("formats: expected a format and its keys, found none", at: node.place) }
  }

  private mutating func readAnswerless(_ node: YAMLNode, _ reader: inout ConfigReader) {
    for (text, place) in reader.texts(node, "no-answer") ?? [] {
      if let i = formats.firstIndex(where: { $0.name == text }) {
        formats[i].hasAnswer = false
      } else {
        let names = formats.map(\.name)
        reader.report(
          "no-answer: expected \(orList(names)), found '\(text)'\(NearestSpelling.clause(text, in: names))", at: place)
      }
    }
  }

  private mutating func readBehavior(_ node: YAMLNode, _ reader: inout ConfigReader) {
    let section = reader.section(node, "does", keys: Self.behaviorKeys)
    reader.require(Self.behaviorKeys, in: section)
    func outcome(_ key: String, _ allowed: [ProfileOutcome], orUnknown: Bool = true) -> ProfileOutcome? {
      guard let node = section[key] else { return nil }
      let words = allowed.map(\.word) + (orUnknown ? [Self.unknown] : [])
      return reader.choice(node, section.name(of: key), of: words).flatMap { word in
        allowed.first { $0.word == word }
      }
    }
    does.misfit = outcome("misfit", [.reject, .drop], orUnknown: false) ?? .reject
    does.overlong = outcome("overlong", [.reject, .drop, .truncate])
    does.cutOff = outcome("cut-off", [.reject, .drop, .truncate, .trainOnNothing])
    does.unanswered = outcome("unanswered", [.reject, .drop, .trainOnNothing])
  }

  private mutating func readConstraints(_ node: YAMLNode, _ reader: inout ConfigReader) {
    let section = reader.section(node, "constraints", keys: ProfileConstraint.allCases.map(\.name))
    let allowed: [ProfileOutcome] = [.reject, .drop, .trainOnNothing]
    for entry in section.entries {
      guard let constraint = ProfileConstraint(name: entry.key),
        let word = reader.choice(entry.value, section.name(of: entry.key), of: allowed.map(\.word)),
        let outcome = allowed.first(where: { $0.word == word })
      else { continue }
      demands.append(Demand(constraint: constraint, outcome: outcome))
    }
  }

  private mutating func readLimits(_ node: YAMLNode, _ reader: inout ConfigReader) {
    let section = reader.section(node, "limits", keys: Self.limitKeys)
    func number(_ key: String) -> Int? {
      section[key].flatMap { reader.integer($0, section.name(of: key), in: 1...(.max)) }
    }
    limits.fewestExamples = number("min-examples")
    limits.mostExamples = number("max-examples")
    limits.tokens = number("max-tokens")
    limits.images = number("max-images")
    if let node = section["max-file-bytes"] {
      limits.fileBytes = reader.bytes(node, section.name(of: "max-file-bytes"), in: 1...(1 << 50))
    }
    if let node = section["tokens-are"] { limits.tokensAre = reader.text(node, section.name(of: "tokens-are")) ?? "" }
  }
}

extension YAMLNode {
  fileprivate var isList: Bool { if case .list = content { true } else { false } }
}

extension YAMLNode.Place {
  fileprivate static let start = YAMLNode.Place(line: 1, column: 1)
}
