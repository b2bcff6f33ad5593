/// What sentences about the user's rules are made from. Reads values again: for findings that are kept alone.
///
/// Bounds: the remark's value was read from its row's line, which the slab holds until it is filled again; turns lie
/// within the arena.
extension Batch {
  /// Calls `body` with the text that a remark is about; nil for null, objects and arrays.
  func withText<T>(of remark: CustomRemark, _ body: (UnsafeBufferPointer<UInt8>?) -> T) -> T {
    if remark.turn >= 0 {
      let turn = turns[Int(remark.turn)]
      return body(UnsafeBufferPointer(start: text.bytes + Int(turn.textStart), count: Int(turn.textCount)))
    }
    let node = remark.value
    guard let slab, node.tag != .null, node.tag != .array, node.tag != .object else { return body(nil) }
    let line = UnsafePointer(slab.bytes + Int(rows[Int(remark.row)].offset))
    guard node.flags.contains(.hasEscapes) else {
      return body(UnsafeBufferPointer(start: line + node.offset, count: node.length))
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: node.length + 1) { buffer in
      guard let out = buffer.baseAddress else { return body(nil) }
      return body(UnsafeBufferPointer(start: out, count: JSONText.unescape(node, line, into: out)))
    }
  }

  /// A piece of a text for a message, with secrets masked.
  func piece(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>? = nil) -> String {
    SecretMask.piece(text.span, range ?? 0..<text.count, limit: 60)
  }

  /// What a schema has against the value of a remark.
  func misfits(of remark: CustomRemark, _ schema: ValueSchema) -> [JSONSchema.ValueError] {
    guard let given = schema.given else { return [] }
    var bytes: [UInt8]
    if remark.turn >= 0 {
      bytes = Array(string(turns[Int(remark.turn)]).utf8)
    } else {
      let node = remark.value
      let quotes = node.tag == .string ? 1 : 0
      let line = self.bytes(of: rows[Int(remark.row)])
      bytes = Array(line[(node.offset - quotes)..<(node.offset + node.length + quotes)])
    }
    return given.schema.errors(in: bytes, limit: 1)
  }
}
