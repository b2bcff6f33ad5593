// Keywords that apply other schemas to the same value.

extension SchemaCompiler {
  mutating func compileApplicators(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    var ops: [SchemaOp] = []
    if let value = field(.ref) {
      let target = try target(of: value, location, source)
      references[SchemaCompiler.key(location.document, value)] = SchemaReference(target: target)
      ops.append(SchemaOp(kind: .apply, a: self.node(at: target)))
    }
    if let value = field(.dynamicRef) { ops.append(try dynamic(value, location, source)) }
    if let value = field(.recursiveRef) { ops.append(try recursive(value, location, source)) }
    if let value = field(.allOf) {
      for element in try elements(value, location, source, of: "schemas") {
        ops.append(SchemaOp(kind: .apply, a: child(element, of: location)))
      }
    }
    for (keyword, kind) in [(SchemaKeyword.anyOf, SchemaOp.Kind.any), (.oneOf, .one)] {
      guard let value = field(keyword) else { continue }
      let range = try appendChildren(value, location, source)
      ops.append(SchemaOp(kind: kind, a: range.start, b: range.count))
    }
    if let value = field(.not) { ops.append(SchemaOp(kind: .not, a: child(value, of: location))) }
    if let condition = field(.if) {
      var op = SchemaOp(kind: .conditional, a: child(condition, of: location))
      if let value = field(.then) { op.b = child(value, of: location) }
      if let value = field(.else) { op.c = child(value, of: location) }
      ops.append(op)
    }
    node.firstOp = Int32(arena.ops.count)
    node.opCount = Int32(ops.count)
    arena.ops.append(contentsOf: ops)
  }

  private mutating func target(
    of value: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> SchemaLocation {
    let reference = try string(value, location, source)
    if let found = try registry.resolve(reference, from: location) { return found }
    throw failure(
      location, value,
      reason: "the reference \(SchemaQuote.value(source, value)) leads nowhere; "
        + "correct it, or hand in the schema that it names: nothing is read over the network")
  }

  private mutating func dynamic(
    _ value: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> SchemaOp {
    let target = try target(of: value, location, source)
    let fallback = node(at: target)
    let name = SchemaURI.split(source.string(value)).fragment
    let isDynamic = registry.resources[target.resource].dynamicAnchors[name] == target.node
    return remember(value, location, target, isDynamic ? name : nil, fallback)
  }

  private mutating func recursive(
    _ value: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> SchemaOp {
    let target = try target(of: value, location, source)
    let fallback = node(at: target)
    return remember(value, location, target, registry.resources[target.resource].isRecursive ? "" : nil, fallback)
  }

  private mutating func remember(
    _ value: Int, _ location: SchemaLocation, _ target: SchemaLocation, _ name: String?, _ fallback: Int32
  ) -> SchemaOp {
    references[SchemaCompiler.key(location.document, value)] = SchemaReference(target: target, dynamicName: name)
    guard let name else { return SchemaOp(kind: .apply, a: fallback) }
    let number = dynamicNumbers[name] ?? dynamicNumbers.count
    dynamicNumbers[name] = number
    return SchemaOp(kind: .dynamic, a: Int32(number), b: fallback)
  }

  /// Compiles whatever a dynamic reference may lead to, which may bring in more of them.
  mutating func compileDynamicTargets() throws(JSONSchemaError) {
    guard !dynamicNumbers.isEmpty else { return }
    var seen = -1
    var rows: [Int32] = []
    while seen != arena.nodes.count {
      seen = arena.nodes.count
      rows = []
      for index in registry.resources.indices {
        var row = Array(repeating: absent, count: dynamicNumbers.count)
        for (name, number) in dynamicNumbers {
          if let anchor = registry.dynamicAnchor(name, in: index) { row[number] = node(at: anchor) }
        }
        rows += row
      }
      try drain()
    }
    arena.dynamicTargets = rows
    arena.dynamicNames = dynamicNumbers.count
  }
}

extension SchemaRegistry {
  /// Where a resource's dynamic anchor is; the empty name stands for `$recursiveAnchor`.
  func dynamicAnchor(_ name: String, in resource: Int) -> SchemaLocation? {
    let found = resources[resource]
    if name.isEmpty {
      guard found.isRecursive else { return nil }
      return SchemaLocation(document: found.document, node: found.node, resource: resource)
    }
    return found.dynamicAnchors[name].map {
      SchemaLocation(document: found.document, node: $0, resource: resource)
    }
  }
}
