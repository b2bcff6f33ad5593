import Testing

@testable import TunegateKit

@Suite struct PackedColumnTests {
  /// Columns of every kind that is told apart: constant, rising, small, wide, and mixtures of them at chunk borders.
  private static func column(_ dice: inout Dice) -> [UInt32] {
    var values: [UInt32] = []
    for _ in 0..<dice.number(1...5) {
      let count = dice.number(1...6_000)
      let base = UInt32(dice.number(0...1_000_000))
      switch dice.number(0...5) {
      case 0: values += [UInt32](repeating: base, count: count)
      case 1: values += (0..<count).map { base &+ UInt32($0) }
      case 2: values += (0..<count).map { _ in base &+ UInt32(dice.number(0...255)) }
      case 3: values += (0..<count).map { base &+ UInt32($0) &+ UInt32(dice.number(0...3)) }
      case 4: values += (0..<count).map { _ in UInt32(dice.number(0...65_535)) }
      default: values += (0..<count).map { _ in UInt32(truncatingIfNeeded: dice.number(0...Int(UInt32.max))) }
      }
    }
    return values
  }

  @Test("Gives back what was put in")
  func reads() {
    var dice = Dice(11)
    for _ in 0..<30 {
      let values = Self.column(&dice)
      var packed = PackedColumn()
      packed.append(contentsOf: values)
      #expect(packed.count == values.count)
      #expect(values.indices.allSatisfy { packed[$0] == values[$0] })
    }
  }

  @Test("Takes other values, also such that no longer fit")
  func replaces() {
    var dice = Dice(13)
    for _ in 0..<20 {
      var values = Self.column(&dice)
      var packed = PackedColumn()
      packed.append(contentsOf: values)
      for _ in 0..<50 {
        let i = dice.number(0...values.count - 1)
        let value = dice.number(0...1) == 0 ? UInt32(dice.number(0...300)) : UInt32(dice.number(0...Int(UInt32.max)))
        values[i] = value
        packed[i] = value
      }
      #expect(values.indices.allSatisfy { packed[$0] == values[$0] })
    }
  }

  @Test("The extremes of the range")
  func extremes() {
    let values = (0..<9_000).map { $0 % 2 == 0 ? UInt32.max : 0 }
    var packed = PackedColumn()
    packed.append(contentsOf: values)
    #expect(values.indices.allSatisfy { packed[$0] == values[$0] })
  }
}

@Suite struct MeetingTests {
  private func length(_ n: Int) -> Int {
    Meeting(payload: 0, numbers: 0, context: 0, length: n, mark: 0, promptCount: 0).length
  }

  @Test("Lengths are exact where texts are short, and near where they are long")
  func lengths() {
    for n in [0, 1, 200, 32_767] { #expect(length(n) == n) }
    for n in [32_768, 40_000, 65_535, 1_000_000, 123_456_789] {
      #expect(abs(Double(length(n)) / Double(n) - 1) <= 1.0 / 128)
    }
  }
}
