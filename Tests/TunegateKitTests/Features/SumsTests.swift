import Testing

@testable import TunegateKit

@Suite("Sums in texts")
struct SumsTests {
  @Test(
    "Numbers are exact, and nothing else is a number",
    arguments: [
      ("1", 1.0), ("1,250.50", 1250.5), (".5", 0.5), ("1,5", nil), ("1,", nil), ("", nil), ("1.2.3", nil),
      ("12,34", nil),
      ("1,234,567", 1_234_567), ("9999999999999999999999999", nil),
      ("999999999999999999", 1e18), ("9999999999999999999", nil), ("0000000000000000000", nil),
      (".999999999999999999", 1), (".9999999999999999999", nil),
    ] as [(String, Double?)])
  func numbers(text: String, value: Double?) {
    #expect(Fraction(Array(text.utf8))?.value == value, "\(text)")
  }

  @Test("Fractions are exact, and too large ones are nil")
  func fractions() {
    func number(_ text: String) -> Fraction? { Fraction(Array(text.utf8)) }
    let tenths = (number("0.1"), number("0.2"), number("0.3"))
    #expect(tenths.0.flatMap { a in tenths.1.flatMap { a + $0 } } == tenths.2)
    #expect(number("1").flatMap { a in number("0").flatMap { a / $0 } } == nil)
    var power = number("9999999999")
    for _ in 0..<4 { power = power.flatMap { $0 * $0 } }
    #expect(power == nil)
  }
}
