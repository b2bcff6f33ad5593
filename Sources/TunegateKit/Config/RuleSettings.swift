/// One rule's part of the effective settings.
public struct RuleSettings: Sendable, Equatable {
  /// The keys of a rule's entry that are not options.
  public static let reservedKeys = ["enabled", "severity", "weight", "limit", "origin"]

  public let id: String
  public let group: String
  public var severity: Severity
  /// Probability in 0…1 that an example with a finding of this rule teaches something wrong; enters the noise score.
  public var weight: Double
  /// Share of examples in 0…1 above which the gate closes; nil when the rule alone never closes it.
  public var limit: Double?
  /// Every option that the rule's `RuleSpec` names.
  public var options: [String: OptionValue]
  /// Where the pack's numbers come from, in a sentence; empty when the pack does not say.
  public var origin: String

  /// Three switches and not one, because a later layer turns each of them by itself.
  var isSelected = true
  var isOff = false
  var isIgnored = false

  /// True when the rule runs: it is selected, not `off` and not ignored.
  public var isEnabled: Bool { isSelected && !isOff && !isIgnored }

  public init(
    id: String, group: String, severity: Severity = .warning, weight: Double = 0, limit: Double? = nil,
    options: [String: OptionValue] = [:], origin: String = ""
  ) {
    self.id = id
    self.group = group
    self.severity = severity
    self.weight = weight
    self.limit = limit
    self.options = options
    self.origin = origin
  }

  /// The option's value, or nil when the rule has no number of this name.
  public func number(_ option: String) -> Double? {
    if case .number(let value)? = options[option] { value } else { nil }
  }

  /// The option's value, or nil when the rule has no text of this name.
  public func string(_ option: String) -> String? {
    if case .string(let value)? = options[option] { value } else { nil }
  }

  /// The option's value, or nil when the rule has no switch of this name.
  public func bool(_ option: String) -> Bool? {
    if case .bool(let value)? = options[option] { value } else { nil }
  }

  /// The option's value, or nil when the rule has no list of this name.
  public func strings(_ option: String) -> [String]? {
    if case .strings(let value)? = options[option] { value } else { nil }
  }
}

extension [RuleSettings] {
  /// The index of each rule by its id.
  var order: [String: Int] {
    Dictionary(enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
