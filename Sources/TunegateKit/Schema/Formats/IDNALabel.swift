/// Whether a label is a U-label (RFC 5891, 4.2 and 5.4), but for its length and the Bidi rule.
enum IDNALabel {
  static let prefixLength = 4

  /// Whether an ASCII label begins with `xn--`, in either case.
  static func hasPrefix(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    return range.count >= prefixLength && text.takeLetter("x", &at) && text.takeLetter("n", &at)
      && text.take("-", &at) && text.take("-", &at)
  }

  static func isValid(_ label: Span<UInt32>) -> Bool {
    guard label.count > 0, !hasMisplacedHyphen(label), !IDNATraits(label[0]).isMark, isNormalized(label)
    else { return false }
    for index in label.indices {
      switch IDNATraits(label[index]).status {
      case .disallowed: return false
      case .valid: continue
      case .joiner: guard isJoinerInContext(label, index) else { return false }
      case .contextual: guard isInContext(label, index) else { return false }
      }
    }
    return true
  }

  /// RFC 5891, 4.2.3.1
  private static func hasMisplacedHyphen(_ label: Span<UInt32>) -> Bool {
    let hyphen: UInt32 = 0x2d
    return label[0] == hyphen || label[label.count - 1] == hyphen
      || label.count >= 4 && label[2] == hyphen && label[3] == hyphen
  }

  /// Whether NFC would leave a label as it is. The code points that NFC replaces by themselves are all DISALLOWED
  /// (RFC 5892, 2.2), so that two things are left: marks out of canonical order, and a mark that composes with the
  /// starter before it, with nothing between that blocks it (Unicode Standard, 3.11, D108 and D115 to D117).
  private static func isNormalized(_ label: Span<UInt32>) -> Bool {
    var starter: UInt32?
    var previousClass: UInt32 = 0
    for index in label.indices {
      let combiningClass = IDNATraits(label[index]).combiningClass
      if combiningClass != 0, combiningClass < previousClass { return false }
      let isUnblocked = previousClass == 0 || combiningClass > previousClass
      if let starter, isUnblocked, isAbsorbed(label[index], combiningClass, by: starter) { return false }
      if combiningClass == 0 { starter = label[index] }
      previousClass = combiningClass
    }
    return true
  }

  /// Whether a character composes with the starter before it. The starter may hold marks that canonical order puts
  /// behind this one; then what is left of it without them may compose with it.
  private static func isAbsorbed(_ scalar: UInt32, _ combiningClass: UInt32, by starter: UInt32) -> Bool {
    var base = starter
    while true {
      if IDNATraits.doCompose(base, scalar) { return true }
      guard combiningClass != 0, let (rest, mark) = IDNATraits.decomposition(of: base),
        IDNATraits(mark).combiningClass > combiningClass
      else { return false }
      base = rest
    }
  }

  /// RFC 5892, A.1 and A.2.
  private static func isJoinerInContext(_ label: Span<UInt32>, _ index: Int) -> Bool {
    if index > 0, IDNATraits(label[index - 1]).isVirama { return true }
    guard label[index] == 0x200c else { return false }
    var before = index - 1
    while before >= 0, IDNATraits(label[before]).joining == .transparent { before -= 1 }
    var after = index + 1
    while after < label.count, IDNATraits(label[after]).joining == .transparent { after += 1 }
    guard before >= 0, after < label.count else { return false }
    let (left, right) = (IDNATraits(label[before]).joining, IDNATraits(label[after]).joining)
    return (left == .left || left == .dual) && (right == .right || right == .dual)
  }

  /// RFC 5892, A.3 to A.9.
  private static func isInContext(_ label: Span<UInt32>, _ index: Int) -> Bool {
    let previous = index > 0 ? label[index - 1] : nil
    let next = index + 1 < label.count ? label[index + 1] : nil
    switch label[index] {
    case 0xb7: return previous == 0x6c && next == 0x6c
    case 0x375: return next.map { IDNATraits($0).script == .greek } ?? false
    case 0x5f3, 0x5f4: return previous.map { IDNATraits($0).script == .hebrew } ?? false
    case 0x30fb: return contains(label) { IDNATraits($0).script == .kanaOrHan }
    case 0x660...0x669: return !contains(label) { 0x6f0...0x6f9 ~= $0 }
    case 0x6f0...0x6f9: return !contains(label) { 0x660...0x669 ~= $0 }
    default: return false
    }
  }

  private static func contains(_ label: Span<UInt32>, _ condition: (UInt32) -> Bool) -> Bool {
    for index in label.indices where condition(label[index]) { return true }
    return false
  }
}

/// The Bidi rule of RFC 5893, 2, over the labels of a name: once one of them has a right-to-left character, all must
/// keep to it.
struct BidiRule {
  private var isBidi = false
  private var isKept = true

  var holds: Bool { !isBidi || isKept }

  /// A label of letters, digits and inner hyphens.
  mutating func addASCII(startsWithLetter: Bool) {
    isKept = isKept && startsWithLetter
  }

  /// A U-label.
  mutating func add(_ label: Span<UInt32>) {
    var seen: UInt32 = 0
    var end = IDNATraits.Direction.leftToRight
    for index in label.indices {
      let direction = IDNATraits(label[index]).direction
      seen |= bit(direction)
      if direction != .nonspacingMark { end = direction }
    }
    if seen & (bit(.rightToLeft) | bit(.arabicLetter) | bit(.arabicNumber)) != 0 { isBidi = true }
    isKept = isKept && keepsRule(first: IDNATraits(label[0]).direction, end: end, seen)
  }

  private func keepsRule(first: IDNATraits.Direction, end: IDNATraits.Direction, _ seen: UInt32) -> Bool {
    let anywhere =
      bit(.europeanNumber) | bit(.europeanSeparator) | bit(.commonSeparator) | bit(.europeanTerminator)
      | bit(.otherNeutral) | bit(.boundaryNeutral) | bit(.nonspacingMark)
    switch first {
    case .leftToRight:
      // Conditions 5 and 6.
      return seen & ~(anywhere | bit(.leftToRight)) == 0 && (end == .leftToRight || end == .europeanNumber)
    case .rightToLeft, .arabicLetter:
      // Conditions 2, 3 and 4.
      let numbers = bit(.europeanNumber) | bit(.arabicNumber)
      let letters = bit(.rightToLeft) | bit(.arabicLetter)
      return seen & ~(anywhere | letters | numbers) == 0 && bit(end) & (letters | numbers) != 0
        && seen & numbers != numbers
    default:
      return false
    }
  }

  private func bit(_ direction: IDNATraits.Direction) -> UInt32 { 1 << direction.rawValue }
}
