// Keywords that speak of objects and arrays.

extension SchemaCompiler {
  mutating func compileObject(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    var part = SchemaObjectPart()
    part.minimum = try count(.minProperties, location, source) ?? 0
    part.maximum = try count(.maxProperties, location, source) ?? Int.max
    try compileKeys(&part, location, source)
    if let value = field(.patternProperties) {
      part.patterns.start = Int32(arena.patternProperties.count)
      for key in try members(value, location, source) {
        let entry = SchemaPatternProperty(
          pattern: try pattern(key, location, source), child: child(key + 1, of: location))
        arena.patternProperties.append(entry)
        part.patterns.count += 1
      }
    }
    if let value = field(.additionalProperties) { part.additional = child(value, of: location) }
    if let value = field(.propertyNames) { part.names = child(value, of: location) }
    try compileDependencies(&part, location, source)
    if let value = field(.unevaluatedProperties) {
      let unevaluated = child(value, of: location)
      if part.additional == absent, !hasInPlaceSchemas {
        // Nothing else can evaluate a property: the two keywords mean the same.
        part.additional = unevaluated
      } else if part.additional == absent {
        node.unevaluatedProperties = unevaluated
      }
    }
    node.object = Int32(arena.objects.count)
    arena.objects.append(part)
  }

  /// Whether another schema that applies to the same value may evaluate its members.
  private var hasInPlaceSchemas: Bool {
    for keyword: SchemaKeyword in [
      .ref, .dynamicRef, .recursiveRef, .allOf, .anyOf, .oneOf, .if, .dependentSchemas, .dependencies,
    ] where field(keyword) != nil { return true }
    return false
  }

  /// One table for `properties` and `required`.
  private mutating func compileKeys(
    _ part: inout SchemaObjectPart, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    var slots: [SchemaSlot] = []
    if let value = field(.properties) {
      // Of a key that stands twice the last one counts, and a table keeps the first.
      for key in try members(value, location, source).reversed() {
        var slot = slot(name(of: key, source))
        slot.isProperty = true
        slot.child = child(key + 1, of: location)
        slots.append(slot)
      }
    }
    if let value = field(.required) { try compileRequired(value, &part, &slots, location, source) }
    part.keys = table(slots)
  }

  private mutating func compileRequired(
    _ value: Int, _ part: inout SchemaObjectPart, _ slots: inout [SchemaSlot], _ location: SchemaLocation,
    _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    let properties = slots.count
    part.moreRequired.start = Int32(arena.slotNames.count)
    var bits = 0
    for element in try elements(value, location, source, of: "names") {
      guard source.tape.tag(element) == .string else {
        throw failure(location, element, expected: "the name of a property")
      }
      let wanted = name(of: element, source)
      guard bits < 64 else {
        arena.slotNames.append(wanted)
        part.moreRequired.count += 1
        continue
      }
      let bit: UInt64 = 1 << UInt64(bits)
      var slot = slot(wanted)
      if let known = slots.firstIndex(where: { isEqual($0, slot) }) {
        if slots[known].bit != 0 { continue }
        for i in slots[known...].indices where i < properties && isEqual(slots[i], slot) { slots[i].bit = bit }
        slots[known].bit = bit
      } else {
        slot.bit = bit
        slots.append(slot)
      }
      part.required |= bit
      bits += 1
    }
  }

  private mutating func compileDependencies(
    _ part: inout SchemaObjectPart, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    part.dependencies.start = Int32(arena.dependencies.count)
    for keyword: SchemaKeyword in [.dependentRequired, .dependentSchemas, .dependencies] {
      guard let value = field(keyword) else { continue }
      for key in try members(value, location, source) {
        var dependency = SchemaDependency(trigger: name(of: key, source))
        let isList = keyword == .dependentRequired || keyword == .dependencies && source.tape.tag(key + 1) == .array
        if isList {
          dependency.required.start = Int32(arena.slotNames.count)
          for element in try elements(key + 1, location, source, of: "names") {
            guard source.tape.tag(element) == .string else {
              throw failure(location, element, expected: "the name of a property")
            }
            arena.slotNames.append(name(of: element, source))
            dependency.required.count += 1
          }
        } else {
          dependency.child = child(key + 1, of: location)
        }
        arena.dependencies.append(dependency)
        part.dependencies.count += 1
      }
    }
  }

  mutating func compileArray(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    var part = SchemaArrayPart()
    part.minimum = try count(.minItems, location, source) ?? 0
    part.maximum = try count(.maxItems, location, source) ?? Int.max
    part.isUnique = field(.uniqueItems).map { source.tape.tag($0) == .true } ?? false
    let draft = registry.dialect(at: location).draft
    if draft == .draft2020 {
      if let value = field(.prefixItems) { part.prefix = try appendChildren(value, location, source) }
      if let value = field(.items) { part.items = child(value, of: location) }
    } else if let value = field(.items) {
      if source.tape.tag(value) == .array {
        part.prefix = try appendChildren(value, location, source)
        if let rest = field(.additionalItems) { part.items = child(rest, of: location) }
      } else {
        part.items = child(value, of: location)
      }
    }
    if let value = field(.contains) {
      part.hasContains = true
      part.contains = child(value, of: location)
      part.minContains = try count(.minContains, location, source) ?? 1
      part.maxContains = try count(.maxContains, location, source) ?? Int.max
      part.containsEvaluates = draft == .draft2020
    }
    if let value = field(.unevaluatedItems), part.items == absent {
      let unevaluated = child(value, of: location)
      if hasInPlaceSchemas || part.containsEvaluates {
        node.unevaluatedItems = unevaluated
      } else {
        part.items = unevaluated
      }
    }
    node.array = Int32(arena.arrays.count)
    arena.arrays.append(part)
  }

  /// The schemas of an array, side by side in `children`.
  mutating func appendChildren(
    _ value: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> SchemaRange {
    let found = try elements(value, location, source, of: "schemas").map { child($0, of: location) }
    let start = Int32(arena.children.count)
    arena.children.append(contentsOf: found)
    return SchemaRange(start: start, count: Int32(found.count))
  }
}
