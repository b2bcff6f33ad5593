/// A compiled schema with all it refers to. Shared by all workers, never changed.
final class SchemaProgram: Sendable {
  let arena: SchemaArena
  // What the boolean pass reads most, once more.
  let nodes: SchemaFrozen<SchemaNode>
  let ops: SchemaFrozen<SchemaOp>
  let slots: SchemaFrozen<SchemaSlot>
  let names: SchemaFrozen<UInt8>
  let objects: SchemaFrozen<SchemaObjectPart>
  let arrays: SchemaFrozen<SchemaArrayPart>
  let values: SchemaFrozen<SchemaValuePart>
  let switches: SchemaFrozen<SchemaSwitch>
  let children: SchemaFrozen<Int32>
  let root: Int32
  let patterns: [ECMARegex]
  let documents: [SchemaDocument]
  // For explaining alone.
  let rootLocation: SchemaLocation
  let registry: SchemaRegistry
  let references: [UInt64: SchemaReference]
  let patternNumbers: [String: Int32]
  let options: JSONSchema.Options
  /// Whether the way that evaluation took decides what some reference means.
  let isDynamic: Bool

  init(_ bytes: [UInt8], options: JSONSchema.Options) throws(JSONSchemaError) {
    var registry = SchemaRegistry(provided: options.resources, fallback: options.draft)
    let document = try SchemaDocument(bytes)
    let resource = try registry.add(document, uri: options.baseURI)
    var compiler = SchemaCompiler(registry, options: options)
    rootLocation = SchemaLocation(document: 0, node: 0, resource: resource)
    root = try compiler.compile(rootLocation)
    arena = compiler.arena
    nodes = SchemaFrozen(arena.nodes)
    ops = SchemaFrozen(arena.ops)
    slots = SchemaFrozen(arena.slots)
    names = SchemaFrozen(arena.names)
    objects = SchemaFrozen(arena.objects)
    arrays = SchemaFrozen(arena.arrays)
    values = SchemaFrozen(arena.values)
    switches = SchemaFrozen(arena.switches)
    children = SchemaFrozen(arena.children)
    isDynamic = arena.dynamicNames > 0
    patterns = compiler.patterns
    documents = compiler.registry.documents
    self.registry = compiler.registry
    references = compiler.references
    patternNumbers = compiler.patternNumbers
    self.options = options
  }

  deinit {
    nodes.deallocate()
    ops.deallocate()
    slots.deallocate()
    names.deallocate()
    objects.deallocate()
    arrays.deallocate()
    values.deallocate()
    switches.deallocate()
    children.deallocate()
  }
}
