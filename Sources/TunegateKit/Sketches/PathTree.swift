/// The paths of all records with the kinds of their values: what a table loader makes columns of.
///
/// A path is a key or the elements of an array below another path; the root is path 0. The tree is bounded: a path may
/// have only so many paths below it (`room`), fewer the deeper it lies. One that has more is *full*: what is below it
/// is forgotten, and it counts for its parents as if it had exactly as many. The count of a path is a function of the
/// set of paths alone, and only grows with it, so that trees of parts merge into the tree of the whole.
struct PathTree: Mergeable {
  /// Kinds that Arrow's reader and what `datasets` makes of it tell apart.
  enum Kind: UInt8, Sendable, CaseIterable {
    case null, boolean, integer
    /// A number with a fraction of zero or an exponent: a float to Arrow, that yet fits a column of integers.
    case wholeFloat
    case float
    /// A string that Arrow takes for a point in time.
    case date
    case text, array, object
  }

  /// Where a value of a kind stands.
  struct Sample: Sendable, Equatable, Comparable {
    var place: Place
    /// Bytes from the line's start.
    var offset: Int
    /// The index in each array on the way.
    var indices: [Int32]

    static func < (a: Sample, b: Sample) -> Bool {
      a.place == b.place ? a.offset < b.offset : a.place < b.place
    }
  }

  static let root = 0
  /// Paths at this depth have none below them.
  static let deepest = 32
  static let longestName = 64
  /// First samples that are kept of each kind.
  static let mostSamples = 3
  private static let kinds = Kind.allCases.count

  /// Most paths below one at this depth, itself included: 16,384 at the root, half of it a step deeper, at least 256.
  static func room(depth: Int) -> Int { max(256, 16_384 >> depth) }

  private(set) var parents: [Int32] = [-1]
  /// Keys, cut to `longestName` bytes; nil for the elements of an array and for the root.
  private(set) var names: [String?] = [nil]
  private(set) var depths: [Int32] = [0]
  private(set) var sizes: [Int32] = [1]
  private(set) var isFull: [Bool] = [false]
  /// Kinds, by bits, that the first block has.
  private(set) var heads: [UInt16] = [0]
  private var keys: [UInt64] = [0]
  private var counts = [Int](repeating: 0, count: PathTree.kinds)
  private var samples = [[Sample]](repeating: [], count: PathTree.kinds)
  /// Open addressing: path numbers by the mix of parent and key, -1 for none.
  private var table = [Int32](repeating: -1, count: 64)
  /// True when there may be paths below a full one, which wait to be forgotten.
  private(set) var hasForgotten = false

  init() {}

  var count: Int { parents.count }

  func count(_ path: Int, _ kind: Kind) -> Int { counts[PathTree.slot(path, kind)] }

  func samples(_ path: Int, _ kind: Kind) -> [Sample] { samples[PathTree.slot(path, kind)] }

  func head(_ path: Int, has kind: Kind) -> Bool { heads[path] >> UInt16(kind.rawValue) & 1 == 1 }

  /// Where the values of a path's kind are counted. Good until the tree settles.
  static func slot(_ path: Int, _ kind: Kind) -> Int { path * kinds + Int(kind.rawValue) }

  func hasAllSamples(slot: Int) -> Bool { counts[slot] >= PathTree.mostSamples }

  mutating func add(_ count: Int, slot: Int) { counts[slot] += count }

  /// Counts a value. True when the caller should give a sample of it.
  mutating func note(_ path: Int, _ kind: Kind, inHead: Bool) -> Bool {
    let i = PathTree.slot(path, kind)
    counts[i] += 1
    if inHead { heads[path] |= 1 << UInt16(kind.rawValue) }
    return counts[i] <= PathTree.mostSamples
  }

  /// Keeps a sample; those of one tree come in order.
  mutating func keep(_ sample: Sample, _ path: Int, _ kind: Kind) {
    samples[PathTree.slot(path, kind)].append(sample)
  }

  /// The path of a child that is known. `key` is a fingerprint of its name, other for every kind of child.
  @inline(__always)
  func child(of path: Int, key: UInt64) -> Int? {
    let mixed = Fingerprint.mix(key, UInt64(path) &+ 1)
    var at = Int(truncatingIfNeeded: mixed) & (table.count - 1)
    while true {
      let found = Int(table[at])
      if found < 0 { return nil }
      if keys[found] == key, Int(parents[found]) == path { return found }
      at = (at + 1) & (table.count - 1)
    }
  }

