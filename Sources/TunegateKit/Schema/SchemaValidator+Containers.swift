#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Objects and arrays of the boolean pass, each in one walk over its members.

extension SchemaProgram {
  func object(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    marks < 0 && objects[number].isKeysAlone
      ? keysAlone(number, value, tape, text, &scratch)
      : anyObject(number, value, tape, text, &scratch, marks: marks)
  }

  /// Most objects: known keys, perhaps others, and nobody who asks which were evaluated.
  private func keysAlone(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch
  ) -> Bool {
    // Bounds: `pointer` checks that the parts are there.
    let part = objects.pointer(number, length: 1)
    let (keys, additional) = (part.pointee.keys, part.pointee.additional)
    let end = tape.next(value)
    var key = tape.firstChild(value)
    var (count, seen): (Int, UInt64) = (0, 0)
    while key < end {
      let found = find(key, in: keys, tape, text)
      var isProperty = false
      if found >= 0 {
        let slot = slots.pointer(found, length: 1)
        seen |= slot.pointee.bit
        isProperty = slot.pointee.isProperty
        guard evaluate(slot.pointee.child, key &+ 1, tape, text, &scratch, marks: -1) else { return false }
      }
      if !isProperty, additional != absent {
        guard evaluate(additional, key &+ 1, tape, text, &scratch, marks: -1) else { return false }
      }
      count &+= 1
      key = tape.next(key &+ 1)
    }
    return seen & part.pointee.required == part.pointee.required && count >= part.pointee.minimum
      && count <= part.pointee.maximum
  }

  private func anyObject(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let (keys, additional, keyNames) = (objects[number].keys, objects[number].additional, objects[number].names)
    let hasPatterns = objects[number].patterns.count > 0
    let end = tape.next(value)
    var key = tape.firstChild(value)
    var (count, seen): (Int, UInt64) = (0, 0)
    while key < end {
      var isEvaluated = false
      let slot = find(key, in: keys, tape, text)
      if slot >= 0 {
        seen |= slots[slot].bit
        isEvaluated = slots[slot].isProperty
        guard evaluate(slots[slot].child, key + 1, tape, text, &scratch, marks: -1) else { return false }
      }
      if hasPatterns {
        let outcome = patternProperties(objects[number].patterns, key, tape, text, &scratch)
        guard outcome != .invalid else { return false }
        isEvaluated = isEvaluated || outcome == .evaluated
      }
      if !isEvaluated, additional != absent {
        guard evaluate(additional, key + 1, tape, text, &scratch, marks: -1) else { return false }
        isEvaluated = true
      }
      if keyNames >= 0, !evaluate(keyNames, key, tape, text, &scratch, marks: -1) { return false }
      if marks >= 0, isEvaluated { scratch.mark(count, in: marks) }
      count += 1
      key = tape.next(key + 1)
    }
    guard seen & objects[number].required == objects[number].required, count >= objects[number].minimum,
      count <= objects[number].maximum
    else { return false }
    guard objects[number].moreRequired.count > 0 || objects[number].dependencies.count > 0 else { return true }
    return hasAll(objects[number].moreRequired, value, tape, text)
      && dependencies(objects[number].dependencies, value, tape, text, &scratch, marks: marks)
  }

  private enum Outcome { case unmatched, evaluated, invalid }

  private func patternProperties(
    _ patterns: SchemaRange, _ key: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch
  ) -> Outcome {
    var outcome = Outcome.unmatched
    for i in patterns.indices {
      let entry = arena.patternProperties[i]
      guard matches(entry.pattern, tape[key], text, &scratch) else { continue }
      outcome = .evaluated
      guard evaluate(entry.child, key + 1, tape, text, &scratch, marks: -1) else { return .invalid }
    }
    return outcome
  }

  private func dependencies(
    _ range: SchemaRange, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    for i in range.indices {
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
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let (prefix, items) = (arrays[number].prefix, arrays[number].items)
    let end = tape.next(value)
    var (count, item) = (0, tape.firstChild(value))
    while item < end {
      let isInPrefix = count < Int(prefix.count)
      let child = isInPrefix ? children[Int(prefix.start) + count] : items
      if !evaluate(child, item, tape, text, &scratch, marks: -1) { return false }
      if marks >= 0, isInPrefix || items != absent { scratch.mark(count, in: marks) }
      count &+= 1
      item = tape.next(item)
    }
    guard count >= arrays[number].minimum, count <= arrays[number].maximum else { return false }
    if arrays[number].hasContains, !contains(arrays[number], value, tape, text, &scratch, marks: marks) {
      return false
    }
    return !arrays[number].isUnique || JSONEquality.firstRepeated(in: value, tape, text) == nil
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
      let isFound =
        part.containsSwitch >= 0
        ? answers(Int(part.containsSwitch), item, tape, text) != 0
        : evaluate(part.contains, item, tape, text, &scratch, marks: -1)
      if isFound {
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
  func find(
    _ node: Int, in table: SchemaTable, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Int {
    guard table.mask >= 0 else { return -1 }
    let place = tape.place(node)
    guard !place.hasEscapes else { return findDecoded(tape[node], in: table, text) }
    return find(text + place.offset, count: place.length, in: table)
  }

  @inline(never)
  private func findDecoded(_ node: JSONNode, in table: SchemaTable, _ text: UnsafePointer<UInt8>) -> Int {
    JSONEquality.withDecoded(node, text) { key in
      key.baseAddress.map { find($0, count: key.count, in: table) } ?? -1
    }
  }

  /// Bounds: `key` has `count` readable bytes, and 8.
  @inline(__always)
  private func find(_ key: UnsafePointer<UInt8>, count: Int, in table: SchemaTable) -> Int {
    let head = SchemaKey.head(key, length: count)
    let mask = Int(table.mask)
    var i = Int(truncatingIfNeeded: SchemaKey.hash(head, count) &>> 32) & mask
    while true {
      let slot = Int(table.start) &+ i
      let length = Int(slots[slot].length)
      if length < 0 { return -1 }
      if length == count, slots[slot].head == head, length <= 8 || isSame(slots[slot].name, key, length) {
        return slot
      }
      i = (i &+ 1) & mask
    }
  }

  /// Bounds: `names` holds `count` bytes from `name` on, and so does `bytes`.
  @inline(__always)
  private func isSame(_ name: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    memcmp(names.pointer(Int(name), length: count), bytes, count) == 0
  }

  /// The value of the member with this name; -1 when there is none.
  @inline(__always)
  func member(_ name: SchemaName, of object: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> Int {
    let end = tape.next(object)
    var key = tape.firstChild(object)
    while key < end {
      let place = tape.place(key)
      if place.hasEscapes {
        if isDecodedKey(tape[key], name, text) { return key + 1 }
      } else if place.length == Int(name.length) {
        let bytes = text + place.offset
        let isSameHead = SchemaKey.head(bytes, length: place.length) == name.head
        if isSameHead, place.length <= 8 || isSame(name.name, bytes, place.length) { return key + 1 }
      }
      key = tape.next(key &+ 1)
    }
    return -1
  }

  @inline(never)
  private func isDecodedKey(_ node: JSONNode, _ name: SchemaName, _ text: UnsafePointer<UInt8>) -> Bool {
    JSONEquality.withDecoded(node, text) { key in
      key.count == Int(name.length) && (key.baseAddress.map { isSame(name.name, $0, key.count) } ?? true)
    }
  }
}
