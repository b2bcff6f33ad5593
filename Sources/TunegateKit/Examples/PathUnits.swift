/// The fingerprint of a unit while its members are read.
struct PathFold {
  private(set) var hash: UInt64

  init(path: Int, isHead: Bool) { hash = Fingerprint.mix(UInt64(path) << 1 | (isHead ? 1 : 0), 43) }

  /// Bounds: 8 bytes from `key` are readable, and `count` of them are its own.
  @inline(__always)
  mutating func add(_ key: UnsafePointer<UInt8>, _ count: Int, _ kind: PathTree.Kind) {
    let raw = UnsafeRawPointer(key)
    var word = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    if count < 8 {
      word &= 1 << (8 * UInt64(truncatingIfNeeded: count)) &- 1
    } else if count > 16 {
      word = Fingerprint.of(key, count: count, seed: 47)
    } else {
      // Both ends of the key; they overlap where it is short.
      word ^= (raw + count - 8).loadUnaligned(as: UInt64.self) &* 0xA24B_AED4_963E_E407
    }
    step(word &+ UInt64(truncatingIfNeeded: count << 8 | Int(kind.rawValue) + 1) &* 0x9FB2_1C65_1E98_DF25)
  }

  /// The end of an object in the unit.
  @inline(__always)
  mutating func close() { step(0x5851_F42D_4C95_7F2D) }

  @inline(__always)
  private mutating func step(_ word: UInt64) {
    hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
  }
}

/// The units of one worker that need no further look: how often they came, and what they add to the tree.
struct UnitTable {
  struct Unit {
    /// Slots of `PathTree` that it adds one to.
    var values: [Int32] = []
    /// The paths of the elements of its arrays.
    var elements: [Int32] = []
    /// True when it has paths that there is no room for.
    var isCut = false
  }

  /// A set with more different units than this pays for the others as if they were new.
  private static let most = 4_096

  private var units: [Unit] = []
  // Beside each other and small, as most sets have a handful of units: what is looked up stays in the cache.
  private var hashes: [UInt64] = []
  private var counts: [Int] = []
  /// Open addressing: indices, -1 for none; at most a quarter is used.
  private var table = [Int32](repeating: -1, count: 64)

  init() {}

  /// The index of a unit, whose count it adds one to.
  @inline(__always)
  mutating func index(of hash: UInt64) -> Int? {
    var at = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while true {
      let found = Int(table[at])
      if found < 0 { return nil }
      if hashes[found] == hash {
        counts[found] += 1
        return found
      }
      at = (at + 1) & (table.count - 1)
    }
  }

  func values(_ unit: Int) -> [Int32] { units[unit].values }

  func elements(_ unit: Int, _ array: Int) -> Int32 { units[unit].elements[array] }

  mutating func insert(_ unit: Unit, _ hash: UInt64) {
    guard units.count < UnitTable.most else { return }
    units.append(unit)
    hashes.append(hash)
    counts.append(0)
    if units.count * 4 <= table.count {
      enter(units.count - 1)
    } else {
      table = [Int32](repeating: -1, count: 2 * table.count)
      for i in units.indices { enter(i) }
    }
  }

  private mutating func enter(_ unit: Int) {
    var at = Int(truncatingIfNeeded: hashes[unit]) & (table.count - 1)
    while table[at] >= 0 { at = (at + 1) & (table.count - 1) }
    table[at] = Int32(truncatingIfNeeded: unit)
  }

  /// Adds what came again to the tree.
  func flush(into tree: inout PathTree) {
    for (unit, count) in zip(units, counts) where count > 0 {
      for slot in unit.values { tree.add(count, slot: Int(slot)) }
    }
  }

  mutating func removeAll() { self = UnitTable() }
}

/// An array that many records share byte for byte, while it is read for the first times: what it adds to the tree.
struct PathBlock {
  /// A block with more values is left alone, so that all of them have a bound.
  private static let most = 4_096

  var values: [Int32] = []
  var isOpen = false
  var isCut = false
  var hits = 0
  var misses = 0

  /// False where arrays hardly ever come again.
  var isWorthwhile: Bool { misses < 256 || hits > misses }

  mutating func open() {
    values.removeAll(keepingCapacity: true)
    (isOpen, isCut) = (true, false)
  }

  /// The values, unless there are too many or some have no room.
  mutating func close() -> [Int32]? {
    isOpen = false
    return isCut || values.count > PathBlock.most ? nil : values
  }
}
