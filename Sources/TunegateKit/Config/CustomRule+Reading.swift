/// The `custom-rules:` section: a mapping from ids to rules.
extension CustomRule {
  static let table = ConfigTable(
    [
      ConfigKey("message", .text(.any), "What is wrong where a condition does not hold: a clause without a full stop."),
      ConfigKey("hint", .text(.any), "What to do about a finding."),
      ConfigKey("enabled", .value(.bool), "Whether the rule runs."),
      Settings.severityKey, Settings.weightKey, Settings.limitKey,
      ConfigKey(
        "at", .list(.target),
        "Where the rule looks: a JSON Pointer with '*' for each element, or \(orList(Target.names))."),
      ConfigKey("when", .sections(guardTable), "Only records of which this holds; of a list, all of it."),
      ConfigKey("forbid", .list(.pattern), "Regular expressions (ECMA-262) that must not match."),
      ConfigKey("require", .list(.pattern), "Regular expressions (ECMA-262) that must all match."),
      ConfigKey("ignore-case", .value(.bool), "Whether upper and lower case are the same to the patterns of the rule."),
      ConfigKey("min-length", .value(.integer(0...1_000_000_000)), "Fewest characters (Unicode scalars) of the text."),
      ConfigKey("max-length", .value(.integer(0...1_000_000_000)), "Most characters (Unicode scalars) of the text."),
      ConfigKey("labels", .list(.any), "The texts that may stand there."),
      ConfigKey("schema", .schema, "JSON Schema of the value; of a turn, of the JSON that its text is."),
      ConfigKey(
        "present", .value(.bool), "Whether something must stand there, or nothing may. Null counts as nothing."),
      ConfigKey("examples", .section(exampleTable), "Records that 'tunegate rules --test' holds the rule against."),
    ], required: ["message", "at"], oneOf: conditionKeys)

  static let guardTable = ConfigTable(
    [
      ConfigKey("at", .text(.target), "Where to look, as in the rule."),
      ConfigKey("equals", .list(.any), "The text, number or switch is one of these."),
      ConfigKey("matches", .text(.pattern), "The regular expression matches the text."),
      ConfigKey("present", .value(.bool), "Something stands there, or nothing does."),
    ], required: ["at"], oneOf: testKeys)

  static let exampleTable = ConfigTable([
    ConfigKey("good", .records, "Records without a finding."),
    ConfigKey("bad", .records, "Records with at least one finding."),
  ])

  static let conditionKeys = ["forbid", "require", "min-length", "max-length", "labels", "schema", "present"]
  static let testKeys = ["equals", "matches", "present"]
}

extension Settings {
  /// Adds the rules behind those that are known. An id that an earlier layer gave replaces that rule.
  mutating func readCustomRules(_ node: YAMLNode, _ reader: inout ConfigReader) {
    let section = reader.anySection(node, "custom-rules")
    for entry in section.entries {
      if let complaint = complaint(aboutID: entry.key) {
        reader.report("custom-rules: \(complaint)", at: entry.keyPlace)
        continue
      }
      let name = "custom-rules.\(entry.key)"
      guard case .mapping = entry.value.content else {
        reader.report(
          "\(name): expected a mapping such as {message: …, at: answer, forbid: …}, found \(reader.found(entry.value))",
          at: entry.value.place)
        continue
      }
      let keys = reader.section(entry.value, name, CustomRule.table)
      guard let rule = CustomRule(reading: keys, entry, &reader) else { continue }
      readOwnKeys(keys, at: place(rule), &reader)
    }
    if customRules.count > CustomRule.most {
      reader.report(
        "custom-rules: expected at most \(CustomRule.most) rules, found \(customRules.count); "
          + "one rule may forbid several patterns and look at several places",
        at: section.place)
    }
  }

  /// The rule's index among all rules, which have it now.
  private mutating func place(_ rule: CustomRule) -> Int {
    let settings = RuleSettings(id: rule.id, group: CustomRule.group)
    if let old = customRules.firstIndex(where: { $0.id == rule.id }),
      let index = rules.firstIndex(where: { $0.id == rule.id })
    {
      (customRules[old], rules[index]) = (rule, settings)
      return index
    }
    customRules.append(rule)
    specs.append(RuleSpec(id: rule.id, group: CustomRule.group))
    rules.append(settings)
    return rules.count - 1
  }

  /// Why an id cannot be that of a rule of the user's; nil when it can.
  private func complaint(aboutID id: String) -> String? {
    let parts = id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isKebab = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
    guard isKebab, id.utf8.count <= CustomRule.longestID else {
      return "expected an id of small letters, digits and hyphens, such as no-apology, found '\(id)'"
    }
    if RuleGroup(rawValue: id) != nil || id == CustomRule.group {
      return "'\(id)' is a group of rules; choose another id"
    }
    let isBuiltIn = specs.contains { $0.id == id && $0.group != CustomRule.group }
    return isBuiltIn
      ? "'\(id)' is a built-in rule; choose another id, or set that rule under 'rules:' ('tunegate explain \(id)')"
      : nil
  }

