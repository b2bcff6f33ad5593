/// A judgement about examples or about the whole set. One rule is one file, with its page in `rules/pages/<id>.md`.
///
/// A rule's type carries its name and options; its severity, weight and limit are the pack's choice.
protocol Rule: Sendable {
  /// Kebab-case; names the fault and reads as "allow …".
  static var id: String { get }
  static var group: RuleGroup { get }
  /// The rule's page, embedded in the binary.
  static var page: [UInt8] { get }
  /// What a configuration may set besides severity, weight and limit.
  static var options: [OptionSpec] { get }
  /// The model rule that says, where it can, how likely each example with this rule's findings is wrong. The finding's
  /// weight counts only where that model has nothing to say.
  static var judge: String? { get }
  /// Whether `tunegate fix` takes the examples that the rule finds out without being asked: where that needs no
  /// judgement of quality.
  static var isRemovedByDefault: Bool { get }

  /// Reads the options; the settings hold every option that `options` names, checked.
  init(_ settings: RuleSettings)
}

extension Rule {
  static var options: [OptionSpec] { [] }
  static var judge: String? { nil }
  static var isRemovedByDefault: Bool { false }
  static var spec: RuleSpec { RuleSpec(id: id, group: group.rawValue, options: options) }
}

/// Families of rules, as `--select` takes them.
public enum RuleGroup: String, Sendable, CaseIterable {
  /// Can the line be read as an example at all?
  case format
  /// Are roles, order and turns what a trainer expects?
  case conversation
  /// Is there something to learn, and is it real?
  case content
  case duplicates
  /// Does training data hold what it will be evaluated with?
  case leakage
  case size
  /// Are the files what their names and cards promise?
  case files
}

/// Looks at one example at a time and remembers nothing.
protocol ExampleRule: Rule {
  /// Reports on the rows of a batch. Called by many workers at once.
  func check(_ batch: Batch, into findings: inout Findings)
}

/// Must see the whole set. What it remembers merges, so that the set may be read in any split, on any core or machine.
protocol CorpusRule: Rule {
  associatedtype Tally: Mergeable
  func note(_ batch: Batch, in tally: inout Tally)
  /// Reports once, after the stream has ended.
  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings)
}

extension CorpusRule where Tally == NoTally {
  func note(_ batch: Batch, in tally: inout NoTally) {}
}
