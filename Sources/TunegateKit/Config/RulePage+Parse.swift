extension RulePage {
  /// Reads a page.
  ///
  /// - Parameter name: the page's path, for errors; its file name must be the rule's id and `.md`.
  public static func parse(_ bytes: [UInt8], _ name: String) throws(ConfigErrors) -> RulePage {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigErrors(
        ConfigError(
          path: name, line: firstBadLine(bytes),
          message: "not valid UTF-8; write such bytes as \\xNN in a fence marked 'jsonl escaped'"))
    }
    var parser = RulePageParser(text, name)
    guard let page = parser.page(), parser.errors.isEmpty else { throw ConfigErrors(parser.errors) }
    return page
  }
}

/// Reads one page and collects what is wrong with it.
struct RulePageParser {
  static let keys = ["id", "group", "severity", "removable", "since"]
  static let optionalKeys = ["repairable"]

  private(set) var errors: [ConfigError] = []
  let pageName: String
  private let lines: [String]

  init(_ text: String, _ name: String) {
    pageName = name
    // Split at the byte: to Swift a carriage return and a newline are one character.
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String($0) ?? "" }
  }

  mutating func report(_ message: String, line: Int) {
    errors.append(ConfigError(path: pageName, line: line, message: message))
  }

  /// Nil when an error keeps the page from being made; other errors may stand in `errors` beside a page.
  mutating func page() -> RulePage? {
    guard lines.first.map(withoutReturn) == "---",
      let end = lines.dropFirst().firstIndex(where: { withoutReturn($0) == "---" })
    else {
      let keys = Self.keys.joined(separator: ", ")
      report("expected front matter: a line '---', the keys \(keys), a line '---'", line: 1)
      return nil
    }
    let matter = frontMatter(lines[..<end].map(withoutReturn).joined(separator: "\n"))
    let reader = PageBlockReader(lines, from: end + 1)
    if let open = reader.openFence {
      report("this fence is never closed; end it with a line of the same marks", line: open + 1)
    }
    let examples = examples(in: reader.blocks)
    guard let title = title(in: reader.blocks, behind: end + 1), let matter else { return nil }
    return RulePage(
      id: matter.id, group: matter.group, severity: matter.severity, removable: matter.removable,
      repairable: matter.repairable, since: matter.since, title: title, summary: summary(in: reader.blocks),
      sections: sections(in: reader.blocks),
      examples: examples, markdown: lines[(end + 1)...].map(withoutReturn).joined(separator: "\n"), lines: lines,
      blocks: reader.blocks)
  }

  // MARK: - Front matter

  private struct FrontMatter {
    var id, group: String
    var severity: Severity
    var removable, repairable: Bool
    var since: String
  }

  /// The opening `---` is YAML's own start of a document, so that the lines of errors are those of the page.
  private mutating func frontMatter(_ yaml: String) -> FrontMatter? {
    let tree = YAMLTree(yaml, path: pageName)
    var reader = ConfigReader(path: pageName)
    reader.report(tree.errors)
    defer { errors += reader.errors }
    guard tree.errors.isEmpty else { return nil }
    let root = tree.root ?? YAMLNode(content: .mapping([]), place: .init(line: 1, column: 1))
    let section = reader.section(root, "front matter", keys: Self.keys + Self.optionalKeys)
    for key in Self.keys where section[key] == nil {
      reader.report("'\(key)' is missing from the front matter", at: .init(line: 1, column: 1))
    }
    let id = section["id"].flatMap { checkedID($0, &reader) }
    let group = section["group"].flatMap { reader.text($0, "group") }
    let severity = section["severity"].flatMap { reader.choice($0, "severity", of: ["error", "warning", "note"]) }
    let removable = section["removable"].flatMap { reader.bool($0, "removable") }
    let repairable = section["repairable"].flatMap { reader.bool($0, "repairable") } ?? false
    let since = section["since"].flatMap { checkedVersion($0, &reader) }
    guard let id, let group, let severity = severity.flatMap(Severity.init), let removable, let since
    else { return nil }
    return FrontMatter(
      id: id, group: group, severity: severity, removable: removable, repairable: repairable, since: since)
  }

  private func checkedID(_ node: YAMLNode, _ reader: inout ConfigReader) -> String? {
    guard let id = reader.text(node, "id") else { return nil }
    let file = pageName.split(separator: "/").last.map(String.init) ?? pageName
    guard file == id + ".md" else {
      reader.report("id '\(id)' does not fit the file '\(file)'; one of the two must change", at: node.place)
      return nil
    }
    return id
  }

  private func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func checkedVersion(_ node: YAMLNode, _ reader: inout ConfigReader) -> String? {
    guard let text = reader.text(node, "since", expected: "a version such as 0.1") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy(isNumber) else {
      reader.report("since: expected a version such as 0.1, found '\(text)'", at: node.place)
      return nil
    }
    return text
  }

  // MARK: - Headings

  private mutating func title(in blocks: [PageBlock], behind line: Int) -> String? {
    for block in blocks {
      if case .heading(level: 1, let text) = block.kind { return text }
    }
    report("expected a title behind the front matter: a line '# Title'", line: line)
    return nil
  }

  private func summary(in blocks: [PageBlock]) -> String {
    let behindTitle = blocks.drop { if case .heading(level: 1, _) = $0.kind { false } else { true } }.dropFirst()
    guard case .text(let lines)? = behindTitle.first?.kind else { return "" }
    return lines.map { trimmed($0) }.joined(separator: " ")
  }

  private func sections(in blocks: [PageBlock]) -> [RulePage.Section] {
    let heads = blocks.compactMap { block in
      if case .heading(level: 2, let text) = block.kind { (text, block.range.lowerBound) } else { nil }
    }
    let ends = heads.dropFirst().map(\.1) + [lines.count]
    return zip(heads, ends).map { head, end in
      let body = lines[(head.1 + 1)..<end].map(withoutReturn).joined(separator: "\n")
      return RulePage.Section(heading: head.0, line: head.1 + 1, markdown: trimmed(body))
    }
  }
}
