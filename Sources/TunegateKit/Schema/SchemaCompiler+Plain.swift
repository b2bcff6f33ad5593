// Which types need no look at the value: a schema of `anyOf` a text or a list is done with a text at once.

extension SchemaCompiler {
  /// Finds the plain types of every node: those that are plain because others are take another round.
  mutating func settlePlainTypes() {
    let tracksMembers = arena.nodes.contains(where: \.hasUnevaluated)
    var isSettled = false
    var rounds = 0
    // Each round settles one more step of references; a longer way is rare, and is gone at run time.
    while !isSettled, rounds < 8 {
      isSettled = true
      rounds += 1
      for i in arena.nodes.indices {
        let plain = plainTypes(arena.nodes[i], tracksMembers: tracksMembers)
        if plain != arena.nodes[i].plainTypes {
          arena.nodes[i].plainTypes = plain
          isSettled = false
        }
      }
    }
  }

  private func plainTypes(_ node: SchemaNode, tracksMembers: Bool) -> UInt8 {
    guard node.value == absent, node.constant == absent else { return 0 }
    var plain = node.types
    func exclude(_ tag: JSONTag, if hasPart: Bool) { if hasPart { plain &= ~(1 << tag.rawValue) } }
    exclude(.object, if: node.object != absent || node.unevaluatedProperties != absent)
    exclude(.array, if: node.array != absent || node.unevaluatedItems != absent)
    exclude(.string, if: node.string != absent)
    exclude(.number, if: node.number != absent || node.integersOnly)
    guard node.opCount > 0 else { return plain }
    // Whoever keeps an account of members wants to hear of them from every branch.
    exclude(.object, if: tracksMembers)
    exclude(.array, if: tracksMembers)
    for i in Int(node.firstOp)..<Int(node.firstOp + node.opCount) where plain != 0 { plain &= plainTypes(arena.ops[i]) }
    return plain
  }

  private func plainTypes(_ op: SchemaOp) -> UInt8 {
    switch op.kind {
    case .apply: return plain(op.a)
    case .dynamic: return 0
    case .any: return branches(op).reduce(0) { $0 | plain($1) }
    case .one:
      // Exactly one branch takes the type, and takes all of it.
      var (taken, twice, plainly): (UInt8, UInt8, UInt8) = (0, 0, 0)
      for branch in branches(op) {
        twice |= taken & types(branch)
        taken |= types(branch)
        plainly |= plain(branch)
      }
      return plainly & ~twice
    case .not: return ~types(op.a)
    case .conditional: return plain(op.a) & plain(op.b) | ~types(op.a) & plain(op.c)
    case .choose: return SchemaNode.everyType  // the ops behind it say the same
    }
  }

  private func branches(_ op: SchemaOp) -> ArraySlice<Int32> { arena.children[Int(op.a)..<Int(op.a + op.b)] }

  private func plain(_ index: Int32) -> UInt8 { index < 0 ? SchemaNode.everyType : arena.nodes[Int(index)].plainTypes }

  private func types(_ index: Int32) -> UInt8 { index < 0 ? SchemaNode.everyType : arena.nodes[Int(index)].types }
}
