// One walk instead of two: where the text of a property decides between branches, such as the role of a message, what a
// branch says of the members is put together with what its parent says of them.

extension SchemaCompiler {
  /// A parent with more keys is left as it is: its keys are copied to each branch.
  private static let mostKeys = 32

  /// Fuses the branches of a node that is nothing but an object part and a switch.
  mutating func fuse(_ index: Int) {
    let node = arena.nodes[index]
    guard let choose = soleSwitch(node) else { return }
    let branches = arena.switches[choose].branches
    let start = Int(branches.start)
    let pairs = stride(from: start, to: start + 2 * Int(branches.count), by: 2)
    // Of branches that do not hold, nothing may be left to say.
    guard pairs.allSatisfy({ arena.children[$0 + 1] == alwaysValid }) else { return }
    let answers = slots(of: arena.switches[choose].values)
    let fused = pairs.enumerated().map { number, place in
      let texts = answers.filter { $0.bit >> UInt64(number) & 1 == 1 }
      return fusedNode(node, with: arena.children[place], arena.switches[choose].property, texts)
    }
    arena.switches[choose].fused = SchemaRange(start: Int32(arena.children.count), count: branches.count)
    arena.children += fused
    arena.nodes[index].fused = Int32(choose)
  }

  private func soleSwitch(_ node: SchemaNode) -> Int? {
    let op = arena.ops[Int(node.firstOp)]
    guard op.kind == .choose, node.opCount == op.b + 1, node.value == absent, node.constant == absent,
      !node.hasUnevaluated
    else { return nil }
    return Int(op.a)
  }

  /// A node that accepts the objects that both accept, of which property `asked` has one of the texts; `absent` when
  /// there is none that is simple enough.
  private mutating func fusedNode(
    _ parent: SchemaNode, with branch: Int32, _ asked: SchemaName, _ texts: [SchemaSlot]
  ) -> Int32 {
    if branch >= 0, arena.nodes[Int(branch)].hasUnevaluated { return absent }
    guard parent.object != absent else { return branch }
    var node = branch < 0 ? SchemaNode() : arena.nodes[Int(branch)]
    guard node.types >> JSONTag.object.rawValue & 1 == 1 else { return branch }
    var part = node.object < 0 ? SchemaObjectPart() : arena.objects[Int(node.object)]
    guard fuse(arena.objects[Int(parent.object)], into: &part, asked, texts) else { return absent }
    node.object = Int32(arena.objects.count)
    node.isPlain = false
    arena.objects.append(part)
    arena.nodes.append(node)
    return Int32(arena.nodes.count - 1)
  }

  /// Adds what `parent` asks to `part`; false when it asks more than keys.
  private mutating func fuse(
    _ parent: SchemaObjectPart, into part: inout SchemaObjectPart, _ asked: SchemaName, _ texts: [SchemaSlot]
  ) -> Bool {
    guard parent.patterns.count == 0, parent.additional == absent, parent.names == absent,
      parent.dependencies.count == 0, parent.moreRequired.count == 0, part.moreRequired.count == 0
    else { return false }
    let own = slots(of: parent.keys)
    var keys = slots(of: part.keys)
    guard own.count <= SchemaCompiler.mostKeys else { return false }
    var bits = UInt64(part.required.nonzeroBitCount)
    for var key in own {
      if isEqual(key, slot(asked)), accepts(key.child, texts) { key.child = alwaysValid }
      let isRequired = key.bit != 0
      key.bit = 0
      // Not a property of the branch: what the branch says of other members holds for it as well.
      key.isProperty = false
      let known = keys.firstIndex { isEqual($0, key) }
      let place = known ?? keys.count
      if known == nil { keys.append(key) } else { keys[place].child = both(keys[place].child, key.child) }
      guard isRequired, keys[place].bit == 0 else { continue }
      guard bits < 64 else { return false }
      keys[place].bit = 1 << bits
      part.required |= 1 << bits
      bits += 1
    }
    part.keys = table(keys)
    (part.minimum, part.maximum) = (max(part.minimum, parent.minimum), min(part.maximum, parent.maximum))
    return true
  }

  /// Whether a schema accepts each of these texts.
  private func accepts(_ child: Int32, _ texts: [SchemaSlot]) -> Bool {
    guard child >= 0 else { return true }
    guard let accepted = answers(child) else { return false }
    return texts.allSatisfy { text in accepted.contains { isEqual($0, text) } }
  }

  /// A node that accepts what both accept.
  private mutating func both(_ a: Int32, _ b: Int32) -> Int32 {
    if a == b || b == alwaysValid { return a }
    if a == alwaysValid { return b }
    var node = SchemaNode()
    node.isPlain = false
    node.firstOp = Int32(arena.ops.count)
    node.opCount = 2
    arena.ops += [SchemaOp(kind: .apply, a: a), SchemaOp(kind: .apply, a: b)]
    arena.nodes.append(node)
    return Int32(arena.nodes.count - 1)
  }
}
