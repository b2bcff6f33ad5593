/// A seeded generator with the draws that random data sets need: the same numbers on every machine.
struct Dice: RandomNumberGenerator {
  private var generator: SeededGenerator

  init(_ seed: UInt64) { generator = SeededGenerator(seed &* 0x2545_F491_4F6C_DD1D) }

  mutating func next() -> UInt64 { generator.next() }

  /// True once in `n` throws.
  mutating func once(in n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &self)] }

  mutating func shuffled<T>(_ items: [T]) -> [T] { items.shuffled(using: &self) }
}
