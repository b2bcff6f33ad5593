/// The functions that a record declares, with their compiled parameter schemas.
struct ToolSet: Sendable {
  struct Function: Sendable {
    /// Nil when there are no parameters, or none that can be compiled.
    var parameters: JSONSchema?
    /// Fingerprint of the declaration as it is spelled.
    fileprivate var spelling: UInt64
  }

  /// What is wrong with a declaration, in a sentence.
  struct Fault: Sendable {
    var detail: String
    /// Bytes from the start of the tools' value.
    var offset: Int
    var length: Int
  }

  private var functions: [Function] = []
  /// Indexes of `functions` by the fingerprint of the decoded name.
  private var indexes: [UInt64: Int] = [:]
  private(set) var faults: [Fault] = []
  /// Some tool declares no function that could be read: a server, a search, an unknown form. Then nobody can say what
  /// else may be called.
  private(set) var isOpen = false

  /// Whether nothing is declared.
  var isEmpty: Bool { functions.isEmpty && faults.isEmpty && !isOpen }

  /// The function of this name: nil when it is not declared.
  func function(_ name: UInt64) -> Function? { indexes[name].map { functions[$0] } }

  /// What names are known by. Bounds as in `JSONText`.
  static func name(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> UInt64 {
    JSONEquality.withDecoded(node, text) { bytes in
      bytes.baseAddress.map { Fingerprint.of($0, count: bytes.count, seed: 7) } ?? 0
    }
  }

  /// A name for messages, clipped. Bounds as in `JSONText`.
  static func word(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> String {
    JSONEquality.withDecoded(node, text) { bytes in
      SecretMask.excerpt(bytes.span, limit: 60)
    }
  }
}

// MARK: - Writing, for the reader alone

extension ToolSet {
  mutating func open() { isOpen = true }

  mutating func refuse(_ detail: String, offset: Int, length: Int) {
    faults.append(Fault(detail: detail, offset: offset, length: length))
  }

  /// Adds a function. False when its name is taken: by another function, or, where names must be unique, at all.
  mutating func declare(_ name: UInt64, _ parameters: JSONSchema?, spelling: UInt64, isUnique: Bool) -> Bool {
    if let known = indexes[name] { return !isUnique && functions[known].spelling == spelling }
    indexes[name] = functions.count
    functions.append(Function(parameters: parameters, spelling: spelling))
    return true
  }
}

/// Tool sets by the fingerprint of their bytes: most sets repeat a few.
struct ToolSetCache {
  /// Sets that are kept; with more the cache begins anew, so that hostile data cannot fill the memory.
  private static let most = 4_096
  private var sets: [UInt64: ToolSet] = [:]

  /// The set that the value at `node` declares. Bounds: `text` is what `tape` was parsed from, with its 64 readable
  /// bytes behind.
  mutating func set(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>) -> ToolSet {
    let value = tape[node]
    let key = Fingerprint.of(text + value.offset, count: value.length, seed: value.tag == .string ? 6 : 5)
    if let known = sets[key] { return known }
    if sets.count >= ToolSetCache.most { sets.removeAll(keepingCapacity: true) }
    let fresh = ToolSetReader.read(tape, node, text)
    sets[key] = fresh
    return fresh
  }
}
