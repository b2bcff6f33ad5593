/// The tools that a record declares, its calls and their results, by fingerprint.
///
/// Bounds of all functions: `line` is what the nodes' tape was parsed from.
struct ToolPairing {
  /// Calls and results behind so many are not judged: looking one up is linear, and hostile records have millions.
  private static let most = 1_024

  private var declared: [UInt64] = []
  private var calls: [UInt64] = []
  private var answered: [UInt64] = []

  mutating func removeAll() {
    declared.removeAll(keepingCapacity: true)
    calls.removeAll(keepingCapacity: true)
    answered.removeAll(keepingCapacity: true)
  }

  /// The names in a list of tools: `function.name`, `toolSpec.name`, or `name` itself.
  mutating func declare(_ list: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    guard tape.tag(list) == .array else { return }
    var tool = tape.firstChild(list)
    while tool < tape.next(list), declared.count < ToolPairing.most {
      let inner =
        ToolPairing.member("function", of: tool, tape, line) ?? ToolPairing.member("toolSpec", of: tool, tape, line)
      if let name = ToolPairing.member("name", of: inner ?? tool, tape, line), tape.tag(name) == .string {
        declared.append(ToolPairing.fingerprint(tape[name], line))
      }
      tool = tape.next(tool)
    }
  }

  /// Whether the record declares a tool of this name; a record without tools is not judged. Linear in their number.
  func isDeclared(_ name: JSONNode, _ line: UnsafePointer<UInt8>) -> Bool {
    declared.isEmpty || declared.count >= ToolPairing.most || declared.contains(ToolPairing.fingerprint(name, line))
  }

  /// Notes a call's id; false when another call had it.
  mutating func open(_ id: JSONNode, _ line: UnsafePointer<UInt8>) -> Bool {
    guard calls.count < ToolPairing.most else { return true }
    let mark = ToolPairing.fingerprint(id, line)
    let isNew = !calls.contains(mark)
    calls.append(mark)
    return isNew
  }

  /// Notes a result's id; false when no call before it has the id, or another result answered it.
  mutating func answer(_ id: JSONNode, _ line: UnsafePointer<UInt8>) -> Bool {
    guard calls.count < ToolPairing.most, answered.count < ToolPairing.most else { return true }
    let mark = ToolPairing.fingerprint(id, line)
    let isOpen = calls.contains(mark) && !answered.contains(mark)
    answered.append(mark)
    return isOpen
  }

  private static func fingerprint(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> UInt64 {
    Fingerprint.of(line + node.offset, count: node.length, seed: 6)
  }

  private static func member(
    _ key: StaticString, of i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> Int? {
    guard tape.tag(i) == .object else { return nil }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      if JSONText.equals(tape[node], line, key) { return tape.next(node) }
      node = tape.next(tape.next(node))
    }
    return nil
  }
}
