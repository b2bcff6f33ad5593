import Testing

@testable import TunegateKit

@Suite struct SafeTextTests {
  private let unicode = SafeText(unicode: true)
  private let ascii = SafeText(unicode: false)

  @Test(arguments: [
    ("plain", "plain", "plain"), ("a\tb\r\n", #"a\tb\r\n"#, #"a\tb\r\n"#),
    ("\u{1B}[31m", #"\u{1b}[31m"#, #"\u{1b}[31m"#),
    ("\u{202E}x\u{2069}", #"\u{202e}x\u{2069}"#, #"\u{202e}x\u{2069}"#), ("漢é", "漢é", #"\u{6f22}\u{e9}"#),
    ("❤\u{FE0F}", "❤", #"\u{2764}\u{fe0f}"#), ("a\u{FE0F}", #"a\u{fe0f}"#, #"a\u{fe0f}"#),
    ("\u{301}", #"\u{301}"#, #"\u{301}"#), ("\u{E0041}\u{E000}", #"\u{e0041}\u{e000}"#, #"\u{e0041}\u{e000}"#),
  ])
  func escapes(_ text: String, _ shown: String, _ shownInASCII: String) {
    #expect(unicode.fit(text, 100).plain == shown)
    #expect(ascii.fit(text, 100).plain == shownInASCII)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("漢字漢字", 8, "漢字漢字"), ("漢字漢字漢", 8, "漢字漢…"),
    ("漢字漢字漢", 7, "漢字漢…"), ("abc", 0, ""), ("", 5, ""), ("a\nb\nc\nd", 6, #"a\nb…"#), ("e\u{301}ab", 2, "e\u{301}…"),
  ])
  func clipsToColumns(_ text: String, _ limit: Int, _ shown: String) {
    #expect(unicode.fit(text, limit).plain == shown)
    #expect(unicode.fit(text, limit).columns <= limit)
  }

  @Test(arguments: [
    ("data/train.jsonl", 16, "data/train.jsonl"), ("data/train.jsonl", 9, "…in.jsonl"), ("漢字漢字", 5, "…漢字"),
  ])
  func clipsPathsInFront(_ text: String, _ limit: Int, _ shown: String) {
    #expect(unicode.fitEnd(text, limit).plain == shown)
  }

  @Test func aTowerOfMarksIsCutDown() {
    let tower = "e" + String(repeating: "\u{301}", count: 9)
    #expect(
      unicode.fit(tower, 100).plain == "e" + String(repeating: "\u{301}", count: 4)
        + String(repeating: #"\u{301}"#, count: 5))
  }

  @Test func wrapsAtSpacesAndOnlyElseInsideWords() {
    let text = unicode.fit("one two threefour 漢字漢字 x", 100)
    #expect(
      text.wrapped(to: 8, hanging: 2).map { $0.rendered(color: false) } == [
        "one two", "  threef", "  our", "  漢字漢", "  字 x",
      ])
  }

  @Test func barsAndSparklines() {
    let (drawn, typed) = (Charts(unicode: true), Charts(unicode: false))
    #expect(drawn.bar(1, width: 4).plain == "████")
    #expect(drawn.bar(0.5, width: 3).plain == "█▌")
    #expect(drawn.bar(1e-9, width: 3).plain == "▏")
    #expect(drawn.bar(.nan, width: 3).plain == "")
    #expect(typed.bar(0.5, width: 4).plain == "##")
    #expect(drawn.sparkline([0, 0.1, 0.8, 0.4, .nan]).plain == " ▁█▄ ")
    #expect(typed.sparkline([0, 0.1, 0.8, 0.4]).plain == " _#-")
  }
}
