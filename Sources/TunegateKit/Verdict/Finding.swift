/// How much a finding weighs with the gate. The words are those of SARIF.
public enum Severity: UInt8, Sendable, Comparable, CaseIterable {
  case note, warning, error

  public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

  /// `note`, `warning` or `error`.
  public var name: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  public init?(name: String) {
    guard let found = Severity.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// A place in the data set.
public struct Place: Sendable, Hashable, Comparable {
  /// Index of the source in the run's list of sources, which is sorted; -1 for the whole data set.
  public var source: Int
  /// Line number from 1; 0 for the whole source.
  public var line: Int

  public init(source: Int, line: Int) {
    self.source = source
    self.line = line
  }

  public static func < (a: Place, b: Place) -> Bool {
    (a.source, a.line) < (b.source, b.line)
  }
}

/// What a rule says about one place: a sentence that names what was found and what was expected.
public struct Finding: Sendable, Hashable {
  /// The rule's id, as on its page: `exact-duplicate`.
  public var rule: String
  public var severity: Severity
  public var place: Place
  /// Byte column from 1 within the line; 0 when the finding concerns the whole line.
  public var column: Int
  /// JSON Pointer into the line's object; empty for the whole object.
  public var pointer: String
  /// A sentence without a full stop. Secrets and personal data are masked before they get here.
  public var message: String
  /// What to do next; may be empty.
  public var hint: String
  /// Probability in 0…1 that the finding is right.
  public var confidence: Double
  /// The other places that the finding is about, such as the earlier copy of a duplicate.
  public var related: [Place]

  public init(
    rule: String, severity: Severity, place: Place, column: Int = 0, pointer: String = "",
    message: String, hint: String = "", confidence: Double = 1, related: [Place] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.place = place
    self.column = column
    self.pointer = pointer
    self.message = message
    self.hint = hint
    self.confidence = confidence
    self.related = related
  }
}
