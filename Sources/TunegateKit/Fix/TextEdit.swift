/// A stretch of a text, and what stands there instead.
struct TextEdit: Sendable, Equatable {
  /// Unicode scalars of the text.
  var range: Range<Int>
  var text: [Unicode.Scalar]

  init(_ range: Range<Int>, _ text: [Unicode.Scalar] = []) { (self.range, self.text) = (range, text) }
}

extension String {
  /// The text that the scalars make.
  init(scalars: some Sequence<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

/// A rule that knows what a text was before it was damaged, where that is certain: `tunegate fix` writes it back.
protocol RepairingRule: ExampleRule {
  /// What to change in a string of a turn, ascending and apart from each other; nothing where the rule finds nothing or
  /// is not sure. Repeated until nothing is left, so that each edit must make the text shorter or sounder.
  static func edits(_ text: [Unicode.Scalar], of turn: Turn, in row: Row, _ batch: Batch) -> [TextEdit]
}

/// A string in a line of JSON: its scalars, and the bytes that each is written with.
struct StringLiteral {
  /// The scalars, unescaped.
  private(set) var scalars: [Unicode.Scalar] = []
  /// Where each scalar is written in the line; one more at the end, that of the closing quotation mark.
  private var starts: [Int] = []

  /// Behind the closing quotation mark.
  var end: Int { (starts.last ?? 0) + 1 }

  /// Reads the literal whose quotation mark stands at `start`; nil where none does, and for one that is not closed, is
  /// not UTF-8 or holds half of a surrogate pair. O(its length).
  init?(_ line: [UInt8], at start: Int) {
    guard line.indices.contains(start), line[start] == 0x22 else { return nil }
    var at = start + 1
    while at < line.count {
      starts.append(at)
      if line[at] == 0x22 { return }
      guard let (scalar, next) = line[at] == 0x5C ? Self.escape(line, at) : Self.raw(line, at) else { return nil }
      scalars.append(scalar)
      at = next
    }
    return nil
  }

  var text: String { String(scalars: scalars) }

  private static func raw(_ line: [UInt8], _ at: Int) -> (Unicode.Scalar, Int)? {
    let lead = line[at]
    if lead < 0x80 { return (Unicode.Scalar(lead), at + 1) }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard at + count <= line.count, let text = String(validating: line[at..<at + count], as: UTF8.self) else {
      return nil
    }
    return text.unicodeScalars.first.map { ($0, at + count) }
  }

  private static let plainEscapes: [UInt8: Unicode.Scalar] = [
    0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
  ]

  private static func escape(_ line: [UInt8], _ at: Int) -> (Unicode.Scalar, Int)? {
    guard at + 1 < line.count else { return nil }
    if let scalar = plainEscapes[line[at + 1]] { return (scalar, at + 2) }
    guard line[at + 1] == 0x75, let unit = hex(line, at + 2) else { return nil }
    if let scalar = Unicode.Scalar(unit) { return (scalar, at + 6) }
    guard unit < 0xDC00, at + 7 < line.count, line[at + 6] == 0x5C, line[at + 7] == 0x75, let low = hex(line, at + 8),
      (0xDC00..<0xE000).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)).map { ($0, at + 12) }
  }

  private static func hex(_ line: [UInt8], _ at: Int) -> UInt32? {
    guard at + 4 <= line.count, line[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    return UInt32(String(decoding: line[at..<at + 4], as: UTF8.self), radix: 16)
  }

  /// The line with the edits made. What is replaced is written as what stood there was: escaped where all of it was
  /// ASCII, so that a file of ASCII stays one.
  func applying(_ edits: [TextEdit], to line: [UInt8]) -> [UInt8] {
    var line = line
    for edit in edits.reversed() {
      let range = starts[edit.range.lowerBound]..<starts[edit.range.upperBound]
      let isEscaped = line[range].allSatisfy { $0 < 0x80 }
      line.replaceSubrange(range, with: edit.text.flatMap { Self.written($0, isEscaped: isEscaped) })
    }
    return line
  }

  private static func written(_ scalar: Unicode.Scalar, isEscaped: Bool) -> [UInt8] {
    switch scalar {
    case "\"", "\\": return [0x5C] + Array(String(scalar).utf8)
    case "\n": return Array("\\n".utf8)
    default:
      guard scalar.value < 0x20 || (isEscaped && scalar.value >= 0x80) else { return Array(String(scalar).utf8) }
      return String(scalar).utf16.flatMap { unit in
        let digits = String(unit, radix: 16)
        return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      }
    }
  }
}

extension StringLiteral {
  /// The strings of the value that begins at a byte of a line, keys of objects left out: of a string itself, of an
  /// object or an array all within. The byte may be the first of the string's text. The line must be valid JSON.
  /// O(value).
  static func all(in line: [UInt8], at start: Int) -> [StringLiteral] {
    guard line.indices.contains(start) else { return [] }
    switch line[start] {
    case 0x7B, 0x5B: break
    case 0x22: return [StringLiteral(line, at: start)].compactMap(\.self)
    default: return start > 0 ? [StringLiteral(line, at: start - 1)].compactMap(\.self) : []
    }
    var found: [StringLiteral] = []
    var (at, depth) = (start, 0)
    repeat {
      switch line[at] {
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      case 0x22:
        guard let literal = StringLiteral(line, at: at) else { return found }
        at = literal.end - 1
        let next = line[literal.end...].first { !AnswerShape.isSpace($0) }
        if next != 0x3A { found.append(literal) }
      default: break
      }
      at += 1
    } while depth > 0 && at < line.count
    return found
  }
}
