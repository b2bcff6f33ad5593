import Foundation
import Testing

@testable import TunegateKit

/// The pages' examples are the tests of the rules. `UPDATE=1` rewrites the findings on the pages.
@Suite("Rule pages: examples")
struct PageExampleTests {
  @Test("A rule finds what its page says", .disabled(if: RuleBook.isUpdating), arguments: RuleBook.examples)
  func finds(example: PageExample) async throws {
    #expect(example.differences(from: try await example.findings()) == [])
  }

  @Test("So it does with several workers", .disabled(if: RuleBook.isUpdating), arguments: RuleBook.examples)
  func findsSideBySide(example: PageExample) async throws {
    #expect(example.differences(from: try await example.findings(jobs: 3)) == [])
  }

  @Test("UPDATE=1 rewrites the pages", .enabled(if: RuleBook.isUpdating), arguments: RuleBook.ids)
  func rewrites(rule: String) async throws {
    let page = try RuleBook.page(rule)
    var found: [[String]] = []
    for example in page.examples {
      found.append(try await PageExample(rule: rule, example: example).findings().map(\.description))
    }
    try Data(page.rewritten(with: found)).write(to: RuleBook.folder.appendingPathComponent("\(rule).md"))
  }

  @Test(
    "Every rule has an example that it finds something in, and one that it does not",
    .disabled(if: RuleBook.isUpdating), arguments: RuleBook.ids)
  func bothKinds(rule: String) throws {
    let examples = try RuleBook.page(rule).examples
    #expect(examples.contains { $0.findings.isEmpty }, "\(RuleBook.path(rule)): no example that passes")
    // A model needs hundreds of distinct examples to find anything: its own tests plant faults in such sets.
    let fails = examples.contains { !$0.findings.isEmpty } || AllRules.models.contains(rule)
    #expect(fails, "\(RuleBook.path(rule)): no example that fails")
  }

  @Test("A finding that differs is told, with the page's line")
  func differences() async throws {
    let page = try RulePage.parse(
      Array(
        """
        ---
        id: not-an-object
        group: format
        severity: error
        removable: true
        since: 0.1
        ---
        # T
        ```jsonl
        {"prompt": "a", "completion": "b"}
        7
        ```
        ```findings
        1: says
        ```
        """.utf8), "not-an-object.md")
    let example = PageExample(rule: "not-an-object", example: try #require(page.examples.first))
    let found = try await example.findings()
    #expect(found.map(\.description) == ["2:1: the line is `7`, expected a JSON object"])
    #expect(
      example.differences(from: found) == [
        "rules/pages/not-an-object.md:14: not found: 1: says",
        "rules/pages/not-an-object.md:9: not on the page: 2:1: the line is `7`, expected a JSON object",
      ])
    #expect(example.differences(from: [RulePage.ExpectedFinding(line: 1, message: "says")]) == [])
  }
}
