/// Sums that a text works out and that do not come out: `3 + 4 = 8`, `<<48/2=23>>`.
struct WrongSum {
  /// As it stands in the text.
  var text: String
  /// What comes out, as it would be written.
  var expected: String
}

/// Finds sums in a text. Careful: what may be a part of a longer term, a fraction, a percentage or a rounded value is
/// no sum, or is given room.
struct Sums {
  private(set) var wrong: [WrongSum] = []
  private(set) var count = 0
  private let text: TextBytes
  private static let most = 200

  /// - Parameter hasMarks: Whether calculator's marks, `<<48/2=24>>`, are looked for.
  init(_ text: TextBytes, hasMarks: Bool) {
    self.text = text
    var at = 0
    while count < Sums.most, let sign = text.next(UInt8(ascii: "="), from: at) {
      at = sign + 1
      if hasMarks, let open = calculator(before: sign) {
        if !isRightCalculation(open, sign) { checkCalculator(open, sign) }
      } else if !isRightSum(sign) {
        checkPlain(sign)
      }
    }
  }

  private mutating func note(_ range: Range<Int>, _ value: Fraction, isRight: Bool) {
    count += 1
    if !isRight { wrong.append(WrongSum(text: text.string(range, limit: 48), expected: Sums.name(value.value))) }
  }

  private static func name(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : Numbers.plain((value * 1e4).rounded() / 1e4)
  }

  // MARK: - Whole numbers that come out, which are nearly all sums

  /// The whole number of up to nine digits at `at`, which moves behind it.
  private func whole(_ at: inout Int) -> Int? {
    let start = at
    var value = 0
    while text.at(at).isDigit, at - start < 9 {
      value = value * 10 + Int(text[at] & 15)
      at += 1
    }
    return at > start && !text.at(at).isDigit ? value : nil
  }

  /// The same before `at`, which moves to its first digit; none with a zero before other digits.
  private func wholeBefore(_ at: inout Int) -> Int? {
    let end = at
    while text.at(at - 1).isDigit, end - at < 9 { at -= 1 }
    if at == end || text.at(at - 1).isDigit || text[at] == UInt8(ascii: "0") && end - at > 1 { return nil }
    var place = at
    return whole(&place)
  }

  private static func comesOut(_ a: Int, _ symbol: UInt8, _ b: Int, _ c: Int) -> Bool {
    switch symbol {
    case UInt8(ascii: "+"): a + b == c
    case UInt8(ascii: "-"): a - b == c
    case UInt8(ascii: "*"), UInt8(ascii: "x"): a * b == c
    case UInt8(ascii: "/"): b != 0 && b * c == a
    default: false
    }
  }

  /// Counts `a+b=c>>` of whole numbers that comes out; false for anything else, which is looked at closely.
  private mutating func isRightCalculation(_ open: Int, _ sign: Int) -> Bool {
    var at = open
    guard let a = whole(&at), at < sign else { return false }
    let symbol = text[at]
    at += 1
    guard let b = whole(&at), at == sign else { return false }
    at += 1
    guard let c = whole(&at), text.at(at) == UInt8(ascii: ">"), text.at(at + 1) == UInt8(ascii: ">"),
      Sums.comesOut(a, symbol, b, c)
    else { return false }
    count += 1
    return true
  }

  /// The same for `a + b = c` with nothing around it that it may be a part of.
  private mutating func isRightSum(_ sign: Int) -> Bool {
    var at = spaceStart(sign)
    guard text.at(sign + 1) != UInt8(ascii: "="), text.at(sign + 1) != UInt8(ascii: ">"), let b = wholeBefore(&at)
    else { return false }
    at = spaceStart(at)
    let symbol = text.at(at - 1)
    at = spaceStart(at - 1)
    guard let a = wholeBefore(&at), let c = plainResult(sign + 1), Sums.comesOut(a, symbol, b, c) else { return false }
    // Behind a space or a line's start: whatever else stands there has its own rules.
    guard at == 0 || text[at - 1] == 0x0A || text[at - 1] == 0x20 && text.at(at - 2).isASCIILetter, isFree(at) else {
      return false
    }
    count += 1
    return true
  }

