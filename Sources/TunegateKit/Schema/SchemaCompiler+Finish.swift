// What can be decided once for all values: references to references, schemas that accept everything, and conditionals
// that ask the same question.

extension SchemaCompiler {
  /// Simplifies the arena; the index of the root, which may be `alwaysValid`.
  mutating func finish(root: Int32) -> Int32 {
    defer { markKeysAlone() }
    // A dynamic reference looks at the way it was reached by, so no step of it may be left out.
    let shorts = arena.dynamicNames == 0 ? shortcuts() : nil
    guard let shorts else {
      settlePlainTypes()
      return root
    }
    func short(_ i: Int32) -> Int32 { i < 0 ? i : shorts[Int(i)] }
    for i in arena.children.indices { arena.children[i] = short(arena.children[i]) }
    for i in arena.slots.indices { arena.slots[i].child = short(arena.slots[i].child) }
    for i in arena.patternProperties.indices {
      arena.patternProperties[i].child = short(arena.patternProperties[i].child)
    }
    for i in arena.dependencies.indices { arena.dependencies[i].child = short(arena.dependencies[i].child) }
    for i in arena.arrays.indices {
      arena.arrays[i].items = short(arena.arrays[i].items)
      arena.arrays[i].contains = short(arena.arrays[i].contains)
    }
    for i in arena.objects.indices {
      arena.objects[i].additional = short(arena.objects[i].additional)
      arena.objects[i].names = short(arena.objects[i].names)
    }
    for i in arena.nodes.indices {
      arena.nodes[i].unevaluatedProperties = short(arena.nodes[i].unevaluatedProperties)
      arena.nodes[i].unevaluatedItems = short(arena.nodes[i].unevaluatedItems)
    }
    for i in arena.ops.indices {
      let op = arena.ops[i]
      switch op.kind {
      case .apply, .not: arena.ops[i].a = short(op.a)
      case .conditional: (arena.ops[i].a, arena.ops[i].b, arena.ops[i].c) = (short(op.a), short(op.b), short(op.c))
      case .any, .one, .dynamic, .choose: break
      }
    }
    for i in arena.nodes.indices where arena.nodes[i].opCount > 0 { buildSwitch(i) }
    for i in arena.nodes.indices where arena.nodes[i].opCount > 0 { fuse(i) }
    for i in arena.arrays.indices {
      guard let question = question(arena.arrays[i].contains) else { continue }
      arena.arrays[i].containsSwitch = Int32(arena.switches.count)
      arena.switches.append(makeSwitch(question.property, [(SchemaOp(kind: .conditional, a: 0), question)]))
    }
    settlePlainTypes()
    return short(root)
  }

  private mutating func markKeysAlone() {
    for i in arena.objects.indices {
      let part = arena.objects[i]
      arena.objects[i].isKeysAlone =
        part.patterns.count == 0 && part.names < 0 && part.dependencies.count == 0 && part.moreRequired.count == 0
    }
  }

  /// For each node the one that says the same with fewer steps.
  private func shortcuts() -> [Int32] {
    arena.nodes.indices.map { start in
      var i = start
      // A reference that leads back to itself is left to the guard of the validator.
      for _ in 0..<16 {
        guard let next = soleTarget(arena.nodes[i]) else { break }
        i = next
      }
      return arena.nodes[i].isTrue ? alwaysValid : Int32(i)
    }
  }

  private func soleTarget(_ node: SchemaNode) -> Int? {
    guard node.opCount == 1, node.types == SchemaNode.everyType, !node.integersOnly else { return nil }
    var rest = node
    rest.opCount = 0
    let op = arena.ops[Int(node.firstOp)]
    return rest.hasNoParts && op.kind == .apply && op.a >= 0 ? Int(op.a) : nil
  }
}

// MARK: - Switches

extension SchemaCompiler {
  /// What a condition asks: one property's text.
  private struct Question {
    var property: SchemaSlot
    var answers: [SchemaSlot]
    var holdsWhenAbsent: Bool
    var holdsForOthers: Bool
  }

