/// Which findings take an example out, and which are repaired.
public struct FixPlan: Sendable, Equatable {
  /// Rule ids, in the order of the rule list.
  public let rules: [String]
  /// Rules whose findings are written back to what the text was, in the order of the rule list.
  public let repairs: [String]

  /// What is wrong with a rule that the user named.
  public struct UnknownRule: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// - Parameters:
  ///   - remove: Rules or groups besides the safe ones, which no judgement of quality is needed for.
  ///   - keep: Rules or groups whose findings stay.
  /// - Throws: `UnknownRule` for a name that is no rule or group, or a rule whose findings cannot be taken out.
  public init(_ settings: Settings, remove: [String] = [], keep: [String] = []) throws(UnknownRule) {
    var repairing = Set(AllRules.types.filter { $0 is any RepairingRule.Type }.map { $0.id })
    var chosen = Set(AllRules.types.filter { $0.isRemovedByDefault }.map { $0.id })
    let own = settings.customRules.map(\.id)
    for name in remove {
      let rules = try FixPlan.rules(name, own, areRemovable: true)
      chosen.formUnion(rules)
      // Of a group, what can be repaired is.
      if rules == [name] { repairing.remove(name) } else { chosen.subtract(repairing) }
    }
    for name in keep {
      let rules = try FixPlan.rules(name, own, areRemovable: false)
      chosen.subtract(rules)
      repairing.subtract(rules)
    }
    rules = settings.rules.filter { $0.isEnabled && chosen.contains($0.id) }.map(\.id)
    repairs = settings.rules.filter { $0.isEnabled && repairing.contains($0.id) }.map(\.id)
  }

  /// Settings under which an audit looks for nothing but what the plan is about.
  public func narrowed(_ settings: Settings) -> Settings {
    var settings = settings
    for i in settings.rules.indices where !(rules + repairs).contains(settings.rules[i].id) {
      settings.rules[i].isOff = true
    }
    return settings
  }

  /// - Parameter own: The user's rules. Each is about single examples.
  private static func rules(_ name: String, _ own: [String], areRemovable: Bool) throws(UnknownRule) -> [String] {
    if own.contains(name) { return [name] }
    if name == CustomRule.group, !own.isEmpty { return own }
    let group = AllRules.types.filter { $0.group.rawValue == name }.map { $0.id }
    guard group.isEmpty else {
      return areRemovable ? group.filter { RuleList.rulePage($0)?.removable == true } : group
    }
    guard let page = RuleList.rulePage(name) else {
      let names = AllRules.types.map { $0.id } + RuleGroup.allCases.map(\.rawValue) + own
      let clause = NearestSpelling.clause(name, in: names, otherwise: "; 'tunegate rules' lists them")
      throw UnknownRule(description: "there is no rule or group '\(name)'\(clause)")
    }
    guard !areRemovable || page.removable else {
      throw UnknownRule(
        description: "'\(name)' is not about single examples that could be taken out; see 'tunegate explain \(name)'")
    }
    return [name]
  }
}
