/// The forms in which a report can be written.
public enum ReportKind: String, Sendable, CaseIterable {
  /// For people: at most 80 columns.
  case terminal
  /// For programs: one JSON object.
  case json
  /// For pull requests and dataset cards.
  case markdown
  /// One page that needs nothing else.
  case html
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// Rules as test cases, for Jenkins and GitLab.
  case junit
  /// Annotations of GitHub Actions, with a step summary and outputs.
  case github
  /// GitLab Code Quality.
  case gitlab

  /// Findings of each rule that the report has room for.
  public var findingsPerRule: Int {
    switch self {
    case .terminal, .json: 0
    case .markdown: MarkdownReport.findingsPerRule
    case .html: HTMLReport.findingsPerRule
    case .sarif: SARIFReport.mostOfRule
    case .junit: JUnitReport.placesPerRule
    case .github: GitHubReport.mostOfKind
    case .gitlab: GitLabReport.mostOfRule
    }
  }
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
