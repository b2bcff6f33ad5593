/// A JSON Schema, compiled once and used for any number of values, from any number of threads.
///
/// Drafts 2020-12, 2019-09, 7, 6 and 4. References to other documents are answered from `Options.resources` and the
/// metaschemas, never over a network.
///
/// ```swift
/// let schema = try JSONSchema(Array(#"{"type": "object", "required": ["city"]}"#.utf8))
/// schema.isValid(Array(#"{"city": "Oslo"}"#.utf8))  // true
/// for error in schema.errors(in: Array("{}".utf8), limit: 20) { print(error) }
/// ```
public struct JSONSchema: Sendable {
  /// How a schema is read.
  public struct Options: Sendable {
    /// For schemas without `$schema`.
    public var draft: JSONSchemaDraft
    /// Whether `format` makes values invalid. Otherwise it does only where the metaschema says so.
    public var assertsFormats: Bool
    /// Whether draft 7's `contentEncoding` and `contentMediaType` make values invalid.
    public var assertsContent: Bool
    /// The address of the schema itself, which its references are relative to unless it has an `$id`.
    public var baseURI: String
    /// Other schemas that may be referred to, by address without fragment.
    public var resources: [String: [UInt8]]

    public init(
      draft: JSONSchemaDraft = .draft2020, assertsFormats: Bool = false, assertsContent: Bool = false,
      baseURI: String = "", resources: [String: [UInt8]] = [:]
    ) {
      (self.draft, self.assertsFormats, self.assertsContent) = (draft, assertsFormats, assertsContent)
      (self.baseURI, self.resources) = (baseURI, resources)
    }
  }

  /// Schemas may nest and refer to each other this deep on the way to one value.
  public static let deepestNesting = 512
  /// Values are read this deep; a deeper one is not valid.
  public static let deepestValue = 512

  let program: SchemaProgram

  /// Compiles a schema. Linear in the size of what it refers to.
  ///
  /// - Throws: When it is not JSON, when a keyword has a value that it cannot have, and when a reference leads nowhere.
  public init(_ bytes: [UInt8], options: Options = Options()) throws(JSONSchemaError) {
    program = try SchemaProgram(bytes, options: options)
  }

  /// Whether `json` is valid. Not JSON, or nested too deep, is not valid.
  ///
  /// Parses and allocates; workers with a tape of their own use it directly. Linear in `json`, but for `anyOf` and its
  /// like, which multiply by their branches.
  public func isValid(_ json: [UInt8]) -> Bool {
    guard let document = try? SchemaDocument(json, maxDepth: JSONSchema.deepestValue) else { return false }
    var scratch = SchemaScratch()
    return isValid(document.tape, 0, document.text, &scratch)
  }

  /// Whether the value at `node` is valid; when it cannot be judged, false with `scratch.problem` set.
  ///
  /// Bounds: `text` is what `tape` was parsed from, with its 64 readable bytes behind.
  @inline(__always)
  func isValid(
    _ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>, _ scratch: inout SchemaScratch
  ) -> Bool {
    program.isValid(tape, node, text, &scratch)
  }
}
