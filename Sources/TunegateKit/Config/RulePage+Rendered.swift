extension RulePage {
  /// The page for a terminal, as `tunegate explain` prints it; ends with a newline.
  ///
  /// Texts and the last column of tables are wrapped at `width` columns; fences keep their lines, because they are
  /// copied whole.
  public func rendered(width: Int = 80, color: Bool = false) -> String {
    let named = examples.filter { $0.files.count > 1 }.flatMap(\.files).map { file in
      (file.line, (file.name ?? "") + (file.times > 1 ? ", \(file.times) times over" : ""))
    }
    let renderer = PageRenderer(
      width: max(width, 20), color: color, fileNames: Dictionary(named, uniquingKeysWith: { first, _ in first }))
    var facts = [id, "group \(group)", severity.name, removable ? "removable" : "not removable"]
    if repairable { facts.append("repairable") }
    // A user's rule is as old as the config file.
    if group != CustomRule.group { facts.append("since \(since)") }
    var pieces: [[String]] = []
    for block in blocks {
      if case .heading(level: 1, title) = block.kind, pieces.isEmpty {
        pieces.append([renderer.bold(title)] + renderer.wrap(facts.joined(separator: ", "), indent: "  "))
      } else {
        pieces.append(renderer.render(block))
      }
    }
    pieces.removeAll(where: \.isEmpty)
    return pieces.joined(separator: [""]).map { $0 + "\n" }.joined()
  }
}

private struct PageRenderer {
  let width: Int
  let color: Bool
  /// Of the examples with several files, by the line of their fence.
  let fileNames: [Int: String]

  func bold(_ text: String) -> String {
    color ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  func render(_ block: PageBlock) -> [String] {
    switch block.kind {
    case .heading(_, let text): [bold(text)]
    case .fence(let info, let lines):
      fileNames[block.range.lowerBound + 1].map { [bold("  " + $0)] + fence(info, lines) } ?? fence(info, lines)
    case .text(let lines):
      lines.allSatisfy { $0.hasPrefix("|") } ? table(lines) : items(of: lines.filter { !isComment($0) }).flatMap(render)
    }
  }

  /// A table without its rules: columns side by side, the last one wrapped, the head in bold.
  private func table(_ lines: [String]) -> [String] {
    let rows = lines.map(cells).filter { !$0.allSatisfy { cell in cell.allSatisfy { "-: ".contains($0) } } }
    let columns = rows.map(\.count).max() ?? 0
    guard columns > 0 else { return [] }
    let widths = (0..<columns - 1).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    let hanging = String(repeating: " ", count: widths.reduce(2) { $0 + $1 + 2 })
    return rows.enumerated().flatMap { i, row in
      var first = "  "
      for (cell, width) in zip(row, widths) { first += cell + String(repeating: " ", count: width - cell.count + 2) }
      let wrapped = wrap(row.count == columns ? row[columns - 1] : "", first: first, indent: hanging)
      return i == 0 ? wrapped.map(bold) : wrapped
    }
  }

  /// The cells of a row, without the marks of code.
  private func cells(_ line: String) -> [String] {
    trimmed(line).dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast().map { cell in
      trimmed(cell.filter { $0 != "`" })
    }
  }

  private func fence(_ info: [String], _ lines: [String]) -> [String] {
    let content = lines.map { $0.isEmpty ? "" : "    " + $0 }
    return switch info.first {
    case "findings": [bold("  findings")] + (lines.isEmpty ? ["    none"] : content)
    case "yaml" where info.contains("settings"): [bold("  settings")] + content
    default: content
    }
  }

  // MARK: - Texts

  private func isComment(_ line: String) -> Bool { line.hasPrefix("<!--") && trimmed(line).hasSuffix("-->") }

  /// A paragraph or one item of a list.
  private struct Item {
    var indent: String
    /// `- ` or `1. ` with its space; empty for a paragraph.
    var marker: String
    var text: String
  }

  private func items(of lines: [String]) -> [Item] {
    var items: [Item] = []
    for line in lines {
      let item = item(line)
      if item.marker.isEmpty, let last = items.indices.last {
        items[last].text += " " + item.text
      } else {
        items.append(item)
      }
    }
    return items
  }

  private func item(_ line: String) -> Item {
    let indent = String(line.prefix { $0 == " " })
    let rest = line.dropFirst(indent.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let mark = digits.isEmpty ? rest.prefix(1) : rest.prefix(digits.count + 1)
    let isMark = digits.isEmpty ? "-*+".contains(mark) : mark.hasSuffix(".")
    guard isMark, !mark.isEmpty, rest.dropFirst(mark.count).first == " " else {
      return Item(indent: indent, marker: "", text: trimmed(rest))
    }
    return Item(indent: indent, marker: mark + " ", text: trimmed(rest.dropFirst(mark.count)))
  }

  private func render(_ item: Item) -> [String] {
    let hanging = item.indent + String(repeating: " ", count: item.marker.count)
    return wrap(item.text, first: item.indent + item.marker, indent: hanging)
  }

  /// Breaks `text` at spaces. A word that is longer than a line stands alone and stays whole.
  func wrap(_ text: String, first: String? = nil, indent: String) -> [String] {
    var lines: [String] = []
    var line = first ?? indent
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      line += isEmpty ? String(word) : " " + word
      isEmpty = false
    }
    return lines + [line]
  }
}
