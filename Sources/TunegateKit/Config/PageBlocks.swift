/// One piece of a page's Markdown; blank lines lie between them.
struct PageBlock: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case heading(level: Int, text: String)
    /// `info` are the words behind the opening marks.
    case fence(info: [String], lines: [String])
    /// Lines that stand together: a paragraph, a list or a table.
    case text([String])
  }

  var kind: Kind
  /// Indices into the page's lines, marks of a fence included.
  var range: Range<Int>
}

/// Cuts Markdown into headings, fences and texts: as much of Markdown as rule pages use.
struct PageBlockReader {
  private(set) var blocks: [PageBlock] = []
  /// Index of the opening line of a fence that never closes.
  private(set) var openFence: Int?

  private var text: (start: Int, lines: [String])?

  /// - Parameter lines: the page's lines, of which those before `start` (the front matter) are left out.
  init(_ lines: [String], from start: Int) {
    var index = start
    while index < lines.count {
      let line = withoutReturn(lines[index])
      if let mark = FenceMark(line) {
        endText(at: index)
        guard let end = lines[(index + 1)...].firstIndex(where: { mark.isClosed(by: withoutReturn($0)) }) else {
          openFence = index
          return
        }
        let content = lines[(index + 1)..<end].map(withoutReturn)
        blocks.append(PageBlock(kind: .fence(info: mark.info, lines: content), range: index..<(end + 1)))
        index = end
      } else if let heading = heading(line) {
        endText(at: index)
        blocks.append(PageBlock(kind: heading, range: index..<(index + 1)))
      } else if line.allSatisfy(\.isWhitespace) {
        endText(at: index)
      } else {
        text = (text?.start ?? index, (text?.lines ?? []) + [line])
      }
      index += 1
    }
    endText(at: lines.count)
  }

  private mutating func endText(at index: Int) {
    guard let ended = text else { return }
    blocks.append(PageBlock(kind: .text(ended.lines), range: ended.start..<index))
    text = nil
  }

  private func heading(_ line: String) -> PageBlock.Kind? {
    let level = line.prefix { $0 == "#" }.count
    let rest = line.dropFirst(level)
    guard (1...6).contains(level), rest.first == " " else { return nil }
    return .heading(level: level, text: trimmed(rest))
  }
}

/// The line that opens a fence: three or more backticks or tildes.
private struct FenceMark {
  let mark: Character
  let count: Int
  let info: [String]

  init?(_ line: String) {
    let content = line.drop { $0 == " " }
    guard line.count - content.count <= 3, let first = content.first, first == "`" || first == "~" else { return nil }
    let run = content.prefix { $0 == first }
    let rest = content.dropFirst(run.count)
    // Backticks behind the marks make it a code span within a text.
    guard run.count >= 3, !(first == "`" && rest.contains("`")) else { return nil }
    mark = first
    count = run.count
    info = rest.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  func isClosed(by line: String) -> Bool {
    guard let closing = FenceMark(line) else { return false }
    return closing.mark == mark && closing.count >= count && closing.info.isEmpty
  }
}

func withoutReturn(_ line: String) -> String {
  line.utf8.last == UInt8(ascii: "\r") ? String(line.unicodeScalars.dropLast()) : line
}

func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop { $0.isWhitespace }
  guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...end])
}
