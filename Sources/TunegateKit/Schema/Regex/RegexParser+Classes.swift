/// Character classes.
extension RegexParser {
  /// `[…]` or `[^…]`; the cursor stands on the bracket.
  mutating func characterClass() throws(ECMARegexError) -> ScalarSet {
    let start = at
    at += 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    while !take("]") {
      guard peek != nil else { throw error(at: start, found: "'[' that nothing closes", "']' behind the class") }
      ranges += try classRanges()
    }
    // Case is ignored before the class is turned round: [^k] without case has no K.
    let set = folded(ScalarSet(ranges))
    return isNegated ? set.inverted : set
  }

  /// One member, one set, or a range of members.
  private mutating func classRanges() throws(ECMARegexError) -> [ClosedRange<UInt32>] {
    let start = at
    let low = try classAtom()
    guard peek == "-", at + 1 < scalars.count, scalars[at + 1] != "]" else { return low.ranges }
    at += 1
    let high = try classAtom()
    let text = String(String.UnicodeScalarView(scalars[start..<at]))
    guard let first = low.member, let last = high.member else {
      throw error(at: start, found: "'\(text)'", "a range between two characters; write \\- for the character '-'")
    }
    guard first <= last else {
      throw error(at: start, found: "'\(text)'", "the smaller character first; write \\- for the character '-'")
    }
    return [first...last]
  }

  private enum ClassAtom {
    case member(UInt32)
    case set(ScalarSet)

    var member: UInt32? {
      if case .member(let value) = self { value } else { nil }
    }

    var ranges: [ClosedRange<UInt32>] {
      switch self {
      case .member(let value): [value...value]
      case .set(let set): set.ranges
      }
    }
  }

  private mutating func classAtom() throws(ECMARegexError) -> ClassAtom {
    guard let next = peek else { throw error("']' behind the class") }
    guard next == "\\" else {
      at += 1
      return .member(next.value)
    }
    if let set = try setEscape() { return .set(set) }
    return .member(try characterEscape(inClass: true))
  }
}
