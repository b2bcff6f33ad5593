/// Tells whether a text is about markup, web pages or code: then markup in the answer is meant.
enum MarkupTopic {
  /// Whole words in lower case that make markup the topic wherever they stand.
  private static let topics: Set<String> = [
    "html", "html5", "xhtml", "xml", "css", "svg", "markup", "tag", "tags", "entity", "entities", "iframe", "dom",
    "jsx", "bbcode", "mathml", "xslt", "xpath", "rss",
  ]

  /// Words that make it the topic of a prompt.
  private static let ofPrompts: Set<String> = [
    "web", "website", "websites", "webpage", "webpages", "webapp", "template", "templates", "code", "coding", "codes",
    "javascript", "js", "typescript", "react", "vue", "angular", "php", "browser", "bootstrap", "django", "flask",
    "jinja", "wordpress", "markdown", "script", "snippet", "program", "programming", "parse", "parser", "regex",
    "scrape", "scraping", "escape", "unescape", "div", "hyperlink", "hyperlinks", "href", "button", "page", "pages",
    "frontend", "selenium", "format", "formatted", "formatting", "python", "java", "table", "newsletter",
  ]

  /// Words in other languages and scripts, found anywhere: "code", "web page", "tag", "template".
  private static let foreign = [
    "código", "codigo", "página", "pagina", "etiqueta", "balise", "vorlage", "quelltext", "webseite", "代码", "代碼",
    "网页", "網頁", "标签", "標籤", "模板", "コード", "タグ", "ページ", "코드", "태그", "код", "веб", "сайт", "тег",
    "шаблон", "страниц",
  ].map { Array($0.utf8) }

  /// - Parameter asAnswer: An answer's own tags are no topic; only words are looked at.
  ///
  /// One pass. Bounds: indices are below `text.count`.
  static func isIn(_ text: UnsafeBufferPointer<UInt8>, asAnswer: Bool) -> Bool {
    var at = 0
    while at < text.count {
      // Words of other scripts begin with a byte that is not the middle of a character.
      if !asAnswer, text[at] & 0xC0 != 0x80, isForeign(text, at) { return true }
      guard MarkupScan.isWord(text[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < text.count, MarkupScan.isWord(text[at]) { at += 1 }
      guard at - start <= 12 else { continue }
      let before = start > 0 ? text[start - 1] : 0x20
      let isTag = before == UInt8(ascii: "<") || before == UInt8(ascii: "/") && start > 1 && text[start - 2] == 0x3C
      let word = String(decoding: text[start..<at], as: UTF8.self).lowercased()
      if isTag {
        // A prompt with markup in it asks for more of it.
        if !asAnswer, HTMLName.isElement(word) { return true }
      } else if topics.contains(word) || !asAnswer && ofPrompts.contains(word) {
        return true
      }
    }
    return false
  }

  private static func isForeign(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    foreign.contains { word in
      at + word.count <= text.count
        && word.elementsEqual(text[at..<at + word.count]) { $0 == ($1 < 0x80 ? $1 | 0x20 : $1) }
    }
  }
}
