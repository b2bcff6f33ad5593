#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A parsed JSON text with its bytes: a schema, or a value that is being explained.
///
/// Never changes once it is made, hence `@unchecked Sendable`.
final class SchemaDocument: @unchecked Sendable {
  /// A schema nested deeper is refused; a value is not, for explaining it.
  static let deepestSchema = 256

  let tape: JSONTape
  /// Bounds: `count` bytes with 64 zeros behind them.
  let text: UnsafePointer<UInt8>
  let count: Int
  private let buffer: UnsafeMutablePointer<UInt8>

  convenience init(_ bytes: [UInt8], maxDepth: Int = SchemaDocument.deepestSchema) throws(JSONSchemaError) {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 64)
    bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { buffer.update(from: base, count: source.count) }
    }
    try self.init(owning: buffer, count: bytes.count, maxDepth: maxDepth)
  }

  /// A copy of `count` bytes at `source`.
  convenience init(copying source: UnsafePointer<UInt8>, count: Int, maxDepth: Int) throws(JSONSchemaError) {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count + 64)
    buffer.update(from: source, count: count)
    try self.init(owning: buffer, count: count, maxDepth: maxDepth)
  }

  private init(owning buffer: UnsafeMutablePointer<UInt8>, count: Int, maxDepth: Int) throws(JSONSchemaError) {
    (buffer + count).update(repeating: 0, count: 64)
    self.buffer = buffer
    self.count = count
    text = UnsafePointer(buffer)
    var tape = JSONTape(capacity: count / 8 + 4)
    let fault = tape.parse(text, count: count, maxDepth: maxDepth)
    self.tape = tape
    if let fault {
      throw JSONSchemaError(
        uri: "", pointer: "", reason: "not JSON at byte \(fault.offset + 1): \(fault.message); \(fault.hint)")
    }
  }

  deinit { buffer.deallocate() }

  /// The decoded text of a string node.
  func string(_ node: Int) -> String {
    let bytes = bytes(node)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The decoded bytes of a string node.
  func bytes(_ node: Int) -> [UInt8] {
    let found = tape[node]
    return [UInt8](unsafeUninitializedCapacity: max(found.length, 1)) { buffer, count in
      count = buffer.baseAddress.map { JSONText.unescape(found, text, into: $0) } ?? 0
    }
  }

  /// The bytes of a value as they stand in the text.
  func source(_ node: Int) -> ArraySlice<UInt8> {
    let found = tape[node]
    let quotes = found.tag == .string ? 1 : 0
    let all = UnsafeBufferPointer(start: text + (found.offset - quotes), count: found.length + 2 * quotes)
    return Array(all)[...]
  }

  /// The value of the last member of an object that has this key: what parsers keep of duplicates.
  func member(_ object: Int, _ name: String) -> Int? {
    guard tape.tag(object) == .object else { return nil }
    var found: Int?
    for key in children(object) where isEqual(key, name) { found = key + 1 }
    return found
  }

  /// The keys of an object or the elements of an array.
  func children(_ container: Int) -> [Int] {
    let isObject = tape.tag(container) == .object
    guard isObject || tape.tag(container) == .array else { return [] }
    var found: [Int] = []
    var node = tape.firstChild(container)
    while node < tape.next(container) {
      found.append(node)
      node = tape.next(isObject ? node + 1 : node)
    }
    return found
  }

  /// Whether a string node says `name`.
  func isEqual(_ node: Int, _ name: String) -> Bool {
    let found = tape[node]
    if found.flags.contains(.hasEscapes) { return string(node) == name }
    guard found.length == name.utf8.count else { return false }
    var name = name
    return name.withUTF8 { memcmp($0.baseAddress ?? text, text + found.offset, found.length) == 0 }
  }

  /// The keyword that a key spells; a key with escapes spells none.
  func keyword(_ key: Int) -> SchemaKeyword {
    let node = tape[key]
    guard !node.flags.contains(.hasEscapes) else { return .unknown }
    return SchemaKeywordTable.standard.keyword(text + node.offset, length: node.length)
  }
}
