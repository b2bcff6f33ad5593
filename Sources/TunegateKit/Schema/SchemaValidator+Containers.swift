#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Objects and arrays of the boolean pass, each in one walk over its members.

extension SchemaProgram {
  func object(
    _ part: SchemaObjectPart, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let end = tape.next(value)
    var key = tape.firstChild(value)
    var (count, seen): (Int, UInt64) = (0, 0)
    while key < end {
      var isEvaluated = false
      let slot = find(tape[key], in: part.keys, text)
      if slot >= 0 {
        let found = arena.slots[slot]
        seen |= found.bit
        isEvaluated = found.isProperty
        guard evaluate(found.child, key + 1, tape, text, &scratch, marks: -1) else { return false }
      }
      if part.patterns.count > 0 {
        let outcome = patternProperties(part, key, tape, text, &scratch)
        guard outcome != .invalid else { return false }
        isEvaluated = isEvaluated || outcome == .evaluated
      }
      if !isEvaluated, part.additional != absent {
        guard evaluate(part.additional, key + 1, tape, text, &scratch, marks: -1) else { return false }
        isEvaluated = true
      }
      if part.names >= 0, !evaluate(part.names, key, tape, text, &scratch, marks: -1) { return false }
      if marks >= 0, isEvaluated { scratch.mark(count, in: marks) }
      count += 1
      key = tape.next(key + 1)
    }
    guard seen & part.required == part.required, count >= part.minimum, count <= part.maximum else { return false }
    guard part.moreRequired.count > 0 || part.dependencies.count > 0 else { return true }
    return hasAll(part.moreRequired, value, tape, text)
      && dependencies(part, value, tape, text, &scratch, marks: marks)
  }

  private enum Outcome { case unmatched, evaluated, invalid }

  private func patternProperties(
    _ part: SchemaObjectPart, _ key: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch
  ) -> Outcome {
    var outcome = Outcome.unmatched
    for i in part.patterns.indices {
      let entry = arena.patternProperties[i]
      guard matches(entry.pattern, tape[key], text, &scratch) else { continue }
      outcome = .evaluated
      guard evaluate(entry.child, key + 1, tape, text, &scratch, marks: -1) else { return .invalid }
    }
    return outcome
  }

  private func dependencies(
    _ part: SchemaObjectPart, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    for i in part.dependencies.indices {
      let dependency = arena.dependencies[i]
      guard member(dependency.trigger, of: value, tape, text) >= 0 else { continue }
      guard hasAll(dependency.required, value, tape, text),
        evaluate(dependency.child, value, tape, text, &scratch, marks: marks)
      else { return false }
    }
    return true
  }

  private func hasAll(
    _ names: SchemaRange, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    for i in names.indices where member(arena.slotNames[i], of: value, tape, text) < 0 { return false }
    return true
  }

  func array(
    _ part: SchemaArrayPart, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let end = tape.next(value)
    var (count, item) = (0, tape.firstChild(value))
    while item < end {
      let isInPrefix = count < Int(part.prefix.count)
      let child = isInPrefix ? arena.children[Int(part.prefix.start) + count] : part.items
      if child >= 0, !evaluate(child, item, tape, text, &scratch, marks: -1) { return false }
      if marks >= 0, isInPrefix || part.items != absent { scratch.mark(count, in: marks) }
      count += 1
      item = tape.next(item)
    }
    guard count >= part.minimum, count <= part.maximum else { return false }
    if part.hasContains, !contains(part, value, tape, text, &scratch, marks: marks) { return false }
    return !part.isUnique || JSONEquality.firstRepeated(in: value, tape, text) == nil
  }

  private func contains(
    _ part: SchemaArrayPart, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let end = tape.next(value)
    let marks = part.containsEvaluates ? marks : -1
    let isOpen = part.maxContains == Int.max && marks < 0
    if isOpen, part.minContains == 0 { return true }
    var (ordinal, found, item) = (0, 0, tape.firstChild(value))
    while item < end {
      if evaluate(part.contains, item, tape, text, &scratch, marks: -1) {
        found += 1
        if marks >= 0 { scratch.mark(ordinal, in: marks) }
        if isOpen, found >= part.minContains { return true }
        if found > part.maxContains { return false }
      }
      if scratch.problem != nil { return false }
      ordinal += 1
      item = tape.next(item)
    }
    return found >= part.minContains
  }
}

// MARK: - Looking keys up

extension SchemaProgram {
  /// The slot of a string node's text; -1 when the table does not hold it.
  @inline(__always)
  func find(_ node: JSONNode, in table: SchemaTable, _ text: UnsafePointer<UInt8>) -> Int {
    guard table.mask >= 0 else { return -1 }
    guard !node.flags.contains(.hasEscapes) else {
      return JSONEquality.withDecoded(node, text) { find($0, in: table) }
    }
    return find(UnsafeBufferPointer(start: text + node.offset, count: node.length), in: table)
  }

  /// Bounds: 8 readable bytes from the start of `key`.
  @inline(__always)
  private func find(_ key: UnsafeBufferPointer<UInt8>, in table: SchemaTable) -> Int {
    guard let bytes = key.baseAddress else { return -1 }
    let head = SchemaKey.head(bytes, length: key.count)
    let mask = Int(table.mask)
    var i = Int(truncatingIfNeeded: SchemaKey.hash(head, key.count) >> 32) & mask
    while true {
      let slot = arena.slots[Int(table.start) + i]
      if slot.length < 0 { return -1 }
      if slot.head == head, Int(slot.length) == key.count, key.count <= 8 || isSame(slot.name, bytes, key.count) {
        return Int(table.start) + i
      }
      i = (i + 1) & mask
    }
  }

  /// Bounds: `names` holds `count` bytes from `name` on, and so does `bytes`.
  @inline(__always)
  private func isSame(_ name: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    arena.names.withUnsafeBufferPointer { names in
      guard let base = names.baseAddress else { return false }
      return memcmp(base + Int(name), bytes, count) == 0
    }
  }

  /// The value of the member with this name; -1 when there is none.
  func member(_ name: SchemaName, of object: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> Int {
    let end = tape.next(object)
    var key = tape.firstChild(object)
    while key < end {
      if isKey(tape[key], name, text) { return key + 1 }
      key = tape.next(key + 1)
    }
    return -1
  }

  @inline(__always)
  private func isKey(_ node: JSONNode, _ name: SchemaName, _ text: UnsafePointer<UInt8>) -> Bool {
    guard !node.flags.contains(.hasEscapes) else {
      return JSONEquality.withDecoded(node, text) { key in
        key.count == Int(name.length) && (key.baseAddress.map { isSame(name.name, $0, key.count) } ?? true)
      }
    }
    guard node.length == Int(name.length) else { return false }
    let key = text + node.offset
    return SchemaKey.head(key, length: node.length) == name.head
      && (node.length <= 8 || isSame(name.name, key, node.length))
  }
}
