// What a line, a character or a word says by itself, wherever the grammar stumbled over it.

extension JSONDiagnosis {
  /// Causes that the whole line shows.
  func wholeLine() -> JSONFault? {
    if let marker = conflictMarker { return make(.conflictMarker, at: 0, marker) }
    if count >= 2, (text[0] == 0xff && text[1] == 0xfe) || (text[0] == 0xfe && text[1] == 0xff) || hasUTF16Pattern {
      return make(.utf16, at: 0)
    }
    if isLoneBracket { return make(.prettyPrinted, at: skipSpace(0), "a bracket alone") }
    return nil
  }

  /// Git writes seven of these characters, then a space and a name or the end of the line.
  private var conflictMarker: String? {
    guard count >= 7, count == 7 || JSONByte.isSpace(text[7]) else { return nil }
    return ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].first { starts($0) }
  }

  /// Whether the line is `{`, `[`, `}`, `]`, `},` or `],`, as in a record that is spread over lines.
  private var isLoneBracket: Bool {
    let (start, end) = (skipSpace(0), trimmedEnd)
    guard end - start == 1 || end - start == 2 else { return false }
    let isCloser = text[start] == JSONByte.closeObject || text[start] == JSONByte.closeArray
    let isOpener = text[start] == JSONByte.openObject || text[start] == JSONByte.openArray
    return end - start == 1 ? isCloser || isOpener : isCloser && text[start + 1] == JSONByte.comma
  }

  /// Whether one of every two bytes near the start is NUL and the other is not.
  private var hasUTF16Pattern: Bool {
    let length = min(count, 64) & ~1
    guard length >= 6 else { return false }
    var nuls = [0, 0]
    for i in 0..<length where text[i] == 0 { nuls[i & 1] += 1 }
    return nuls.max() == length / 2 && nuls.min() == 0
  }

  /// Causes that the character at the fault shows, outside strings.
  func anywhere() -> JSONFault? {
    let offset = stop.offset
    switch text[offset] {
    case 0: return nulRun(at: offset)
    case 0x0b, 0x0c: return make(.foreignWhiteSpace, characterName(at: offset))
    case 0x23: return make(.comment, "`#`")
    case 0x2f where starts("//", at: offset) || starts("/*", at: offset):
      return make(.comment, text[offset + 1] == 0x2f ? "`//`" : "`/*`")
    case JSONByte.backslash where offset + 1 < count && text[offset + 1] == JSONByte.quote:
      return make(.escapedTwice, stop.wanted == .key ? "a key in double quotes" : "plain JSON")
    case 0x80...: return highCharacter(at: offset)
    default: return nil
    }
  }

  private func highCharacter(at offset: Int) -> JSONFault? {
    let length = JSONUTF8.sequenceLength(text + offset, available: count - offset)
    guard length > 0 else { return encoding(at: offset) }
    switch JSONUTF8.scalar(text + offset, length: length) {
    case 0xfeff: return make(.byteOrderMark, offset == 0 ? "at the start of the line" : "inside the line")
    case 0x2018...0x201f, 0x00ab, 0x00bb: return make(.typographicQuotes, characterName(at: offset))
    case let value where JSONDiagnosis.spaceName(value) != nil:
      return make(.foreignWhiteSpace, characterName(at: offset))
    default: return nil
    }
  }

  /// A line that does not even begin as JSON.
  func unknownLine() -> JSONFault {
    let start = skipSpace(0)
    if starts("<!doctype html", at: start) || starts("<html", at: start) {
      return make(.notJSON, at: start, "a page of HTML")
    }
    if starts("<", at: start) { return make(.notJSON, at: start, "HTML or XML") }
    if starts("version https://git-lfs", at: start) {
      return make(.notJSON, at: start, "a pointer of Git LFS (run `git lfs pull`)")
    }
    if starts("data:", at: start) { return make(.notJSON, at: start, "a server-sent event") }
    if starts("---", at: start) || starts("- ", at: start) { return make(.notJSON, at: start, "YAML") }
    if starts("b'", at: start) || starts("b\"", at: start) || starts("(", at: start) {
      return make(.pythonRepr, at: start, starts("(", at: start) ? "a tuple" : "a bytes literal")
    }
    let line = UnsafeBufferPointer(start: text, count: trimmedEnd)
    if line.last == JSONByte.closeObject, line.contains(JSONByte.quote) { return make(.continuation, at: start) }
    if line.contains(JSONByte.comma) { return make(.notJSON, at: start, "comma-separated values (CSV) or plain text") }
    if isWordStart(text[start]) { return make(.notJSON, at: start, "plain text") }
    return unexpected()
  }

  /// The fault of the bare word at `offset`.
  func word(at offset: Int) -> JSONFault {
    let name = wordText(at: offset)
    if ["None", "True", "False"].contains(name) { return make(.pythonRepr, at: offset, "`\(name)`") }
    if JSONDiagnosis.isNonFinite(name) { return make(.nonFinite, at: offset, name) }
    // Cut by the end of the line: the writer stopped inside the word.
    if ["true", "false", "null"].contains(where: { $0.hasPrefix(name) }), isEnd(offset + name.utf8.count) {
      return make(.unclosed, at: trimmedEnd, "the word `\(name)`")
    }
    return make(.badLiteral, at: offset, name)
  }

  /// A dict that Python printed starts its keys with a single quote; elsewhere it may be any hand-written text.
  func singleQuote() -> JSONFault {
    let before = UnsafeBufferPointer(start: text, count: stop.offset)
    if stop.wanted == .key, !before.contains(JSONByte.quote) { return make(.pythonRepr, "a key in single quotes") }
    return make(.singleQuotes)
  }

  static func isNonFinite(_ name: String) -> Bool {
    ["nan", "inf", "infinity"].contains(name.lowercased())
  }
}

