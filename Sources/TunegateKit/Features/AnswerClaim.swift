/// What an answer says, as far as two answers to one prompt can be told to contradict each other by it: a number, yes
/// or no, or the values of a JSON object. Any other answer is known by its folded text alone.
///
/// 64 bits, of which the lowest three tell the kind, so that claims are kept for every example and shown without its
/// text.
struct AnswerClaim: Hashable, Sendable {
  enum Kind: UInt64, Sendable {
    case none, text, number, polarity, object
  }

  let bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  private init(_ kind: Kind, _ value: UInt64) { bits = value << 3 | kind.rawValue }

  static let none = AnswerClaim(.none, 0)
  /// The seed of the fingerprint of a folded answer.
  static let seed: UInt64 = 7

  var kind: Kind { Kind(rawValue: bits & 7) ?? .none }
  private var value: UInt64 { bits >> 3 }

  /// The claim of an answer that is not blank. `hash` is the fingerprint of its folded text, `object` what its JSON
  /// object says, if it is one.
  init(_ text: Span<UInt8>, hash: UInt64, object: AnswerClaim?) {
    self = object ?? AnswerClaim.polarity(text) ?? AnswerClaim.number(text) ?? AnswerClaim(.text, hash >> 3)
  }

  // MARK: - Yes and no

  /// In pairs: yes, no. English, German, French, Spanish, Italian, Russian.
  private static let words: [StaticString] = [
    "yes", "no", "ja", "nein", "oui", "non", "s\u{ED}", "no", "s\u{EC}", "no", "\u{434}\u{430}",
    "\u{43D}\u{435}\u{442}",
    "\u{414}\u{430}", "\u{41D}\u{435}\u{442}", "true", "false",
  ]

