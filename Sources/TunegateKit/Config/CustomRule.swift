/// A rule that the user wrote, under `custom-rules:` of the config file: where it looks, and what must hold there.
///
/// It judges one record at a time and remembers nothing. Its severity, weight and limit stand in `Settings.rules`, as
/// those of any rule.
public struct CustomRule: Sendable, Equatable {
  /// The group of all of them.
  public static let group = "custom"
  /// Rules of one config file.
  static let most = 64
  /// Bytes of an id.
  static let longestID = 64

  /// Kebab-case; none of the built-in rules has it.
  public let id: String
  /// What is wrong where a condition does not hold: a clause without a full stop.
  public let message: String
  /// What to do about it; may be empty.
  public let hint: String
  let at: [Target]
  var conditions: [Condition]
  let when: [Guard]
  let good: [Example]
  let bad: [Example]
  /// The config file, and the line of the id in it, from 1.
  var path: String
  var line: Int

  /// Where a rule looks.
  enum Target: Sendable, Equatable {
    /// The whole object of the line.
    case record
    case pointer(RecordPointer)
    case turns(Turns)

    /// As it is written.
    var name: String {
      switch self {
      case .record: Target.recordName
      case .pointer(let pointer): pointer.description
      case .turns(let turns): turns.rawValue
      }
    }

    static let recordName = "record"
    static let names = [recordName] + Turns.allCases.map(\.rawValue)
  }

  /// Turns by what they are for, whatever the shape of the record.
  enum Turns: String, Sendable, CaseIterable {
    case system, prompt, answer
    case lastAnswer = "last-answer"
    case rejected, tool, turn
  }

  /// What must hold of a value.
  enum Condition: Sendable, Equatable {
    /// No match of the pattern anywhere in the text.
    case forbid(TextPattern)
    /// A match of it.
    case require(TextPattern)
    /// Characters (Unicode scalars) of the text.
    case minLength(Int)
    case maxLength(Int)
    /// The text is one of these.
    case labels(TextSet)
    case schema(ValueSchema)
    /// Whether there is a value other than null, or a turn with a text.
    case present(Bool)
  }

  /// What must hold elsewhere in the record for the rule to look at all.
  struct Guard: Sendable, Equatable {
    let at: Target
    let test: Test

    enum Test: Sendable, Equatable {
      case equals(TextSet)
      case matches(TextPattern)
      case present(Bool)
    }
  }

  /// A record of the rule's own, and where it stands.
  struct Example: Sendable, Equatable {
    let record: [UInt8]
    let line: Int

    static func == (a: Example, b: Example) -> Bool { a.record == b.record }
  }

  /// The same rule, wherever it is written.
  public static func == (a: CustomRule, b: CustomRule) -> Bool {
    a.id == b.id && a.message == b.message && a.hint == b.hint && a.at == b.at && a.conditions == b.conditions
      && a.when == b.when && a.good == b.good && a.bad == b.bad
  }
}

/// A regular expression of the user's, compiled.
struct TextPattern: Sendable, Equatable {
  let source: String
  let ignoresCase: Bool
  let regex: ECMARegex

  init(_ source: String, ignoresCase: Bool) throws(ECMARegexError) {
    (self.source, self.ignoresCase) = (source, ignoresCase)
    regex = try ECMARegex(source, isCaseInsensitive: ignoresCase)
  }

  static func == (a: TextPattern, b: TextPattern) -> Bool { a.source == b.source && a.ignoresCase == b.ignoresCase }
}

/// A closed set of texts.
struct TextSet: Sendable, Equatable {
  let texts: [String]
  /// In order of their bytes: a search allocates nothing.
  private let members: [[UInt8]]

  init(_ texts: [String]) {
    self.texts = texts
    members = texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// O(log of the members × their length).
  func contains(_ text: some Collection<UInt8>) -> Bool {
    var (low, high) = (0, members.count)
    while low < high {
      let middle = (low + high) / 2
      if members[middle].elementsEqual(text) { return true }
      if members[middle].lexicographicallyPrecedes(text) { low = middle + 1 } else { high = middle }
    }
    return false
  }

  static func == (a: TextSet, b: TextSet) -> Bool { a.texts == b.texts }
}

/// A JSON Schema of the user's: as it was given, and compiled once all settings are known.
struct ValueSchema: Sendable, Equatable {
  /// A path, or the schema itself when it begins with `{`.
  let source: String
  /// Where it stands in the config file.
  let place: YAMLNode.Place
  var given: GivenSchema?

  static func == (a: ValueSchema, b: ValueSchema) -> Bool { a.source == b.source && a.given == b.given }
}
