/// Notes the paths of records in a tree, whole objects at a time.
///
/// A *unit* is an object with the objects in it, but without the elements of arrays, which are units of their own: a
/// message, a tool call, the record around them. Sets hold few different units, told by one pass over their keys and
/// kinds, so that a known one costs no more than that, and neither a step down the tree nor an allocation.
///
/// Unsafe pointers: keys and scalars lie within the line that the tape was parsed from, which has 64 readable bytes
/// behind it.
struct PathReader {
  /// What `datasets` infers a file's columns from: the lines that begin within the first 10 MiB of it.
  static let headBytes = 10 << 20

  private var paths = PathTree()
  private var units = UnitTable()
  /// The source that a loader reads first.
  private let first: Int
  private var place = Place(source: 0, line: 0)
  private var isHead = false
  /// Index in each open array.
  private var indices: [Int32] = []
  /// Arrays of the units that are open, by their nodes.
  private var arrays: [Int32] = []
  private var block = PathBlock()

  init(first: Int) { self.first = first }

  /// All paths that were noted.
  var tree: PathTree {
    var tree = paths
    units.flush(into: &tree)
    return tree
  }

  /// Notes the record that became the batch's last row.
  mutating func note(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard tape.count > 0, tape.tag(0) == .object, let row = batch.rows.last, let slab = batch.slab else { return }
    place = batch.place(row)
    // A line that begins right at the border is read together with the block before it.
    isHead = place.source == first && slab.offset + Int(row.offset) <= PathReader.headBytes
    visit(0, PathTree.root, tape, line)
    guard paths.hasForgotten else { return }
    units.flush(into: &paths)
    units.removeAll()
    paths.settle()
  }

  /// Notes an object or array at `path`.
  private mutating func visit(_ i: Int, _ path: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    let start = arrays.count
    var unit = PathFold(path: path, isHead: isHead)
    if tape.tag(i) == .array {
      arrays.append(Int32(truncatingIfNeeded: i))
      unit.close()
    } else {
      unit = fold(i, depth: Int(paths.depths[path]), tape, line, unit)
    }
    let end = arrays.count
    if let known = units.index(of: unit.hash) {
      if block.isOpen { block.values += units.values(known) }
      for k in start..<end {
        visitArray(Int(arrays[k]), Int(units.elements(known, k - start)), tape, line)
      }
    } else {
      let elements = learn(i, path, unit.hash, tape, line)
      for k in start..<end { visitArray(Int(arrays[k]), Int(elements[k - start]), tape, line) }
    }
    arrays.removeLast(end - start)
  }

  /// Notes the elements of an array, whose paths are `path`; -1 for none.
  private mutating func visitArray(
    _ i: Int, _ path: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    let node = tape[i]
    guard path >= 0, node.next > i + 1 else { return }
    guard !block.isOpen, block.isWorthwhile, PathReader.isDense(node, count: node.next - i) else {
      visitElements(of: i, path, tape, line)
      return
    }
    let seed = Fingerprint.mix(UInt64(path) << 1 | (isHead ? 1 : 0), 53)
    let hash = Fingerprint.of(line + node.offset, count: node.length, seed: seed)
    if units.index(of: hash) != nil {
      block.hits += 1
      return
    }
    block.misses += 1
    block.open()
    visitElements(of: i, path, tape, line)
    if let values = block.close(), values.allSatisfy({ paths.hasAllSamples(slot: Int($0)) }) {
      units.insert(UnitTable.Unit(values: values), hash)
    }
  }

  /// Much structure and little text, such as a list of tools: comparing its bytes costs less than reading it.
  private static func isDense(_ node: JSONNode, count: Int) -> Bool { count > 32 && node.length < 24 * count }

  private mutating func visitElements(
    of array: Int, _ path: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    var at = array + 1
    let end = tape.next(array)
    let level = indices.count
    indices.append(0)
    while at < end {
      let node = tape[at]
      if node.tag == .object || node.tag == .array {
        visit(at, path, tape, line)
      } else {
        _ = note(node, path, line)
      }
      indices[level] &+= 1
      at = node.next
    }
    indices.removeLast()
  }

