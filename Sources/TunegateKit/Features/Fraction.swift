/// An exact number for the sums in texts; anything that does not fit is nil.
struct Fraction: Equatable {
  private let numerator: Int
  /// More than zero.
  private let denominator: Int

  var value: Double { Double(numerator) / Double(denominator) }
  var isWhole: Bool { numerator % denominator == 0 }

  /// Reduced only when it grows large: that costs more than the sums themselves.
  private init?(_ numerator: Int, _ denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let sign = denominator < 0 ? -1 : 1
    var divisor = 1
    if max(numerator.magnitude, denominator.magnitude) > 1 << 24 {
      var (a, b) = (numerator.magnitude, denominator.magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      divisor = max(1, Int(a))
    }
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  static func == (a: Fraction, b: Fraction) -> Bool { a.value == b.value }

  /// Any number of so many digits fits in an `Int`.
  private static let mostDigits = 18

  /// Digits with a point and with commas between groups of three: `1,250.50`, `.5`. Nil for anything else, and for more
  /// than 18 digits.
  init?(_ text: TextBytes, _ range: Range<Int>) {
    self.init(range.lazy.map { text[$0] })
  }

  /// The same for any bytes.
  @inline(__always)
  init?(_ text: some Sequence<UInt8>) {
    var (mantissa, scale) = (0, 1)
    var (digits, group) = (0, -1)
    var hasPoint = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard digits < Fraction.mostDigits else { return nil }
        mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0"))
        if hasPoint { scale *= 10 }
        digits += 1
        if group >= 0 { group += 1 }
      case UInt8(ascii: ",") where !hasPoint && digits > 0 && (group < 0 || group == 3): group = 0
      case UInt8(ascii: ".") where !hasPoint && (group < 0 || group == 3): (hasPoint, group) = (true, -1)
      default: return nil
      }
    }
    // A comma before other than three digits is the point of other languages, or the end of a clause.
    guard digits > 0, group < 0 || group == 3 else { return nil }
    self.init(mantissa, scale)
  }

  static let hundredth = Fraction(1, 100)

  var negated: Fraction? { Fraction(-numerator, denominator) }

  static func + (a: Fraction, b: Fraction) -> Fraction? {
    let (x, y) = (product(a.numerator, b.denominator), product(b.numerator, a.denominator))
    guard let x, let y, let below = product(a.denominator, b.denominator) else { return nil }
    let (sum, overflow) = x.addingReportingOverflow(y)
    return overflow ? nil : Fraction(sum, below)
  }

  static func - (a: Fraction, b: Fraction) -> Fraction? { b.negated.flatMap { a + $0 } }

  static func * (a: Fraction, b: Fraction) -> Fraction? {
    guard let above = product(a.numerator, b.numerator), let below = product(a.denominator, b.denominator) else {
      return nil
    }
    return Fraction(above, below)
  }

  static func / (a: Fraction, b: Fraction) -> Fraction? {
    guard let above = product(a.numerator, b.denominator), let below = product(a.denominator, b.numerator) else {
      return nil
    }
    return Fraction(above, below)
  }

  private static func product(_ a: Int, _ b: Int) -> Int? {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : product
  }
}
