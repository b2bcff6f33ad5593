/// Finds the cause of a fault by looking at its neighbourhood. Runs once a malformed line, so it may look at all of it.
///
/// The order is: what the whole line says, what the byte at the fault says wherever it stands, and at last what the
/// grammar wanted there.
struct JSONDiagnosis {
  let text: UnsafePointer<UInt8>
  let count: Int
  let stop: JSONStop
  let maxDepth: Int
  /// Tag and offset of the innermost open container; nil at the top.
  let container: (tag: JSONTag, offset: Int)?
  /// The value or key that was read last.
  let last: JSONNode?

  /// Bounds: every byte is read below `count`, but for the one at `count`, which tells a line from the end of a file.
  init(
    _ text: UnsafePointer<UInt8>, count: Int, stop: JSONStop, maxDepth: Int, tape: borrowing JSONTape
  ) {
    (self.text, self.count, self.stop, self.maxDepth) = (text, count, stop, maxDepth)
    if let index = stop.container {
      container = (tape.tag(index), tape[index].offset)
    } else {
      container = nil
    }
    last = tape.count > 0 ? tape[tape.count - 1] : nil
  }

  var fault: JSONFault {
    if let known = wholeLine() { return known }
    switch stop.wanted {
    case .shallower: return make(.tooDeep, "\(maxDepth)")
    case .stringEnd, .escape, .utf8: return insideString()
    case .literal, .number, .value, .key, .colon, .commaOrEnd, .nothing: break
    }
    if isEnd(stop.offset) { return atEnd() }
    if let known = anywhere() { return known }
    switch stop.wanted {
    case .literal: return word(at: stop.token)
    case .number: return insideNumber()
    case .value: return wantedValue()
    case .key: return wantedKey()
    case .colon: return make(.missingColon, describe(stop.offset))
    case .commaOrEnd: return wantedCommaOrEnd()
    default: return wantedNothing()
    }
  }

  func make(_ kind: JSONFault.Kind, at offset: Int? = nil, _ detail: String = "") -> JSONFault {
    JSONFault(kind: kind, offset: offset ?? stop.offset, detail: detail)
  }
}

// MARK: - By what the grammar wanted

extension JSONDiagnosis {
  private func wantedValue() -> JSONFault {
    let byte = text[stop.offset]
    let before = previous(stop.offset)
    switch byte {
    case JSONByte.closeObject, JSONByte.closeArray:
      guard let container else { return make(.extraBracket, describe(stop.offset)) }
      guard byte == closer(container.tag) else { return mismatched(container) }
      if before.byte == JSONByte.comma { return make(.trailingComma, at: before.offset, describe(stop.offset)) }
      return make(.emptyValue, "nothing between the colon and \(describe(stop.offset))")
    case JSONByte.comma:
      return make(.emptyValue, before.byte == JSONByte.comma ? "nothing between two commas" : "nothing before a comma")
    case 0x27: return singleQuote()
    case 0x2b, 0x2e: return signOrPoint()
    default: break
    }
    if isWordStart(byte) {
      let found = word(at: stop.offset)
      return found.kind == .badLiteral && container == nil ? unknownLine() : found
    }
    return container == nil ? unknownLine() : unexpected()
  }

  private func wantedKey() -> JSONFault {
    let byte = text[stop.offset]
    let before = previous(stop.offset)
    switch byte {
    case JSONByte.closeObject:
      // An empty object does not get here, so a comma stands before.
      return make(.trailingComma, at: before.offset, describe(stop.offset))
    case JSONByte.closeArray:
      return container.map(mismatched) ?? unexpected()
    case JSONByte.comma:
      return make(.emptyValue, before.byte == JSONByte.comma ? "nothing between two commas" : "nothing before a comma")
    case 0x27: return singleQuote()
    case _ where isWordStart(byte) || JSONByte.isDigit(byte) || byte == JSONByte.minus:
      return make(.unquotedKey, wordText(at: stop.offset))
    default: return unexpected()
    }
  }

  private func wantedCommaOrEnd() -> JSONFault {
    let byte = text[stop.offset]
    if let known = behindToken() { return known }
    if byte == JSONByte.closeObject || byte == JSONByte.closeArray, let container { return mismatched(container) }
    if beginsValue(stop.offset) { return make(.missingComma, "\(describe(stop.offset)) after a value") }
    if isWordStart(byte) {
      let found = word(at: stop.offset)
      if found.kind != .badLiteral { return found }
    }
    return unexpected()
  }

