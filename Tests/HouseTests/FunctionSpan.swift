/// Where a function, initializer or subscript with a body stands in a Swift file.
struct FunctionSpan: Equatable {
  var name: String
  /// Line of the keyword, from 1.
  var line: Int
  /// Lines from the keyword to the closing brace, both counted.
  var lines: Int

  /// All of them in the order of their keywords, nested ones included. `code` is free of comments and strings
  /// (`SwiftText.code`); a declaration without a body, as in a protocol, is left out.
  static func all(in code: String) -> [FunctionSpan] {
    let units = Array(code.utf16)
    let keyword = Pattern(#"(?<![\w.`])(func\s+(\w+|[^\w\s(]+)|init[?!]?(?=\s*[<(])|deinit\b|subscript(?=\s*[<(]))"#)
    return keyword.matches(in: code).compactMap { match in
      guard let open = bodyStart(units, from: match.end), let end = closingBrace(units, from: open) else { return nil }
      let lineBreaks = units[match.end...end].count { $0 == newline }
      return FunctionSpan(name: match.text, line: match.line, lines: lineBreaks + 1)
    }
  }

  private static let newline = UInt16(UInt8(ascii: "\n"))

  /// Offset of the brace that opens the body; nil when the declaration ends without one.
  private static func bodyStart(_ units: [UInt16], from start: Int) -> Int? {
    var depth = 0
    for (offset, unit) in units.enumerated().dropFirst(start) {
      switch Unicode.Scalar(unit) {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return offset
      case "}" where depth == 0: return nil
      case "\n" where depth == 0 && !continues(units, after: offset): return nil
      default: break
      }
    }
    return nil
  }

  /// Whether a declaration goes on behind the line break at `offset`.
  private static func continues(_ units: [UInt16], after offset: Int) -> Bool {
    if units[..<offset].last(where: { $0 != space }) == UInt16(UInt8(ascii: ",")) { return true }
    let rest = String(decoding: units[offset...].drop { $0 == space || $0 == newline }.prefix(8), as: UTF16.self)
    return ["->", "throws", "rethrows", "async", "where", "{"].contains { rest.hasPrefix($0) }
  }

  private static let space = UInt16(UInt8(ascii: " "))

  /// Offset of the brace that closes the one at `open`.
  private static func closingBrace(_ units: [UInt16], from open: Int) -> Int? {
    var depth = 0
    for (offset, unit) in units.enumerated().dropFirst(open) {
      if unit == UInt16(UInt8(ascii: "{")) { depth += 1 }
      if unit == UInt16(UInt8(ascii: "}")) { depth -= 1 }
      if depth == 0 { return offset }
    }
    return nil
  }
}