  /// The whole number behind a sign, at times with a calculator's mark between them, when a line's end or the next word
  /// follows.
  private func plainResult(_ from: Int) -> Int? {
    var at = spaceEnd(from)
    if text.stands("<<", at: at) {
      guard let close = text.next(UInt8(ascii: ">"), from: at), text.at(close + 1) == UInt8(ascii: ">") else {
        return nil
      }
      at = spaceEnd(close + 2)
    }
    if text.at(at) == UInt8(ascii: "0"), text.at(at + 1).isDigit { return nil }
    guard let c = whole(&at) else { return nil }
    if at == text.count || text[at] == 0x0A { return c }
    // "and" may lead to a fraction, and an x to a product.
    let next = text.at(at + 1)
    let isWord = next.isASCIILetter && next != UInt8(ascii: "a") && next != UInt8(ascii: "x")
    return text[at] == 0x20 && isWord ? c : nil
  }

  // MARK: - a + b = c

  private mutating func checkPlain(_ sign: Int) {
    guard let left = leftSide(sign), let (right, end) = rightSide(sign + 1) else { return }
    let (a, b) = (left.a, left.b)
    let result: Fraction?
    switch left.symbol {
    case UInt8(ascii: "+"): result = a + b
    case UInt8(ascii: "-"): result = a - b
    case UInt8(ascii: "*"): result = a * b
    default: result = a / b
    }
    guard let result else { return }
    let isDivision = left.symbol == UInt8(ascii: "/")
    let isRight = Sums.agrees(result, right.value, decimals: right.decimals, isDivision: isDivision)
    guard isRight || !hasUnclearPoint(left.start..<end) else { return }
    note(left.start..<end, result, isRight: isRight)
  }

  /// Equal, but for rounding to the decimals that are shown; a whole number may stand for the quotient beside it.
  private static func agrees(_ result: Fraction, _ shown: Double, decimals: Int, isDivision: Bool) -> Bool {
    var scale = 1.0
    for _ in 0..<decimals { scale /= 10 }
    var room = decimals > 0 || isDivision ? 0.51 * scale : 1e-6
    if isDivision, decimals == 0 { room = result.isWhole ? 1e-6 : 0.51 }
    let value = result.value
    if abs(value - shown) <= room + 1e-9 * abs(value) { return true }
    // Cents for dollars, percent, thousands: another unit, not another number.
    for factor in otherUnits {
      let scaled = value * factor
      if abs(scaled - shown) <= 1e-6 + 1e-9 * abs(scaled) { return true }
    }
    return false
  }

  /// True when a point may divide thousands, as in `1.234 + 1 = 1.235`: three digits follow it in some of the numbers
  /// and not in all.
  private func hasUnclearPoint(_ range: Range<Int>) -> Bool {
    var (unclear, clear) = (false, false)
    var at = range.lowerBound
    while at < range.upperBound {
      guard text[at].isDigit else {
        at += 1
        continue
      }
      let start = at
      while at < range.upperBound, text[at].isDigit || text[at] == UInt8(ascii: ".") { at += 1 }
      let parts = text[start..<at].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      let isUnclear = parts.count == 2 && parts[0].count <= 3 && parts[1].count == 3 && text[start] != UInt8(ascii: "0")
      if isUnclear { unclear = true } else { clear = true }
    }
    return unclear && clear
  }

  private static let otherUnits: [Double] = [100, 0.01, 1_000, 1_000_000]

  private struct Left {
    var a: Fraction
    var symbol: UInt8
    var b: Fraction
    var start: Int
  }

  /// `a + b` that ends before `sign`, with nothing before it that it may belong to.
  private func leftSide(_ sign: Int) -> Left? {
    if text.at(sign + 1) == UInt8(ascii: "=") || text.at(sign + 1) == UInt8(ascii: ">") { return nil }
    guard let b = number(endingAt: spaceStart(sign)) else { return nil }
    var at = spaceStart(dollarStart(b.start))
    guard let (sign, length) = symbol(endingAt: at) else { return nil }
    at = spaceStart(at - length)
    guard let a = number(endingAt: at) else { return nil }
    let start = dollarStart(a.start)
    return isFree(start) ? Left(a: a.value, symbol: sign, b: b.value, start: start) : nil
  }

