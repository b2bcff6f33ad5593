/// Holds the user's rules against the records that they give as examples, for `tunegate rules --test`.
public struct CustomRuleTest: Sendable {
  /// What one rule said of its records.
  public struct Outcome: Sendable, Equatable {
    public let rule: String
    public let good: Int
    public let bad: Int
    /// One for each record that was judged otherwise than the rule's author says.
    public let failures: [Failure]
  }

  public struct Failure: Sendable, Equatable {
    /// The config file and the line of the record in it.
    public let path: String
    public let line: Int
    public let record: String
    /// What was found and what was expected.
    public let message: String
  }

  /// In the order of the config file.
  public let outcomes: [Outcome]

  public var holds: Bool { outcomes.allSatisfy(\.failures.isEmpty) }

  /// Runs every rule of the user's, whether or not it is on, through the same reader and checks as an audit.
  public init(_ settings: Settings) {
    var settings = settings
    for i in settings.rules.indices {
      settings.rules[i].isOff = settings.rules[i].group != CustomRule.group
      settings.rules[i].isSelected = true
      settings.rules[i].isIgnored = false
    }
    outcomes = settings.customRules.map { rule in
      let good = rule.good.enumerated().compactMap { i, example -> Failure? in
        let found = CustomRuleTest.findings(of: rule.id, in: example, settings)
        return found.first.map { finding in
          Failure(rule, example, "good example \(i + 1): found \"\(finding)\", expected no finding")
        }
      }
      let bad = rule.bad.enumerated().compactMap { i, example -> Failure? in
        CustomRuleTest.findings(of: rule.id, in: example, settings).isEmpty
          ? Failure(rule, example, "bad example \(i + 1): found nothing, expected a finding") : nil
      }
      return Outcome(rule: rule.id, good: rule.good.count, bad: rule.bad.count, failures: good + bad)
    }
  }

  private static func findings(of id: String, in example: CustomRule.Example, _ settings: Settings) -> [String] {
    let worker = Worker(settings: settings, limit: 1, first: 0, heldOut: HeldOutSets())
    worker.slab.fill(example.record)
    worker.work()
    return worker.findings.kept.filter { $0.rule == id }.map(\.message)
  }

  /// For people: a line a rule, and what failed under it.
  public var text: String {
    if outcomes.isEmpty {
      return "no rules of your own: the config file has no custom-rules\n"
    }
    let width = outcomes.map(\.rule.count).max() ?? 0
    var text = ""
    for outcome in outcomes {
      let name = outcome.rule + String(repeating: " ", count: width - outcome.rule.count)
      let counts = "\(outcome.good) good, \(outcome.bad) bad"
      let all = outcome.good + outcome.bad
      let verdict =
        all == 0 ? "no examples" : outcome.failures.isEmpty ? "all hold" : "\(outcome.failures.count) of \(all) fail"
      text += "\(name)  \(counts)  \(verdict)\n"
      for failure in outcome.failures {
        text += "  \(failure.path):\(failure.line): \(failure.message)\n    \(failure.record)\n"
      }
    }
    return text
  }
}

extension CustomRuleTest.Failure {
  fileprivate init(_ rule: CustomRule, _ example: CustomRule.Example, _ message: String) {
    self.init(
      path: rule.path, line: example.line, record: String(decoding: example.record, as: UTF8.self), message: message)
  }
}
