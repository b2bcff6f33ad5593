import Testing

@testable import TunegateKit

/// What is HTML that was left behind, and what only looks like it.
@Suite("Leftover markup")
struct MarkupTests {
  /// The tag or entity that is told, `meant` for markup on purpose, nil for none.
  private func find(_ answer: String, prompt: String = "Tell me more") -> String? {
    func quoted(_ text: String) -> String {
      text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
    let batch = ReadLine(#"{"prompt": "\#(quoted(prompt))", "completion": "\#(quoted(answer))"}"#).batch
    guard let left = LeftoverMarkup.find(in: batch.rows[0], of: batch) else { return nil }
    return left.isMeant ? "meant" : left.sample
  }

  @Test(
    "Found",
    arguments: [
      ("<p>Hello</p>", "<p>"), ("<P>Hello</P>", "<P>"), ("Hello<br>World", "<br>"), ("Hello<br/>", "<br/>"),
      ("Hello<BR />World", "<BR />"), ("<div class=\"a\">x", "<div class=\"a\">"), ("a&nbsp;b", "&nbsp;"),
      ("R&amp;D", "&amp;"), ("it&#39;s", "&#39;"), ("it&#x27;s", "&#x27;"), ("<p>one <p>two", "<p>"),
      ("see <a href='https://example.org'>this</a>", "<a href='https://example.org'>"),
      ("<b>bold</b> and `<i>` is code", "<b>"), ("<ul><li>one</li></ul>", "<ul>"), ("<h2>Title</h2>\ntext", "<h2>"),
      ("<think>x</think>\nHello<br>World", "<br>"), ("<section class=\"x\">y</section>", "<section class=\"x\">"),
      ("<img src=\"x.png\">", "<img src=\"x.png\">"), ("日本<br>東京", "<br>"),
    ])
  func found(answer: String, sample: String) { #expect(find(answer) == sample) }

  @Test(
    "Only looks like it",
    arguments: [
      "List<String> and Map<a, b>", "a < b && c > d", "vector<b> v", "<think>why</think> so", "Dear <name>,",
      "write to <a@b.c>", "x <- c(1, 2)", "<|im_end|>", "<s> [INST] hi [/INST] </s>", "if x<p>y", "<address>",
      "AT&T; Q&A", "fish & chips; more", "&alpha;x", "p = &lt;", "int *p = &amp;", "$a &< b$", "\\begin{a} & b \\\\",
      "H<sub>2</sub>O", "press <kbd>F1</kbd>", "| a<br>b | c |", "the \"<br>\" one", "'&nbsp;'", "`<p>x</p>`",
      "```\n<p>x</p>\n```", "~~~\n<p>x</p>\n~~~", "Text:\n\n    <p>x</p>\n", "<answer>4</answer>", "Option<i>", "<3",
      "<title>x</title>", "f<T>()", "<https://example.org/a>", "``<br> ` <br>``", "<p>", "<b><i>", "</p>", "&#xZZ;",
      "&#99999999;", "<p", "<br", "&nbsp",
    ])
  func looksLike(answer: String) { #expect(find(answer) == nil) }

  @Test(
    "Meant",
    arguments: [
      ("<p>Hello</p>", "Write it in HTML"), ("<p>Hello</p>", "Build a web page"), ("a<br>b", "Translate <p>a</p>"),
      ("a<br>b", "写一个网页"), ("a<br>b", "Напиши сайт"), ("a<br>b", "Escribe el CÓDIGO código"),
      ("Use the <br> tag to break", "How?"), ("<b>x</b> <mine>y</mine> <b>z</b>", "Go on"),
      ("const a = 1;\nconst b = 2;\ndocument.write(<p>x</p>)", "Go on"), ("a<br>b", "Fill in the template"),
    ])
  func meant(answer: String, prompt: String) { #expect(find(answer, prompt: prompt) == "meant") }

  @Test("Words that only hold a topic's letters are no topic")
  func topics() {
    for prompt in ["Describe a stage", "What is a cobweb?", "Encode nothing", "the htmlish way"] {
      #expect(find("a<br>b", prompt: prompt) == "<br>", "\(prompt)")
    }
  }

  @Test("A set of markup is left alone; ten in it are not yet a set")
  func share() async throws {
    for (marked, plain, found) in [(10, 0, 10), (11, 0, 0), (30, 29, 0), (30, 30, 30), (30, 300, 30)] {
      let folder = Scratch()
      let lines =
        (0..<marked).map { #"{"prompt": "Q\#($0)", "completion": "A<br>B"}"# }
        + (0..<plain).map { #"{"prompt": "P\#($0)", "completion": "A and B"}"# }
      folder.write("d.jsonl", Array(lines.joined(separator: "\n").utf8))
      let settings = try standardSettings(SettingFlags(select: ["markup-residue"]))
      let audit = await Pipeline.audit([folder.path], settings: settings, options: AuditOptions(keepsAllFindings: true))
      #expect(audit.findings.count == found, "\(marked) of \(marked + plain)")
      #expect(audit.report.rules.first?.examples ?? 0 == found)
    }
  }

  @Test("Back quotes and tags without end take linear time")
  func linear() {
    let runs = (1...400).map { String(repeating: "`", count: $0) }.joined(separator: " ")
    let tags = String(repeating: "<a b ", count: 50_000) + String(repeating: "&x", count: 50_000)
    #expect(Array((runs + tags).utf8).withUnsafeBufferPointer { MarkupScan($0).tags.count } == 0)
  }

  @Test("The HTML parser's elements, whatever it is given")
  func elements() {
    func names(_ text: String) -> [String] { Array(text.utf8).withUnsafeBufferPointer { HTMLSpan.elements(in: $0) } }
    #expect(names("<p>a<br>b <mine>c</mine></p>").suffix(3) == ["p", "br", "mine"])
    #expect(names("").isEmpty)
    #expect(names(String(repeating: "<b>", count: 100_000)).count < 300)
    #expect(names("<a " + (0..<100_000).map { "a\($0)='' " }.joined() + ">x").count < 5)
  }
}

@Suite("Leftover markup of real data", .enabled(if: SharedData.isThere, SharedData.absence))
struct MarkupDataTests {
  private struct Truth: Decodable {
    let line: Int
    let kinds: [String]
  }

  @Test("Planted residue is found, and nothing else but what was planted twice")
  func planted() async throws {
    let set = "s01-chat-corrupted"
    let audit = try await SharedData.audit(set, flags: SettingFlags(select: ["markup-residue", "broken-xml"]))
    let truth = try SharedData.records(Truth.self, set + "/truth.jsonl.gz")
    let found = Set(audit.findings.map(\.place.line))
    let planted = Set(truth.filter { $0.kinds.contains("html-residue") }.map(\.line))
    let outliers = Set(truth.filter { $0.kinds.contains("length-outlier") }.map(\.line))
    #expect(planted.count == 30 && found.intersection(planted).count >= 29)
    #expect(found.subtracting(planted).subtracting(outliers) == [])
  }

  @Test(
    "Clean sets have none",
    arguments: [
      "a03-dolly-3k", "a12-mbpp-vs-sanitized", "c01-nq-open-dev", "c06-gsm8k-train", "c12-wikisql-15k",
      "c18-kev-advisories-dated", "c26-chatterbot-corpus-27-languages", "s01-chat-clean-control",
      "s06-snips-json-clean-control",
    ])
  func clean(set: String) async throws {
    let audit = try await SharedData.audit(set, flags: SettingFlags(select: ["markup-residue", "broken-xml"]))
    #expect(audit.findings.map(\.message) == [])
  }
}
