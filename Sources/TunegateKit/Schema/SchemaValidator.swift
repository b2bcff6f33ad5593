#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// The boolean pass: runs over every value, allocates nothing on plain schemas, says yes or no.
//
// `value` is a node of `tape`, which was parsed from `text`. `marks` is the set of evaluated members of that value that
// keywords add to, or -1 when nobody asks.

extension SchemaProgram {
  /// Whether a value is valid. False, with `scratch.problem` set, when it cannot be judged.
  func isValid(
    _ tape: borrowing JSONTape, _ value: Int, _ text: UnsafePointer<UInt8>, _ scratch: inout SchemaScratch
  ) -> Bool {
    scratch.begin(nodes: tape.count)
    return evaluate(root, value, tape, text, &scratch, marks: -1)
  }

  func evaluate(
    _ index: Int32, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    guard index >= 0 else { return true }
    let tag = tape.tag(value)
    let node = arena.nodes[Int(index)]
    guard node.types >> tag.rawValue & 1 == 1 else { return false }
    if node.isPlain { return true }
    guard scratch.enter() else { return false }
    let isNewScope = arena.dynamicNames > 0 && scratch.open(node.resource)
    let unevaluated = tag == .object ? node.unevaluatedProperties : tag == .array ? node.unevaluatedItems : absent
    let isValid =
      unevaluated == absent
      ? parts(node, tag, value, tape, text, &scratch, marks: marks)
      : tracked(node, unevaluated, tag, value, tape, text, &scratch, marks: marks)
    if isNewScope { scratch.closeScope() }
    scratch.leave()
    // What came out while the judge had given up is no judgement.
    return isValid && scratch.problem == nil
  }

  private func parts(
    _ node: SchemaNode, _ tag: JSONTag, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    switch tag {
    case .object:
      if node.object >= 0, !object(arena.objects[Int(node.object)], value, tape, text, &scratch, marks: marks) {
        return false
      }
    case .array:
      if node.array >= 0, !array(arena.arrays[Int(node.array)], value, tape, text, &scratch, marks: marks) {
        return false
      }
    case .string:
      if node.string >= 0, !string(arena.strings[Int(node.string)], tape[value], text, &scratch) { return false }
    case .number:
      if node.integersOnly, !isInteger(tape[value], text, node.textualIntegers) { return false }
      if node.number >= 0, !number(arena.numbers[Int(node.number)], tape[value], text) { return false }
    case .null, .false, .true: break
    }
    if node.value >= 0, !isOne(of: arena.values[Int(node.value)], value, tape, text) { return false }
    if node.constant >= 0, !isOne(of: arena.values[Int(node.constant)], value, tape, text) { return false }
    return node.opCount == 0 || ops(node, value, tape, text, &scratch, marks: marks)
  }

  /// A node with an `unevaluated…` keyword: keeps its own account of what its other keywords evaluate.
  private func tracked(
    _ node: SchemaNode, _ rest: Int32, _ tag: JSONTag, _ value: Int, _ tape: borrowing JSONTape,
    _ text: UnsafePointer<UInt8>, _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let isObject = tag == .object
    let end = tape.next(value)
    var (count, member) = (0, tape.firstChild(value))
    while member < end { (count, member) = (count + 1, tape.next(isObject ? member + 1 : member)) }
    let own = scratch.openMarks(count)
    defer { scratch.closeMarks(own) }
    guard parts(node, tag, value, tape, text, &scratch, marks: own) else { return false }
    var ordinal = 0
    member = tape.firstChild(value)
    while member < end {
      let child = isObject ? member + 1 : member
      if !scratch.isMarked(ordinal, in: own), !evaluate(rest, child, tape, text, &scratch, marks: -1) { return false }
      ordinal += 1
      member = tape.next(child)
    }
    if marks >= 0 { scratch.markAll(in: marks) }
    return true
  }
}

// MARK: - Applicators

extension SchemaProgram {
  private func ops(
    _ node: SchemaNode, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    var i = Int(node.firstOp)
    let end = i + Int(node.opCount)
    while i < end {
      let op = arena.ops[i]
      switch op.kind {
      case .apply:
        guard evaluate(op.a, value, tape, text, &scratch, marks: marks) else { return false }
      case .dynamic:
        let target = dynamicTarget(op, scratch.scope)
        guard evaluate(target, value, tape, text, &scratch, marks: marks) else { return false }
      case .any:
        guard any(op, value, tape, text, &scratch, marks: marks) else { return false }
      case .one:
        guard one(op, value, tape, text, &scratch, marks: marks) else { return false }
      case .not:
        if evaluate(op.a, value, tape, text, &scratch, marks: -1) || scratch.problem != nil { return false }
      case .conditional:
        let holds = branch(op.a, value, tape, text, &scratch, marks: marks)
        guard scratch.problem == nil, evaluate(holds ? op.b : op.c, value, tape, text, &scratch, marks: marks)
        else { return false }
      case .choose where marks < 0:
        guard choose(arena.switches[Int(op.a)], value, tape, text, &scratch) else { return false }
        i += Int(op.b)
      case .choose: break  // the ops behind it also tell what they evaluate
      }
      i += 1
    }
    return true
  }

  /// The outermost resource on the way here that has the anchor decides.
  func dynamicTarget(_ op: SchemaOp, _ scope: [Int32]) -> Int32 {
    for resource in scope {
      let target = arena.dynamicTargets[Int(resource) * arena.dynamicNames + Int(op.a)]
      if target >= 0 { return target }
    }
    return op.b
  }

  /// A schema that may fail: what it evaluates counts only if it does not.
  private func branch(
    _ index: Int32, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    guard marks >= 0 else { return evaluate(index, value, tape, text, &scratch, marks: -1) }
    let own = scratch.openMarks(like: marks)
    let isValid = evaluate(index, value, tape, text, &scratch, marks: own)
    if isValid { scratch.merge(own, into: marks) }
    scratch.closeMarks(own)
    return isValid
  }

  private func any(
    _ op: SchemaOp, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    var isValid = false
    for i in Int(op.a)..<Int(op.a + op.b) {
      if branch(arena.children[i], value, tape, text, &scratch, marks: marks) {
        // With an account to keep, every branch has its say.
        if marks < 0 { return true }
        isValid = true
      }
      if scratch.problem != nil { return false }
    }
    return isValid
  }

  private func one(
    _ op: SchemaOp, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    var isValid = false
    for i in Int(op.a)..<Int(op.a + op.b) {
      if branch(arena.children[i], value, tape, text, &scratch, marks: marks) {
        if isValid { return false }
        isValid = true
      }
      if scratch.problem != nil { return false }
    }
    return isValid
  }

  private func choose(
    _ choice: SchemaSwitch, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch
  ) -> Bool {
    var holds = choice.holdsForOthers
    if tape.tag(value) == .object {
      holds = choice.holdsWhenAbsent
      let found = member(choice.property, of: value, tape, text)
      if found >= 0 {
        let slot = tape.tag(found) == .string ? find(tape[found], in: choice.values, text) : -1
        holds = slot >= 0 ? arena.rows[Int(arena.slots[slot].child)] : 0
      }
    }
    for i in 0..<Int(choice.branches.count) {
      let child = arena.children[Int(choice.branches.start) + 2 * i + (holds >> UInt64(i) & 1 == 1 ? 0 : 1)]
      guard evaluate(child, value, tape, text, &scratch, marks: -1) else { return false }
    }
    return true
  }
}
