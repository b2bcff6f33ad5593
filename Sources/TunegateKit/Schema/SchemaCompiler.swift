/// Turns schema documents into an arena. A work list instead of recursion: no schema is too deep for the stack.
struct SchemaCompiler {
  var registry: SchemaRegistry
  let options: JSONSchema.Options
  var arena = SchemaArena()
  var patterns: [ECMARegex] = []
  var patternNumbers: [String: Int32] = [:]
  /// What each `$ref` of the documents means, for explaining; keys by `SchemaCompiler.key`.
  var references: [UInt64: SchemaReference] = [:]
  /// Numbers of the names of dynamic anchors that some reference asks for; the empty one is `$recursiveAnchor`.
  var dynamicNumbers: [String: Int] = [:]
  /// By document and node of its text: the index of the schema in the arena.
  private var indexes: [[Int32]] = []
  private var pending: [(index: Int32, location: SchemaLocation)] = []
  /// Values of the keywords of the schema object at hand, by raw value; only those with a bit in `present` are set.
  private var fields = [Int32](repeating: 0, count: 64)
  private var present: UInt64 = 0

  init(_ registry: SchemaRegistry, options: JSONSchema.Options) {
    (self.registry, self.options) = (registry, options)
    arena.nodes.reserveCapacity(16)
  }

  static func key(_ document: Int, _ node: Int) -> UInt64 { UInt64(document) << 32 | UInt64(node) }

  /// Compiles everything that `root` reaches; the index of its node.
  mutating func compile(_ root: SchemaLocation) throws(JSONSchemaError) -> Int32 {
    let index = node(at: root)
    try drain()
    try compileDynamicTargets()
    return finish(root: index)
  }

  mutating func drain() throws(JSONSchemaError) {
    while let (index, location) = pending.popLast() { try fill(index, location) }
  }

  /// The index of the schema at this place, which is compiled later.
  mutating func node(at location: SchemaLocation) -> Int32 {
    while indexes.count <= location.document {
      let count = registry.documents[indexes.count].tape.count
      indexes.append(Array(repeating: -1, count: count))
    }
    let known = indexes[location.document][location.node]
    if known >= 0 { return known }
    let index = Int32(arena.nodes.count)
    indexes[location.document][location.node] = index
    arena.nodes.append(SchemaNode())
    pending.append((index, location))
    return index
  }

  /// A schema inside the one at `parent`.
  mutating func child(_ node: Int, of parent: SchemaLocation) -> Int32 {
    let resource = registry.resource(at: node, parent.document) ?? parent.resource
    return self.node(at: SchemaLocation(document: parent.document, node: node, resource: resource))
  }

  private mutating func fill(_ index: Int32, _ location: SchemaLocation) throws(JSONSchemaError) {
    var node = SchemaNode()
    node.resource = Int32(location.resource)
    let source = registry.documents[location.document]
    switch source.tape.tag(location.node) {
    case .true: break
    case .false: node.types = 0
    case .object:
      collect(location, source)
      try fill(&node, location, source)
    default:
      throw failure(location, location.node, expected: "an object or a boolean, as every schema is")
    }
    node.isPlain = node.hasNoParts && !node.integersOnly
    arena.nodes[Int(index)] = node
  }

  /// Looks the keywords of a schema object up, as far as its dialect knows them.
  private mutating func collect(_ location: SchemaLocation, _ source: SchemaDocument) {
    present = 0
    let dialect = registry.dialect(at: location)
    let end = source.tape.next(location.node)
    var key = source.tape.firstChild(location.node)
    while key < end {
      let keyword = source.keyword(key)
      if keyword != .unknown, dialect.knows(keyword) {
        fields[Int(keyword.rawValue)] = Int32(key + 1)
        present |= 1 << UInt64(keyword.rawValue)
      }
      key = source.tape.next(key + 1)
    }
    let ref = 1 << UInt64(SchemaKeyword.ref.rawValue)
    if dialect.refHidesSiblings, present & UInt64(ref) != 0 { present &= UInt64(ref) }
  }

  /// The value of a keyword of the schema object at hand.
  func field(_ keyword: SchemaKeyword) -> Int? {
    present >> UInt64(keyword.rawValue) & 1 == 1 ? Int(fields[Int(keyword.rawValue)]) : nil
  }

