/// A rule's page: its documentation, its examples and, because the examples run, its test.
///
/// ````markdown
/// ---
/// id: exact-duplicate
/// group: duplicates
/// severity: warning
/// removable: true
/// since: 0.1
/// ---
/// # Exact duplicate
/// Finds examples that repeat an earlier one.
/// ## Examples
/// ```yaml settings
/// rules: {exact-duplicate: {severity: error}}
/// ```
/// ```jsonl
/// {"prompt": "2+2?", "completion": "4"}
/// {"prompt": "2+2?", "completion": "4"}
/// ```
/// ```findings
/// 2: repeats line 1
/// ```
/// ````
public struct RulePage: Sendable {
  public let id: String
  public let group: String
  public let severity: Severity
  /// True when `tunegate fix` may take out the examples that the rule finds.
  public let removable: Bool
  /// True when `tunegate fix` writes back what the text was, where the rule is certain of it.
  public let repairable: Bool
  /// The version that brought the rule: `0.1`.
  public let since: String
  /// The text of the first `#` heading.
  public let title: String
  /// The first paragraph below the title, on one line; empty when there is none.
  public let summary: String
  /// One for each `##` heading, in order.
  public let sections: [Section]
  public let examples: [Example]
  /// The Markdown behind the front matter.
  public let markdown: String

  /// The file's lines without their newline, a carriage return kept: joined by newlines they are the file.
  let lines: [String]
  let blocks: [PageBlock]

  /// The text under one `##` heading.
  public struct Section: Sendable, Equatable {
    public let heading: String
    /// Line of the heading, from 1.
    public let line: Int
    /// Markdown up to the next `##` heading, without blank lines at its ends.
    public let markdown: String
  }

  /// What a rule is given, in one or several `jsonl` fences, and what it must find there.
  public struct Example: Sendable, Equatable {
    /// At least one; several are the files of one folder.
    public let files: [File]
    /// The config fragment of the `yaml settings` fence before it; nil when there is none.
    public let settings: ConfigFile?
    public let findings: [ExpectedFinding]

    /// Indices into the page's lines: what `rewritten` replaces.
    let findingLines: Range<Int>

    /// Line of the first fence in the page, from 1.
    public var line: Int { files[0].line }
    /// The name of the first file; nil when the fence gives none.
    public var fileName: String? { files[0].name }
    /// The content of the first file.
    public var input: [UInt8] { files[0].bytes }
  }

  /// A fence that stands for a file.
  public struct File: Sendable, Equatable {
    /// Line of the fence in the page, from 1.
    public let line: Int
    /// The info word with a dot (`jsonl train.jsonl`), else nil.
    public let name: String?
    /// How many times over the file holds the fence's lines: `times=150` behind `jsonl`.
    public let times: Int
    /// The content of the fence, each line ended by a newline.
    public let bytes: [UInt8]
    let lineCount: Int
  }

  /// `LINE: message` or `LINE:COLUMN: message`, with `NAME:` before it in an example of several files.
  public struct ExpectedFinding: Sendable, Hashable, CustomStringConvertible {
    /// The name of the file in an example of several; nil in an example of one, and for the whole set.
    public let file: String?
    /// Line within the file from 1; 0 for the whole file or set.
    public let line: Int
    /// Byte column from 1; 0 for the whole line.
    public let column: Int
    public let message: String

    public init(file: String? = nil, line: Int, column: Int = 0, message: String) {
      self.file = file
      self.line = line
      self.column = column
      self.message = message
    }

    public var description: String {
      (file.map { $0 + ":" } ?? "") + (column == 0 ? "\(line): \(message)" : "\(line):\(column): \(message)")
    }
  }

  /// The page with the contents of its `findings` fences replaced, one list of lines for each example, in order.
  /// Every other byte stays.
  ///
  /// - Precondition: as many lists as examples; no line holds a newline.
  public func rewritten(with findings: [[String]]) -> [UInt8] {
    precondition(findings.count == examples.count, "one list of findings for each example of \(id)")
    precondition(!findings.joined().contains { $0.utf8.contains(UInt8(ascii: "\n")) }, "a finding is one line")
    // A page with CRLF lines keeps them.
    let ending = lines.first?.utf8.last == UInt8(ascii: "\r") ? "\r" : ""
    var next = lines
    for (example, found) in zip(examples, findings).reversed() {
      next.replaceSubrange(example.findingLines, with: found.map { $0 + ending })
    }
    return Array(next.joined(separator: "\n").utf8)
  }
}