  private func wantedNothing() -> JSONFault {
    let byte = text[stop.offset]
    let isContainer = previous(stop.offset).byte.map { $0 == closer(.object) || $0 == closer(.array) } ?? false
    switch byte {
    case JSONByte.comma:
      let next = skipSpace(stop.offset + 1)
      if next == count { return make(.commaAfterValue) }
      if isContainer { return make(.missingNewline, "a comma and a second value") }
      return make(.notJSON, at: 0, "a row of comma-separated values (CSV)")
    case JSONByte.colon where !isContainer:
      return make(.prettyPrinted, "a key and its value without braces")
    case JSONByte.closeObject, JSONByte.closeArray:
      return make(.extraBracket, describe(stop.offset))
    default: break
    }
    if let known = behindToken() { return known }
    guard beginsValue(stop.offset) else { return unexpected() }
    let before = previous(stop.offset).offset
    let gap = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: text, count: count)[(before + 1)..<stop.offset])
    return gap.contains(0x0d) ? make(.carriageReturns) : make(.missingNewline, "a second value")
  }

  /// What stands directly behind a string, a number or a word often belongs to it.
  private func behindToken() -> JSONFault? {
    guard let last else { return nil }
    let byte = text[stop.offset]
    let isLetter = isWordStart(byte) || JSONByte.isDigit(byte)
    switch last.tag {
    case .number where last.offset + last.length == stop.offset:
      if isLetter || [0x2b, 0x2d, 0x2e].contains(byte) { return make(.badNumber, oddNumber(last)) }
    case .string where last.offset + last.length + 1 == stop.offset:
      if isLetter { return make(.unescapedQuote) }
    case .true, .false, .null:
      if last.offset + last.length == stop.offset, isLetter { return word(at: last.offset) }
    default: break
    }
    return nil
  }

  private func oddNumber(_ number: JSONNode) -> String {
    let byte = text[stop.offset]
    let digit = text[number.offset + number.length - 1]
    if digit == 0x30, number.length <= 2 {
      if JSONByte.isDigit(byte) { return "a leading zero" }
      if byte | 0x20 == 0x78 { return "a hexadecimal prefix" }
    }
    return "\(describe(stop.offset)) behind its digits"
  }

  private func insideNumber() -> JSONFault {
    let byte = text[stop.offset]
    let before = text[stop.offset - 1]
    if before == JSONByte.minus, stop.offset - 1 == stop.token {
      if isWordStart(byte) {
        let name = wordText(at: stop.offset)
        if JSONDiagnosis.isNonFinite(name) { return make(.nonFinite, at: stop.token, "-" + name) }
      }
      if container == nil, byte == JSONByte.minus || byte == 0x20 { return unknownLine() }
      return make(.badNumber, byte == 0x2e ? "no digit before its decimal point" : "no digit behind its minus sign")
    }
    return make(.badNumber, before == 0x2e ? "no digit behind its decimal point" : "no digit in its exponent")
  }

  private func signOrPoint() -> JSONFault {
    let plus = text[stop.offset] == 0x2b
    let next = stop.offset + 1
    if plus, next < count, isWordStart(text[next]) {
      let name = wordText(at: next)
      if JSONDiagnosis.isNonFinite(name) { return make(.nonFinite, "+" + name) }
    }
    return make(.badNumber, plus ? "a leading plus" : "no digit before its decimal point")
  }

  private func mismatched(_ container: (tag: JSONTag, offset: Int)) -> JSONFault {
    let name = container.tag == .object ? "object" : "array"
    let place = "the \(name) that opens at column \(container.offset + 1)"
    let wanted = Character(Unicode.Scalar(closer(container.tag)))
    return make(.mismatchedBracket, "\(describe(stop.offset)) does not close \(place), expected `\(wanted)`")
  }

  func unexpected() -> JSONFault {
    let wanted =
      switch stop.wanted {
      case .key: "a key in double quotes"
      case .commaOrEnd: container?.tag == .object ? "a comma or `}`" : "a comma or `]`"
      case .nothing: "the end of the line"
      default: "a value"
      }
    let place = stop.wanted == .nothing ? " after the value" : ""
    return make(.unexpectedCharacter, "\(describe(stop.offset))\(place), expected \(wanted)")
  }

  private func atEnd() -> JSONFault {
    let end = trimmedEnd
    guard end > 0 else { return make(.emptyLine, at: 0) }
    guard let container else {
      return make(.unclosed, at: end, stop.wanted == .number ? "a number" : "a word")
    }
    let name = container.tag == .object ? "an object" : "an array"
    return make(.unclosed, at: end, "\(name) that opens at column \(container.offset + 1)")
  }
}
