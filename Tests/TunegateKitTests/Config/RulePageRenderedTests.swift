import Testing

@testable import TunegateKit

@Suite struct RulePageRenderedTests {
  @Test func wrapsTextAndIndentsFences() throws {
    let rendered = try ToyPage.parse(ToyPage.text).rendered(width: 40)
    #expect(
      rendered == """
        Exact duplicate
          exact-duplicate, group duplicates,
          warning, removable, since 0.1

        Finds examples that repeat an earlier
        one byte for byte.

        Why it matters

        Each copy is learned once more.

        Examples

            {"prompt": "2+2?", "completion": "4"}
            {"prompt": "2+2?", "completion": "4"}

          findings
            2: repeats line 1

        Nothing is found here:

          settings
            rules: {exact-duplicate: off}

            {"text": "caf\\xE9 \\u00e9 \\\\x41"}

          findings
            none

        Options

            # a heading only to the eye

        """)
  }

  @Test func wrapsLists() throws {
    let page = try ToyPage.parse(
      ToyPage.matter + """
        # Title
        Text before the list
        - first item that is long enough for a second line
          continued on the next
        - second
        10. tenth item that is long enough for a second line

        | a table | its last column is wrapped where it is too wide |
        |---|---|
        | `cell` | x |

        -no item, **bold** and `code` as they are
        """)
    #expect(
      page.rendered(width: 40) == """
        Title
          exact-duplicate, group duplicates,
          warning, removable, since 0.1

        Text before the list
        - first item that is long enough for a
          second line continued on the next
        - second
        10. tenth item that is long enough for a
            second line

          a table  its last column is wrapped
                   where it is too wide
          cell     x

        -no item, **bold** and `code` as they
        are

        """)
  }

  @Test func boldHeadingsOnlyWithColor() throws {
    let page = try ToyPage.parse(ToyPage.text)
    let (plain, colored) = (page.rendered(), page.rendered(color: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[1mWhy it matters\u{1B}[0m\n"))
    #expect(colored.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == plain)
  }

  @Test(arguments: [20, 33, 80]) func staysWithinTheWidth(width: Int) throws {
    let words = (1...200).map { String(repeating: "w", count: $0 * 7 % 11 + 1) }.joined(separator: " ")
    let page = try ToyPage.parse(ToyPage.matter + "# T\n\(words)\n\n- \(words)\n")
    let lines = page.rendered(width: width).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
    let shown = lines.joined(separator: " ").split(separator: " ").filter { $0.allSatisfy { $0 == "w" } }
    #expect(shown.joined(separator: " ") == words + " " + words)
  }

  @Test func aLongWordStaysWhole() throws {
    let word = String(repeating: "x", count: 50)
    let page = try ToyPage.parse(ToyPage.matter + "# T\na \(word) b\n")
    #expect(page.rendered(width: 30).hasSuffix("\na\n\(word)\nb\n"))
  }
}
