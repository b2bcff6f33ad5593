/// One error in a text that people write: a config file, a pack, a rule page, or a flag.
public struct ConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as it was given, or the flag: `--select`.
  public var path: String
  /// Line from 1; 0 when the error concerns the whole text.
  public var line: Int
  /// Column from 1, in Unicode scalars; 0 when the error concerns the whole line.
  public var column: Int
  /// What was found, what was expected and what to do next, without a full stop.
  public var message: String

  public init(path: String, line: Int = 0, column: Int = 0, message: String) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
  }

  /// `path:line:column: error: message`, the form that editors and CI systems know.
  public var description: String {
    let place = line == 0 ? "" : column == 0 ? ":\(line)" : ":\(line):\(column)"
    return Self.visible("\(path)\(place): error: \(message)")
  }

  /// Config files come with foreign repositories: what they quote must not steer the reader's terminal.
  private static func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { visible, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        visible += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: visible.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Every error of one text, so that nobody has to run the tool once for each.
public struct ConfigErrors: Error, Sendable, Equatable, CustomStringConvertible {
  /// In order of line and column; never empty.
  public let all: [ConfigError]

  init(_ errors: [ConfigError]) {
    precondition(!errors.isEmpty)
    // Ordered by place and then as found: `sort` alone does not promise to keep equal places in order.
    all = errors.enumerated()
      .sorted { ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset) }
      .map(\.element)
  }

  init(_ error: ConfigError) { self.init([error]) }

  /// One error a line.
  public var description: String {
    all.map(\.description).joined(separator: "\n")
  }
}
