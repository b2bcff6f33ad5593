import Testing

@testable import TunegateKit

@Suite struct NumbersTests {
  private static let shortestTexts: [(Double, String)] = [
    (0.1 + 0.2, "0.3"), (5.0, "5"), (-0.0, "0"), (14.23149999999, "14.2315"), (1.0 / 3, "0.333333"),
    (3.0 / 10_000_000, "3e-07"), (1.0 / 30_000_000, "3.33333e-08"), (1e-17, "0"), (0.99999999, "1"),
    (9_007_199_254_740_992, "9007199254740992"), (123_456_789.123456789, "123456789.123457"),
    (1_234_567_890.4, "1234567890"), (-12.3456789, "-12.345679"), (1e300, "1e+300"),
  ]

  @Test(arguments: shortestTexts)
  func shortest(_ value: Double, _ text: String) {
    #expect(Numbers.shortest(value) == text)
  }

  /// Rounding keeps what it promises and is done once: rounding again changes nothing.
  @Test func roundingIsIdempotentAndClose() {
    var random = SeededGenerator(seed: 7)
    for exponent in -12...12 {
      for _ in 0..<200 {
        var value = Double.random(in: -1...1, using: &random)
        for _ in 0..<abs(exponent) { value = exponent < 0 ? value / 10 : value * 10 }
        let rounded = Numbers.rounded(value)
        #expect(Numbers.rounded(rounded) == rounded)
        let bound = abs(value) >= 1e9 ? 0.5 : max(abs(value) * 0.5e-5, abs(value) >= 0.1 ? 0.5e-6 : 0) * 1.000001
        #expect(abs(rounded - value) <= bound, "\(value) became \(rounded)")
        let digits = abs(rounded).description.prefix { $0 != "e" }.drop { $0 != "." }.dropFirst()
        #expect(digits.count <= 6 || abs(value) < 0.1, "\(rounded)")
      }
    }
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func grouped(_ value: Int, _ text: String) {
    #expect(Numbers.grouped(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.00"), (14.235, "14.24"), (-0.004, "0.00"), (1234.5, "1,234.50"), (0.05, "0.05"), (Double.nan, "n/a"),
  ])
  func fixed(_ value: Double, _ text: String) {
    #expect(Numbers.fixed(value, decimals: 2) == text)
  }

  @Test(arguments: [
    (0.0, "0.00 %"), (1.0, "100.00 %"), (0.00001, "<0.01 %"), (0.999999, ">99.99 %"), (0.006, "0.60 %"),
  ])
  func percent(_ ratio: Double, _ text: String) {
    #expect(Numbers.percent(ratio) == text)
  }

  @Test(arguments: [
    (0.0000769201, "0.0000769201"), (0.05, "0.05"), (1_000.0, "1,000"), (-Double.infinity, "-infinity"),
  ])
  func plain(_ value: Double, _ text: String) {
    #expect(Numbers.plain(value) == text)
  }
}
