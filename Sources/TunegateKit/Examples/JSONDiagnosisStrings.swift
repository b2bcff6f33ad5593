// What goes wrong inside strings: their end, control bytes, escapes, and the encoding.

extension JSONDiagnosis {
  func insideString() -> JSONFault {
    if stop.wanted == .utf8 { return encoding(at: stop.offset) }
    // Damaged text before the fault comes first.
    if let fault = JSONUTF8.firstFault(text, from: stop.token + 1, to: stop.offset) { return encoding(at: fault) }
    if isEnd(stop.offset) { return unclosedString() }
    if stop.wanted == .escape { return escape() }
    return text[stop.offset] == 0 ? nulRun(at: stop.offset) : rawControl()
  }

  /// A line that has an end was probably broken by a raw newline; at the end of a file the writer probably stopped.
  private func unclosedString() -> JSONFault {
    let end = trimmedEnd
    let column = "\(stop.token + 1)"
    if endsInEscapedQuote { return make(.escapedQuote, at: end, column) }
    let hasLineEnd = text[count] == 0x0a || text[count] == 0x0d || isEnd(stop.offset) && stop.offset < count
    return hasLineEnd
      ? make(.unclosedString, at: end, column)
      : make(.unclosed, at: end, "a string that opens at column \(column)")
  }

  /// Whether only brackets and white space follow the last quote, which the string has swallowed.
  private var endsInEscapedQuote: Bool {
    var p = count - 1
    while p > stop.token, JSONByte.isSpace(text[p]) || [0x7d, 0x5d, 0x2c].contains(text[p]) { p -= 1 }
    return p > stop.token + 1 && text[p] == JSONByte.quote && text[p - 1] == JSONByte.backslash
  }

  private func escape() -> JSONFault {
    let next = stop.offset + 1
    if isEnd(next) { return unclosedString() }
    let byte = text[next]
    if byte == 0x75 {
      let digits = (next + 1)..<min(next + 5, count)
      let isCut = digits.count < 4 && digits.allSatisfy { JSONDiagnosis.isHex(text[$0]) }
      return isCut ? unclosedString() : make(.badUnicodeEscape)
    }
    if byte == 0 { return nulRun(at: next) }
    if byte >= 0x80, JSONUTF8.sequenceLength(text + next, available: count - next) == 0 { return encoding(at: next) }
    let isPrintable = byte >= 0x20 && byte < 0x7f
    return make(.invalidEscape, isPrintable ? String(Unicode.Scalar(byte)) : characterName(at: next))
  }

  private func rawControl() -> JSONFault {
    let byte = text[stop.offset]
    let name =
      switch byte {
      case 0x08: "backspace"
      case 0x09: "tab"
      case 0x0a: "newline"
      case 0x0b: "vertical tab"
      case 0x0c: "form feed"
      case 0x0d: "carriage return"
      case 0x1b: "escape character"
      default: "control character"
      }
    return make(.rawControl, "a raw \(name) (\(JSONDiagnosis.codePoint(UInt32(byte))))")
  }

  func nulRun(at offset: Int) -> JSONFault {
    var end = offset
    while end < count, text[end] == 0 { end += 1 }
    let run = end - offset
    return make(.nulRun, at: offset, run == 1 ? "a NUL byte" : "a run of \(run) NUL bytes")
  }

  func encoding(at offset: Int) -> JSONFault {
    let byte = text[offset]
    let code = "byte 0x" + JSONDiagnosis.hex(UInt32(byte), digits: 2)
    if let character = legacyCharacter(at: offset) {
      return make(.legacyEncoding, at: offset, "\(code) (\(character) in Windows-1252)")
    }
    return make(.invalidUTF8, at: offset, "\(code), \(encodingCause(at: offset))")
  }

  private func encodingCause(at offset: Int) -> String {
    let byte = text[offset]
    let second = offset + 1 < count ? text[offset + 1] : 0
    let continues = second & 0xc0 == 0x80
    switch byte {
    case 0x80...0xbf: return "a continuation byte without a start"
    case 0xc0, 0xc1: return "which starts an overlong form"
    case 0xf5...0xff: return "which never stands in UTF-8"
    case 0xe0 where continues && second < 0xa0, 0xf0 where continues && second < 0x90:
      return "which starts an overlong form"
    case 0xed where continues && second >= 0xa0: return "which starts an encoded surrogate"
    case 0xf4 where continues && second >= 0x90: return "which starts a character beyond U+10FFFF"
    default: return "which starts a character that is cut"
    }
  }

  /// A lone high byte beside an ASCII letter is most likely an accented letter of an 8-bit encoding.
  private func legacyCharacter(at offset: Int) -> Character? {
    let before: UInt8 = offset > 0 ? text[offset - 1] : 0
    let after: UInt8 = offset + 1 < count ? text[offset + 1] : 0
    guard before < 0x80, after < 0x80, JSONDiagnosis.isLetter(before) || JSONDiagnosis.isLetter(after) else {
      return nil
    }
    let byte = text[offset]
    if byte >= 0xa0 { return Character(Unicode.Scalar(byte)) }
    let value = JSONDiagnosis.windows1252[Int(byte) - 0x80]
    return Unicode.Scalar(value).flatMap { value == 0 ? nil : Character($0) }
  }

  /// The characters of bytes 0x80…0x9F in Windows-1252, 0 where there is none (WHATWG Encoding, index-windows-1252).
  private static let windows1252: [UInt16] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
    0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
    0x0178,
  ]
}
