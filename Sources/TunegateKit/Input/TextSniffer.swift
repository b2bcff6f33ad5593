/// Tells text that is not lines of JSON: pages, tables, arrays, pretty-printed objects.
enum TextSniffer {
  /// The byte order mark of UTF-8.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func refusal(_ opening: Opening) -> Damage? {
    let bytes = opening.starts(with: mark) ? opening.bytes[mark.count...] : opening.bytes[...]
    // The last line of a window may be cut; the first one counts all the same.
    let lines = lines(of: bytes, most: 20)
    guard let first = lines.first, let start = first.text.first else { return nil }
    let kind: InputProblem.Kind? =
      switch start {
      case UInt8(ascii: "<"): isPage(first.text) ? .htmlPage : nil
      case UInt8(ascii: "["): isArray(lines, opening) ? .jsonArray : nil
      case UInt8(ascii: "{"): isPretty(lines) ? .prettyPrinted : nil
      default: table(lines, isWhole: opening.isWhole)
      }
    return kind.map { Damage(kind: $0, found: "") }
  }

  /// A line without the white space around it.
  struct Line {
    let text: ArraySlice<UInt8>
    let isIndented: Bool
  }

  /// The first lines that are not blank.
  static func lines(of bytes: ArraySlice<UInt8>, most: Int) -> [Line] {
    var lines: [Line] = []
    var rest = bytes
    while lines.count < most, !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[min(end + 1, rest.endIndex)...]
      let trimmed = line.drop(while: Opening.isSpace)
      guard let last = trimmed.lastIndex(where: { !Opening.isSpace($0) }) else { continue }
      lines.append(Line(text: trimmed[...last], isIndented: trimmed.startIndex > line.startIndex))
    }
    return lines
  }

  private static func isPage(_ first: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: first.prefix(64), as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<head", "<body", "<?xml", "<error>"].contains { text.hasPrefix($0) }
  }

  /// An array of objects, on one line or many. Lines that are arrays themselves are not one, and neither is one line
  /// with a bracket too much before lines that are whole objects.
  private static func isArray(_ lines: [Line], _ opening: Opening) -> Bool {
    let first = lines[0].text
    let next = lines.count > 1 ? lines[1].text : []
    if first.count == 1 {
      let isFollowedByLines = next.last == UInt8(ascii: "}") && (lines.count == 2 || starts(lines[2], "{"))
      return !next.isEmpty && !isFollowedByLines
    }
    guard first.dropFirst().first(where: { !Opening.isSpace($0) }) == UInt8(ascii: "{") else { return false }
    guard let line = opening.firstLine else { return !opening.isWhole }
    switch line.last {
    case UInt8(ascii: "]"): return !line.isFollowed
    case UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "["):
      return line.isFollowed && next.first != UInt8(ascii: "[")
    default: return next.first == UInt8(ascii: ",") || next.first == UInt8(ascii: "]")
    }
  }

  /// An object that opens on the first line and goes on indented.
  private static func isPretty(_ lines: [Line]) -> Bool {
    guard lines.count > 1 else { return false }
    let (first, next) = (lines[0].text, lines[1].text)
    if first.count == 1 { return starts(lines[1], "\"") || starts(lines[1], "}") }
    guard let last = first.last, "{[,".utf8.contains(last), lines[1].isIndented else { return false }
    return isKey(next) || (next.count == 1 && (starts(lines[1], "{") || starts(lines[1], "[")))
  }

  private static func starts(_ line: Line, _ prefix: String) -> Bool { line.text.starts(with: prefix.utf8) }

  /// `"key":` at the beginning of a line.
  private static func isKey(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "\""), let close = line.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else {
      return false
    }
    return line[(close + 1)...].first { !Opening.isSpace($0) } == UInt8(ascii: ":")
  }

  /// Column names on the first line, as many columns on the next, and no line that begins like JSON.
  private static func table(_ lines: [Line], isWhole: Bool) -> InputProblem.Kind? {
    guard lines.count > 1, !lines.contains(where: { starts($0, "{") || starts($0, "[") }) else {
      return nil
    }
    for (separator, kind) in [(UInt8(ascii: "\t"), InputProblem.Kind.tabSeparated), (0x2C, .commaSeparated)] {
      let names = fields(lines[0].text, separator)
      guard names.count > 1, names.allSatisfy(isColumnName) else { continue }
      // A quoted field may hold newlines: join lines until the quotes are closed.
      var row = Array(lines[1].text)
      var used = 2
      while row.count(where: { $0 == 0x22 }) % 2 == 1, used < lines.count {
        row += [0x0A] + lines[used].text
        used += 1
      }
      if fields(row[...], separator).count == names.count || (used == lines.count && !isWhole) { return kind }
    }
    return nil
  }

  private static func fields(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [ArraySlice<UInt8>] {
    var isQuoted = false
    return line.split(omittingEmptySubsequences: false) { byte in
      if byte == 0x22 { isQuoted.toggle() }
      return byte == separator && !isQuoted
    }
  }

  private static func isColumnName(_ field: ArraySlice<UInt8>) -> Bool {
    let name = field.filter { $0 != 0x22 }
    guard (1...64).contains(name.count), name.contains(where: { $0 != 0x20 }) else { return false }
    return name.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
      default: "_-. ".utf8.contains(byte)
      }
    }
  }
}
