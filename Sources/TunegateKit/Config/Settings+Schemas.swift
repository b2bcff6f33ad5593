extension Settings {
  /// Where the schemas are that the user gives, as written.
  public struct SchemaSources: Sendable, Equatable {
    /// For the whole line: a path, or the schema itself when the text begins with `{`.
    public var line: String?
    /// For the answer; as `line`.
    public var completion: String?
    /// The folder whose schemas may be referred to.
    public var directory: String?

    public init(line: String? = nil, completion: String? = nil, directory: String? = nil) {
      (self.line, self.completion, self.directory) = (line, completion, directory)
    }

    static let keys = ["schema", "completion-schema", "schema-dir"]

    /// What `later` gives wins.
    mutating func overlay(_ later: SchemaSources) {
      line = later.line ?? line
      completion = later.completion ?? completion
      directory = later.directory ?? directory
    }

    /// Reads the keys of a config file; paths are relative to its folder.
    mutating func read(_ top: ConfigSection, _ reader: inout ConfigReader) {
      func source(_ key: String) -> String? {
        guard let node = top[key], let text = reader.text(node, key, expected: "a path") else { return nil }
        return GivenSchema.isText(text) ? text : FilePath.resolve(text, besides: reader.path)
      }
      overlay(
        SchemaSources(
          line: source("schema"), completion: source("completion-schema"), directory: source("schema-dir")))
    }
  }

  /// Reads and compiles the given schemas. One that is none is an error of the configuration: judging without it would
  /// pass for a clean data set.
  mutating func loadSchemas() throws(ConfigErrors) {
    let library = try schemaSources.directory.map { path throws(ConfigErrors) in try SchemaLibrary(folder: path) }
    lineSchema = try schemaSources.line.map { source throws(ConfigErrors) in
      try GivenSchema(source, name: "schema", library)
    }
    completionSchema = try schemaSources.completion.map { source throws(ConfigErrors) in
      try GivenSchema(source, name: "completion-schema", library)
    }
  }
}

/// A schema that the user gave, compiled.
public struct GivenSchema: Sendable, Equatable {
  /// What messages call it: the path as it was given, or `the given schema`.
  let name: String
  let bytes: [UInt8]
  let schema: JSONSchema

  /// Far more than any schema that people write.
  static let maximumBytes = 16 << 20

  /// True when a setting is the schema itself and not a path.
  static func isText(_ source: String) -> Bool { source.first { !$0.isWhitespace } == "{" }

  /// - Parameter name: The setting that `source` comes from, for errors about a text without a path.
  init(_ source: String, name: String, _ library: SchemaLibrary?) throws(ConfigErrors) {
    let isText = GivenSchema.isText(source)
    self.name = isText ? "the given schema" : source
    bytes = isText ? Array(source.utf8) : try FilePath.contents(of: source, limit: GivenSchema.maximumBytes)
    // A relative reference leads to a file of the folder.
    let file = source.split(separator: "/").last.map(String.init) ?? source
    let base = isText ? "" : SchemaLibrary.root + file
    do {
      schema = try JSONSchema(
        bytes, options: JSONSchema.Options(baseURI: base, resources: library?.resources ?? [:]))
    } catch {
      throw ConfigErrors(
        ConfigError(
          path: isText ? name : source,
          message: "no JSON Schema that can be used: \(error)" + GivenSchema.advice(error, library)))
    }
  }

  public static func == (a: GivenSchema, b: GivenSchema) -> Bool { a.name == b.name && a.bytes == b.bytes }

  private static func advice(_ error: JSONSchemaError, _ library: SchemaLibrary?) -> String {
    guard error.pointer.hasSuffix("$ref") || error.pointer.hasSuffix("$schema") else { return "" }
    return library == nil
      ? "; name the folder of the schemas that it refers to with --schema-dir (nothing is fetched from a network)"
      : "; the folder of --schema-dir has no such file and no schema with this $id"
  }
}

/// The schemas of a folder, by the addresses that other schemas may call them.
struct SchemaLibrary {
  /// An address that no network knows; what is relative to it is relative to the folder.
  static let root = "tunegate-schema:///"

  private(set) var resources: [String: [UInt8]] = [:]

  /// Folders may nest this deep, so that a loop of links ends.
  private static let deepest = 16

  init(folder: String) throws(ConfigErrors) { try read(Array(folder.utf8), "", depth: 0) }

  private mutating func read(_ folder: [UInt8], _ prefix: String, depth: Int) throws(ConfigErrors) {
    let names: [[UInt8]]
    do {
      names = try System.names(in: folder)
    } catch {
      throw ConfigErrors(
        ConfigError(
          path: String(decoding: folder, as: UTF8.self),
          message: "--schema-dir: cannot be read: \(error.text); expected a folder of JSON Schemas"))
    }
    for name in names where name.first != UInt8(ascii: ".") {
      let path = FolderWalk.join(folder, name)
      let relative = prefix + String(decoding: name, as: UTF8.self)
      guard let status = try? System.status(of: path) else { continue }
      if status.kind == .folder, depth < SchemaLibrary.deepest {
        try read(path, relative + "/", depth: depth + 1)
      } else if status.kind == .file, relative.hasSuffix(".json") {
        try add(FilePath.contents(of: String(decoding: path, as: UTF8.self), limit: GivenSchema.maximumBytes), relative)
      }
    }
  }

  /// What is no schema is not refused: a folder may hold other JSON, and a reference to it says so itself.
  private mutating func add(_ bytes: [UInt8], _ relative: String) {
    resources[SchemaLibrary.root + relative] = bytes
    if let id = SchemaLibrary.identifier(of: bytes), !id.isEmpty { resources[id] = bytes }
  }

  /// The schema's own address, without fragment.
  private static func identifier(of bytes: [UInt8]) -> String? {
    guard let document = try? SchemaDocument(bytes), document.tape.tag(0) == .object else { return nil }
    for key in ["$id", "id"] {
      guard let node = document.member(0, key), document.tape.tag(node) == .string else { continue }
      let id = document.string(node)
      return String(id.prefix { $0 != "#" })
    }
    return nil
  }
}
