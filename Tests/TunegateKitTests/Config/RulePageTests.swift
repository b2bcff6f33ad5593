import Testing

@testable import TunegateKit

/// The page that the tests of pages start from.
enum ToyPage {
  static let matter = """
    ---
    id: exact-duplicate
    group: duplicates
    severity: warning
    removable: true
    since: 0.1
    ---

    """

  static let text =
    matter + """
      # Exact duplicate

      Finds examples that repeat an earlier one
      byte for byte.

      ## Why it matters
      Each copy is learned once more.

      ## Examples
      ```jsonl
      {"prompt": "2+2?", "completion": "4"}
      {"prompt": "2+2?", "completion": "4"}
      ```
      ```findings
      2: repeats line 1
      ```

      Nothing is found here:

      ```yaml settings
      rules: {exact-duplicate: off}
      ```

      ```jsonl escaped train.jsonl
      {"text": "caf\\xE9 \\u00e9 \\\\x41"}
      ```

      ```findings
      ```
      ## Options
      ```yaml
      # a heading only to the eye
      ```

      """

  static func parse(_ text: String, _ name: String = "rules/pages/exact-duplicate.md") throws -> RulePage {
    try RulePage.parse(Array(text.utf8), name)
  }
}

@Suite struct RulePageTests {
  @Test func readsTheWhole() throws {
    let page = try ToyPage.parse(ToyPage.text)
    #expect(page.id == "exact-duplicate" && page.group == "duplicates" && page.severity == .warning)
    #expect(page.removable && page.since == "0.1" && page.title == "Exact duplicate")
    #expect(page.summary == "Finds examples that repeat an earlier one byte for byte.")
    #expect(page.sections.map(\.heading) == ["Why it matters", "Examples", "Options"])
    #expect(page.sections.map(\.line) == [13, 16, 37])
    #expect(page.sections[0].markdown == "Each copy is learned once more.")
    #expect(page.sections[2].markdown == "```yaml\n# a heading only to the eye\n```")
    #expect(ToyPage.text == ToyPage.matter + page.markdown)
  }

  @Test func readsExamples() throws {
    let page = try ToyPage.parse(ToyPage.text)
    try #require(page.examples.count == 2)
    let (first, second) = (page.examples[0], page.examples[1])
    #expect(first.line == 17 && first.fileName == nil && first.settings == nil)
    let line = #"{"prompt": "2+2?", "completion": "4"}"# + "\n"
    #expect(first.input == Array((line + line).utf8))
    #expect(first.findings == [RulePage.ExpectedFinding(line: 2, message: "repeats line 1")])
    #expect(second.line == 31 && second.fileName == "train.jsonl" && second.findings == [])
    #expect(second.input == Array(#"{"text": "caf"#.utf8) + [0xE9] + Array(#" \u00e9 \\x41"}"#.utf8 + [10]))
  }

  /// A fragment is a config file whose lines are those of the page.
  @Test func settingsAreAConfig() throws {
    let config = try #require(try ToyPage.parse(ToyPage.text).examples[1].settings)
    let settings = try Settings.effective(rules: DraftRules.specs, config: config)
    #expect(settings[rule: "exact-duplicate"]?.isEnabled == false)
    let wrong = ToyPage.text.replacing("{exact-duplicate: off}", with: "{exact-duplicat: off}")
    let bad = try #require(try ToyPage.parse(wrong).examples[1].settings)
    let error = #expect(throws: ConfigErrors.self) {
      try Settings.effective(rules: DraftRules.specs, config: bad)
    }
    #expect(
      error?.description == """
        rules/pages/exact-duplicate.md:28:9: error: unknown rule 'exact-duplicat' in rules; did you mean \
        'exact-duplicate'?
        """)
  }

  @Test(arguments: [
    ("1: says", 1, 0, "says"), ("2:17: says: more: 3", 2, 17, "says: more: 3"),
    ("0: the whole set", 0, 0, "the whole set"),
  ]) func readsFindings(text: String, line: Int, column: Int, message: String) throws {
    let page = try ToyPage.parse(ToyPage.text.replacing("2: repeats line 1", with: text))
    #expect(page.examples[0].findings == [.init(line: line, column: column, message: message)])
    #expect(page.examples[0].findings.map(\.description) == [text])
  }

  @Test func embeddedPagesAreRead() throws {
    let page = try RulePage.parse(PackageResources.exact_duplicate_md, "exact-duplicate.md")
    #expect(page.id == "exact-duplicate")
  }

  /// Longer marks hold shorter ones, and tildes hold backticks.
  @Test(arguments: ["````", "~~~"]) func fencesNest(mark: String) throws {
    let shown = "\(mark)markdown\n```jsonl\n{}\n```\n# no title\n\(mark)\n"
    let page = try ToyPage.parse(ToyPage.matter + shown + "# Title\nText.\n")
    #expect(page.examples.isEmpty && page.title == "Title" && page.summary == "Text.")
  }

  // MARK: - Rewriting

  @Test func rewritesFindingsAlone() throws {
    let page = try ToyPage.parse(ToyPage.text)
    let next = page.rewritten(with: [[], ["1: new", "1:3: newer"]])
    let expected = ToyPage.text.replacing("2: repeats line 1\n", with: "")
      .replacing("```findings\n```\n## Options", with: "```findings\n1: new\n1:3: newer\n```\n## Options")
    #expect(String(decoding: next, as: UTF8.self) == expected)
    #expect(
      try RulePage.parse(next, "exact-duplicate.md").examples.map { $0.findings.map(\.description) }
        == [[], ["1: new", "1:3: newer"]])
  }

  @Test(arguments: ["\n", "\r\n"]) func rewritingTheSameChangesNoByte(ending: String) throws {
    let text = ToyPage.text.replacing("\n", with: ending)
    let page = try ToyPage.parse(text)
    #expect(page.summary == "Finds examples that repeat an earlier one byte for byte.")
    #expect(page.rewritten(with: page.examples.map { $0.findings.map(\.description) }) == Array(text.utf8))
    let unended = try ToyPage.parse(text + "no newline at the end")
    #expect(unended.rewritten(with: [[], ["1: x"]]).suffix(3) == Array("end".utf8))
    #expect(page.examples.map(\.input) == (try ToyPage.parse(ToyPage.text)).examples.map(\.input))
  }
}
