/// A prompt about something that the model is not given: a web page behind an address, an image, an attachment.
struct ImpossibleAsk: ExampleRule {
  static let id = "impossible-ask"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.impossible_ask_md }

  init(_ settings: RuleSettings) {}

  /// A prompt with more text than this besides addresses gives something to go by.
  private static let longest = 120
  private static let longestWithMedium = 400
  /// A prompt with more addresses is no question about a page.
  private static let mostAddresses = 8

  private static let acts = Phrases([
    "summari", "read", "visit", "open", "browse", "look at", "analy", "watch", "listen", "based on", "according to",
    "refer", "extract", "describe", "identify", "explain", "review", "compare", "from the", "resume", "lee ", "visita",
    "analiza", "résume", "lis ", "analyse", "fasse", "lies", "riassumi", "leggi", "прочитай", "прочти", "кратко",
    "проанализируй",
    "总结", "阅读", "概括", "分析", "要約", "読んで", "요약", "읽고",
  ])
  private static let code = Phrases([
    "html", "css", "xml", "javascript", "code", "web page", "webpage", "markup", "tag", "script", "react", "jsx", "svg",
    "template", "markdown", "program", "function", "sql", "json", "php", "yaml", "api", "request", "fetch", "regex",
    "domain",
    "parse", "url", "link", "curl", "scrape", "python", "java", "git", "docker", "pip ", "npm ",
  ])
  private static let media: [StaticString] = [
    "image", "photo", "picture", "figure", "screenshot", "audio", "video", "pdf", "attachment", "attached", "chart",
    "graph",
    "map", "diagram",
  ]
  private static let attached = Phrases([
    "attached image", "attached photo", "attached file", "attached document", "attached picture",
    "attached spreadsheet",
    "attached chart", "attached graph", "attached pdf", "attached audio", "attached video", "attached screenshot",
    "enclosed image", "enclosed photo", "enclosed document",
  ])

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.prompt, with: [.address, .bracket, .tag]) { i, row, turn in
      guard !row.hasTools, turn.index <= 1 || turn.flags.contains(.isField),
        !batch.turns(of: row).contains(where: { $0.flags.contains(.hasMedia) })
      else { return true }
      guard let subject = ImpossibleAsk.subject(batch.text(of: turn)), !ImpossibleAsk.isGiven(row, batch) else {
        return false
      }
      findings.add(
        batch, i, offset: turn.offset,
        message: "the prompt is about `\(subject)`, which the record does not hold, expected its content",
        hint: "put the text into the prompt, or remove the example: the model learns to make things up")
      return true
    }
  }

  /// What the prompt asks about.
  private static func subject(_ text: TextBytes) -> String? {
    let address = address(text)
    // What stands in an address says nothing about the prompt: `article.html`.
    if isAboutCode(text) { return nil }
    if let address, acts.isIn(text) { return address }
    guard text.count <= longestWithMedium else { return nil }
    if let (range, _) = attached.first(in: text) { return text.string(range) }
    for at in text.indices where text[at] == UInt8(ascii: "[") || text[at] == UInt8(ascii: "<") {
      let close = text[at] == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ">")
      guard let end = text.next(close, from: at), end - at <= 40,
        media.contains(where: {
          text.standsFolded($0, at: at + 1) && !text.at(at + 1 + $0.utf8CodeUnitCount).isASCIILetter
        })
      else { continue }
      return text.string(at..<end + 1)
    }
    return nil
  }

  private static func isAboutCode(_ text: TextBytes) -> Bool {
    var from = 0
    while let (range, _) = code.first(in: text, from: from) {
      guard let address = addresses(text).first(where: { $0.contains(range.lowerBound) }) else { return true }
      from = address.upperBound
    }
    return false
  }

  private static func addresses(_ text: TextBytes) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < text.count, found.count < mostAddresses {
      if text.stands("http://", at: at) || text.stands("https://", at: at) || text.stands("www.", at: at) {
        var end = text[at...].firstIndex { $0 <= 0x20 } ?? text.count
        while end > at, [UInt8(ascii: "."), UInt8(ascii: ",")].contains(text[end - 1]) { end -= 1 }
        found.append(at..<end)
        at = end
      } else {
        at += 1
      }
    }
    return found
  }

  /// The first address, when there is little else.
  private static func address(_ text: TextBytes) -> String? {
    let addresses = addresses(text)
    let rest = text.count - addresses.reduce(0) { $0 + $1.count }
    return rest < longest ? addresses.first.map { text.string($0) } : nil
  }

  /// True when the record has a field for what is missing, or the answer is code.
  private static func isGiven(_ row: Row, _ batch: Batch) -> Bool {
    let fields: Set = [
      "image", "images", "video", "videos", "audio", "audios", "file", "files", "image_url", "image_path", "document",
      "documents", "context", "contexts", "passages",
    ]
    if batch.topLevelKeys(row).contains(where: { fields.contains($0) }) { return true }
    return batch.turns(of: row).contains { $0.side == .answer && batch.text(of: $0).looksLikeCode }
  }
}
