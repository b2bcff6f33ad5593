// Keywords that speak of types, constants, numbers and strings.

extension SchemaCompiler {
  mutating func compileTypes(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    guard let value = field(.type) else { return }
    let names = source.tape.tag(value) == .array ? source.children(value) : [value]
    node.types = 0
    var (integers, numbers) = (false, false)
    for name in names {
      switch try typeName(name, location, source) {
      case "null": node.types |= 1 << JSONTag.null.rawValue
      case "boolean": node.types |= 1 << JSONTag.false.rawValue | 1 << JSONTag.true.rawValue
      case "integer": integers = true
      case "number": numbers = true
      case "string": node.types |= 1 << JSONTag.string.rawValue
      case "array": node.types |= 1 << JSONTag.array.rawValue
      case "object": node.types |= 1 << JSONTag.object.rawValue
      default:
        throw failure(
          location, name, expected: "one of null, boolean, integer, number, string, array, object")
      }
    }
    if integers || numbers { node.types |= 1 << JSONTag.number.rawValue }
    node.integersOnly = integers && !numbers
    if node.integersOnly, registry.dialect(at: location).draft == .draft4 { node.textualIntegers = true }
  }

  private func typeName(
    _ node: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> String {
    guard source.tape.tag(node) == .string else {
      throw failure(location, node, expected: "the name of a type, or an array of such names")
    }
    return source.string(node)
  }

  /// `const` and `enum`; a schema with both accepts what both do.
  mutating func compileValues(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    if let value = field(.enum) {
      node.value = appendValues(try elements(value, location, source, of: "values"), location, source)
    }
    if let value = field(.const) { node.constant = appendValues([value], location, source) }
  }

  private mutating func appendValues(
    _ nodes: [Int], _ location: SchemaLocation, _ source: SchemaDocument
  ) -> Int32 {
    var part = SchemaValuePart()
    var strings: [SchemaSlot] = []
    part.literals.start = Int32(arena.literals.count)
    for node in nodes {
      switch source.tape.tag(node) {
      case .null, .false, .true: part.words |= 1 << source.tape.tag(node).rawValue
      case .string:
        strings.append(slot(name(of: node, source)))
      default:
        arena.literals.append(SchemaLiteral(document: Int32(location.document), node: Int32(node)))
        part.literals.count += 1
      }
    }
    part.strings = table(strings)
    arena.values.append(part)
    return Int32(arena.values.count - 1)
  }

  mutating func compileNumbers(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    let start = arena.bounds.count
    let isDraft4 = registry.dialect(at: location).draft == .draft4
    for (keyword, exclusive, kind, exclusiveKind) in [
      (
        SchemaKeyword.minimum, SchemaKeyword.exclusiveMinimum, SchemaBound.Kind.minimum,
        SchemaBound.Kind.exclusiveMinimum
      ),
      (.maximum, .exclusiveMaximum, .maximum, .exclusiveMaximum),
    ] {
      if isDraft4 {
        // A boolean that sharpens its neighbor.
        let isExclusive = field(exclusive).map { source.tape.tag($0) == .true } ?? false
        if let value = field(keyword) {
          try append(isExclusive ? exclusiveKind : kind, value, location, source)
        }
      } else {
        if let value = field(keyword) { try append(kind, value, location, source) }
        if let value = field(exclusive) { try append(exclusiveKind, value, location, source) }
      }
    }
    if let value = field(.multipleOf) {
      try append(.multipleOf, value, location, source)
      let decimal = DecimalText(source.tape[value], source.text)
      if decimal.isZero || decimal.isNegative {
        throw failure(location, value, expected: "a number above 0")
      }
    }
    guard arena.bounds.count > start else { return }
    node.number = Int32(arena.numbers.count)
    arena.numbers.append(SchemaRange(start: Int32(start), count: Int32(arena.bounds.count - start)))
  }

  private mutating func append(
    _ kind: SchemaBound.Kind, _ value: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    let number = source.tape[value]
    guard number.tag == .number else { throw failure(location, value, expected: "a number") }
    let whole = DecimalText.whole(number, source.text)
    arena.bounds.append(
      SchemaBound(
        kind: kind, isWhole: whole != nil, whole: whole ?? 0,
        literal: SchemaLiteral(document: Int32(location.document), node: Int32(value))))
  }

  mutating func compileStrings(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    var part = SchemaStringPart()
    part.minimum = try count(.minLength, location, source) ?? 0
    part.maximum = try count(.maxLength, location, source) ?? Int.max
    if let value = field(.pattern) { part.pattern = try pattern(value, location, source) }
    if let value = field(.format) {
      let name = try string(value, location, source)
      if options.assertsFormats || registry.dialect(at: location).vocabularies.contains(.formatAssertion) {
        part.format = Int32(arena.formats.firstIndex(of: name) ?? arena.formats.count)
        if part.format == arena.formats.count { arena.formats.append(name) }
      }
    }
    if options.assertsContent, registry.dialect(at: location).draft == .draft7 {
      part.isBase64 = field(.contentEncoding).map { source.isEqual($0, "base64") } ?? false
      part.isJSON = field(.contentMediaType).map { source.isEqual($0, "application/json") } ?? false
    }
    guard part.minimum > 0 || part.maximum < Int.max || part.needsText else { return }
    node.string = Int32(arena.strings.count)
    arena.strings.append(part)
  }
}

// MARK: - Keys

extension SchemaCompiler {
  /// Keeps the decoded bytes of a string of the schema.
  mutating func name(of node: Int, _ source: SchemaDocument) -> SchemaName {
    let found = source.tape[node]
    guard found.flags.contains(.hasEscapes) else {
      // Bounds: the document has 64 readable bytes behind its end.
      let start = arena.names.count
      arena.names.append(contentsOf: UnsafeBufferPointer(start: source.text + found.offset, count: found.length))
      let head = SchemaKey.head(source.text + found.offset, length: found.length)
      return SchemaName(head: head, length: Int32(found.length), name: Int32(start))
    }
    let bytes = source.bytes(node)
    let start = arena.names.count
    arena.names.append(contentsOf: bytes)
    let head = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return SchemaName(head: head, length: Int32(bytes.count), name: Int32(start))
  }

  func slot(_ name: SchemaName) -> SchemaSlot {
    SchemaSlot(head: name.head, length: name.length, name: name.name)
  }

  func isEqual(_ a: SchemaSlot, _ b: SchemaSlot) -> Bool {
    guard a.length == b.length, a.head == b.head else { return false }
    for i in 0..<Int(a.length) where arena.names[Int(a.name) + i] != arena.names[Int(b.name) + i] { return false }
    return true
  }

  /// A table of these keys. Of equal keys the first stays.
  mutating func table(_ keys: [SchemaSlot]) -> SchemaTable {
    guard !keys.isEmpty else { return SchemaTable() }
    var size = 2
    while size < 2 * keys.count { size *= 2 }
    let start = arena.slots.count
    arena.slots.append(contentsOf: repeatElement(SchemaSlot(), count: size))
    for key in keys {
      var i = Int(truncatingIfNeeded: SchemaKey.hash(key.head, Int(key.length)) >> 32) & (size - 1)
      while arena.slots[start + i].length >= 0, !isEqual(arena.slots[start + i], key) { i = (i + 1) & (size - 1) }
      if arena.slots[start + i].length < 0 { arena.slots[start + i] = key }
    }
    return SchemaTable(start: Int32(start), mask: Int32(size - 1))
  }
}
