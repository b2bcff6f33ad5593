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

  init(counts: [UInt32], examples: Int) { (self.counts, self.examples) = (counts, examples) }

  mutating func note(_ slots: [UInt8]) {
    precondition(slots.count == Int(TG_SLOTS))
    examples += 1
    tg_oph_count(slots, &counts)
  }

  mutating func merge(_ other: SlotCounts) {
    examples += other.examples
    for i in counts.indices { counts[i] &+= other.counts[i] }
  }

  /// A value counts as common when it stands in the slot in more than `share` of the examples beyond what chance puts
  /// there (1/127 of the occupied slots of a side).
  func common(share: Double) -> CommonValues {
    var common = CommonValues()
    // Below this many examples frequencies say nothing.
    guard examples >= 200 else { return common }
    forEachValue { at, count, chance in
      if Double(count) > chance + share * Double(examples) + 4 * chance.squareRoot() {
        common.add(UInt8(truncatingIfNeeded: at & 255), slot: at >> 8)
      }
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

/// The values that are common in each slot, as `tg_oph_bands` takes them: layers of one value a slot, 0 for none.
struct CommonValues: Sendable, Equatable {
  /// At least one layer.
  private(set) var values = [UInt8](repeating: 0, count: Int(TG_SLOTS))
  private var counts = [Int](repeating: 0, count: Int(TG_SLOTS))

  init() {}

  mutating func add(_ value: UInt8, slot: Int) {
    let at = counts[slot] * Int(TG_SLOTS) + slot
    if at >= values.count { values.append(contentsOf: repeatElement(0, count: Int(TG_SLOTS))) }
    values[at] = value
    counts[slot] += 1
  }
}

extension SlotCounts {
  func write(to state: inout StateWriter) {
    state.put(count: examples)
    state.put(sparse: counts.map(Int.init))
  }

  init(from state: inout StateReader) throws(StateFault) {
    examples = try state.count()
    counts = try state.sparse(counts.count, upTo: Int(UInt32.max)).map { UInt32($0) }
  }
}
