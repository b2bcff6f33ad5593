/// Builds HTML. Every text goes through `escape`, so that rows of the data are shown and never run.
struct HTMLText {
  private(set) var html = ""

  /// Text of the data is cut here, in columns.
  static let longest = 600

  /// An element with what `body` writes into it. Tags and attributes' names are the program's own.
  mutating func element(
    _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ body: (inout HTMLText) -> Void
  ) {
    open(tag, attributes)
    body(&self)
    html += "</\(tag)>"
  }

  mutating func element(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String) {
    element(tag, attributes) { $0.text(text) }
  }

  mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

  mutating func open(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
    html += "<\(tag)"
    for (name, value) in attributes { html += " \(name)=\"\(Self.escape(value))\"" }
    html += ">"
  }

  mutating func text(_ text: String) { html += Self.escape(text) }

  /// What the program itself wrote.
  mutating func raw(_ text: StaticString) { html += "\(text)" }

  mutating func line() { html += "\n" }

  /// Invisible, bidirectional and control characters are made visible, and the five that mean something are escaped.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in SafeText(unicode: true).fit(text, longest).plain.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A table with a caption and scoped headers; columns from `numbers` on are aligned to the right.
  mutating func table(
    _ caption: String, _ head: [String], _ rows: [[String]], numbers: Set<Int> = [], codes: Set<Int> = []
  ) {
    element("div", ["class": "scroll"]) { html in
      html.element("table") { html in
        html.element("caption", caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for (i, name) in head.enumerated() {
              html.element("th", ["scope": "col", "class": numbers.contains(i) ? "number" : ""], name)
            }
          }
        }
        html.element("tbody") { html in
          for row in rows { html.row(row, numbers, codes) }
        }
      }
    }
    line()
  }

  private mutating func row(_ row: [String], _ numbers: Set<Int>, _ codes: Set<Int>) {
    element("tr") { html in
      for (i, cell) in row.enumerated() {
        let body = { (html: inout HTMLText) in
          if codes.contains(i) { html.element("code", cell) } else { html.text(cell) }
        }
        if i == 0 {
          html.element("th", ["scope": "row"], body)
        } else {
          html.element("td", numbers.contains(i) ? ["class": "number"] : [:], body)
        }
      }
    }
    line()
  }
}
