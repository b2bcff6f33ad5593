import Testing

@testable import TunegateKit

@Suite("Length sketch")
struct LengthSketchTests {
  /// The width of a bin: what its smallest length may fall short of any length in it.
  private static let error = 1.0110

  @Test("A quantile is at most a bin's width below the exact one", arguments: 0..<12 as Range<UInt64>)
  func errorBound(seed: UInt64) {
    var dice = Dice(seed)
    let most = dice.pick([3, 40, 1000, 250_000, 1 << 31])
    let lengths = (0..<dice.number(1...3000)).map { _ in
      // Long tails as well as flat ones.
      seed % 2 == 0 ? dice.number(0...most) : dice.number(0...max(1, most >> dice.number(0...20)))
    }
    var sketch = LengthSketch()
    for length in lengths { sketch.note(length) }
    let sorted = lengths.sorted()
    for k in 0...64 {
      // Quantiles at multiples of 1/64, which floating-point numbers hold exactly.
      let rank = max(1, (k * lengths.count + 63) / 64)
      let exact = sorted[rank - 1]
      let found = sketch.quantile(Double(k) / 64)
      #expect(
        found <= exact && Double(exact) <= Double(max(found, 1)) * Self.error + 1e-9, "\(k)/64 of \(lengths.count)")
    }
    #expect(sketch.total == lengths.count && sketch.largest == sorted.last)
  }

  @Test("Every length falls into a bin that begins at or below it and ends above it")
  func bins() {
    var dice = Dice(3)
    let powers = (0...32).flatMap { [(1 << $0) - 1, 1 << $0, (1 << $0) + 1] }
    for length in Array(0...5000) + powers + (0..<5000).map({ _ in dice.number(0...1 << 32) }) {
      let bin = LengthSketch.bin(of: length)
      #expect(LengthSketch.floor(of: bin) <= max(length, 0), "length \(length)")
      if length < 1 << 32 { #expect(LengthSketch.floor(of: bin + 1) >= length, "length \(length)") }
    }
    #expect(LengthSketch.bin(of: 0) == 0 && LengthSketch.floor(of: 0) == 0)
  }

  @Test("Small lengths are exact: each has a bin of its own")
  func smallLengths() {
    for length in 0...45 {
      var sketch = LengthSketch()
      sketch.note(length)
      #expect(sketch.quantile(0.5) == length)
    }
  }

  @Test("Lengths beyond the last bin share it, and the largest stays exact")
  func beyond() {
    var sketch = LengthSketch()
    for length in [1 << 40, 1 << 50] { sketch.note(length) }
    #expect(sketch.largest == 1 << 50)
    #expect(sketch.quantile(1) == LengthSketch.floor(of: LengthSketch.bin(of: 1 << 32)))
  }

  @Test("The summary's shares are a whole, and there is none of nothing")
  func summary() throws {
    #expect(LengthSketch().summary == nil && LengthSketch().quantile(0.5) == 0)
    var dice = Dice(8)
    for most in [1, 30, 100_000] {
      var sketch = LengthSketch()
      for _ in 0..<500 { sketch.note(dice.number(0...most)) }
      let summary = try #require(sketch.summary)
      #expect(summary.bins.count == 16 && abs(summary.bins.reduce(0, +) - 1) < 1e-9)
      #expect(summary.p1 <= summary.p50 && summary.p50 <= summary.p99 && summary.p99 <= summary.max)
    }
  }
}
