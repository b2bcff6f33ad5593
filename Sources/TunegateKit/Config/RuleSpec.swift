/// What the settings must know of a rule to read its part of a config file.
public struct RuleSpec: Sendable, Equatable {
  /// Kebab-case, as on the rule's page: `exact-duplicate`.
  public var id: String
  /// `duplicates`, `format`, …
  public var group: String
  /// Names other than `RuleSettings.reservedKeys`.
  public var options: [OptionSpec]

  public init(id: String, group: String, options: [OptionSpec] = []) {
    self.id = id
    self.group = group
    self.options = options
  }
}

/// One option of a rule. Its default stands in the pack and nowhere else.
public struct OptionSpec: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// A finite number within the range.
    case number(ClosedRange<Double>)
    /// A whole number within the range; its value is `OptionValue.number`.
    case integer(ClosedRange<Int>)
    case bool
    /// One of these texts; any text when the list is empty.
    case string(oneOf: [String])
    /// A list of texts; a single text is read as a list of one.
    case strings
    /// A list of these texts; its value is `OptionValue.strings`.
    case names(oneOf: [String])
  }

  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

public enum OptionValue: Sendable, Hashable {
  case number(Double)
  case string(String)
  case bool(Bool)
  case strings([String])
}
