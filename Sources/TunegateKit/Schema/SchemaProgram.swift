/// A compiled schema with all it refers to. Shared by all workers, never changed.
final class SchemaProgram: Sendable {
  let arena: SchemaArena
  let root: Int32
  let patterns: [ECMARegex]
  let documents: [SchemaDocument]
  // For explaining alone.
  let rootLocation: SchemaLocation
  let registry: SchemaRegistry
  let references: [UInt64: SchemaReference]
  let patternNumbers: [String: Int32]
  let options: JSONSchema.Options

  init(_ bytes: [UInt8], options: JSONSchema.Options) throws(JSONSchemaError) {
    var registry = SchemaRegistry(provided: options.resources, fallback: options.draft)
    let document = try SchemaDocument(bytes)
    let resource = try registry.add(document, uri: options.baseURI)
    var compiler = SchemaCompiler(registry, options: options)
    rootLocation = SchemaLocation(document: 0, node: 0, resource: resource)
    root = try compiler.compile(rootLocation)
    arena = compiler.arena
    patterns = compiler.patterns
    documents = compiler.registry.documents
    self.registry = compiler.registry
    references = compiler.references
    patternNumbers = compiler.patternNumbers
    self.options = options
  }
}