  private func symbol(endingAt end: Int) -> (UInt8, length: Int)? {
    switch text.at(end - 1) {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"): return (text.at(end - 1), 1)
    case UInt8(ascii: "x"): return (UInt8(ascii: "*"), 1)
    default: break
    }
    if text.stands("×", at: end - 2) { return (UInt8(ascii: "*"), 2) }
    if text.stands("÷", at: end - 2) { return (UInt8(ascii: "/"), 2) }
    if text.stands("–", at: end - 3) || text.stands("−", at: end - 3) { return (UInt8(ascii: "-"), 3) }
    return nil
  }

  /// False behind an operator, a bracket, another number, or words that make the number a part of something else.
  private func isFree(_ start: Int) -> Bool {
    let before = text.at(start - 1)
    if before.isWordByte || Sums.isPartOfNumber(before) { return false }
    var at = spaceStart(start)
    if text.at(at - 1) == UInt8(ascii: "$") { at = spaceStart(at - 1) }
    if text.at(at - 1) == UInt8(ascii: "(") { at = spaceStart(at - 1) }
    let last = text.at(at - 1)
    if Sums.joins(last) || last.isDigit || last >= 0x80 { return false }
    if last == UInt8(ascii: "x"), !text.at(at - 2).isWordByte { return false }
    return
      !(text.standsFolded("of", at: at - 2) || text.standsFolded("and", at: at - 3)
      || text.standsFolded("mod", at: at - 3))
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: ","), UInt8(ascii: "$"): true
    default: false
    }
  }

  /// What makes the number behind it a part of something else.
  private static func joins(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "^"),
      UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "~"),
      UInt8(ascii: "\\"), UInt8(ascii: "{"):
      true
    default: false
    }
  }

  /// What makes the number before it a part of something else.
  private static func goesOn(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"),
      UInt8(ascii: "x"), UInt8(ascii: "^"):
      true
    default: false
    }
  }

  /// The number that ends before `end`.
  private func number(endingAt end: Int) -> (value: Fraction, start: Int)? {
    var start = end
    while start > 0, end - start < 32,
      text[start - 1].isDigit || text[start - 1] == UInt8(ascii: ",")
        || text[start - 1] == UInt8(ascii: ".")
    { start -= 1 }
    guard start < end, text[start].isDigit, text[end - 1].isDigit, !isOddNumber(start, end) else { return nil }
    return Fraction(text, start..<end).map { ($0, start) }
  }

  /// A time of day, or digits in groups with spaces between them: `0900`, `6:00`, `18 000`.
  private func isOddNumber(_ start: Int, _ end: Int) -> Bool {
    if text[start] == UInt8(ascii: "0"), end - start > 1, text[start + 1].isDigit { return true }
    if text.at(start - 1) == UInt8(ascii: ":") || text.at(end) == UInt8(ascii: ":") && text.at(end + 1).isDigit {
      return true
    }
    return text.at(end) == 0x20 && text.at(end + 1).isDigit || text.at(start - 1) == 0x20 && text.at(start - 2).isDigit
  }

  /// The number behind `=`, a calculator's mark, a dollar sign: nil when something else follows it.
  private func rightSide(_ from: Int) -> ((value: Double, decimals: Int), end: Int)? {
    var at = spaceEnd(from)
    if text.stands("<<", at: at) {
      guard let close = text.next(UInt8(ascii: ">"), from: at), text.at(close + 1) == UInt8(ascii: ">") else {
        return nil
      }
      at = spaceEnd(close + 2)
    }
    if text.at(at) == UInt8(ascii: "$") { at = spaceEnd(at + 1) }
    let isNegative = text.at(at) == UInt8(ascii: "-")
    if isNegative { at += 1 }
    var end = at
    while end < text.count, end - at < 32,
      text[end].isDigit || text[end] == UInt8(ascii: ",") || text[end] == UInt8(ascii: ".")
    {
      end += 1
    }
    while end > at, !text[end - 1].isDigit { end -= 1 }
    guard end > at, text[at].isDigit, !isOddNumber(at, end), let value = Fraction(text, at..<end) else { return nil }
    // `16 and 2/3`
    if text.stands(" and ", at: end), text.at(end + 5).isDigit || text.at(end + 5) == UInt8(ascii: "(") { return nil }
    let next = text.at(spaceEnd(end))
    if Sums.goesOn(next) || text.at(end).isWordByte || next == 0xC3 || text.stands("−", at: spaceEnd(end))
      || text.stands("–", at: spaceEnd(end))
    {
      return nil
    }
    let point = text[at..<end].firstIndex(of: UInt8(ascii: "."))
    return ((isNegative ? -value.value : value.value, point.map { end - $0 - 1 } ?? 0), end)
  }

  private func spaceStart(_ end: Int) -> Int {
    var at = end
    while at > 0, text[at - 1] == 0x20 { at -= 1 }
    return at
  }

  private func spaceEnd(_ start: Int) -> Int {
    var at = start
    while at < text.count, text[at] == 0x20 { at += 1 }
    return at
  }

  private func dollarStart(_ start: Int) -> Int { text.at(start - 1) == UInt8(ascii: "$") ? start - 1 : start }

  // MARK: - <<term=value>>

  /// Where the calculator's mark opens that `sign` stands in.
  private func calculator(before sign: Int) -> Int? {
    var at = sign
    while at > 1, sign - at < 80 {
      at -= 1
      if text[at] == UInt8(ascii: "<") { return text[at - 1] == UInt8(ascii: "<") ? at + 1 : nil }
      if text[at] == UInt8(ascii: ">") || text[at] == UInt8(ascii: "=") || text[at] == 0x0A { return nil }
      // No word stands in one.
      if text[at].isASCIILetter, text[at] != UInt8(ascii: "x") { return nil }
    }
    return nil
  }

  fileprivate static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == UInt8(ascii: "$") }

  private mutating func checkCalculator(_ open: Int, _ sign: Int) {
    guard let close = text.next(UInt8(ascii: ">"), from: sign), text.at(close + 1) == UInt8(ascii: ">"),
      close - sign < 40
    else { return }
    var end = close
    while end > sign, Sums.isBlank(text[end - 1]) || text[end - 1] == UInt8(ascii: "%") { end -= 1 }
    var start = sign + 1
    while start < end, Sums.isBlank(text[start]) { start += 1 }
    let isNegative = start < end && text[start] == UInt8(ascii: "-")
    if isNegative { start += 1 }
    while start < end, Sums.isBlank(text[start]) { start += 1 }
    var term = Term(text, open..<sign)
    guard start < end, let value = Fraction(text, start..<end), let result = term.value() else { return }
    let room = 0.011 * max(1, 0.01 * abs(result.value))
    note(
      open - 2..<close + 2, result, isRight: abs(result.value - (isNegative ? -value.value : value.value)) <= room)
  }
}

