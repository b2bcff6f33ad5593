/// The forms in which a report can be written.
public enum ReportKind: String, Sendable, CaseIterable {
  /// For people: at most 80 columns.
  case terminal
  /// For programs: one JSON object.
  case json
}

/// One `--report KIND[=FILE]`.
public struct ReportRequest: Sendable, Equatable {
  public var kind: ReportKind
  /// Where the report goes; nil and `-` are standard output.
  public var file: String?

  public init(kind: ReportKind, file: String? = nil) {
    self.kind = kind
    self.file = file
  }

  /// Reads `KIND` or `KIND=FILE`; everything after the first `=` is the file's name.
  public init(parsing text: String) throws(ReportRequestError) {
    let name = text.prefix { $0 != "=" }
    guard let kind = ReportKind(rawValue: String(name)) else {
      throw .unknownKind(String(name))
    }
    let rest = text.dropFirst(name.count)
    if rest == "=" { throw .missingFile(kind) }
    self.init(kind: kind, file: rest.isEmpty ? nil : String(rest.dropFirst()))
  }
}

public enum ReportRequestError: Error, Equatable, CustomStringConvertible {
  case unknownKind(String)
  case missingFile(ReportKind)

  public var description: String {
    switch self {
    case .unknownKind(let name):
      let known = ReportKind.allCases.map(\.rawValue).joined(separator: ", ")
      let shown = SafeText(unicode: true).fit(name, 40).plain
      return "--report: unknown kind '\(shown)'; known kinds: \(known)"
    case .missingFile(let kind):
      return "--report \(kind.rawValue)=: no file after the '='; "
        + "write '\(kind.rawValue)=FILE', or '\(kind.rawValue)' alone for standard output"
    }
  }
}
