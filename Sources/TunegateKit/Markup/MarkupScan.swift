/// Finds the tags and entities of HTML that stand in a text outside code.
///
/// Code is what stands between lines of three back quotes or tildes, between back quotes within a line, or indented by
/// four spaces or a tab; a tag or entity right between quotes is one that is spoken of. One pass, by lines.
///
/// Bounds: indices are checked against the line's end, which lies within `text.count`.
struct MarkupScan {
  struct Tag {
    var range: Range<Int>
    /// In lower case.
    var name: String
    var isEnd: Bool
    /// It has an attribute of HTML with a value in quotes.
    var hasAttribute: Bool
    /// It stands in a row of a Markdown table, where only HTML can break a line.
    var isInTable: Bool
  }

  private(set) var tags: [Tag] = []
  private(set) var entities: [Range<Int>] = []
  /// Lines that read like a program.
  private(set) var codeLines = 0
  private let text: UnsafeBufferPointer<UInt8>
  /// Enough to judge by.
  private static let most = 1_000
  private static let longestTag = 400
  /// Code within a line; without this limit back quotes without partners could take quadratic time.
  private static let longestCode = 4_096

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    var isInFence = false
    var start = 0
    while start < text.count, tags.count < MarkupScan.most, entities.count < MarkupScan.most {
      let end = XMLScan.find(0x0A, in: text, from: start) ?? text.count
      let indent = text[start..<end].prefix { $0 == 0x20 || $0 == 0x09 }
      let line = text[indent.endIndex..<end]
      if line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8) {
        isInFence.toggle()
      } else if !isInFence {
        if CodeLine.isCode(line) { codeLines += 1 }
        if indent.count < 4, !indent.contains(0x09) { scan(line) }
      }
      start = end + 1
    }
  }

  private mutating func scan(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
    let isInTable = line.first == UInt8(ascii: "|")
    var at = line.startIndex
    while at < line.endIndex {
      switch text[at] {
      case UInt8(ascii: "`"): at = behindCode(at, line.endIndex)
      case UInt8(ascii: "<"):
        if var tag = tag(at, line.endIndex) {
          tag.isInTable = isInTable
          if !isQuoted(tag.range) { tags.append(tag) }
          at = tag.range.upperBound
        } else {
          at += 1
        }
      case UInt8(ascii: "&"):
        if let range = entity(at, line.endIndex) {
          if !isQuoted(range) { entities.append(range) }
          at = range.upperBound
        } else {
          at += 1
        }
      default: at += 1
      }
    }
  }

  /// Behind the back quotes that close those at `open`; behind those at `open` when none do.
  private func behindCode(_ open: Int, _ end: Int) -> Int {
    func run(_ from: Int) -> Int { text[from..<end].prefix { $0 == UInt8(ascii: "`") }.count }
    let length = run(open)
    var at = open + length
    let limit = min(end, open + MarkupScan.longestCode)
    while let next = XMLScan.find(UInt8(ascii: "`"), in: text, from: at, to: limit) {
      let count = run(next)
      at = next + count
      if count == length { return at }
    }
    return open + length
  }

  /// True for `"<br>"`, `'&nbsp;'`, and for a quote on one side, as where a program puts strings together.
  private func isQuoted(_ range: Range<Int>) -> Bool {
    func isQuote(_ i: Int) -> Bool {
      text.indices.contains(i) && (text[i] == UInt8(ascii: "\"") || text[i] == UInt8(ascii: "'"))
    }
    return isQuote(range.lowerBound - 1) || isQuote(range.upperBound)
  }

  // MARK: - Tags and entities

  /// The tag of an element of HTML that begins at `open`; nil for anything else in angle brackets.
  private func tag(_ open: Int, _ end: Int) -> Tag? {
    let limit = min(end, open + MarkupScan.longestTag)
    var at = open + 1
    let isEnd = at < limit && text[at] == UInt8(ascii: "/")
    if isEnd { at += 1 }
    let nameEnd = wordEnd(at, limit)
    guard nameEnd > at, nameEnd - at <= 10 else { return nil }
    let name = String(decoding: text[at..<nameEnd], as: UTF8.self).lowercased()
    guard HTMLName.isElement(name) else { return nil }
    at = nameEnd
    var hasAttribute = false
    while at < limit {
      let gap = at
      while at < limit, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
      if at < limit, !isEnd, text[at] == UInt8(ascii: "/") { at += 1 }
      guard at < limit else { return nil }
      if text[at] == UInt8(ascii: ">") {
        return Tag(range: open..<at + 1, name: name, isEnd: isEnd, hasAttribute: hasAttribute, isInTable: false)
      }
      guard !isEnd, at > gap, let (next, isTelling) = attribute(at, limit) else { return nil }
      at = next
      hasAttribute = hasAttribute || isTelling
    }
    return nil
  }

  /// Behind the attribute at `start`, and whether it is one of HTML with a value in quotes.
  private func attribute(_ start: Int, _ limit: Int) -> (Int, Bool)? {
    let nameEnd = wordEnd(start, limit)
    guard nameEnd > start else { return nil }
    guard nameEnd < limit, text[nameEnd] == UInt8(ascii: "=") else { return (nameEnd, false) }
    let value = nameEnd + 1
    guard value < limit else { return nil }
    let quote = text[value]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let close = XMLScan.find(quote, in: text, from: value + 1, to: limit) else { return nil }
      let name = String(decoding: text[start..<nameEnd], as: UTF8.self).lowercased()
      return (close + 1, HTMLName.isAttribute(name))
    }
    var at = value
    while at < limit, text[at] > 0x20, text[at] != UInt8(ascii: ">"), text[at] != UInt8(ascii: "<") { at += 1 }
    return at > value ? (at, false) : nil
  }

  private func wordEnd(_ start: Int, _ limit: Int) -> Int {
    var at = start
    while at < limit, MarkupScan.isWord(text[at]) || at > start && text[at] == UInt8(ascii: "-") { at += 1 }
    return at
  }

  /// `&nbsp;`, `&#39;` or `&#x27;`, unless a program takes an address.
  private func entity(_ start: Int, _ end: Int) -> Range<Int>? {
    guard let semicolon = XMLScan.find(UInt8(ascii: ";"), in: text, from: start, to: min(end, start + 10)) else {
      return nil
    }
    let name = text[start + 1..<semicolon]
    let before = text[..<start].last { $0 != 0x20 }
    if before == UInt8(ascii: "=") { return nil }
    if name.first == UInt8(ascii: "#") {
      let digits = name.dropFirst()
      let isHex = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
      guard
        let code = UInt32(String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self), radix: isHex ? 16 : 10)
      else { return nil }
      return code >= 0x20 && code <= 0x10FFFF ? start..<semicolon + 1 : nil
    }
    return HTMLName.isEntity(String(decoding: name, as: UTF8.self)) ? start..<semicolon + 1 : nil
  }

  static func isWord(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte >= 0x30 && byte <= 0x39
  }
}

/// Tells lines of programs from prose, roughly.
private enum CodeLine {
  private static let beginnings: [StaticString] = [
    "def ", "import ", "from ", "#include", "function ", "const ", "let ", "var ", "return ", "public ", "private ",
    "class ", "SELECT ", "<?php", "echo ", "console.", "document.", "using ", "package ",
  ]

  static func isCode(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let last = line.last(where: { $0 > 0x20 }) else { return false }
    // A line that ends in an entity ends in a semicolon.
    let end = line.lastIndex(of: last).map { line[..<$0] }
    if last == UInt8(ascii: "{") || last == UInt8(ascii: "}") { return true }
    if last == UInt8(ascii: ";"), let end, !(end.suffix(9).contains(UInt8(ascii: "&"))) { return true }
    return beginnings.contains { word in
      line.starts(with: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
  }
}
