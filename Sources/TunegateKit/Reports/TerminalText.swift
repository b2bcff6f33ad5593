/// Text that is safe to print on a terminal, with the columns that it takes.
///
/// It can be made from a literal, from a number, or by `SafeText`, which escapes; never from a plain `String`.
/// So the compiler finds the place where text from the data would reach the terminal unescaped.
struct TerminalText: ExpressibleByStringLiteral {
  enum Style {
    case plain, strong, faint, good, bad, caution

    /// The parameters of the SGR sequence; empty for none.
    var code: String {
      switch self {
      case .plain: ""
      case .strong: "1"
      case .faint: "2"
      case .good: "1;32"
      case .bad: "1;31"
      case .caution: "33"
      }
    }
  }

  /// One scalar as it is drawn. Escapes are made of several cells.
  struct Cell {
    var scalar: Unicode.Scalar
    var columns: Int
    var style: Style
  }

  private(set) var cells: [Cell] = []
  private(set) var columns = 0

  init() {}

  /// The tool's own words: ASCII, so that they print in every locale.
  init(stringLiteral value: StaticString) {
    self.init(ascii: value.description)
  }

  init(_ number: Int) {
    self.init(ascii: Numbers.grouped(number))
  }

  /// A value in as few digits as it allows.
  init(_ number: Double) {
    self.init(ascii: Numbers.plain(number))
  }

  init(_ number: Double, decimals: Int) {
    self.init(ascii: Numbers.fixed(number, decimals: decimals))
  }

  init(percentOf ratio: Double) {
    self.init(ascii: Numbers.percent(ratio))
  }

  init(severity: Severity) {
    self.init(ascii: severity.name)
    let style: Style = severity == .error ? .bad : severity == .warning ? .caution : .plain
    self = self.styled(style)
  }

  private init(ascii text: String) {
    for scalar in text.unicodeScalars { append(scalar, columns: 1) }
  }

  /// The caller answers for `scalar` being harmless and `columns` wide.
  mutating func append(_ scalar: Unicode.Scalar, columns width: Int, style: Style = .plain) {
    cells.append(Cell(scalar: scalar, columns: width, style: style))
    columns += width
  }

  mutating func append(_ cell: Cell) {
    cells.append(cell)
    columns += cell.columns
  }

  var isEmpty: Bool { cells.isEmpty }

  func styled(_ style: Style) -> TerminalText {
    var copy = self
    for index in copy.cells.indices { copy.cells[index].style = style }
    return copy
  }

  /// The first `count` cells.
  func prefix(_ count: Int) -> TerminalText {
    cells.prefix(count).reduce(into: TerminalText()) { $0.append($1) }
  }

  static func spaces(_ count: Int) -> TerminalText {
    var text = TerminalText()
    for _ in 0..<max(0, count) { text.append(" ", columns: 1) }
    return text
  }

  /// Filled with spaces at the end up to `width` columns.
  func left(_ width: Int) -> TerminalText { self + .spaces(width - columns) }

  /// Filled with spaces in front up to `width` columns.
  func right(_ width: Int) -> TerminalText { .spaces(width - columns) + self }

  static func + (a: TerminalText, b: TerminalText) -> TerminalText {
    var sum = a
    sum += b
    return sum
  }

  static func += (a: inout TerminalText, b: TerminalText) {
    a.cells.append(contentsOf: b.cells)
    a.columns += b.columns
  }

  /// Without styles.
  var plain: String {
    var text = String.UnicodeScalarView()
    for cell in cells { text.append(cell.scalar) }
    return String(text)
  }

  /// As it is sent to the terminal: no space at the end, styles only when `color` is set.
  func rendered(color: Bool) -> String {
    let last = cells.lastIndex { !$0.scalar.properties.isWhitespace } ?? -1
    var text = String.UnicodeScalarView()
    var current = Style.plain
    for cell in cells[..<(last + 1)] {
      if color, cell.style != current {
        if current != .plain { text.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
        if cell.style != .plain { text.append(contentsOf: "\u{1B}[\(cell.style.code)m".unicodeScalars) }
        current = cell.style
      }
      text.append(cell.scalar)
    }
    if current != .plain { text.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
    return String(text)
  }
}