  /// Reads and compiles the schemas of the user's rules.
  mutating func loadCustomSchemas(_ library: SchemaLibrary?) throws(ConfigErrors) {
    var errors: [ConfigError] = []
    for i in customRules.indices {
      for k in customRules[i].conditions.indices {
        guard case .schema(var schema) = customRules[i].conditions[k] else { continue }
        let name = "custom-rules.\(customRules[i].id).schema"
        do {
          schema.given = try GivenSchema(SchemaText(schema.source, setting: name), library)
          customRules[i].conditions[k] = .schema(schema)
        } catch {
          // Where it is asked for says more than where it is not.
          let text = error.all.map { $0.path == name ? $0.message : "\($0.path): \($0.message)" }
          errors.append(
            ConfigError(
              path: customRules[i].path, line: schema.place.line, column: schema.place.column,
              message: "\(name): \(text.joined(separator: "; "))"))
        }
      }
    }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
  }
}

extension CustomRule {
  /// Nil, with the reasons reported, when the section is no rule.
  fileprivate init?(reading section: ConfigSection, _ entry: YAMLNode.Entry, _ reader: inout ConfigReader) {
    let before = reader.errors.count
    for key in Self.table.required where section[key] == nil {
      let example = key == "message" ? "'message: the answer apologizes'" : "'at: answer' or 'at: /meta/source'"
      reader.report("\(section.name).\(key) is missing; add \(example)", at: entry.keyPlace)
    }
    if !Self.conditionKeys.contains(where: { section[$0] != nil }) {
      reader.report("\(section.name): nothing to check; add \(orList(Self.conditionKeys))", at: entry.keyPlace)
    }
    id = entry.key
    let text = section["message"].flatMap { reader.text($0, section.name(of: "message")) } ?? ""
    message = text.hasSuffix(".") ? String(text.dropLast()) : text
    hint = section["hint"].flatMap { reader.text($0, section.name(of: "hint")) } ?? ""
    at = reader.targets("at", in: section)
    conditions = reader.conditions(in: section)
    when = reader.guards(in: section)
    (good, bad) = reader.examples(in: section)
    (path, line) = (reader.path, entry.keyPlace.line)
    if reader.errors.count > before { return nil }
  }
}

extension ConfigReader {
  fileprivate mutating func targets(_ key: String, in section: ConfigSection) -> [CustomRule.Target] {
    guard let node = section[key], let texts = texts(node, section.name(of: key)) else { return [] }
    if texts.isEmpty { report("\(section.name(of: key)): expected a place, found an empty list", at: node.place) }
    return texts.compactMap { target($0.text, section.name(of: key), at: $0.place) }
  }

  private mutating func target(_ text: String, _ name: String, at place: YAMLNode.Place) -> CustomRule.Target? {
    if text == CustomRule.Target.recordName { return .record }
    if let turns = CustomRule.Turns(rawValue: text) { return .turns(turns) }
    if let pointer = RecordPointer(text) { return .pointer(pointer) }
    guard text.hasPrefix("/") else {
      // Trainers say completion where the config says answer.
      let others = ["completion": "answer", "assistant": "answer", "user": "prompt", "label": "answer"]
      let nearest =
        others[text].map { "; did you mean '\($0)'?" } ?? NearestSpelling.clause(text, in: CustomRule.Target.names)
      report(
        "\(name): expected a JSON Pointer such as /meta/source or /messages/*/content, or "
          + "\(orList(CustomRule.Target.names)), found '\(text)'\(nearest)", at: place)
      return nil
    }
    report(
      "\(name): '\(text)' is no JSON Pointer of at most \(RecordPointer.mostSteps) steps; "
        + "in a key write ~0 for '~' and ~1 for '/'", at: place)
    return nil
  }

  fileprivate mutating func conditions(in section: ConfigSection) -> [CustomRule.Condition] {
    let ignoresCase = bool("ignore-case", in: section) ?? false
    let forbidden = patterns("forbid", in: section, ignoresCase)
    let required = patterns("require", in: section, ignoresCase)
    var conditions = forbidden.map { CustomRule.Condition.forbid($0) } + required.map { .require($0) }
    let (low, high) = (integer("min-length", in: section), integer("max-length", in: section))
    if let low { conditions.append(.minLength(low)) }
    if let high { conditions.append(.maxLength(high)) }
    if let low, let high, low > high, let node = section["max-length"] {
      report(
        "\(section.name).max-length: expected at least min-length, which is \(low), found \(high)", at: node.place)
    }
    if let node = section["labels"], let set = set(node, section.name(of: "labels")) { conditions.append(.labels(set)) }
    if let node = section["schema"], let source = schemaSource(node, section.name(of: "schema")) {
      conditions.append(.schema(ValueSchema(source: source, place: node.place)))
    }
    if let isPresent = bool("present", in: section) { conditions.append(.present(isPresent)) }
    return conditions
  }

