import Testing

@testable import TunegateKit

/// Examples of several files, and the short forms for long ones.
@Suite("Rule pages: files of an example")
struct PageFileTests {
  private static let matter = """
    ---
    id: missing-shard
    group: files
    severity: error
    removable: false
    since: 0.1
    ---
    # T

    """

  private func parse(_ body: String) throws -> RulePage {
    try RulePage.parse(Array((Self.matter + body).utf8), "missing-shard.md")
  }

  /// The errors of a page whose body starts on line 9, without the page's name.
  private func errors(_ body: String) -> [String] {
    do {
      _ = try parse(body)
      return []
    } catch let errors as ConfigErrors {
      return errors.all.map { String($0.description.trimmingPrefix("missing-shard.md:")) }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func severalFiles() throws {
    let page = try parse(
      """
      ```markdown README.md
      # Card
      ```

      ```jsonl train.jsonl times=3
      {"n": 1}
      {"n": 2}
      ```
      ```findings
      README.md:1: says
      train.jsonl:6:2: says: more
      0: the set
      ```
      """)
    let example = try #require(page.examples.first)
    #expect(example.files.map(\.name) == ["README.md", "train.jsonl"])
    #expect(example.files.map(\.line) == [9, 13])
    #expect(example.files.map { String(decoding: $0.bytes, as: UTF8.self).split(separator: "\n").count } == [1, 6])
    #expect(
      example.findings == [
        .init(file: "README.md", line: 1, message: "says"),
        .init(file: "train.jsonl", line: 6, column: 2, message: "says: more"), .init(line: 0, message: "the set"),
      ])
    #expect(
      example.findings.map(\.description) == ["README.md:1: says", "train.jsonl:6:2: says: more", "0: the set"])
    let same = page.rewritten(with: [example.findings.map(\.description)])
    #expect(same == Array((Self.matter + page.markdownBody).utf8))
  }

  @Test func filesAreNamedOnTheTerminal() throws {
    let page = try parse(
      "```jsonl a.jsonl\n{}\n```\n```jsonl b.jsonl times=2\n{}\n```\n```findings\n```\n<!-- note -->\n")
    #expect(
      page.rendered(width: 80).hasSuffix(
        """

          a.jsonl
            {}

          b.jsonl, 2 times over
            {}

          findings
            none

        """))
  }

  @Test func bytesRepeat() throws {
    let page = try parse("```jsonl escaped\n\\x61{3}{\\x7B{1}4}\\xEF{\"a\"\n```\n```findings\n```\n")
    #expect(page.examples.first?.input == Array("aaa{{4}".utf8) + [0xEF] + Array("{\"a\"\n".utf8))
  }

  @Test(arguments: [
    (
      "```jsonl a.jsonl\n{}\n```\n```jsonl\n{}\n```\n```findings\n```",
      ["12: error: several files make one example: each needs a name of its own, such as 'jsonl train.jsonl'"]
    ),
    (
      "```jsonl a.jsonl\n{}\n```\n```jsonl a.jsonl\n{}\n```\n```findings\n```",
      [9, 12].map {
        "\($0): error: several files make one example: each needs a name of its own, such as 'jsonl train.jsonl'"
      }
    ),
    (
      "```jsonl a.jsonl\n{}\n```\n```jsonl b.jsonl\n{}\n```\n"
        + "```findings\n1: says\nc.jsonl:1: says\na.jsonl:2: says\n```",
      [
        "16: error: expected 'NAME:LINE: message' or 'NAME:LINE:COLUMN: message', found '1: says'",
        "17: error: expected 'NAME:LINE: message' or 'NAME:LINE:COLUMN: message', found 'c.jsonl:1: says'",
        "18: error: line 2 of an example that has 1; lines count from 1",
      ]
    ),
    (
      "```jsonl times=0\n{}\n```\n```findings\n```",
      ["9: error: 'times=0' behind 'jsonl': expected times=1 to times=10000"]
    ),
    (
      "```jsonl ../a.jsonl\n{}\n```\n```findings\n```",
      ["9: error: '../a.jsonl' behind 'jsonl': expected 'escaped' or the name of a file, such as train.jsonl"]
    ),
    (
      "```markdown README.md\n# T\n```",
      ["9: error: a 'jsonl' fence must be followed by a 'findings' fence, empty if nothing is found"]
    ),
  ]) func filesAreRefused(body: String, expected: [String]) {
    #expect(errors(body + "\n") == expected)
  }
}

extension RulePage {
  /// What stands behind the title line and its newline.
  fileprivate var markdownBody: String { String(markdown.drop { $0 != "\n" }.dropFirst()) }
}