  /// Yes or no, when the answer begins with the word and a mark or the end stands behind it: `No one knows.` is no no.
  private static func polarity(_ text: Span<UInt8>) -> AnswerClaim? {
    var start = 0
    while start < text.count, start < 4, text[start] <= 0x20 || text[start] == UInt8(ascii: "*") { start += 1 }
    guard start < text.count else { return nil }
    switch text[start] | 0x20 {
    case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "j"), UInt8(ascii: "o"), UInt8(ascii: "s"),
      UInt8(ascii: "t"), UInt8(ascii: "f"), 0xD0 | 0x20:
      break
    default: return nil
    }
    for i in words.indices where stands(words[i], in: text, at: start) {
      let end = start + words[i].utf8CodeUnitCount
      if isEnd(text, end) { return AnswerClaim(.polarity, i % 2 == 0 ? 1 : 0) }
    }
    return nil
  }

  private static func stands(_ word: StaticString, in text: Span<UInt8>, at start: Int) -> Bool {
    guard start + word.utf8CodeUnitCount <= text.count else { return false }
    for k in 0..<word.utf8CodeUnitCount where text[start + k].lowercased != word.utf8Start[k] { return false }
    return true
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: ";"), UInt8(ascii: ":"): true
    default: false
    }
  }

  private static func isEnd(_ text: Span<UInt8>, _ end: Int) -> Bool {
    var end = end
    while end < text.count, text[end] == UInt8(ascii: "*") { end += 1 }
    guard end < text.count, text[end] != 0x0A, text[end] != 0x0D else { return true }
    // `No. 5` is a number and `yes:no` is no sentence.
    guard endsWord(text[end]) else { return end + 1 == text.count && text[end] <= 0x20 }
    var next = end + 1
    while next < text.count, text[next] == 0x20 { next += 1 }
    return next >= text.count || next > end + 1 && !text[next].isDigit || text[next] <= 0x20
  }

  // MARK: - Numbers

  private static let longestNumber = 20
  private static let mostDecimals = 15
  /// Bytes before the number in which its mark is looked for.
  private static let longestHead = 60
  private static let heads: [StaticString] = ["answer", "antwort", "respuesta", "risposta", "ponse", "####", "boxed"]

  /// The number that the answer is, or that its last line marks as the result: `#### 72`, `The answer is 72.`
  private static func number(_ text: Span<UInt8>) -> AnswerClaim? {
    var end = text.count
    while end > 0, text.count - end < 8, isTrailing(text[end - 1]) { end -= 1 }
    guard end > 0, text[end - 1].isDigit else { return nil }
    var start = end
    while start > 0, end - start <= longestNumber, isNumeric(text[start - 1]) { start -= 1 }
    while start < end, !text[start].isDigit, text[start] != UInt8(ascii: ".") { start += 1 }
    guard end - start <= longestNumber, let (digits, decimals) = parse(text, start, end) else { return nil }
    var isNegative = false
    // Currencies stand before the number or between it and its sign.
    if start > 0, text[start - 1] == UInt8(ascii: "-") { (start, isNegative) = (start - 1, true) }
    start = behindCurrency(text, start)
    if start > 0, text[start - 1] == UInt8(ascii: "-") { (start, isNegative) = (start - 1, true) }
    // A range, a date, a fraction, a time, a name with a number in it: no single number.
    if start > 0, text[start - 1].isWordByte || isJoint(text[start - 1]) && !isMark(text, start) { return nil }
    guard isResult(text, start) else { return nil }
    return AnswerClaim(.number, (digits << 4 | decimals) << 1 | (isNegative && digits > 0 ? 1 : 0))
  }

  private static func isTrailing(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: ")"), UInt8(ascii: "}"),
      UInt8(ascii: "]"), UInt8(ascii: "$"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      true
    default: false
    }
  }

  /// What a number before another one is joined to it by.
  private static func isJoint(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "*"),
      UInt8(ascii: "^"), UInt8(ascii: "="), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "%"):
      true
    default: false
    }
  }

  private static func isDecoration(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("),
      UInt8(ascii: "$"):
      true
    default: false
    }
  }

  /// The first bytes of `heads`, in any case.
  private static func beginsHead(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "r"), UInt8(ascii: "p"), UInt8(ascii: "b"), UInt8(ascii: "#"): true
    default: false
    }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
  }

  /// Markdown's asterisks and a colon right before a number belong to the text around it.
  private static func isMark(_ text: Span<UInt8>, _ start: Int) -> Bool {
    text[start - 1] == UInt8(ascii: "*") && (start == 1 || !text[start - 2].isDigit)
      || text[start - 1] == UInt8(ascii: ":") && start > 1 && !text[start - 2].isDigit
      || text[start - 1] == UInt8(ascii: "=")
  }

  private static func behindCurrency(_ text: Span<UInt8>, _ start: Int) -> Int {
    if start > 0, text[start - 1] == UInt8(ascii: "$") { return start - 1 }
    // € and £ in UTF-8.
    if start > 2, text[start - 3] == 0xE2, text[start - 2] == 0x82, text[start - 1] == 0xAC { return start - 3 }
    if start > 1, text[start - 2] == 0xC2, text[start - 1] == 0xA3 { return start - 2 }
    return start
  }

  /// Digits without trailing zeros behind the point, and how many of them stand behind it. Commas part thousands, or it
  /// is no number: `1,5` is 1.5 to some and a list to others.
  private static func parse(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (digits: UInt64, decimals: UInt64)? {
    var (digits, decimals): (UInt64, UInt64) = (0, 0)
    var (hasPoint, sinceComma, whole) = (false, -1, 0)
    for i in start..<end {
      switch text[i] {
      case UInt8(ascii: "."):
        if hasPoint || sinceComma >= 0 && sinceComma != 3 { return nil }
        (hasPoint, sinceComma) = (true, -1)
      case UInt8(ascii: ","):
        if hasPoint || sinceComma >= 0 && sinceComma != 3 || sinceComma < 0 && !(1...3).contains(whole) { return nil }
        sinceComma = 0
      default:
        digits = digits * 10 + UInt64(text[i] - UInt8(ascii: "0"))
        if digits >= 1 << 55 { return nil }
        if hasPoint { decimals += 1 } else { whole += 1 }
        if sinceComma >= 0 { sinceComma += 1 }
      }
    }
    if sinceComma >= 0 && sinceComma != 3 || decimals > mostDecimals { return nil }
    while decimals > 0, digits % 10 == 0 { (digits, decimals) = (digits / 10, decimals - 1) }
    return (digits, decimals)
  }

  /// Whether nothing stands before the number, or on its line what marks a result.
  private static func isResult(_ text: Span<UInt8>, _ start: Int) -> Bool {
    var line = start
    while line > 0, text[line - 1] != 0x0A, start - line < longestHead { line -= 1 }
    var isAlone = line == 0
    for i in line..<start where text[i] > 0x20 && !isDecoration(text[i]) { isAlone = false }
    if isAlone { return true }
    for i in line..<start where beginsHead(text[i]) {
      for head in heads where stands(head, in: text, at: i) && i + head.utf8CodeUnitCount <= start { return true }
    }
    return false
  }

  /// The number that is claimed; nil for other claims.
  var number: (value: Double, decimals: Int)? {
    guard kind == .number else { return nil }
    let decimals = Int(value >> 1 & 15)
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let magnitude = Double(value >> 5) / power
    return (value & 1 == 1 ? -magnitude : magnitude, decimals)
  }

  // MARK: - JSON objects

  /// Keys and values of an object, in any order.
  struct ObjectSum {
    private var keys: UInt64 = 0
    private var values: UInt64 = 0

    /// A member; `hash` is the fingerprint of its key, `value` the text of its value.
    mutating func add(key hash: UInt64, _ tag: JSONTag, _ value: Span<UInt8>) {
      keys &+= Fingerprint.mix(hash, 3)
      guard AnswerClaim.isScalar(tag, value) else { return }
      var sum: UInt64 = 0xCBF2_9CE4_8422_2325
      for i in value.indices { sum = (sum ^ UInt64(value[i].lowercased)) &* 0x100_0000_01B3 }
      values &+= Fingerprint.mix(hash, sum)
    }

    var claim: AnswerClaim { AnswerClaim(.object, (keys >> 40) << 37 | values >> 27) }
  }

  private static let longestScalar = 32

  /// Values that can contradict each other: numbers, truth values, names. Two sentences may well say the same.
  static func isScalar(_ tag: JSONTag, _ value: Span<UInt8>) -> Bool {
    switch tag {
    case .number, .true, .false: return true
    case .string:
      guard value.count <= longestScalar else { return false }
      var spaces = 0
      for i in value.indices where value[i] == 0x20 { spaces += 1 }
      return spaces <= 2
    default: return false
    }
  }

  // MARK: - Comparison

  /// True when both claims are about the same, so that they agree or contradict each other.
  func isComparable(to other: AnswerClaim) -> Bool { topic == other.topic && topic != nil }

  /// Claims of one topic can contradict each other; nil for a text, which may say the same in other words.
  var topic: UInt64? {
    switch kind {
    case .none, .text: nil
    case .number, .polarity: kind.rawValue
    case .object: (value >> 37) << 3 | kind.rawValue
    }
  }

  /// True when two claims of one topic do not contradict each other: they are equal, one number is the other rounded,
  /// or a hundredth of it, as with cents and percent.
  func agrees(with other: AnswerClaim) -> Bool {
    if self == other { return true }
    guard let a = number, let b = other.number else { return false }
    let near = { (x: Double, y: Double) in abs(x - y) <= 1e-9 * max(abs(x), abs(y)) }
    if near(a.value, b.value * 100) || near(a.value * 100, b.value) { return true }
    guard a.decimals != b.decimals, a.value != 0, b.value != 0 else { return false }
    var step = 1.0
    for _ in 0..<min(a.decimals, b.decimals) { step /= 10 }
    return abs(a.value - b.value) <= 0.5 * step * (1 + 1e-9)
  }

  /// The claim for a message; nil when it takes the text to show it.
  var shown: String? {
    switch kind {
    case .polarity: return value == 1 ? "yes" : "no"
    case .number:
      var digits = String(value >> 5)
      let decimals = Int(value >> 1 & 15)
      if decimals > 0 {
        if digits.utf8.count <= decimals {
          digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
        }
        digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
      }
      return (value & 1 == 1 ? "-" : "") + digits
    default: return nil
    }
  }
}
