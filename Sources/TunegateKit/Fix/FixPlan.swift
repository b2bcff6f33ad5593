/// Which findings take an example out, and which are repaired.
public struct FixPlan: Sendable, Equatable {
  /// Rule ids, in the order of the rule list.
  public let rules: [String]
  /// Rules whose findings are written back to what the text was, in the order of the rule list.
  public let repairs: [String]
  /// Whether a byte order mark at the beginning of a file goes.
  public let takesMarks: Bool

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
    var kept: Set<String> = []
    for name in keep {
      let rules = try FixPlan.rules(name, own, areRemovable: false)
      kept.formUnion(rules)
      chosen.subtract(rules)
      repairing.subtract(rules)
    }
    rules = settings.rules.filter { $0.isEnabled && chosen.contains($0.id) }.map(\.id)
    repairs = settings.rules.filter { $0.isEnabled && repairing.contains($0.id) }.map(\.id)
    let mark = settings[rule: ByteOrderMark.id]
    takesMarks = mark?.isEnabled == true && mark?.bool("expected") != true && !kept.contains(ByteOrderMark.id)
  }

  /// Rules whose findings are about the earlier line, too.
  static let duplicates = [ExactDuplicate.id, NormalizedDuplicate.id, NearDuplicate.id]

  /// Rules that judge lines one by one, or that removals cannot lead to find ever more. The others judge the set as a
  /// whole: models that learn from it, and shares of it.
  private static let lasting = Set(
    AllRules.types.filter { type in
      type.isRemovedByDefault || type is any ExampleRule.Type || duplicates.contains(type.id)
    }.map { $0.id })

  /// Settings under which an audit looks for nothing but what the plan is about. All of them where models are to judge:
  /// what they learn from depends on what other rules find.
  public func narrowed(_ settings: Settings) -> Settings {
    lastingRules(settings) == rules ? settings.leaving(rules + repairs) : settings
  }

  /// The settings for an audit of what the first one left. What judges the set as a whole, at the user's wish, is asked
  /// once: models that learn from ever fewer examples would find ever more.
  func settingsOnceBegun(_ settings: Settings) -> Settings {
    settings.leaving(lastingRules(settings))
  }

  private func lastingRules(_ settings: Settings) -> [String] {
    let own = settings.customRules.map(\.id)
    return rules.filter { FixPlan.lasting.contains($0) || own.contains($0) }
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

extension Settings {
  /// The same with all other rules switched off.
  func leaving(_ ids: [String]) -> Settings {
    var settings = self
    for i in settings.rules.indices where !ids.contains(settings.rules[i].id) { settings.rules[i].isOff = true }
    return settings
  }
}
