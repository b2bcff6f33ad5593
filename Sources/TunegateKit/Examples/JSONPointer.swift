/// Where in a record a byte lies, as a JSON Pointer (RFC 6901). Reads the line again, so it is for findings alone.
enum JSONPointer {
  /// The pointer to the innermost value that holds byte `offset`; a key's byte gives the pointer of its value.
  /// Empty for the root, and for a line that is not JSON. Bounds: `line` has `count` bytes and 64 readable behind them.
  static func path(to offset: Int, in line: UnsafePointer<UInt8>, count: Int) -> String {
    var tape = JSONTape()
    guard tape.parse(line, count: count, maxDepth: .max) == nil else { return "" }
    var pointer = ""
    var at = 0
    while let (step, child) = child(of: at, holding: offset, tape, line) {
      pointer += "/" + step
      at = child
    }
    return pointer
  }

  private static func child(
    of parent: Int, holding offset: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> (String, Int)? {
    let tag = tape.tag(parent)
    guard tag == .object || tag == .array else { return nil }
    var node = tape.firstChild(parent)
    var index = 0
    while node < tape.next(parent) {
      let start = tape[node].offset
      let value = tag == .object ? tape.next(node) : node
      if offset >= start, offset < tape[value].offset + max(1, tape[value].length) {
        return (tag == .object ? escaped(tape[node], line) : String(index), value)
      }
      node = tape.next(value)
      index += 1
    }
    return nil
  }

  /// A key as a step of a pointer: `~` and `/` have escapes of their own.
  private static func escaped(_ key: JSONNode, _ line: UnsafePointer<UInt8>) -> String {
    var step = ""
    for character in string(key, line).unicodeScalars {
      switch character {
      case "~": step += "~0"
      case "/": step += "~1"
      default: step.unicodeScalars.append(character)
      }
    }
    return step
  }

  private static func string(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: node.length + 1) { buffer in
      guard let out = buffer.baseAddress else { return "" }
      let n = JSONText.unescape(node, line, into: out)
      return String(decoding: UnsafeBufferPointer(start: out, count: n), as: UTF8.self)
    }
  }

  /// The keys of a record in order. Bounds as above.
  static func topLevelKeys(in line: UnsafePointer<UInt8>, count: Int) -> [String] {
    var tape = JSONTape()
    guard tape.parse(line, count: count, maxDepth: .max) == nil, tape.tag(0) == .object else { return [] }
    var keys: [String] = []
    var node = tape.firstChild(0)
    while node < tape.next(0), keys.count < 64 {
      keys.append(string(tape[node], line))
      node = tape.next(tape.next(node))
    }
    return keys
  }
}
