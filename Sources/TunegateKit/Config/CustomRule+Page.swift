/// The page of a user's rule, made from what the config file says: `tunegate explain`, SARIF and HTML show it.
extension CustomRule {
  /// Markdown with front matter, as `RulePage` reads it.
  func pageText(severity: Severity) -> String {
    var text = """
      ---
      id: \(id)
      group: \(CustomRule.group)
      severity: \(severity.name)
      removable: true
      since: \(Tunegate.version)
      ---
      # \(CustomRule.line(message))
      \(hint.isEmpty ? "A rule of your own" : CustomRule.line(hint.hasSuffix(".") ? String(hint.dropLast()) : hint)).

      ## What it looks at
      \(at.map { "`\($0.name)`" }.joined(separator: ", "))

      """
    if !when.isEmpty {
      text += "\n## Where it looks at all\n" + when.map { "- `\($0.at.name)` \($0.test.words)\n" }.joined()
    }
    text += "\n## What must hold there\n" + conditions.map { "- \($0.words)\n" }.joined()
    for (heading, records) in [("Without a finding", good), ("With a finding", bad)] where !records.isEmpty {
      text += "\n## \(heading)\n~~~json\n"
      for record in records { text += String(decoding: record.record, as: UTF8.self) + "\n" }
      text += "~~~\n"
    }
    return text + "\nWritten in `\(path)`, line \(line).\n"
  }

  /// The page, or nil when something in it is no Markdown.
  func page(severity: Severity) -> RulePage? {
    try? RulePage.parse(Array(pageText(severity: severity).utf8), "custom-rules/\(id).md")
  }

  /// A text on one line.
  static func line(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension CustomRule.Condition {
  fileprivate var words: String {
    switch self {
    case .forbid(let pattern): "no match of \(pattern.words)"
    case .require(let pattern): "a match of \(pattern.words)"
    case .minLength(let least): "at least \(Numbers.grouped(least)) characters"
    case .maxLength(let most): "at most \(Numbers.grouped(most)) characters"
    case .labels(let set): set.words
    case .schema(let schema): "what the JSON Schema `\(CustomRule.line(schema.source))` asks for"
    case .present(let isWanted): isWanted ? "something, not null" : "nothing, or null"
    }
  }
}

extension CustomRule.Guard.Test {
  fileprivate var words: String {
    switch self {
    case .equals(let set): "is \(set.words)"
    case .matches(let pattern): "has a match of \(pattern.words)"
    case .present(let isWanted): isWanted ? "is there" : "is not there"
    }
  }
}

extension TextPattern {
  fileprivate var words: String { "`\(CustomRule.line(source))`" + (ignoresCase ? ", in upper or lower case" : "") }
}

extension TextSet {
  fileprivate var words: String { orList(texts.map { "`\(CustomRule.line($0))`" }) }
}
