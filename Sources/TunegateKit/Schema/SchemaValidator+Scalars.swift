// Strings, numbers and constants of the boolean pass.

extension SchemaProgram {
  func string(
    _ number: Int, _ node: JSONNode, _ text: UnsafePointer<UInt8>, _ scratch: inout SchemaScratch
  ) -> Bool {
    let part = arena.strings[number]
    if part.minimum > 0 || part.maximum < Int.max {
      let count = SchemaProgram.codePoints(node, text)
      guard count >= part.minimum, count <= part.maximum else { return false }
    }
    guard part.needsText else { return true }
    if part.pattern != absent, !matches(part.pattern, node, text, &scratch) { return false }
    if part.format != absent {
      let name = arena.formats[Int(part.format)]
      let isValid = JSONEquality.withDecoded(node, text) { SchemaFormat.check(name, $0) }
      if !isValid { return false }
    }
    guard part.isBase64 || part.isJSON else { return true }
    return JSONEquality.withDecoded(node, text) {
      SchemaContent.isValid($0, isBase64: part.isBase64, isJSON: part.isJSON)
    }
  }

  /// Lengths are in Unicode code points. Plain text is as long as its bytes.
  static func codePoints(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Int {
    guard !node.flags.isDisjoint(with: [.hasEscapes, .hasHighBytes]) else { return node.length }
    return JSONEquality.withDecoded(node, text) { bytes in
      var count = 0
      for byte in bytes where byte & 0xc0 != 0x80 { count += 1 }
      return count
    }
  }

  /// Whether a pattern is found in the text of a string node.
  func matches(
    _ pattern: Int32, _ node: JSONNode, _ text: UnsafePointer<UInt8>, _ scratch: inout SchemaScratch
  ) -> Bool {
    let regex = patterns[Int(pattern)]
    return JSONEquality.withDecoded(node, text) { scratch.matches(Int(pattern), regex, $0) }
  }

  func isInteger(_ node: JSONNode, _ text: UnsafePointer<UInt8>, _ isTextual: Bool) -> Bool {
    if JSONText.isInteger(node, text) { return true }
    return !isTextual && DecimalText(node, text).isInteger
  }

  func number(_ range: SchemaRange, _ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Bool {
    let whole = DecimalText.whole(node, text)
    for i in range.indices {
      let bound = arena.bounds[i]
      if let whole, bound.isWhole {
        let isValid =
          switch bound.kind {
          case .minimum: whole >= bound.whole
          case .exclusiveMinimum: whole > bound.whole
          case .maximum: whole <= bound.whole
          case .exclusiveMaximum: whole < bound.whole
          case .multipleOf: whole % bound.whole == 0
          }
        if !isValid { return false }
      } else if !keeps(bound, node, text) {
        return false
      }
    }
    return true
  }

  /// The exact comparison, on the digits of both.
  func keeps(_ bound: SchemaBound, _ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Bool {
    let source = documents[Int(bound.literal.document)]
    let limit = DecimalText(source.tape[Int(bound.literal.node)], source.text)
    let number = DecimalText(node, text)
    if bound.kind == .multipleOf { return number.isMultiple(text, of: limit, source.text) }
    let order = DecimalText.compare(number, text, limit, source.text)
    return switch bound.kind {
    case .minimum: order >= 0
    case .exclusiveMinimum: order > 0
    case .maximum: order <= 0
    case .exclusiveMaximum: order < 0
    case .multipleOf: true
    }
  }

  func isOne(
    of part: SchemaValuePart, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    let tag = tape.tag(value)
    switch tag {
    case .null, .false, .true: return part.words >> tag.rawValue & 1 == 1
    case .string: return find(value, in: part.strings, tape, text) >= 0
    case .number, .array, .object:
      for i in part.literals.indices {
        let literal = arena.literals[i]
        let source = documents[Int(literal.document)]
        if JSONEquality.areEqual(value, tape, text, Int(literal.node), source.tape, source.text) { return true }
      }
      return false
    }
  }
}

/// Formats, with the one that needs the pattern engine.
enum SchemaFormat {
  /// True for a format that nobody knows, as the specification has it.
  static func check(_ name: String, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if name == "regex" { return (try? ECMARegex(String(decoding: text, as: UTF8.self))) != nil }
    return StringFormat.check(name, text) ?? true
  }
}

/// `contentEncoding` and `contentMediaType` where they assert, which is in draft 7 and on request.
enum SchemaContent {
  static func isValid(_ text: UnsafeBufferPointer<UInt8>, isBase64: Bool, isJSON: Bool) -> Bool {
    guard isBase64 else { return isParsable(Array(text)) }
    guard let decoded = base64(text) else { return false }
    return !isJSON || isParsable(decoded)
  }

  private static func isParsable(_ bytes: [UInt8]) -> Bool { (try? SchemaDocument(bytes)) != nil }

  /// RFC 4648, section 4, with its padding; nil for anything else.
  private static func base64(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).count { $0 == 0x3d }
    var (bytes, bits, width): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for byte in text.dropLast(padding) {
      guard let digit = sextet(byte) else { return nil }
      bits = bits << 6 | digit
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> width))
      }
    }
    return bytes
  }

  private static func sextet(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b: 62
    case 0x2f: 63
    default: nil
    }
  }
}
