/// A JSON number by its digits, exact whatever its size: ±d₁d₂…dₙ × 10^`exponent`, without zeros at either end.
///
/// Holds places in a text, not the text. Nothing is allocated to compare two of them.
struct DecimalText {
  var isNegative = false
  /// From the first digit that is not 0 to behind the last; a decimal point may lie between.
  private(set) var digits = 0..<0
  private(set) var digitCount = 0
  /// Of the last digit.
  private(set) var exponent = 0

  /// Exponents are cut here: beyond, no two numbers that differ can meet in practice.
  private static let largestExponent = 1 << 40

  var isZero: Bool { digitCount == 0 }
  var isInteger: Bool { digitCount == 0 || exponent >= 0 }

  /// Bounds: `node` is a number of the tape that `text` was parsed to.
  init(_ node: JSONNode, _ text: UnsafePointer<UInt8>) {
    let end = node.offset + node.length
    var i = node.offset
    if text[i] == JSONByte.minus {
      isNegative = true
      i += 1
    }
    var (first, last, point, seen) = (-1, -1, -1, 0)
    var lastSeen = 0
    while i < end, text[i] | 0x20 != 0x65 {
      if text[i] == 0x2e {
        point = i
      } else if text[i] != 0x30 || first >= 0 {
        if first < 0 { first = i }
        seen += 1
        if text[i] != 0x30 { (last, lastSeen) = (i, seen) }
      }
      i += 1
    }
    let behindMantissa = i
    guard first >= 0 else {
      isNegative = false
      return
    }
    digits = first..<(last + 1)
    digitCount = lastSeen
    // Digits between the last one that counts and the units place.
    let units = point < 0 ? behindMantissa : point
    exponent = last < units ? units - last - 1 : units - last
    if i < end { exponent += DecimalText.exponent(text, i + 1, end) }
  }

  private static func exponent(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var (i, value) = (start, 0)
    let isNegative = text[i] == JSONByte.minus
    if isNegative || text[i] == 0x2b { i += 1 }
    while i < end {
      value = min(value * 10 + Int(text[i] & 15), largestExponent)
      i += 1
    }
    return isNegative ? -value : value
  }

  /// The number when it is written as a whole number of at most 18 digits; the common case.
  @inline(__always)
  static func whole(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> Int64? {
    guard node.length <= 18 else { return nil }
    var i = node.offset
    let end = i + node.length
    let isNegative = text[i] == JSONByte.minus
    if isNegative { i += 1 }
    var value: Int64 = 0
    while i < end {
      guard JSONByte.isDigit(text[i]) else { return nil }
      value = value &* 10 &+ Int64(text[i] & 15)
      i += 1
    }
    return isNegative ? -value : value
  }
}

// MARK: - Comparison

extension DecimalText {
  /// -1, 0 or 1 as `a` is smaller than, equal to or larger than `b`.
  static func compare(
    _ a: DecimalText, _ textA: UnsafePointer<UInt8>, _ b: DecimalText, _ textB: UnsafePointer<UInt8>
  ) -> Int {
    let (signA, signB) = (a.sign, b.sign)
    if signA != signB { return signA < signB ? -1 : 1 }
    if signA == 0 { return 0 }
    return signA * compareSizes(a, textA, b, textB)
  }

  private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

  private static func compareSizes(
    _ a: DecimalText, _ textA: UnsafePointer<UInt8>, _ b: DecimalText, _ textB: UnsafePointer<UInt8>
  ) -> Int {
    let (placesA, placesB) = (a.digitCount + a.exponent, b.digitCount + b.exponent)
    if placesA != placesB { return placesA < placesB ? -1 : 1 }
    var (i, j) = (a.digits.lowerBound, b.digits.lowerBound)
    while i < a.digits.upperBound, j < b.digits.upperBound {
      if textA[i] == 0x2e { i += 1 }
      if textB[j] == 0x2e { j += 1 }
      if textA[i] != textB[j] { return textA[i] < textB[j] ? -1 : 1 }
      i += 1
      j += 1
    }
    if a.digitCount == b.digitCount { return 0 }
    return a.digitCount < b.digitCount ? -1 : 1
  }

  /// Equal for equal numbers, however they are written.
  func hash(_ text: UnsafePointer<UInt8>) -> UInt64 {
    var hash: UInt64 = isNegative ? 0x51 : 0x50
    for i in digits where text[i] != 0x2e { hash = (hash ^ UInt64(text[i])) &* 0x100_0000_01b3 }
    return hash ^ UInt64(truncatingIfNeeded: isZero ? 0 : exponent) &* 0x9e37_79b9_7f4a_7c15
  }
}

// MARK: - Division

extension DecimalText {
  /// Whether this number is a whole multiple of `divisor`, which is not zero. Exact.
  func isMultiple(
    _ text: UnsafePointer<UInt8>, of divisor: DecimalText, _ divisorText: UnsafePointer<UInt8>
  ) -> Bool {
    if isZero { return true }
    // Without zeros at the end, a number cannot be a multiple of one that ends further left.
    guard exponent >= divisor.exponent else { return false }
    // More factors of ten than the divisor has digits times four bring in no new factor of two or five.
    let tens = min(exponent - divisor.exponent, 4 * divisor.digitCount + 4)
    if divisor.digitCount <= 18 {
      var value: UInt64 = 0
      for i in divisor.digits where divisorText[i] != 0x2e { value = value * 10 + UInt64(divisorText[i] & 15) }
      return remainder(text, tens: tens, value) == 0
    }
    return isMultiple(
      text, tens: tens,
      ofDigits: divisor.digits.compactMap { i in
        divisorText[i] == 0x2e ? nil : divisorText[i] & 15
      })
  }

  private func remainder(_ text: UnsafePointer<UInt8>, tens: Int, _ divisor: UInt64) -> UInt64 {
    // The divisor is below 10^18, so a remainder times ten and a digit fit into 64 bits.
    var rest: UInt64 = 0
    for i in digits where text[i] != 0x2e { rest = (rest * 10 + UInt64(text[i] & 15)) % divisor }
    for _ in 0..<tens { rest = rest * 10 % divisor }
    return rest
  }

  /// Long division by hand, for divisors of more than 18 digits.
  private func isMultiple(_ text: UnsafePointer<UInt8>, tens: Int, ofDigits divisor: [UInt8]) -> Bool {
    var rest: [UInt8] = []
    func bring(_ digit: UInt8) {
      if !rest.isEmpty || digit != 0 { rest.append(digit) }
      while DecimalText.isAtLeast(rest, divisor) { rest = DecimalText.difference(rest, divisor) }
    }
    for i in digits where text[i] != 0x2e { bring(text[i] & 15) }
    for _ in 0..<tens { bring(0) }
    return rest.isEmpty
  }

  private static func isAtLeast(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count != b.count ? a.count > b.count : !a.lexicographicallyPrecedes(b)
  }

  /// `a - b` without zeros in front; `a` is at least `b`.
  private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var result = a
    var borrow = 0
    for k in 0..<a.count {
      let place = a.count - 1 - k
      let taken = Int(a[place]) - borrow - (k < b.count ? Int(b[b.count - 1 - k]) : 0)
      borrow = taken < 0 ? 1 : 0
      result[place] = UInt8(taken + 10 * borrow)
    }
    return Array(result.drop { $0 == 0 })
  }
}
