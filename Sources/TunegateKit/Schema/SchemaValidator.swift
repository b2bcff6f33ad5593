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

  /// The verdict of node `index`. Most end here: with another type, or with nothing more to ask.
  @inline(__always)
  func evaluate(
    _ index: Int32, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    guard index >= 0 else { return true }
    let bit = tape.typeBit(value)
    if nodes[Int(index)].plainTypes & bit != 0 { return true }
    guard nodes[Int(index)].types & bit != 0 else { return false }
    return judge(Int(index), value, tape, text, &scratch, marks: marks)
  }

  /// Never inlined: the loops that call it stay short.
  @inline(never)
  private func judge(
    _ index: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    guard scratch.enter() else { return false }
    let tag = tape.tag(value)
    let isNewScope = isDynamic && scratch.open(nodes[index].resource)
    let isValid =
      nodes[index].hasUnevaluated && (tag == .object || tag == .array)
      ? tracked(index, tag, value, tape, text, &scratch, marks: marks)
      : parts(index, tag, value, tape, text, &scratch, marks: marks)
    if isNewScope { scratch.closeScope() }
    scratch.leave()
    // What came out while the judge had given up is no judgement.
    return isValid && scratch.problem == nil
  }

  @inline(__always)
  private func parts(
    _ index: Int, _ tag: JSONTag, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    // Bounds: `pointer` checks that the node is there.
    var node = nodes.pointer(index, length: 1)
    switch tag {
    case .object:
      if marks < 0, node.pointee.fused >= 0 {
        let child = fusedBranch(Int(node.pointee.fused), value, tape, text)
        if child == alwaysValid { return true }
        if child >= 0 {
          node = nodes.pointer(Int(child), length: 1)
          guard node.pointee.types & 1 << JSONTag.object.rawValue != 0 else { return false }
        }
      }
      let part = Int(node.pointee.object)
      if part >= 0, !object(part, value, tape, text, &scratch, marks: marks) { return false }
    case .array:
      let part = Int(node.pointee.array)
      if part >= 0, !array(part, value, tape, text, &scratch, marks: marks) { return false }
    case .string:
      let part = Int(node.pointee.string)
      if part >= 0, !string(part, tape[value], text, &scratch) { return false }
    case .number:
      if node.pointee.integersOnly, !isInteger(tape[value], text, node.pointee.textualIntegers) { return false }
      let part = Int(node.pointee.number)
      if part >= 0, !number(arena.numbers[part], tape[value], text) { return false }
    case .null, .false, .true: break
    }
    let (choices, constant) = (node.pointee.value, node.pointee.constant)
    if choices >= 0, !isOne(of: values[Int(choices)], value, tape, text) { return false }
    if constant >= 0, !isOne(of: values[Int(constant)], value, tape, text) { return false }
    let (first, count) = (Int(node.pointee.firstOp), Int(node.pointee.opCount))
    return count == 0 || ops(first..<(first + count), value, tape, text, &scratch, marks: marks)
  }

  /// A node with an `unevaluated…` keyword: keeps its own account of what its other keywords evaluate.
  private func tracked(
    _ index: Int, _ tag: JSONTag, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    let isObject = tag == .object
    let rest = isObject ? nodes[index].unevaluatedProperties : nodes[index].unevaluatedItems
    guard rest != absent else { return parts(index, tag, value, tape, text, &scratch, marks: marks) }
    let end = tape.next(value)
    var (count, member) = (0, tape.firstChild(value))
    while member < end { (count, member) = (count + 1, tape.next(isObject ? member + 1 : member)) }
    let own = scratch.openMarks(count)
    defer { scratch.closeMarks(own) }
    guard parts(index, tag, value, tape, text, &scratch, marks: own) else { return false }
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
    _ range: Range<Int>, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch, marks: Int
  ) -> Bool {
    var i = range.lowerBound
    while i < range.upperBound {
      let op = ops[i]
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
        guard choose(Int(op.a), value, tape, text, &scratch) else { return false }
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
      let isFound =
        marks < 0
        ? evaluate(children[i], value, tape, text, &scratch, marks: -1)
        : branch(children[i], value, tape, text, &scratch, marks: marks)
      if isFound {
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
      if branch(children[i], value, tape, text, &scratch, marks: marks) {
        if isValid { return false }
        isValid = true
      }
      if scratch.problem != nil { return false }
    }
    return isValid
  }

  /// The conditions of a switch that hold, a bit each.
  func answers(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> UInt64 {
    // Bounds: `pointer` checks that the switch is there.
    let question = switches.pointer(number, length: 1)
    guard tape.tag(value) == .object else { return question.pointee.holdsForOthers }
    let found = member(question.pointee.property, of: value, tape, text)
    guard found >= 0 else { return question.pointee.holdsWhenAbsent }
    let slot = tape.tag(found) == .string ? find(found, in: question.pointee.values, tape, text) : -1
    return slot >= 0 ? slots[slot].bit : 0
  }

  /// What an object must be when one branch of the switch holds and no other; `absent` when more hold, or none.
  private func fusedBranch(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Int32 {
    let holds = answers(number, value, tape, text)
    guard holds != 0, holds & (holds - 1) == 0 else { return absent }
    return children[Int(switches[number].fused.start) + holds.trailingZeroBitCount]
  }

  private func choose(
    _ number: Int, _ value: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ scratch: inout SchemaScratch
  ) -> Bool {
    var holds = answers(number, value, tape, text)
    var place = Int(switches[number].branches.start)
    for _ in 0..<switches[number].branches.count {
      let child = children[holds & 1 == 1 ? place : place + 1]
      guard evaluate(child, value, tape, text, &scratch, marks: -1) else { return false }
      holds >>= 1
      place += 2
    }
    return true
  }
}
