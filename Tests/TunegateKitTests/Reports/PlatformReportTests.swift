import Foundation
import Testing

@testable import TunegateKit

/// Reports that other programs read: each held against the rules of its reader, which stand here in short.
@Suite("Reports for platforms")
struct PlatformReportTests {
  private func example(_ name: String) throws -> AuditReport {
    try #require(ExampleReports.all.first { $0.name == name }).report
  }

  private static let names = ExampleReports.all.map(\.name)

  @Test("Same input, same bytes", arguments: names)
  func snapshots(_ name: String) throws {
    let report = try example(name)
    let listed = ListedFindings(report)
    try expectSnapshot(MarkdownReport().text(for: report, listed), named: "\(name).md")
    try expectSnapshot(String(decoding: HTMLReport().bytes(for: report, listed), as: UTF8.self), named: "\(name).html")
    try expectSnapshot(String(decoding: JUnitReport().bytes(for: report, listed), as: UTF8.self), named: "\(name).xml")
    try expectSnapshot(GitHubReport().text(for: report, listed), named: "\(name).github.txt")
    try expectSnapshot(
      String(decoding: GitLabReport().bytes(for: report, listed), as: UTF8.self), named: "\(name).gitlab.json")
    // Pages change for reasons of their own.
    let sarif = String(decoding: SARIFReport().bytes(for: report, listed), as: UTF8.self)
      .replacing(/"markdown": ".*"/, with: "\"markdown\": \"…\"")
    try expectSnapshot(sarif, named: "\(name).sarif")
  }

  // MARK: - SARIF

  /// What the 2.1.0 schema and GitHub's page on SARIF support ask of the parts that are written.
  private static let sarifRules = """
    {
      "type": "object",
      "required": ["$schema", "version", "runs"],
      "additionalProperties": false,
      "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
          "type": "array",
          "minItems": 1,
          "maxItems": 20,
          "items": {
            "type": "object",
            "required": ["tool", "results"],
            "properties": {
              "tool": {
                "required": ["driver"],
                "properties": {
                  "driver": {
                    "required": ["name", "rules"],
                    "properties": {
                      "rules": {
                        "uniqueItems": true,
                        "items": {
                          "required": ["id", "shortDescription", "fullDescription", "help"],
                          "properties": {
                            "shortDescription": {"$ref": "#/$defs/text"},
                            "fullDescription": {"$ref": "#/$defs/text"},
                            "help": {"required": ["text"]},
                            "defaultConfiguration": {"properties": {"level": {"enum": ["none", "note",
                              "warning", "error"]}}}
                          }
                        }
                      }
                    }
                  }
                }
              },
              "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
              "invocations": {"items": {"required": ["executionSuccessful"]}},
              "results": {
                "maxItems": 5000,
                "items": {
                  "required": ["message", "locations", "partialFingerprints"],
                  "properties": {
                    "message": {"$ref": "#/$defs/text"},
                    "rank": {"minimum": 0, "maximum": 100},
                    "locations": {
                      "minItems": 1,
                      "maxItems": 1,
                      "items": {
                        "required": ["physicalLocation"],
                        "properties": {
                          "physicalLocation": {
                            "required": ["artifactLocation", "region"],
                            "properties": {
                              "artifactLocation": {"required": ["uri"],
                                "properties": {"uri": {"format": "uri-reference"}}},
                              "region": {
                                "required": ["startLine", "startColumn", "endLine", "endColumn"],
                                "additionalProperties": {"type": "integer", "minimum": 1}
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      },
      "$defs": {
        "text": {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 1024}}}
      }
    }
    """

  @Test("SARIF keeps what its schema and GitHub ask for", arguments: names)
  func sarif(_ name: String) throws {
    let report = try example(name)
    var options = JSONSchema.Options()
    options.assertsFormats = true
    let schema = try JSONSchema(Array(Self.sarifRules.utf8), options: options)
    let bytes = SARIFReport().bytes(for: report, ListedFindings(report))
    #expect(schema.errors(in: bytes).map(\.message) == [])
    let log = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect((run["results"] as? [Any])?.count == report.findings.count)
  }

