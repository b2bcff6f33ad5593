/// The rules as text for people.
public enum RuleList {
  /// One line a rule, with what the settings make of it.
  public static func text(_ settings: Settings) -> String {
    var rows = [["rule", "group", "severity", "weight", "limit"]]
    for rule in settings.rules {
      rows.append([
        rule.id, rule.group, rule.isEnabled ? rule.severity.name : "off", Numbers.plain(rule.weight),
        rule.limit.map { Numbers.percent($0) } ?? "-",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) { line += cell + String(repeating: " ", count: width - cell.count + 2) }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
    return lines.joined(separator: "\n") + "\n\ntunegate explain RULE prints a rule's page\n"
  }

  /// The page of a built-in rule; nil when there is no such rule.
  static func rulePage(_ id: String) -> RulePage? {
    AllRules.types.first { $0.id == id }.flatMap { try? RulePage.parse($0.page, "rules/pages/\(id).md") }
  }

  /// The page of a rule that found something; a user's rule brings its own.
  static func rulePage(_ rule: RuleSummary) -> RulePage? {
    guard let text = rule.page else { return rulePage(rule.id) }
    return try? RulePage.parse(Array(text.utf8), "custom-rules/\(rule.id).md")
  }

  /// Whether a rule is one of Tunegate's own.
  public static func isBuiltIn(_ id: String) -> Bool { AllRules.types.contains { $0.id == id } }

  public struct UnknownRule: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// A rule's page for a terminal, or what is wrong with the name.
  ///
  /// - Parameter settings: Of the config file, whose rules have pages too; nil without one.
  public static func page(_ id: String, _ settings: Settings? = nil, color: Bool) -> Result<String, UnknownRule> {
    if let rule = settings?.customRules.first(where: { $0.id == id }),
      let page = rule.page(severity: settings?[rule: id]?.severity ?? .warning)
    {
      return .success(page.rendered(width: 80, color: color))
    }
    guard let type = AllRules.types.first(where: { $0.id == id }) else {
      let clause = NearestSpelling.clause(
        id, in: AllRules.types.map { $0.id } + (settings?.customRules.map(\.id) ?? []),
        otherwise: "; 'tunegate rules' lists them")
      return .failure(UnknownRule(description: "there is no rule '\(id)'\(clause)"))
    }
    do {
      return .success(try RulePage.parse(type.page, "rules/pages/\(id).md").rendered(width: 80, color: color))
    } catch {
      return .failure(UnknownRule(description: "\(error)"))
    }
  }
}

extension RuleList {
  /// The group of a rule; nil when there is no such rule.
  static func group(_ id: String) -> String? { AllRules.types.first { $0.id == id }?.group.rawValue }

  /// Whether `tunegate fix` takes out what the rule finds without being asked.
  static func isRemovedByDefault(_ id: String) -> Bool {
    AllRules.types.first { $0.id == id }?.isRemovedByDefault ?? false
  }
}
