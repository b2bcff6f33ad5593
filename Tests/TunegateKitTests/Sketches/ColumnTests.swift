import Testing

@testable import TunegateKit

@Suite("Columns, payloads, sorting, rule sets")
struct ColumnTests {
  @Test("A column holds what an array holds, across the borders of its chunks")
  func column() {
    var dice = Dice(1)
    var column = Column<UInt32>()
    var array: [UInt32] = []
    while array.count < 3 << 16 {
      if dice.once(in: 3) {
        let one = UInt32(truncatingIfNeeded: dice.next())
        column.append(one)
        array.append(one)
      } else {
        // Up to more than a whole chunk at once, and sometimes exactly to a border.
        let toBorder = 0x10000 - array.count & 0xFFFF
        let count = dice.pick([0, 1, toBorder, toBorder + 1, dice.number(0...90_000)])
        let many = (0..<count).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761 &+ array.count) }
        column.append(contentsOf: many)
        array += many
      }
    }
    #expect(column.count == array.count)
    #expect(array.indices.allSatisfy { column[$0] == array[$0] })
    for i in [0, 0xFFFF, 0x10000, array.count - 1] {
      column[i] = 7
      array[i] = 7
    }
    #expect(array.indices.allSatisfy { column[$0] == array[$0] })
  }

  @Test("Payloads are found again, across the borders of their chunks, with readable bytes behind them")
  func payloads() {
    var dice = Dice(2)
    let store = PayloadStore()
    var kept: [(offset: UInt32, bytes: [UInt8])] = []
    // Three chunks of 4 MiB, of which one is filled exactly by a payload of its own size.
    let sizes = (0..<900).map { _ in dice.number(1...9000) } + [1 << 22, 1, (1 << 22) - 4, 4, 1]
    for size in sizes {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
      let padded = [9, 9] + bytes + [9]
      kept.append((store.append(padded, 2..<2 + size), bytes))
    }
    for (offset, bytes) in kept {
      let pointer = store.pointer(offset)
      #expect(UnsafeBufferPointer(start: pointer, count: bytes.count).elementsEqual(bytes), "\(bytes.count) bytes")
      // Kernels read whole words at the end: must not trap under a sanitizer.
      _ = (0..<64).reduce(UInt8(0)) { $0 &+ pointer[bytes.count + $1] }
    }
    #expect(store.append([1, 2, 3], 1..<1) == 0)
  }

  @Test("Sorting by key is the stable sort by key", arguments: 0..<10 as Range<UInt64>)
  func radixSort(seed: UInt64) {
    var dice = Dice(seed)
    var scratch: [UInt64] = []
    // Scratch space is used again by shorter and longer arrays.
    for count in [dice.number(0...2000), 3000, dice.number(0...2000), 0, 1, 2] {
      let keys = dice.pick([0...3, 0...5000, 0...Int(UInt32.max)])
      var items = (0..<count).map { UInt64(dice.number(keys)) << 32 | UInt64($0) }
      items = dice.shuffled(items)
      let expected = items.enumerated().sorted { a, b in
        (a.element >> 32, a.offset) < (b.element >> 32, b.offset)
      }.map(\.element)
      RadixSort.byKey(&items, scratch: &scratch)
      #expect(items == expected, "\(count) items")
    }
  }

  @Test("A rule set holds what a set holds", arguments: 0..<20 as Range<UInt64>)
  func ruleSet(seed: UInt64) {
    var dice = Dice(seed)
    var (set, reference) = (RuleSet(), Set<Int>())
    #expect(set.isEmpty)
    for _ in 0..<dice.number(1...60) {
      let rule = dice.pick([dice.number(0...RuleSet.capacity - 1), 0, 63, 64, 127])
      set.insert(rule)
      reference.insert(rule)
    }
    #expect(set.members == reference.sorted() && !set.isEmpty)
    #expect((0..<RuleSet.capacity).allSatisfy { set.contains($0) == reference.contains($0) })
    var again = RuleSet()
    for rule in dice.shuffled(Array(reference)) { again.insert(rule) }
    #expect(again == set && again.hashValue == set.hashValue)
  }

  @Test("All rules fit into a rule set, under names and pages of their own")
  func allRulesFit() {
    #expect(AllRules.types.count <= RuleSet.capacity)
    #expect(Set(AllRules.types.map { $0.id }).count == AllRules.types.count)
  }

  @Test("The table of rule sets gives one number a set, whatever comes between")
  func table() {
    var dice = Dice(5)
    var table = RuleSetTable()
    var numbers: [RuleSet: UInt32] = [RuleSet(): 0]
    for _ in 0..<500 {
      var set = RuleSet()
      for _ in 0..<dice.number(0...2) { set.insert(dice.number(0...20)) }
      let number = table.index(of: set)
      #expect(numbers[set, default: number] == number && table[number] == set)
      numbers[set] = number
    }
    #expect(Set(numbers.values).count == numbers.count)
  }
}
