import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often each value stands in each slot of the signatures: the document frequencies of shingles, seen through the
/// signatures themselves, in 128 KiB. What every example of a templated set shares is common here and says little.
struct SlotCounts: Mergeable, Equatable {
  private(set) var counts = [UInt32](repeating: 0, count: Int(TG_SLOTS) * 256)
  private(set) var examples = 0

  init() {}

  mutating func note(_ slots: [UInt8]) {
    examples += 1
    for i in 0..<Int(TG_SLOTS) { counts[i * 256 + Int(slots[i])] &+= 1 }
  }

  mutating func merge(_ other: SlotCounts) {
    examples += other.examples
    for i in counts.indices { counts[i] &+= other.counts[i] }
  }

  /// A value counts as common when it stands in the slot in more than `share` of the examples beyond what chance puts
  /// there (1/127 of the occupied slots of a side).
  func common(share: Double) -> [UInt8] {
    var common = [UInt8](repeating: 0, count: counts.count)
    // Below this many examples frequencies say nothing.
    guard examples >= 200 else { return common }
    forEachValue { at, count, chance in
      if Double(count) > chance + share * Double(examples) + 4 * chance.squareRoot() { common[at] = 1 }
    }
    return common
  }

  /// The information of each value in nats, ln(n / frequency) + 0.3, at least 0.3: the weight of a slot in a
  /// comparison.
  func weights() -> [Float] {
    var weights = [Float](repeating: 0, count: counts.count)
    forEachValue { at, count, chance in
      // What chance adds is taken off: a rare shingle shares its value with 1/127 of all others.
      let own = max(1, Double(count) - chance)
      weights[at] = Float(log(max(1, Double(examples) / own)) + 0.3)
    }
    return weights
  }

  /// Every slot's values with their count and the count that chance alone would put there.
  private func forEachValue(_ body: (_ at: Int, _ count: UInt32, _ chance: Double) -> Void) {
    for slot in 0..<Int(TG_SLOTS) {
      for side in [1..<128, 129..<256] {
        var total = 0
        for value in side { total += Int(counts[slot * 256 + value]) }
        for value in side { body(slot * 256 + value, counts[slot * 256 + value], Double(total) / 127) }
      }
    }
  }
}