  /// Whether the schema object at hand has one of the keywords from `first` to `last` in their order.
  private func hasAny(_ first: SchemaKeyword, _ last: SchemaKeyword) -> Bool {
    let width = UInt64(last.rawValue - first.rawValue + 1)
    return present >> UInt64(first.rawValue) & (1 << width - 1) != 0
  }

  private mutating func fill(
    _ node: inout SchemaNode, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) {
    if hasAny(.type, .const) {
      try compileTypes(&node, location, source)
      try compileValues(&node, location, source)
    }
    if hasAny(.multipleOf, .exclusiveMinimum) { try compileNumbers(&node, location, source) }
    if hasAny(.maxLength, .contentSchema) { try compileStrings(&node, location, source) }
    if hasAny(.maxItems, .uniqueItems) || hasAny(.prefixItems, .minContains) || field(.unevaluatedItems) != nil {
      try compileArray(&node, location, source)
    }
    if hasAny(.maxProperties, .dependentRequired) || hasAny(.properties, .dependencies)
      || field(.unevaluatedProperties) != nil
    {
      try compileObject(&node, location, source)
    }
    if hasAny(.ref, .recursiveRef) || hasAny(.allOf, .else) {
      try compileApplicators(&node, location, source)
    }
  }
}

/// What a reference means: where it leads, and the dynamic anchor that may lead it elsewhere.
struct SchemaReference: Sendable {
  var target: SchemaLocation
  var dynamicName: String?
}

// MARK: - Reading and refusing

extension SchemaCompiler {
  /// Why the value at `node` is refused.
  func failure(_ location: SchemaLocation, _ node: Int, expected: String) -> JSONSchemaError {
    let source = registry.documents[location.document]
    return failure(
      location, node, reason: "found \(SchemaQuote.value(source, node)), expected \(expected)")
  }

  func failure(_ location: SchemaLocation, _ node: Int, reason: String) -> JSONSchemaError {
    let source = registry.documents[location.document]
    return JSONSchemaError(
      uri: registry.resources[location.resource].uri, pointer: SchemaQuote.pointer(to: node, in: source),
      reason: reason)
  }

  /// A keyword's value as a count; nil when the keyword is not there.
  func count(
    _ keyword: SchemaKeyword, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> Int? {
    guard let node = field(keyword) else { return nil }
    let number = source.tape[node]
    guard number.tag == .number else { throw failure(location, node, expected: "a whole number of at least 0") }
    if let whole = DecimalText.whole(number, source.text), whole >= 0 { return Int(whole) }
    let decimal = DecimalText(number, source.text)
    guard decimal.isInteger, !decimal.isNegative else {
      throw failure(location, node, expected: "a whole number of at least 0")
    }
    // `2.0` and `1e2` are whole; what no value can have that many of is as good as the largest number.
    let value = JSONText.number(number, source.text)
    return value < 1e15 ? Int(value) : Int.max
  }

  func string(_ node: Int, _ location: SchemaLocation, _ source: SchemaDocument) throws(JSONSchemaError) -> String {
    guard source.tape.tag(node) == .string else { throw failure(location, node, expected: "a string") }
    return source.string(node)
  }

  /// The elements of an array, or a refusal.
  func elements(
    _ node: Int, _ location: SchemaLocation, _ source: SchemaDocument, of what: String
  ) throws(JSONSchemaError) -> [Int] {
    guard source.tape.tag(node) == .array else { throw failure(location, node, expected: "an array of \(what)") }
    return source.children(node)
  }

  /// The keys of an object, or a refusal.
  func members(
    _ node: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> [Int] {
    guard source.tape.tag(node) == .object else { throw failure(location, node, expected: "an object") }
    return source.children(node)
  }

  /// The number of a compiled pattern; equal patterns are compiled once.
  mutating func pattern(
    _ node: Int, _ location: SchemaLocation, _ source: SchemaDocument
  ) throws(JSONSchemaError) -> Int32 {
    let text = try string(node, location, source)
    if let known = patternNumbers[text] { return known }
    do {
      patterns.append(try ECMARegex(text))
    } catch {
      throw failure(
        location, node, reason: "the pattern \(SchemaQuote.value(source, node)) cannot be used: \(error)")
    }
    let number = Int32(patterns.count - 1)
    patternNumbers[text] = number
    return number
  }
}
