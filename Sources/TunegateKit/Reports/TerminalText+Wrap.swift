extension TerminalText {
  /// Cuts into lines of at most `width` columns, at spaces where there are any; lines after the first start with
  /// `hanging` spaces. Needs `width` ≥ `hanging` + 2, the width of the widest cell.
  func wrapped(to width: Int, hanging: Int) -> [TerminalText] {
    var lines: [TerminalText] = []
    var start = 0
    while start < cells.count {
      let indent = lines.isEmpty ? 0 : hanging
      let end = endOfLine(from: start, columns: max(2, width - indent))
      var line = TerminalText.spaces(indent)
      for cell in cells[start..<end] { line.append(cell) }
      lines.append(line)
      start = end
      while start < cells.count, cells[start].scalar == " " { start += 1 }
    }
    return lines
  }

  /// The end of the longest run from `start` that fits and does not cut a word or a percentage, unless one word
  /// fills the line.
  private func endOfLine(from start: Int, columns limit: Int) -> Int {
    var used = 0
    var lastSpace: Int?
    var seenWord = false
    for index in start..<cells.count {
      used += cells[index].columns
      if used > limit { return lastSpace ?? max(index, start + 1) }
      if cells[index].scalar != " " {
        seenWord = true
      } else if seenWord, index + 1 == cells.count || cells[index + 1].scalar != "%" {
        lastSpace = index
      }
    }
    return cells.count
  }
}

/// Lines on their way to the terminal. Whatever a caller gets wrong, no line leaves wider than `width`.
struct TerminalPage {
  let width: Int
  let color: Bool
  private(set) var text = ""

  init(width: Int, color: Bool) {
    self.width = width
    self.color = color
  }

  mutating func put(_ line: TerminalText) {
    for part in line.columns > width ? line.wrapped(to: width, hanging: 4) : [line] {
      text += part.rendered(color: color)
      text += "\n"
    }
  }

  mutating func put(_ lines: [TerminalText]) {
    for line in lines { put(line) }
  }

  /// A paragraph whose lines after the first are indented by `hanging`.
  mutating func put(_ paragraph: TerminalText, hanging: Int) {
    put(paragraph.wrapped(to: width, hanging: hanging))
  }

  /// Puts `units`, none of which is torn while it fits a line, side by side on as many lines as they need.
  mutating func put(units: [TerminalText], after first: TerminalText = "", hanging: Int) {
    var line = first
    var isFresh = true
    for unit in units {
      let joint = isFresh ? 0 : 2
      if !isFresh, line.columns + joint + unit.columns > width {
        put(line)
        line = .spaces(hanging) + unit
      } else {
        line += .spaces(joint) + unit
      }
      isFresh = false
    }
    put(line)
  }

  mutating func blank() {
    text += "\n"
  }
}
