/// Which rules found something in an example: bit i stands for the i-th rule of the run, those of `AllRules` first.
struct RuleSet: Hashable, Sendable {
  /// Most rules that a run can hold.
  static let capacity = 192

  private var low: UInt64 = 0
  private var middle: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  var isEmpty: Bool { low | middle | high == 0 }

  func contains(_ rule: Int) -> Bool {
    let word = rule < 64 ? low : rule < 128 ? middle : high
    return word >> UInt64(rule & 63) & 1 == 1
  }

  mutating func insert(_ rule: Int) {
    precondition(rule < RuleSet.capacity)
    let bit: UInt64 = 1 << UInt64(rule & 63)
    if rule < 64 { low |= bit } else if rule < 128 { middle |= bit } else { high |= bit }
  }

  /// The rules' indices, ascending.
  var members: [Int] { (0..<RuleSet.capacity).filter(contains) }
}