  /// Tells a unit by its keys and the kinds of their values, and gathers its arrays.
  private mutating func fold(
    _ i: Int, depth: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ before: PathFold
  ) -> PathFold {
    var unit = before
    guard depth < PathTree.deepest else { return unit }
    var at = i + 1
    let end = tape.next(i)
    while at < end {
      let key = tape[at]
      let value = tape[key.next]
      unit.add(line + key.offset, key.length, PathTree.Kind(value, line))
      if value.tag == .array { arrays.append(Int32(truncatingIfNeeded: key.next)) }
      if value.tag == .object {
        unit = fold(key.next, depth: depth + 1, tape, line, unit)
        unit.close()
      }
      at = value.next
    }
    return unit
  }

  // MARK: - Units that are not known

  /// Notes a unit path by path, and returns the paths of the elements of its arrays, -1 where there is no room.
  private mutating func learn(
    _ i: Int, _ path: Int, _ hash: UInt64, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> [Int32] {
    var unit = UnitTable.Unit()
    learn(i, path, &unit, tape, line)
    // Until the first samples of all its values are kept, it is looked at again.
    if unit.isCut { block.isCut = true }
    let isSettled = !unit.isCut && unit.values.allSatisfy { paths.hasAllSamples(slot: Int($0)) }
    let elements = unit.elements
    if isSettled { units.insert(unit, hash) }
    return elements
  }

  private mutating func learn(
    _ i: Int, _ path: Int, _ unit: inout UnitTable.Unit, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    let node = tape[i]
    unit.values.append(Int32(truncatingIfNeeded: note(node, path, line)))
    let depth = Int(paths.depths[path])
    if node.tag == .array {
      let hasRoom = depth < PathTree.deepest && !paths.isFull[path]
      let element = hasRoom ? paths.child(of: path, key: 0) ?? paths.add(nil, to: path, key: 0) : nil
      unit.elements.append(Int32(truncatingIfNeeded: element ?? -1))
      unit.isCut = unit.isCut || element == nil
    }
    guard node.tag == .object, depth < PathTree.deepest else { return }
    var at = i + 1
    while at < node.next {
      let key = tape[at]
      if !paths.isFull[path], let child = member(key, of: path, line) {
        learn(key.next, child, &unit, tape, line)
      } else {
        skip(key.next, depth: depth + 1, &unit, tape)
      }
      at = tape.next(key.next)
    }
  }

  /// What lies below a full path is not noted; its arrays are gathered all the same.
  private func skip(_ i: Int, depth: Int, _ unit: inout UnitTable.Unit, _ tape: borrowing JSONTape) {
    unit.isCut = true
    if tape.tag(i) == .array { unit.elements.append(-1) }
    guard tape.tag(i) == .object, depth < PathTree.deepest else { return }
    var at = i + 1
    while at < tape.next(i) {
      skip(tape.next(at), depth: depth + 1, &unit, tape)
      at = tape.next(tape.next(at))
    }
  }

  /// Counts a value, and returns where.
  private mutating func note(_ node: JSONNode, _ path: Int, _ line: UnsafePointer<UInt8>) -> Int {
    let kind = PathTree.Kind(node, line)
    if paths.note(path, kind, inHead: isHead) {
      paths.keep(PathTree.Sample(place: place, offset: node.offset, indices: indices), path, kind)
    }
    let slot = PathTree.slot(path, kind)
    if block.isOpen { block.values.append(Int32(truncatingIfNeeded: slot)) }
    return slot
  }

  /// A key counts as what it says, however it is spelled.
  private mutating func member(_ key: JSONNode, of path: Int, _ line: UnsafePointer<UInt8>) -> Int? {
    guard key.flags.contains(.hasEscapes) else { return member(line + key.offset, key.length, of: path) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: key.length + 16) { buffer in
      guard let text = buffer.baseAddress else { return nil }
      return member(text, JSONText.unescape(key, line, into: text), of: path)
    }
  }

  /// Bounds: `name` has `count` bytes.
  private mutating func member(_ name: UnsafePointer<UInt8>, _ count: Int, of path: Int) -> Int? {
    // Never 0, which stands for the elements of an array.
    let key = Fingerprint.of(name, count: count, seed: 41) | 1
    if let known = paths.child(of: path, key: key) { return known }
    let shown = UnsafeBufferPointer(start: name, count: min(count, PathTree.longestName))
    return paths.add(String(decoding: shown, as: UTF8.self), to: path, key: key)
  }
}
