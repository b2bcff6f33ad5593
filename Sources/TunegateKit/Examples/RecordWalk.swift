#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds the values that a pointer leads to, and remembers the way to each.
///
/// Unsafe pointers: keys lie within the line that the tape was parsed from, which has 64 readable bytes behind it.
struct RecordWalk {
  struct Match {
    /// The value, or the innermost one on the way to it that is there.
    var node: Int32
    /// Whether nothing is there, or null.
    var isAbsent: Bool
  }

  private var matches: [Match] = []
  /// The nodes on the way to each match, `stride` for each: -1 where the way ends early.
  private var ways: [Int32] = []
  private var stride = 1
  private var way: [Int32] = []
  /// By guard: the node that it was asked about last, and what it said.
  private var answers: [(node: Int, holds: Bool)?] = []
  /// A key with escapes, decoded.
  private let key = ByteArena(capacity: 1 << 8)

  var count: Int { matches.count }

  subscript(_ match: Int) -> Match { matches[match] }

  /// The node at a number of steps on the way to a match; -1 when the way ends before.
  func node(ofMatch match: Int, depth: Int) -> Int { Int(ways[match * stride + depth]) }

  /// What a guard said of a node, if that was the last that it was asked about: matches come in the order of the line,
  /// so that each element is asked about once.
  func known(_ g: Int, _ node: Int) -> Bool? {
    guard g < answers.count, let answer = answers[g], answer.node == node else { return nil }
    return answer.holds
  }

  mutating func learn(_ g: Int, _ node: Int, _ holds: Bool) {
    while answers.count <= g { answers.append(nil) }
    answers[g] = (node, holds)
  }

  /// Finds all that a pointer leads to, from its step `first`, at which `node` stands.
  mutating func find(
    _ pointer: RecordPointer, from first: Int, at node: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    matches.removeAll(keepingCapacity: true)
    ways.removeAll(keepingCapacity: true)
    answers.removeAll(keepingCapacity: true)
    way.removeAll(keepingCapacity: true)
    stride = pointer.steps.count + 1
    way.append(contentsOf: repeatElement(-1, count: stride))
    visit(node, pointer.steps, first, tape, line)
  }

  private mutating func visit(
    _ node: Int, _ steps: [RecordPointer.Step], _ depth: Int, _ tape: borrowing JSONTape,
    _ line: UnsafePointer<UInt8>
  ) {
    way[depth] = Int32(truncatingIfNeeded: node)
    defer { way[depth] = -1 }
    guard depth < steps.count else { return add(node, isAbsent: tape.tag(node) == .null) }
    let tag = tape.tag(node)
    switch steps[depth] {
    case .each:
      guard tag == .array || tag == .object else { return add(node, isAbsent: true) }
      var child = tape.firstChild(node)
      while child < tape.next(node) {
        let value = tag == .object ? child + 1 : child
        visit(value, steps, depth + 1, tape, line)
        child = tape.next(value)
      }
    case .key(let name, let index):
      let found =
        tag == .object ? member(node, name, tape, line) : tag == .array ? element(node, index, tape) : nil
      if let found { visit(found, steps, depth + 1, tape, line) } else { add(node, isAbsent: true) }
    }
  }

  private mutating func add(_ node: Int, isAbsent: Bool) {
    matches.append(Match(node: Int32(truncatingIfNeeded: node), isAbsent: isAbsent))
    ways.append(contentsOf: way)
  }

  /// The last member of this name: what parsers keep of duplicates.
  private func member(
    _ object: Int, _ name: [UInt8], _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> Int? {
    var found: Int?
    var node = tape.firstChild(object)
    while node < tape.next(object) {
      if isEqual(tape[node], name, line) { found = node + 1 }
      node = tape.next(node + 1)
    }
    return found
  }

  private func isEqual(_ node: JSONNode, _ name: [UInt8], _ line: UnsafePointer<UInt8>) -> Bool {
    guard node.flags.contains(.hasEscapes) else {
      return node.length == name.count && memcmp(line + node.offset, name, name.count) == 0
    }
    key.count = 0
    key.reserve(node.length)
    let count = JSONText.unescape(node, line, into: key.bytes)
    return count == name.count && memcmp(key.bytes, name, count) == 0
  }

  private func element(_ array: Int, _ index: Int, _ tape: borrowing JSONTape) -> Int? {
    guard index >= 0 else { return nil }
    var node = tape.firstChild(array)
    for _ in 0..<index where node < tape.next(array) { node = tape.next(node) }
    return node < tape.next(array) ? node : nil
  }
}
