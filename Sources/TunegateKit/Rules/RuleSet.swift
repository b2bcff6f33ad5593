/// Which rules found something in an example: bit i stands for the i-th rule of `AllRules`.
struct RuleSet: Hashable, Sendable {
  /// Most rules that a run can hold.
  static let capacity = 128

  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  var isEmpty: Bool { low | high == 0 }

  func contains(_ rule: Int) -> Bool {
    rule < 64 ? low >> UInt64(rule) & 1 == 1 : high >> UInt64(rule - 64) & 1 == 1
  }

  mutating func insert(_ rule: Int) {
    if rule < 64 { low |= 1 << UInt64(rule) } else { high |= 1 << UInt64(rule - 64) }
  }

  /// The rules' indices, ascending.
  var members: [Int] { (0..<RuleSet.capacity).filter(contains) }
}
