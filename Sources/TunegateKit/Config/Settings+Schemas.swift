extension Settings {
  /// Where the schemas are that the user gives, as written.
  public struct SchemaSources: Sendable, Equatable {
    /// For the whole line: a path, or the schema itself when the text begins with `{`.
    public var line: String?
    /// For the answer; as `line`, or an XML grammar when the text begins with `<`.
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
        return SchemaText.isText(text) ? text : FilePath.resolve(text, besides: reader.path)
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
    try loadCustomSchemas(library)
    if let source = schemaSources.line {
      let text = try SchemaText(source, setting: "schema")
      if text.isXML { throw text.error("an XML grammar, but lines are JSON; give it as completion-schema") }
      lineSchema = try GivenSchema(text, library)
    }
    guard let source = schemaSources.completion else { return }
    let text = try SchemaText(source, setting: "completion-schema")
    if text.isXML {
      completionGrammar = try GivenGrammar(text, directory: schemaSources.directory)
    } else {
      completionSchema = try GivenSchema(text, library)
    }
  }

  /// The schema of the answers as it was given, and its name; nil without one.
  public var completionSchemaText: (bytes: [UInt8], name: String)? { completionSchema.map { ($0.bytes, $0.name) } }

  /// True when answers are held against something that the user gave.
  var judgesCompletions: Bool { completionSchema != nil || completionGrammar != nil }
}

/// A schema as the user gave it: its name and its bytes.
struct SchemaText {
  /// What messages call it: the path as it was given, or `the given schema`.
  let name: String
  /// What errors call it: the path, or the setting that holds the text.
  let path: String
  let bytes: [UInt8]
  let isText: Bool

  /// Far more than any schema that people write.
  static let maximumBytes = 16 << 20

  /// True when a setting is the schema itself and not a path.
  static func isText(_ source: String) -> Bool {
    let first = source.first { !$0.isWhitespace }
    return first == "{" || first == "<"
  }

  init(_ source: String, setting: String) throws(ConfigErrors) {
    isText = SchemaText.isText(source)
    (name, path) = isText ? ("the given schema", setting) : (source, source)
    bytes = isText ? Array(source.utf8) : try FilePath.contents(of: source, limit: SchemaText.maximumBytes)
  }

  /// True for XML, which begins with `<`, after a byte order mark or not.
  var isXML: Bool {
    let mark = TextSniffer.mark
    return bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0).first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  func error(_ message: String) -> ConfigErrors { ConfigErrors(ConfigError(path: path, message: message)) }
}

/// A schema that the user gave, compiled.
public struct GivenSchema: Sendable, Equatable {
  let name: String
  let bytes: [UInt8]
  let schema: JSONSchema

  init(_ text: SchemaText, _ library: SchemaLibrary?) throws(ConfigErrors) {
    (name, bytes) = (text.name, text.bytes)
    // A relative reference leads to a file of the folder.
    let file = text.path.split(separator: "/").last.map(String.init) ?? text.path
    let base = text.isText ? "" : SchemaLibrary.root + file
    do {
      schema = try JSONSchema(
        bytes, options: JSONSchema.Options(baseURI: base, resources: library?.resources ?? [:]))
    } catch {
      throw text.error("no JSON Schema that can be used: \(error)" + GivenSchema.advice(error, library))
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

/// An XML grammar that the user gave for answers, compiled.
public struct GivenGrammar: Sendable, Equatable {
  let name: String
  let bytes: [UInt8]
  let grammar: XMLGrammar

  /// What it includes is looked for in its own folder, then in `directory`.
  init(_ text: SchemaText, directory: String?) throws(ConfigErrors) {
    (name, bytes) = (text.name, text.bytes)
    let own = text.path.lastIndex(of: "/").map { String(text.path[..<$0]) } ?? "."
    let folders = (text.isText ? [] : [own.isEmpty ? "/" : own]) + (directory.map { [$0] } ?? [])
    grammar = try XMLGrammar(bytes, path: text.path, folders: folders)
  }

  public static func == (a: GivenGrammar, b: GivenGrammar) -> Bool { a.name == b.name && a.bytes == b.bytes }
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
        try add(FilePath.contents(of: String(decoding: path, as: UTF8.self), limit: SchemaText.maximumBytes), relative)
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