  private mutating func patterns(_ key: String, in section: ConfigSection, _ ignoresCase: Bool) -> [TextPattern] {
    guard let node = section[key], let texts = texts(node, section.name(of: key)) else { return [] }
    if texts.isEmpty {
      report("\(section.name(of: key)): expected a regular expression, found an empty list", at: node.place)
    }
    return texts.compactMap { pattern($0.text, section.name(of: key), ignoresCase, at: $0.place) }
  }

  private mutating func pattern(
    _ text: String, _ name: String, _ ignoresCase: Bool, at place: YAMLNode.Place
  ) -> TextPattern? {
    do {
      return try TextPattern(text, ignoresCase: ignoresCase)
    } catch {
      report("\(name): '\(text)' is no regular expression of ECMA-262 (flag u): \(error)", at: place)
      return nil
    }
  }

  /// A list of texts, or a single one, without an empty list; a text may be empty when it is quoted.
  private mutating func set(_ node: YAMLNode, _ name: String) -> TextSet? {
    var items = [node]
    if case .list(let list) = node.content { items = list }
    let before = errors.count
    if items.isEmpty { report("\(name): expected a text, found an empty list", at: node.place) }
    let texts = items.compactMap { item in
      if case .scalar("", isPlain: false) = item.content { "" } else { text(item, name) }
    }
    return errors.count == before ? TextSet(texts) : nil
  }

  /// A mapping becomes the schema's text.
  private mutating func schemaSource(_ node: YAMLNode, _ name: String) -> String? {
    if case .mapping = node.content { return String(decoding: node.json, as: UTF8.self) }
    guard let text = text(node, name, expected: "a JSON Schema as a mapping, or its path") else { return nil }
    if !SchemaText.isText(text) { return FilePath.resolve(text, besides: path) }
    if text.first(where: { !$0.isWhitespace }) == "{" { return text }
    report("\(name): expected a JSON Schema as a mapping, or its path, found \(found(node))", at: node.place)
    return nil
  }

  fileprivate mutating func guards(in section: ConfigSection) -> [CustomRule.Guard] {
    guard let node = section["when"] else { return [] }
    let name = section.name(of: "when")
    guard case .list(let items) = node.content else { return guards(node, name) }
    if items.isEmpty { report("\(name): expected a condition, found an empty list", at: node.place) }
    return items.flatMap { guards($0, name) }
  }

  private mutating func guards(_ node: YAMLNode, _ name: String) -> [CustomRule.Guard] {
    guard case .mapping = node.content else {
      report("\(name): expected a mapping such as {at: /lang, equals: nb}, found \(found(node))", at: node.place)
      return []
    }
    let section = section(node, name, CustomRule.guardTable)
    if !CustomRule.testKeys.contains(where: { section[$0] != nil }) {
      report("\(name): nothing to compare with; add \(orList(CustomRule.testKeys))", at: node.place)
    }
    guard let at = section["at"] else {
      report("\(name).at is missing; add 'at: /lang' or 'at: system'", at: node.place)
      return []
    }
    guard let text = text(at, "\(name).at"), let target = target(text, "\(name).at", at: at.place) else { return [] }
    if target == .record {
      report("\(name).at: expected a place within the record, found '\(text)'; name a key, such as /lang", at: at.place)
    }
    var tests: [CustomRule.Guard.Test] = []
    if let node = section["equals"], let set = set(node, "\(name).equals") { tests.append(.equals(set)) }
    if let node = section["matches"], let source = self.text(node, "\(name).matches"),
      let pattern = pattern(source, "\(name).matches", false, at: node.place)
    {
      tests.append(.matches(pattern))
    }
    if let isPresent = bool("present", in: section) { tests.append(.present(isPresent)) }
    return tests.map { CustomRule.Guard(at: target, test: $0) }
  }

  fileprivate mutating func examples(
    in section: ConfigSection
  ) -> (good: [CustomRule.Example], bad: [CustomRule.Example]) {
    guard let node = section["examples"] else { return ([], []) }
    let inner = self.section(node, section.name(of: "examples"), CustomRule.exampleTable)
    return (records("good", in: inner), records("bad", in: inner))
  }

  private mutating func records(_ key: String, in section: ConfigSection) -> [CustomRule.Example] {
    guard let node = section[key] else { return [] }
    guard case .list(let items) = node.content else {
      report("\(section.name(of: key)): expected a list of records, found \(found(node))", at: node.place)
      return []
    }
    return items.compactMap { record($0, section.name(of: key)) }
  }

  /// A record as a mapping, or as the text of a line.
  private mutating func record(_ node: YAMLNode, _ name: String) -> CustomRule.Example? {
    switch node.content {
    case .mapping: return CustomRule.Example(record: node.json, line: node.place.line)
    case .scalar(let text, _) where text.first(where: { !$0.isWhitespace }) == "{":
      // A line is one line; within a string a newline is an escape.
      let bytes = text.utf8.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
      do {
        _ = try SchemaDocument(bytes)
        return CustomRule.Example(record: bytes, line: node.place.line)
      } catch {
        report("\(name): \(error.reason)", at: node.place)
        return nil
      }
    default:
      report(
        "\(name): expected a record as a mapping or as the JSON text of a line, found \(found(node))", at: node.place)
      return nil
    }
  }
}
