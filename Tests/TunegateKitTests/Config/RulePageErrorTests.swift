import Testing

@testable import TunegateKit

/// Every error message of a page, as its author sees it, without the file's name before it.
@Suite struct RulePageErrorTests {
  static let noMatter =
    "1: error: expected front matter: a line '---', the keys id, group, severity, removable, since, a line '---'"

  @Test(arguments: ["# Title", "", "---\nid: exact-duplicate\n", " ---\n---\n# T"])
  func frontMatterIsNeeded(text: String) {
    #expect(errors(text) == [Self.noMatter])
  }

  /// One change of the front matter, and what it brings.
  @Test(arguments: [
    ("group: duplicates\n", "", ["1:1: error: 'group' is missing from the front matter"]),
    (
      "since", "sinse",
      [
        "1:1: error: 'since' is missing from the front matter",
        """
        6:1: error: unknown key 'sinse' in front matter; expected one of id, group, severity, removable, since, \
        repairable; did you mean 'since'?
        """,
      ]
    ),
    (
      "warning", "warnin",
      ["4:11: error: severity: expected one of error, warning, note, found 'warnin'; did you mean 'warning'?"]
    ),
    ("true", "often", ["5:12: error: removable: expected true or false, found 'often'"]),
    ("0.1", "soon", ["6:8: error: since: expected a version such as 0.1, found 'soon'"]),
    ("0.1", "1", ["6:8: error: since: expected a version such as 0.1, found '1'"]),
    ("0.1", "+0.1", ["6:8: error: since: expected a version such as 0.1, found '+0.1'"]),
    ("0.1", "", ["6:7: error: since: expected a version such as 0.1, found nothing"]),
    (
      "exact-duplicate", "near-duplicate",
      ["2:5: error: id 'near-duplicate' does not fit the file 'exact-duplicate.md'; one of the two must change"]
    ),
    ("since: 0.1", "since: 0.1\nid: a", ["7:1: error: duplicate key 'id', first given on line 2; keep one"]),
    (
      "since: 0.1", "since: a: b",
      [
        """
        6:9: error: not valid YAML: mapping values are not allowed in this context; put quotes around a text that \
        holds ': ', and look at the line before
        """
      ]
    ),
  ]) func frontMatterIsRefused(old: String, new: String, expected: [String]) {
    #expect(errors(ToyPage.matter.replacing(old, with: new) + "# Title\n") == expected)
  }

  @Test func everyKeyIsNeeded() {
    let missing = RulePageParser.keys.map { "1:1: error: '\($0)' is missing from the front matter" }
    #expect(errors("---\n---\n# Title\n") == missing)
    #expect(errors("---\n- a\n---\n# Title\n").first == "1:1: error: 'id' is missing from the front matter")
  }

  @Test func aTitleIsNeeded() {
    let expected = ["7: error: expected a title behind the front matter: a line '# Title'"]
    #expect(errors(ToyPage.matter) == expected)
    #expect(errors(ToyPage.matter + "#Title\n## Section\n```\n# In a fence\n```\n") == expected)
  }

  static let noFindings = "error: a 'jsonl' fence must be followed by a 'findings' fence, empty if nothing is found"
  static let noInput = "error: a 'findings' fence must follow a 'jsonl' fence"
  static let noExample = "error: a 'yaml settings' fence must be followed by a 'jsonl' fence"
  static let badPlace = "error: expected 'LINE: message' or 'LINE:COLUMN: message', found"

  /// Fences that begin on line 10.
  @Test(arguments: [
    ("```jsonl\n{}\n```", ["10: \(noFindings)"]),
    ("```jsonl\n{}\n```\ntext between\n```findings\n```", ["10: \(noFindings)", "14: \(noInput)"]),
    ("```findings\n```", ["10: \(noInput)"]),
    ("```jsonl\n{}\n```\n```findings\n```\n```findings\n```", ["15: \(noInput)"]),
    ("```yaml settings\na: 1\n```", ["10: \(noExample)"]),
    ("```yaml settings\na: 1\n```\n```yaml\n```", ["10: \(noExample)"]),
    ("```jsonl\n{}", ["10: error: this fence is never closed; end it with a line of the same marks"]),
    ("````\n```", ["10: error: this fence is never closed; end it with a line of the same marks"]),
    (
      "```jsonl raw\n{}\n```\n```findings\n```",
      ["10: error: 'raw' behind 'jsonl': expected 'escaped' or the name of a file, such as train.jsonl"]
    ),
    (
      "```jsonl a.jsonl b.jsonl\n{}\n```\n```findings\n```",
      ["10: error: 'b.jsonl' behind 'jsonl': expected 'escaped' or the name of a file, such as train.jsonl"]
    ),
    (
      "```jsonl escaped\n\\xG1\n\\x4\n\\x+4\n\\x\n```\n```findings\n```",
      (11...14).map { "\($0): error: expected two hexadecimal digits behind '\\x'" }
    ),
    (
      "```jsonl\n{}\n```\n```findings\n2: says\n1:0: says\n```",
      [
        "14: error: line 2 of an example that has 1; lines count from 1",
        "15: error: column 0; columns count from 1, leave the column out for the whole line",
      ]
    ),
    (
      "```jsonl\n{}\n```\n```findings\nrepeats\n1:2:3: says\n-1: says\n1:says\n1: \n:1: says\n\n```",
      ["14: \(badPlace) 'repeats'", "15: \(badPlace) '1:2:3: says'", "16: \(badPlace) '-1: says'"]
        + ["17: \(badPlace) '1:says'", "18: \(badPlace) '1: '", "19: \(badPlace) ':1: says'", "20: \(badPlace) ''"]
    ),
  ]) func fencesAreRefused(body: String, expected: [String]) {
    #expect(errors(ToyPage.matter + "# Title\n\n" + body + "\n") == expected)
  }

  @Test func bytesMustBeUTF8() {
    let bytes = Array(ToyPage.matter.utf8) + Array("# Title\n".utf8) + [0xE9, 10]
    let error = #expect(throws: ConfigErrors.self) { try RulePage.parse(bytes, "p.md") }
    #expect(
      error?.description
        == "p.md:9: error: not valid UTF-8; write such bytes as \\xNN in a fence marked 'jsonl escaped'")
  }

  /// The errors of a page, each without the page's name.
  private func errors(_ text: String) -> [String] {
    do {
      _ = try RulePage.parse(Array(text.utf8), "exact-duplicate.md")
      return []
    } catch {
      return error.all.map { String($0.description.trimmingPrefix("exact-duplicate.md:")) }
    }
  }
}
