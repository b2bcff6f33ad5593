/// The functions that a record declares, with their compiled parameter schemas.
struct ToolSet: Sendable {
  struct Function: Sendable {
    /// The bytes of its name as they are spelled.
    var name: [UInt8]
    /// Nil when there are no parameters, or none that can be compiled.
    var parameters: JSONSchema?
  }

  struct Broken: Sendable {
    var function: String
    /// Bytes from the start of the tools' value.
    var offset: Int
    var length: Int
    var reason: String
  }

  private(set) var functions: [Function] = []
  private(set) var broken: [Broken] = []

  /// Reads `[{"type": "function", "function": {"name", "parameters"}}]`, or the function objects alone.
  ///
  /// Bounds: `text` is what `tape` was parsed from, with its 64 readable bytes behind.
  init(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) {
    guard tape.tag(node) == .array else { return }
    var element = tape.firstChild(node)
    while element < tape.next(node) {
      defer { element = tape.next(element) }
      let function = ToolSet.member("function", of: element, tape, text) ?? element
      guard let name = ToolSet.member("name", of: function, tape, text), tape.tag(name) == .string else { continue }
      let bytes = ToolSet.bytes(tape[name], text)
      var parameters: JSONSchema?
      if let schema = ToolSet.member("parameters", of: function, tape, text), tape.tag(schema) != .null {
        do {
          parameters = try JSONSchema(ToolSet.bytes(tape[schema], text))
        } catch {
          broken.append(
            Broken(
              function: String(decoding: bytes, as: UTF8.self), offset: tape[schema].offset - tape[node].offset,
              length: tape[schema].length,
              reason: error.pointer.isEmpty ? error.reason : "\(error.pointer): \(error.reason)"))
        }
      }
      functions.append(Function(name: bytes, parameters: parameters))
    }
  }

  /// The function of this name. Linear in the number of functions.
  func function(named name: UnsafeBufferPointer<UInt8>) -> Function? {
    functions.first { $0.name.elementsEqual(name) }
  }

  private static func member(
    _ key: StaticString, of i: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Int? {
    guard tape.tag(i) == .object else { return nil }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      if JSONText.equals(tape[node], text, key) { return tape.next(node) }
      node = tape.next(tape.next(node))
    }
    return nil
  }

  private static func bytes(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> [UInt8] {
    Array(UnsafeBufferPointer(start: text + node.offset, count: node.length))
  }
}

/// Tool sets by the fingerprint of their bytes: most sets repeat a few.
struct ToolSetCache {
  /// Sets that are kept; with more the cache begins anew, so that hostile data cannot fill the memory.
  private static let most = 4_096
  private var sets: [UInt64: ToolSet] = [:]

  init() {}

  /// Bounds as in `ToolSet`.
  mutating func set(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) -> ToolSet {
    let key = Fingerprint.of(text + tape[node].offset, count: tape[node].length, seed: 5)
    if let known = sets[key] { return known }
    if sets.count >= ToolSetCache.most { sets.removeAll(keepingCapacity: true) }
    let fresh = ToolSet(tape, node, text)
    sets[key] = fresh
    return fresh
  }
}