  /// Adds a child, or tells that there is no room for it and that its parent or an ancestor is full now.
  mutating func add(_ name: String?, to path: Int, key: UInt64) -> Int? {
    grow(path, by: 1)
    if isFull[path] { return nil }
    return append(name, to: path, key: key)
  }

  @discardableResult
  private mutating func append(_ name: String?, to path: Int, key: UInt64) -> Int {
    parents.append(Int32(path))
    names.append(name)
    depths.append(depths[path] + 1)
    sizes.append(1)
    isFull.append(false)
    heads.append(0)
    keys.append(key)
    counts += repeatElement(0, count: PathTree.kinds)
    samples += repeatElement([], count: PathTree.kinds)
    if count * 2 > table.count { enlarge() } else { enter(count - 1) }
    return count - 1
  }

  /// Ends a record: forgets what is below full paths. Path numbers change.
  mutating func settle() {
    guard hasForgotten else { return }
    hasForgotten = false
    guard parents.dropFirst().contains(where: { isFull[Int($0)] }) else { return }
    let old = self
    self = PathTree()
    take(old)
  }

  // MARK: - Merging

  mutating func merge(_ other: PathTree) {
    take(other)
    settle()
  }

  private mutating func take(_ other: PathTree) {
    // Parents stand before their children. -1 for what is below a full path.
    var mine = [Int](repeating: -1, count: other.count)
    mine[PathTree.root] = PathTree.root
    for path in 0..<other.count {
      if path != PathTree.root {
        let parent = mine[Int(other.parents[path])]
        guard parent >= 0, !isFull[parent], !other.isFull[Int(other.parents[path])] else { continue }
        let key = other.keys[path]
        guard let same = child(of: parent, key: key) ?? add(other.names[path], to: parent, key: key) else { continue }
        mine[path] = same
      }
      if other.isFull[path] { fill(mine[path]) }
      take(other, path, into: mine[path])
    }
  }

  private mutating func take(_ other: PathTree, _ path: Int, into mine: Int) {
    heads[mine] |= other.heads[path]
    for kind in 0..<PathTree.kinds {
      let (i, k) = (mine * PathTree.kinds + kind, path * PathTree.kinds + kind)
      counts[i] += other.counts[k]
      if other.samples[k].isEmpty { continue }
      samples[i] = Array((samples[i] + other.samples[k]).sorted().prefix(PathTree.mostSamples))
    }
  }

  // MARK: - Bounds

  /// Adds to the sizes of a path and of those above it; one that has no room is full.
  private mutating func grow(_ path: Int, by more: Int32) {
    var (at, more) = (path, more)
    while at >= 0, more > 0 {
      let room = Int32(PathTree.room(depth: Int(depths[at])))
      if sizes[at] + more > room {
        isFull[at] = true
        hasForgotten = true
        more = room - sizes[at]
      }
      sizes[at] += more
      at = Int(parents[at])
    }
  }

  private mutating func fill(_ path: Int) {
    guard !isFull[path] else { return }
    grow(path, by: Int32(PathTree.room(depth: Int(depths[path]))) - sizes[path] + 1)
  }

  // MARK: - Table

  private mutating func enter(_ path: Int) {
    let mixed = Fingerprint.mix(keys[path], UInt64(parents[path]) &+ 1)
    var at = Int(truncatingIfNeeded: mixed) & (table.count - 1)
    while table[at] >= 0 { at = (at + 1) & (table.count - 1) }
    table[at] = Int32(path)
  }

  private mutating func enlarge() {
    table = [Int32](repeating: -1, count: table.count * 2)
    for path in 1..<count { enter(path) }
  }
}

// MARK: - For people

extension PathTree {
  /// The path as a JSON Pointer, `*` for the elements of an array; the root is empty.
  func pointer(_ path: Int) -> String { pointer(path, indices: []) }

  /// The same with an index for every array on the way that `indices` has one for.
  func pointer(_ path: Int, indices: [Int32]) -> String {
    var steps: [String] = []
    var arrays = 0
    var at = path
    var way: [Int] = []
    while at != PathTree.root {
      way.append(at)
      at = Int(parents[at])
    }
    for step in way.reversed() {
      if let name = names[step] {
        steps.append(name.replacing("~", with: "~0").replacing("/", with: "~1"))
      } else {
        steps.append(arrays < indices.count ? String(indices[arrays]) : "*")
        arrays += 1
      }
    }
    return steps.map { "/" + $0 }.joined()
  }