  /// Puts one look-up before the conditionals of a node, its own and those of `allOf`, on the text of one property.
  private mutating func buildSwitch(_ index: Int) {
    let node = arena.nodes[index]
    var asked: [(op: SchemaOp, branch: SchemaOp, question: Question)] = []
    var others: [SchemaOp] = []
    for i in Int(node.firstOp)..<Int(node.firstOp + node.opCount) {
      let op = arena.ops[i]
      if let branch = conditional(op), let question = question(branch.a), asked.count < 64,
        asked.first.map({ isEqual($0.question.property, question.property) }) ?? true
      {
        asked.append((op, branch, question))
      } else {
        others.append(op)
      }
    }
    guard let first = asked.first else { return }
    arena.switches.append(makeSwitch(first.question.property, asked.map { ($0.branch, $0.question) }))
    let choose = SchemaOp(kind: .choose, a: Int32(arena.switches.count - 1), b: Int32(asked.count))
    let ops = others + [choose] + asked.map(\.op)
    arena.nodes[index].firstOp = Int32(arena.ops.count)
    arena.nodes[index].opCount = Int32(ops.count)
    arena.ops.append(contentsOf: ops)
  }

  /// The conditional that an op amounts to.
  private func conditional(_ op: SchemaOp) -> SchemaOp? {
    if op.kind == .conditional { return op }
    guard op.kind == .apply, op.a >= 0 else { return nil }
    var node = arena.nodes[Int(op.a)]
    guard node.opCount == 1, node.types == SchemaNode.everyType, !node.integersOnly else { return nil }
    node.opCount = 0
    let inner = arena.ops[Int(node.firstOp)]
    return node.hasNoParts && inner.kind == .conditional ? inner : nil
  }

  private func question(_ condition: Int32) -> Question? {
    guard condition >= 0 else { return nil }
    let node = arena.nodes[Int(condition)]
    let objects: UInt8 = 1 << JSONTag.object.rawValue
    guard node.object >= 0, node.types & objects != 0, node.types == objects || node.types == SchemaNode.everyType
    else { return nil }
    var rest = node
    (rest.object, rest.integersOnly) = (absent, false)
    let part = arena.objects[Int(node.object)]
    guard rest.hasNoParts, !node.integersOnly, part.minimum == 0, part.maximum == Int.max, part.patterns.count == 0,
      part.additional == absent, part.names < 0, part.dependencies.count == 0, part.moreRequired.count == 0
    else { return nil }
    let keys = slots(of: part.keys)
    guard keys.count == 1, let property = keys.first, property.isProperty,
      let answers = answers(property.child)
    else { return nil }
    return Question(
      property: property, answers: answers, holdsWhenAbsent: part.required == 0,
      holdsForOthers: node.types == SchemaNode.everyType)
  }

  /// The strings that a schema accepts, when it accepts nothing else.
  func answers(_ index: Int32) -> [SchemaSlot]? {
    guard index >= 0 else { return nil }
    let node = arena.nodes[Int(index)]
    let strings: UInt8 = 1 << JSONTag.string.rawValue
    guard node.types & strings != 0, (node.value == absent) != (node.constant == absent) else { return nil }
    var rest = node
    (rest.value, rest.constant) = (absent, absent)
    let values = arena.values[Int(max(node.value, node.constant))]
    guard rest.hasNoParts, values.words == 0, values.literals.count == 0 else { return nil }
    return slots(of: values.strings)
  }

  func slots(of table: SchemaTable) -> [SchemaSlot] {
    guard table.mask >= 0 else { return [] }
    return arena.slots[Int(table.start)...Int(table.start + table.mask)].filter { $0.length >= 0 }
  }

  private mutating func makeSwitch(
    _ property: SchemaSlot, _ branches: [(op: SchemaOp, question: Question)]
  ) -> SchemaSwitch {
    var keys: [SchemaSlot] = []
    var (whenAbsent, forOthers): (UInt64, UInt64) = (0, 0)
    let start = Int32(arena.children.count)
    for (number, branch) in branches.enumerated() {
      let bit: UInt64 = 1 << UInt64(number)
      if branch.question.holdsWhenAbsent { whenAbsent |= bit }
      if branch.question.holdsForOthers { forOthers |= bit }
      for answer in branch.question.answers {
        if let known = keys.firstIndex(where: { isEqual($0, answer) }) {
          keys[known].bit |= bit
        } else {
          var key = answer
          key.bit = bit
          keys.append(key)
        }
      }
      arena.children += [branch.op.b, branch.op.c]
    }
    return SchemaSwitch(
      property: SchemaName(head: property.head, length: property.length, name: property.name), values: table(keys),
      branches: SchemaRange(start: start, count: Int32(branches.count)), holdsWhenAbsent: whenAbsent,
      holdsForOthers: forOthers)
  }
}