// MARK: - Looking around

extension JSONDiagnosis {
  /// The end of the text without the white space behind it.
  var trimmedEnd: Int {
    var end = count
    while end > 0, JSONByte.isSpace(text[end - 1]) { end -= 1 }
    return end
  }

  /// Whether the line ends at `offset`, a CR before its LF apart.
  func isEnd(_ offset: Int) -> Bool { offset >= count || offset == count - 1 && text[offset] == 0x0d }

  func skipSpace(_ offset: Int) -> Int {
    var p = offset
    while p < count, JSONByte.isSpace(text[p]) { p += 1 }
    return p
  }

  /// The last byte before `offset` that is no white space; offset -1 when there is none.
  func previous(_ offset: Int) -> (byte: UInt8?, offset: Int) {
    var p = offset - 1
    while p >= 0, JSONByte.isSpace(text[p]) { p -= 1 }
    return (p >= 0 ? text[p] : nil, p)
  }

  func closer(_ tag: JSONTag) -> UInt8 { tag == .object ? JSONByte.closeObject : JSONByte.closeArray }

  /// Whether the text at `offset` is `prefix`, ASCII letters of which may be in the other case.
  func starts(_ prefix: String, at offset: Int = 0) -> Bool {
    guard offset + prefix.utf8.count <= count else { return false }
    return prefix.utf8.enumerated().allSatisfy { i, byte in
      let found = text[offset + i]
      return found == byte || JSONDiagnosis.isLetter(byte) && found | 0x20 == byte | 0x20
    }
  }

  func beginsValue(_ offset: Int) -> Bool {
    switch text[offset] {
    case JSONByte.quote, JSONByte.openArray, JSONByte.openObject, JSONByte.minus, 0x30...0x39: true
    default: ["true", "false", "null"].contains(wordText(at: offset))
    }
  }

  func isWordStart(_ byte: UInt8) -> Bool { JSONDiagnosis.isLetter(byte) || byte == 0x5f || byte == 0x24 }

  /// The letters, digits, `_`, `$`, `-` and `.` at `offset`, at most 40; masked before they are cut.
  func wordText(at offset: Int) -> String {
    var end = offset
    while end < count, end < offset + 400,
      isWordStart(text[end]) || JSONByte.isDigit(text[end]) || [0x2d, 0x2e].contains(text[end])
    { end += 1 }
    let word = SecretMask.masked(
      String(decoding: UnsafeBufferPointer(start: text + offset, count: end - offset), as: UTF8.self))
    return String(word.prefix(40))
  }

  /// The character at `offset` as messages show it.
  func describe(_ offset: Int) -> String {
    let byte = text[offset]
    if byte == JSONByte.quote { return "a string" }
    let isPrintable = byte > 0x20 && byte < 0x7f && byte != 0x60
    return isPrintable ? "`\(Character(Unicode.Scalar(byte)))`" : characterName(at: offset)
  }

  /// Code point and, for what cannot be seen, the name.
  func characterName(at offset: Int) -> String {
    let length = max(JSONUTF8.sequenceLength(text + offset, available: count - offset), 1)
    let value = JSONUTF8.scalar(text + offset, length: length)
    let code = JSONDiagnosis.codePoint(value)
    return JSONDiagnosis.spaceName(value).map { "\($0) (\(code))" } ?? code
  }

  static func spaceName(_ value: UInt32) -> String? {
    switch value {
    case 0x0b: "a vertical tab"
    case 0x0c: "a form feed"
    case 0x85: "a next-line character"
    case 0xa0: "a no-break space"
    case 0x2028: "a line separator"
    case 0x2029: "a paragraph separator"
    case 0x200b...0x200f, 0x2060: "a zero-width character"
    case 0x1680, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: "a typographic space"
    default: nil
    }
  }

  static func codePoint(_ value: UInt32) -> String { "U+" + hex(value, digits: 4) }

  static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isHex(_ byte: UInt8) -> Bool { JSONByte.isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
}