  /// For every path how many different keys stand below it, and how many values these have together.
  func keyTotals() -> [(keys: Int, values: Int)] {
    var totals = [(keys: Int, values: Int)](repeating: (0, 0), count: count)
    for child in 1..<max(1, count) where names[child] != nil {
      totals[Int(parents[child])].keys += 1
      totals[Int(parents[child])].values += Kind.allCases.reduce(0) { $0 + count(child, $1) }
    }
    return totals
  }
}

extension PathTree: Equatable {
  /// What a path is, whatever its number.
  private struct Entry: Equatable {
    var pointer: String
    var size: Int32
    var isFull: Bool
    var head: UInt16
    var counts: [Int]
    var samples: [[Sample]]
  }

  private var entries: [Entry] {
    (0..<count).map { path in
      let range = path * PathTree.kinds..<(path + 1) * PathTree.kinds
      return Entry(
        pointer: pointer(path), size: sizes[path], isFull: isFull[path], head: heads[path],
        counts: Array(counts[range]), samples: Array(samples[range]))
    }.sorted { $0.pointer < $1.pointer }
  }

  static func == (a: PathTree, b: PathTree) -> Bool { a.entries == b.entries }
}

// MARK: - State

extension PathTree {
  /// In order of depth, then of their parents, then of their keys: the same for the same set of paths.
  private var canonicalOrder: [Int] {
    var below = [[Int]](repeating: [], count: count)
    for path in 1..<max(1, count) { below[Int(parents[path])].append(path) }
    var order = [PathTree.root]
    var next = 0
    while next < order.count {
      order += below[order[next]].sorted { keys[$0] < keys[$1] }
      next += 1
    }
    return order
  }

  func write(to state: inout StateWriter) {
    var tree = self
    tree.settle()
    tree.writeSettled(to: &state)
  }

  private func writeSettled(to state: inout StateWriter) {
    let order = canonicalOrder
    var number = [Int](repeating: 0, count: count)
    for (i, path) in order.enumerated() { number[path] = i }
    state.put(order) { state, path in
      if path != PathTree.root {
        state.put(count: number[Int(parents[path])])
        state.put(raw: keys[path])
        state.put(optional: names[path]) { $0.put($1) }
      }
      state.put(count: Int(sizes[path]))
      state.put(isFull[path])
      state.put(count: Int(heads[path]))
      let range = path * PathTree.kinds..<(path + 1) * PathTree.kinds
      state.put(sparse: Array(counts[range]))
      for slot in range where counts[slot] > 0 {
        state.put(samples[slot]) { state, sample in
          state.put(sample.place)
          state.put(count: sample.offset)
          state.put(sample.indices) { $0.put(count: Int($1)) }
        }
      }
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    let total = try state.count(upTo: state.remaining)
    guard total > 0 else { throw state.fault("a root") }
    for path in 0..<total {
      if path != PathTree.root {
        let parent = try state.count(upTo: path - 1)
        let key = try state.raw(UInt64.self)
        let name = try state.optional { (state: inout StateReader) throws(StateFault) in try state.string() }
        guard Int(depths[parent]) < PathTree.deepest, child(of: parent, key: key) == nil else {
          throw state.fault("a path of its own, at most \(PathTree.deepest) deep")
        }
        append(name, to: parent, key: key)
      }
      sizes[path] = Int32(try state.count(upTo: PathTree.room(depth: Int(depths[path]))))
      isFull[path] = try state.bool()
      heads[path] = UInt16(try state.count(upTo: Int(UInt16.max)))
      counts.replaceSubrange(
        path * PathTree.kinds..<(path + 1) * PathTree.kinds, with: try state.sparse(PathTree.kinds))
      for slot in path * PathTree.kinds..<(path + 1) * PathTree.kinds where counts[slot] > 0 {
        samples[slot] = try state.list(upTo: PathTree.mostSamples) { (state: inout StateReader) throws(StateFault) in
          try Sample(from: &state)
        }
      }
    }
  }

  /// Forgets what the first block has: it was that of another source than the one that is read first.
  mutating func forgetHeads() {
    for path in heads.indices { heads[path] = 0 }
  }
}

extension PathTree.Sample {
  fileprivate init(from state: inout StateReader) throws(StateFault) {
    place = try state.place()
    offset = try state.count()
    indices = try state.list(upTo: PathTree.deepest) { (state: inout StateReader) throws(StateFault) in
      Int32(try state.count(upTo: Int(Int32.max)))
    }
  }
}
