/// Which rules run. Within a layer `select` comes first, then `rules`, then `ignore`; a later layer wins over an
/// earlier one, and a rule's own id over its group.
extension Settings {
  /// Leaves only the named rules. A rule that is named by its id runs although an earlier layer switched it off or
  /// ignored it; naming its group does not undo that.
  mutating func select(_ names: [String]) {
    for index in rules.indices {
      let isNamed = names.contains(rules[index].id)
      rules[index].isSelected = isNamed || names.contains(rules[index].group)
      if isNamed {
        rules[index].isOff = false
        rules[index].isIgnored = false
      }
    }
  }

  /// Takes the named rules out; a group spares those rules that the same layer selects by id.
  mutating func ignore(_ names: [String], except selected: [String]) {
    for index in rules.indices {
      let (id, group) = (rules[index].id, rules[index].group)
      if names.contains(id) || (names.contains(group) && !selected.contains(id)) {
        rules[index].isIgnored = true
      }
    }
  }

  /// What is wrong with a name in `select` or `ignore`; nil when it is a rule or a group.
  func complaint(about name: String) -> String? {
    let known = specs.map(\.id) + groups
    if known.contains(name) { return nil }
    if name == CustomRule.group {
      return "the group 'custom' has no rule yet; custom-rules in the config file makes some"
    }
    return "unknown rule or group '\(name)'"
      + NearestSpelling.clause(name, in: known, otherwise: "; 'tunegate rules' lists them")
  }

  /// The rules' groups, each once, in order of first use.
  var groups: [String] {
    specs.reduce(into: []) { groups, spec in
      if !groups.contains(spec.group) { groups.append(spec.group) }
    }
  }
}
