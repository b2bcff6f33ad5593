/// Where in a record a byte lies, as a JSON Pointer (RFC 6901).
///
/// Parses a line once and remembers where the last search ended. A line may have a million findings, which come in the
/// order of its bytes: the next search goes on from there, so that all of them together cost one walk over the line.
struct JSONPointer: ~Copyable {
  /// A container on the way down, and its child that was looked at last.
  private struct Step {
    var container: Int
    /// The child's node: the key, in an object.
    var node: Int
    var index: Int
  }

  private var tape = JSONTape()
  /// Where the line begins, as the caller counts; nil when none is on the tape.
  private var line: Int?
  private var steps: [Step] = []
  private var lastOffset = 0

  init() {}

  /// Forgets the line: what it pointed to is gone.
  mutating func removeAll() { line = nil }

  /// The pointer to the innermost value that holds byte `offset`; a key's byte gives the pointer of its value.
  /// Empty for the root, and for a line that is not JSON. `start` tells the lines apart.
  /// Bounds: `text` has `count` bytes and 64 readable behind them.
  mutating func path(to offset: Int, in text: UnsafePointer<UInt8>, count: Int, start: Int) -> String {
    if line != start {
      line = start
      if tape.parse(text, count: count, maxDepth: .max) != nil { tape.removeAll() }
      steps.removeAll(keepingCapacity: true)
    }
    guard tape.count > 0 else { return "" }
    if steps.isEmpty || offset < lastOffset { steps = [Step(container: 0, node: tape.firstChild(0), index: 0)] }
    lastOffset = offset
    while steps.count > 1, offset >= end(of: steps[steps.count - 1].container) { steps.removeLast() }
    while let child = advance(to: offset) {
      steps.append(Step(container: child, node: tape.firstChild(child), index: 0))
    }
    return spelled(text)
  }

  /// Moves the innermost step to the child that holds `offset`, and returns that child's value. The step of a value
  /// without children stays, as the end of the way.
  private mutating func advance(to offset: Int) -> Int? {
    let last = steps.count - 1
    let tag = tape.tag(steps[last].container)
    guard tag == .object || tag == .array else { return nil }
    while steps[last].node < tape.next(steps[last].container) {
      let node = steps[last].node
      let value = tag == .object ? tape.next(node) : node
      if offset < end(of: value) { return offset >= tape[node].offset ? value : nil }
      steps[last].node = tape.next(value)
      steps[last].index += 1
    }
    return nil
  }

  private func end(of value: Int) -> Int { tape[value].offset + max(1, tape[value].length) }

  /// The keys and indices on the way; the innermost step has none, as it holds no child with the byte.
  private func spelled(_ text: UnsafePointer<UInt8>) -> String {
    var pointer = ""
    for step in steps.dropLast() {
      pointer += "/"
      if tape.tag(step.container) == .object {
        pointer += JSONPointer.escaped(tape[step.node], text)
      } else {
        pointer += String(step.index)
      }
    }
    return pointer
  }

  /// A key as a step of a pointer: `~` and `/` have escapes of their own.
  private static func escaped(_ key: JSONNode, _ text: UnsafePointer<UInt8>) -> String {
    var step = ""
    for character in string(key, text).unicodeScalars {
      switch character {
      case "~": step += "~0"
      case "/": step += "~1"
      default: step.unicodeScalars.append(character)
      }
    }
    return step
  }

  private static func string(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: node.length + 1) { buffer in
      guard let out = buffer.baseAddress else { return "" }
      let n = JSONText.unescape(node, text, into: out)
      return String(decoding: UnsafeBufferPointer(start: out, count: n), as: UTF8.self)
    }
  }

  /// The keys of a record in order, the first 64. Bounds as above.
  static func topLevelKeys(in text: UnsafePointer<UInt8>, count: Int) -> [String] {
    var tape = JSONTape()
    guard tape.parse(text, count: count, maxDepth: .max) == nil, tape.tag(0) == .object else { return [] }
    var keys: [String] = []
    var node = tape.firstChild(0)
    while node < tape.next(0), keys.count < 64 {
      keys.append(string(tape[node], text))
      node = tape.next(tape.next(node))
    }
    return keys
  }
}