  @Test(
    "Paths become relative references",
    arguments: [("a b/c.jsonl", "a%20b/c.jsonl"), ("x:y", "x%3Ay"), ("é", "%C3%A9")])
  func uris(path: String, uri: String) { #expect(SARIFReport.uri(path) == uri) }

  // MARK: - JUnit

  /// What Jenkins' junit-10 takes of the elements that are written.
  private static let junitRules = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:complexType name="reason" mixed="true">
        <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/>
      </xs:complexType>
      <xs:element name="testsuites"><xs:complexType><xs:sequence>
        <xs:element name="testsuite"><xs:complexType><xs:sequence>
          <xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
            <xs:choice minOccurs="0">
              <xs:element name="skipped" type="reason"/><xs:element name="error" type="reason"/>
              <xs:element name="failure" type="reason"/>
            </xs:choice>
            <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="time" type="xs:decimal"/>
            <xs:attribute name="classname" type="xs:string"/>
          </xs:complexType></xs:element>
        </xs:sequence>
        <xs:attribute name="name" type="xs:string" use="required"/>
        <xs:attribute name="tests" type="xs:int" use="required"/>
        <xs:attribute name="failures" type="xs:int" use="required"/>
        <xs:attribute name="errors" type="xs:int" use="required"/>
        <xs:attribute name="skipped" type="xs:int"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:schema>
    """

  @Test("JUnit keeps to Jenkins' rules, and no case comes twice", arguments: names)
  func junit(_ name: String) throws {
    let report = try example(name)
    let grammar = try XMLGrammar(Array(Self.junitRules.utf8), path: "junit.xsd", folders: [])
    let bytes = JUnitReport().bytes(for: report, ListedFindings(report))
    #expect(grammar.complaints(about: bytes).map(\.message) == [])
    let text = String(decoding: bytes, as: UTF8.self)
    let cases = text.matches(of: /<testcase classname="[^"]*" name="[^"]*"/).map { String($0.0) }
    #expect(Set(cases).count == cases.count && !cases.isEmpty)
    #expect(text.contains("<failure") == report.gate.limits.contains { !$0.passed })
  }

  // MARK: - GitLab and GitHub

  @Test("GitLab: the keys of a code quality report, fingerprints of their own", arguments: names)
  func gitlab(_ name: String) throws {
    let report = try example(name)
    let schema = try JSONSchema(
      Array(
        """
        {"type": "array", "items": {"required": ["description", "check_name", "fingerprint", "severity", "location"],
         "properties": {"severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
         "location": {"required": ["path", "lines"], "properties": {"path": {"type": "string", "minLength": 1},
          "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}}}}}}
        """.utf8))
    let bytes = GitLabReport().bytes(for: report, ListedFindings(report))
    #expect(schema.errors(in: bytes).map(\.message) == [])
    let entries = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
    #expect(Set(entries.compactMap { $0["fingerprint"] as? String }).count == report.findings.count)
  }

  @Test("GitHub: at most ten annotations of a kind, a few of each rule, none that ends its line early")
  func github() throws {
    var report = try example("dirty")
    report.problems = ["a\nb", "50 % lost"]
    report.findings = (0..<200).map { i in
      Finding(
        rule: "rule-\(i % 7)", severity: Severity.allCases[i % 3], place: Place(source: 0, line: i + 1), column: i % 4,
        message: "found 5 %\n::set-output name=x::y \(i)", hint: "a, b: c")
    }
    let text = GitHubReport().text(for: report, ListedFindings(report))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") || $0.hasPrefix("::notice ") })
    for kind in ["error", "warning", "notice"] { #expect(lines.count { $0.hasPrefix("::\(kind) ") } <= 10) }
    #expect(lines.count { $0.contains("rule-3") && $0.hasPrefix("::warning") } <= 3)
    #expect(lines[0] == "::error title=tunegate::a%0Ab" && lines[1].contains("50 %25 lost"))
    #expect(lines.contains { $0.contains("found 5 %25%0A::set-output name=x::y") })
    #expect(!text.contains("%0A%0A") && lines.last?.contains("more findings") == true)
    #expect(
      GitHubReport().outputs(for: report) == "gate=no judgement\nnoise=14.231\nverdict=clean-first\nproceed=false\n")
  }

  // MARK: - For people

  @Test("HTML: no script, nothing from elsewhere, texts of the data are text", arguments: names)
  func html(_ name: String) throws {
    var report = try example(name)
    let attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u{202E}"
    report.inputs[0].path = attack
    report.verdict.wouldFlip = [attack]
    for i in report.findings.indices { (report.findings[i].message, report.findings[i].hint) = (attack, attack) }
    let html = String(decoding: HTMLReport().bytes(for: report, ListedFindings(report)), as: UTF8.self)
    #expect(html.utf8.count < 200_000)
    for text in ["<script", "<img", "http://", "https://", "\u{202E}"] { #expect(!html.contains(text), "\(text)") }
    #expect(html.contains("Content-Security-Policy") && html.contains("default-src &#39;none&#39;"))
    #expect(html.contains("<html lang=\"en\">") && html.contains("<h1>"))
    let headers = html.matches(of: /<th[ >][^>]*/).map { String($0.0) }
    #expect(headers.allSatisfy { $0.contains("scope=") })
    // Opened and closed in pairs.
    for tag in ["table", "section", "svg", "details", "tbody", "ol", "ul", "main"] {
      #expect(
        html.components(separatedBy: "<\(tag)").count == html.components(separatedBy: "</\(tag)>").count, "\(tag)")
    }
  }

  @Test("Colors of text have a contrast of 7 to 1 on their grounds")
  func contrast() {
    let sheet = "\(HTMLStyle.sheet)"
    func colors(_ name: String) -> [Double] {
      guard let match = sheet.firstMatch(of: try! Regex("--\(name):light-dark\\(#([0-9a-f]+),#([0-9a-f]+)\\)")) else {
        return []
      }
      return (1...2).map { k in
        let hex = Array(String(match[k].substring ?? ""))
        let full = hex.count == 3 ? hex.flatMap { [$0, $0] } : hex
        let parts = stride(from: 0, to: 6, by: 2).map { Double(Int(String(full[$0...($0 + 1)]), radix: 16) ?? 0) / 255 }
        let linear = parts.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
      }
    }
    for ground in ["bg", "card"] {
      for text in ["fg", "soft", "good", "bad"] {
        for (a, b) in zip(colors(text), colors(ground)) {
          #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 7, "\(text) on \(ground)")
        }
        #expect(colors(text).count == 2)
      }
    }
  }

  @Test("Markdown: the data can neither end a cell nor mean anything, and it stays below 64 KiB")
  func markdown() throws {
    var report = try example("dirty")
    report.findings = (0..<600).map { i in
      Finding(
        rule: "rule-\(i)", severity: .error, place: Place(source: 0, line: i + 1),
        message: "a|b\n# c <b>*d*</b> `e` [f](g) @everyone" + String(repeating: "x", count: 300))
    }
    let text = MarkdownReport().text(for: report, ListedFindings(report))
    #expect(text.utf8.count < 65_536 && text.contains("more findings"))
    #expect(
      !text.contains("<b>") && !text.contains("\n# c") && !text.contains("[f](g)") && !text.contains(" @everyone"))
    #expect(MarkdownReport.cell("a|b") == "a&#124;b" && MarkdownReport.cell("_x_") == "\\_x\\_")
  }

  @Test("The worst come first, as many of a rule as there is room for, and the rest is counted")
  func listed() throws {
    let report = try example("dirty")
    let all = ListedFindings(report).entries.map(\.finding)
    #expect(all.first?.rule == "exact-duplicate" && all.last?.severity == .warning)
    let entries = ListedFindings(report).entries
    let few = ListedFindings(entries + entries, report, most: 3, perRule: 1)
    #expect(few.entries.count == 3 && few.omitted == 531 - 3)
  }

  @Test("Fingerprints follow the content, not the line")
  func fingerprints() async throws {
    let folder = try TestFolder()
    let empty = #"{"prompt": "Say something about rivers", "completion": ""}"#
    let fine = #"{"prompt": "What is a river?", "completion": "Water that flows to the sea."}"#
    func prints(_ lines: [String]) async throws -> [String: String] {
      let path = try folder.write("\(lines.count).jsonl", lines.joined(separator: "\n") + "\n")
      let audit = await Pipeline.audit(
        [path], settings: try standardSettings(), options: AuditOptions(findingsPerRule: 9))
      return Dictionary(
        audit.listed(most: 99).entries.filter { $0.finding.rule == "empty-turn" }.map {
          ("\($0.finding.place.line)", $0.fingerprint)
        }, uniquingKeysWith: { first, _ in first })
    }
    let first = try await prints([empty, fine])
    let moved = try await prints([fine, fine, empty])
    #expect(first["1"] != nil && first["1"] == moved["3"])
    let twice = try await prints([empty, fine, fine, empty])
    #expect(twice["1"] == first["1"] && twice["4"] != first["1"] && twice.count == 2)
  }
}
