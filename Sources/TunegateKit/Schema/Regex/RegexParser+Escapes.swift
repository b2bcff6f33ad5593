/// What a backslash begins, in and outside classes.
extension RegexParser {
  /// The atoms that begin with a backslash, outside a class.
  mutating func atomEscape() throws(ECMARegexError) -> RegexNode {
    let start = at
    if let set = try setEscape() { return .set(set) }
    if take("\\k") {
      guard take("<") else { throw error("'<' and the name of a group behind \\k") }
      let name = try groupName()
      hasReferences = true
      guard let known else { return .backReference(0) }
      guard let number = known.names[name] else {
        throw error(at: start, found: "\\k<\(name)>", "the name of a group: no group (?<\(name)>…) is there")
      }
      return .backReference(number)
    }
    if at + 1 < scalars.count, "1"..."9" ~= scalars[at + 1] {
      at += 1
      let reference = number() ?? 0
      hasReferences = true
      if let known, reference > known.groups {
        throw error(
          at: start, found: "\\\(reference)", "a group with that number: the pattern has \(known.groups)")
      }
      return .backReference(reference)
    }
    return .set(folded(ScalarSet(try characterEscape(inClass: false))))
  }

  /// `\d \D \w \W \s \S \p{…} \P{…}`; nil when something else comes next.
  mutating func setEscape() throws(ECMARegexError) -> ScalarSet? {
    let word = isCaseInsensitive ? ScalarSet.foldedWord : .word
    if take("\\d") { return .digits }
    if take("\\D") { return ScalarSet.digits.inverted }
    if take("\\w") { return word }
    if take("\\W") { return word.inverted }
    if take("\\s") { return .space }
    if take("\\S") { return ScalarSet.space.inverted }
    let start = at
    let isNegated = take("\\P")
    guard isNegated || take("\\p") else { return nil }
    guard take("{") else { throw error("'{' and the name of a Unicode property") }
    guard let end = scalars[at...].firstIndex(of: "}") else { throw error("'}' behind the name of the property") }
    let name = String(String.UnicodeScalarView(scalars[at..<end]))
    guard let set = UnicodeProperty.set(named: name) else {
      throw error(
        at: start, found: "the property '\(name)'",
        "a Unicode property that ECMA-262 names, such as L, Letter, Script=Latin or Alphabetic")
    }
    at = end + 1
    return folded(isNegated ? set.inverted : set)
  }

  /// One character written with a backslash. The cursor stands on the backslash.
  mutating func characterEscape(inClass: Bool) throws(ECMARegexError) -> UInt32 {
    let start = at
    at += 1
    guard let letter = peek else { throw error("a character behind the backslash; write \\\\ for a backslash") }
    at += 1
    switch letter {
    case "t": return 0x09
    case "n": return 0x0A
    case "v": return 0x0B
    case "f": return 0x0C
    case "r": return 0x0D
    case "b" where inClass: return 0x08
    case "-" where inClass: return 0x2D
    case "0":
      if let next = peek, "0"..."9" ~= next { throw error("no digit behind \\0, which is the character U+0000") }
      return 0
    case "c":
      guard let control = peek, "a"..."z" ~= control || "A"..."Z" ~= control else {
        throw error("a letter A to Z behind \\c")
      }
      at += 1
      return control.value & 0x1F
    case "x": return try hex(2)
    case "u": return try unicodeEscape()
    case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": return letter.value
    default:
      throw error(
        at: start, found: "\\\(letter)",
        "an escape of ECMA-262; in Unicode mode other characters stand for themselves without a backslash")
    }
  }

  /// Behind `\u`: four hexadecimal digits, twice for a surrogate pair, or up to 10FFFF in braces.
  private mutating func unicodeEscape() throws(ECMARegexError) -> UInt32 {
    if take("{") {
      var value: UInt32 = 0
      let start = at
      while let digit = peek.flatMap(Self.hexValue) {
        value = min(value * 16 + digit, ScalarSet.last + 1)
        at += 1
      }
      guard at > start, peek == "}" else { throw error("hexadecimal digits and '}' behind \\u{") }
      guard value <= ScalarSet.last else {
        throw error(at: start, found: "a number above 10FFFF", "a code point of Unicode")
      }
      at += 1
      return value
    }
    let lead = try hex(4)
    let behind = at
    if 0xD800...0xDBFF ~= lead, take("\\u"), let trail = try? hex(4), 0xDC00...0xDFFF ~= trail {
      return 0x10000 + (lead - 0xD800) << 10 + (trail - 0xDC00)
    }
    // A lone surrogate stands for itself, which no text holds; what follows it is read on its own.
    at = behind
    return lead
  }

  private mutating func hex(_ digits: Int) throws(ECMARegexError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek.flatMap(Self.hexValue) else { throw error("\(digits) hexadecimal digits") }
      value = value * 16 + digit
      at += 1
    }
    return value
  }

  private static func hexValue(_ scalar: Unicode.Scalar) -> UInt32? {
    guard scalar.isASCII, let value = Character(scalar).hexDigitValue else { return nil }
    return UInt32(value)
  }

  /// The name of a group, behind its `<`, up to and with the `>`.
  mutating func groupName() throws(ECMARegexError) -> String {
    var name = String.UnicodeScalarView()
    while !take(">") {
      let start = at
      guard let next = peek else { throw error("'>' behind the name of the group") }
      at += 1
      var value = next.value
      if next == "\\" {
        guard take("u") else { throw error("u behind a backslash in the name of a group") }
        value = try unicodeEscape()
      }
      guard let scalar = Unicode.Scalar(value), Self.isNamed(scalar, first: name.isEmpty) else {
        at = start
        throw error(name.isEmpty ? "a letter, $ or _ that begins the name of the group" : "'>' or a letter of the name")
      }
      name.append(scalar)
    }
    guard !name.isEmpty else {
      at -= 1
      throw error("the name of the group")
    }
    return String(name)
  }

  /// RegExpIdentifierStart and RegExpIdentifierPart.
  private static func isNamed(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    if scalar == "$" || scalar == "_" { return true }
    return first
      ? scalar.properties.isIDStart
      : scalar.properties.isIDContinue || scalar == "\u{200C}" || scalar == "\u{200D}"
  }
}