/// A term of numbers, `+ - * / %` and brackets.
private struct Term {
  private let text: TextBytes
  private let end: Int
  private var at: Int
  private var depth = 0

  init(_ text: TextBytes, _ range: Range<Int>) {
    self.text = text
    (at, end) = (range.lowerBound, range.upperBound)
  }

  /// Nil for anything else, and for what is too large or divided by zero.
  mutating func value() -> Fraction? {
    guard let value = sum(), next == 0 else { return nil }
    return value
  }

  /// The next byte that is not blank; 0 at the end.
  private var next: UInt8 {
    mutating get {
      while at < end, Sums.isBlank(text[at]) { at += 1 }
      return at < end ? text[at] : 0
    }
  }

  private mutating func sum() -> Fraction? {
    guard var value = product() else { return nil }
    while next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
      let isSum = next == UInt8(ascii: "+")
      at += 1
      guard let other = product(), let result = isSum ? value + other : value - other else { return nil }
      value = result
    }
    return value
  }

  private mutating func product() -> Fraction? {
    guard var value = factor() else { return nil }
    while next == UInt8(ascii: "*") || next == UInt8(ascii: "/") || next == UInt8(ascii: "x") {
      let isProduct = next != UInt8(ascii: "/")
      at += 1
      guard let other = factor(), let result = isProduct ? value * other : value / other else { return nil }
      value = result
    }
    return value
  }

  private mutating func factor() -> Fraction? {
    if next == UInt8(ascii: "-") {
      at += 1
      return factor()?.negated
    }
    var value: Fraction?
    if next == UInt8(ascii: "("), depth < 16 {
      at += 1
      depth += 1
      value = sum()
      depth -= 1
      guard next == UInt8(ascii: ")") else { return nil }
      at += 1
    } else {
      let start = at
      while at < end, text[at].isDigit || text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",") { at += 1 }
      value = Fraction(text, start..<at)
    }
    if next == UInt8(ascii: "%"), let number = value, let hundredth = Fraction.hundredth {
      at += 1
      value = number * hundredth
    }
    return value
  }
}
