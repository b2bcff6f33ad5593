/// How numbers look in reports: no float noise, no locale, no Foundation.
enum Numbers {
  /// 2^53: up to here every whole number is a `Double` of its own.
  private static let maxWhole = 9_007_199_254_740_992.0

  /// Rounds to six decimals, and below 0.1 to six significant digits so that a share of 3 in 10 million survives.
  ///
  /// The result is `k / 10^n` with both operands exact in a `Double` (`k` < 10^15, `n` ≤ 22), so the division is
  /// correctly rounded and the shortest round-trip text of the result has no more digits than `k`.
  /// Magnitudes below 10^-16 are rounding residue of sums and become 0; from 10^9 on, whole numbers are kept.
  static func rounded(_ value: Double) -> Double {
    let magnitude = abs(value)
    guard magnitude.isFinite, magnitude >= 1e-16 else { return value.isFinite ? 0 : value }
    guard magnitude < 1e9 else { return value.rounded() }
    var scale = 1e6
    while magnitude * scale < 1e5, scale < 1e22 { scale *= 10 }
    let steps = (value * scale).rounded()
    return steps == 0 ? 0 : steps / scale
  }

  /// The shortest text that reads back as `rounded(value)`, with whole numbers written without a fraction;
  /// nil for a value that is not finite.
  static func shortest(_ value: Double) -> String? {
    let value = rounded(value)
    guard value.isFinite else { return nil }
    if abs(value) <= maxWhole, let whole = Int(exactly: value) { return String(whole) }
    return value.description
  }

  /// `1234567` as `1,234,567`.
  static func grouped(_ value: Int) -> String {
    grouped(digits: String(value.magnitude), negative: value < 0)
  }

  /// A fixed number of decimals, grouped: `1,234.50`. Rounds half away from zero.
  static func fixed(_ value: Double, decimals: Int) -> String {
    var power = 1
    for _ in 0..<decimals { power *= 10 }
    guard let steps = Int(exactly: (value * Double(power)).rounded()) else { return plain(value) }
    let whole = grouped(digits: String(steps.magnitude / power.magnitude), negative: steps < 0)
    guard decimals > 0 else { return whole }
    let fraction = String(steps.magnitude % power.magnitude)
    return whole + "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
  }

  /// As short as the value allows, for people: `5`, `0.05`, `1,000`, `n/a` for what is no number.
  static func plain(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-infinity" : "infinity" }
    if abs(value) <= maxWhole, let whole = Int(exactly: rounded(value)) { return grouped(whole) }
    guard abs(value) < 1e-4, abs(value) >= 1e-12 else { return shortest(value) ?? "n/a" }
    // Swift would write 7.7e-05.
    let text = fixed(value, decimals: 12)
    return String(text[..<(text.lastIndex { $0 != "0" }.map(text.index(after:)) ?? text.endIndex)])
  }

  /// A ratio in 0…1 as `0.60 %`; what is not zero and not whole never rounds to `0.00 %` or `100.00 %`.
  static func percent(_ ratio: Double) -> String {
    if ratio > 0, ratio < 0.00005 { return "<0.01 %" }
    if ratio < 1, ratio >= 0.99995 { return ">99.99 %" }
    return fixed(ratio * 100, decimals: 2) + " %"
  }

  private static func grouped(digits: String, negative: Bool) -> String {
    var text = negative ? "-" : ""
    var left = digits.utf8.count
    for digit in digits {
      text.append(digit)
      left -= 1
      if left > 0, left % 3 == 0 { text.append(",") }
    }
    return text
  }
}
