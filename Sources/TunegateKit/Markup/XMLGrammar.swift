import CXml2

/// What XML documents may look like: an XML Schema (XSD 1.0) or a RELAX NG grammar in its XML syntax.
///
/// Compiled once and shared: validation reads a grammar and changes nothing in it, hence `@unchecked Sendable`.
/// (libxml2 adds to an XML Schema only when there is none at first and a document names its own.)
public final class XMLGrammar: @unchecked Sendable {
  public enum Kind: Sendable {
    case schema, relaxNG

    /// `an XML Schema`
    var name: String { self == .schema ? "an XML Schema" : "a RELAX NG grammar" }
  }

  /// Which of the two it is, as its root element tells.
  public let kind: Kind
  private let compiled: Compiled
  /// The tree that an XML Schema was compiled from and keeps pointers into.
  private let source: XMLDocument

  private enum Compiled {
    case schema(xmlSchemaPtr)
    case relaxNG(xmlRelaxNGPtr)
  }

  static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"
  static let relaxNamespace = "http://relaxng.org/ns/structure/1.0"
  /// Errors of one grammar that are told.
  private static let mostErrors = 10
  /// Errors of one document that are told.
  private static let mostComplaints = 20

  /// Compiles a grammar. Nothing but files of `folders` is read, and nothing is fetched.
  ///
  /// - Parameters:
  ///   - bytes: The grammar, UTF-8 of at most 4 MiB, without a document type.
  ///   - path: What errors call it.
  ///   - folders: Where files that it includes or imports are looked for, in this order.
  /// - Throws: Every error, with its file and line.
  public init(_ bytes: [UInt8], path: String, folders: [String]) throws(ConfigErrors) {
    let files = XMLGrammarFiles(path: path, folders: folders)
    let log = XMLErrorLog(limit: XMLGrammar.mostErrors)
    source = try XMLGrammar.document(bytes, path, log)
    kind = try XMLGrammar.kind(source.root, path)
    let (kind, tree) = (kind, source.pointer)
    let compiled = XMLGrammarFiles.$current.withValue(files) {
      XMLLibrary.run(log) { XMLGrammar.compile(kind, tree) }
    }
    guard let compiled else { throw XMLGrammar.errors(log, files, kind) }
    self.compiled = compiled
  }

  deinit {
    switch compiled {
    case .schema(let schema): xmlSchemaFree(schema)
    case .relaxNG(let grammar): xmlRelaxNGFree(grammar)
    }
  }

  /// What a document does not conform to, at most 20 complaints in the order of libxml2; empty when it is valid.
  ///
  /// The text must be UTF-8. It is refused when it has a document type or passes a limit of `XMLLimits`. O(length) but
  /// for what the grammar itself makes costly, such as keys and ambiguous content.
  public func complaints(about text: [UInt8]) -> [XMLComplaint] {
    text.withUnsafeBufferPointer { complaints(about: $0) }
  }

  func complaints(about text: UnsafeBufferPointer<UInt8>) -> [XMLComplaint] {
    if let fault = XMLScan.fault(in: text) { return [XMLComplaint(fault, in: text)] }
    // What RELAX NG says after its first complaint follows from that one.
    let log = XMLErrorLog(limit: kind == .schema ? XMLGrammar.mostComplaints : 1)
    guard let document = XMLDocument(text, log) else {
      return log.entries.isEmpty
        ? [XMLComplaint(at: 0, in: text, message: "the parser gave up without a reason")]
        : [XMLComplaint(log.entries[0], in: text)]
    }
    let tree = document.pointer
    let isValid = XMLLibrary.run(log) { validates(tree, log) }
    if isValid { return [] }
    let told = log.entries.map { XMLComplaint($0, in: text) }
    return told.isEmpty ? [XMLComplaint(at: 0, in: text, message: "not valid, without a reason given")] : told
  }

  /// A validator is made for each document: one that is used again keeps every name that it ever saw.
  private func validates(_ tree: xmlDocPtr, _ log: XMLErrorLog) -> Bool {
    switch compiled {
    case .schema(let schema):
      guard let validator = xmlSchemaNewValidCtxt(schema) else { return false }
      defer { xmlSchemaFreeValidCtxt(validator) }
      xmlSchemaSetValidStructuredErrors(validator, XMLErrorLog.handler, log.opaque)
      return xmlSchemaValidateDoc(validator, tree) == 0
    case .relaxNG(let grammar):
      guard let validator = xmlRelaxNGNewValidCtxt(grammar) else { return false }
      defer { xmlRelaxNGFreeValidCtxt(validator) }
      xmlRelaxNGSetValidStructuredErrors(validator, XMLErrorLog.handler, log.opaque)
      return xmlRelaxNGValidateDoc(validator, tree) == 0
    }
  }

  // MARK: - Compiling

  private static func document(
    _ bytes: [UInt8], _ path: String, _ log: XMLErrorLog
  ) throws(ConfigErrors) -> XMLDocument {
    let bytes = bytes.starts(with: TextSniffer.mark) ? Array(bytes.dropFirst(TextSniffer.mark.count)) : bytes
    var complaint: XMLComplaint?
    let document = bytes.withUnsafeBufferPointer { text -> XMLDocument? in
      if let fault = XMLScan.fault(in: text) {
        complaint = XMLComplaint(fault, in: text)
        return nil
      }
      let document = XMLDocument(text, address: XMLGrammarFiles.address(of: path), log)
      if document == nil { complaint = log.entries.first.map { XMLComplaint($0, in: text) } }
      return document
    }
    if let document { return document }
    throw ConfigErrors(
      ConfigError(
        path: path, line: complaint?.line ?? 0, column: complaint?.column ?? 0,
        message: "no XML grammar that can be used: \(complaint?.message ?? "it cannot be parsed")"))
  }

  private static func kind(_ root: XMLDocument.Name?, _ path: String) throws(ConfigErrors) -> Kind {
    if root == XMLDocument.Name(local: "schema", namespace: schemaNamespace) { return .schema }
    if root?.namespace == relaxNamespace { return .relaxNG }
    let found = root.map { "`\($0.local)`" + ($0.namespace.isEmpty ? "" : " of the namespace \($0.namespace)") }
    throw ConfigErrors(
      ConfigError(
        path: path,
        message: "no XML grammar: the root element is \(found ?? "missing"), expected `schema` of the namespace "
          + "\(schemaNamespace), or RELAX NG of the namespace \(relaxNamespace)"))
  }

  private static func compile(_ kind: Kind, _ tree: xmlDocPtr) -> Compiled? {
    switch kind {
    case .schema:
      guard let compiler = xmlSchemaNewDocParserCtxt(tree) else { return nil }
      defer { xmlSchemaFreeParserCtxt(compiler) }
      return xmlSchemaParse(compiler).map { .schema($0) }
    case .relaxNG:
      guard let compiler = xmlRelaxNGNewDocParserCtxt(tree) else { return nil }
      defer { xmlRelaxNGFreeParserCtxt(compiler) }
      return xmlRelaxNGParse(compiler).map { .relaxNG($0) }
    }
  }

  /// What the compiler said, and which files it did not get.
  private static func errors(_ log: XMLErrorLog, _ files: XMLGrammarFiles, _ kind: Kind) -> ConfigErrors {
    let refused = files.refused.map { address, reason in
      let name =
        address.hasPrefix(XMLGrammarFiles.root) ? String(address.dropFirst(XMLGrammarFiles.root.count)) : address
      return ConfigError(
        path: files.path(XMLGrammarFiles.root),
        message:
          "refers to '\(name)', which is not read: \(reason); put it into the grammar's folder or name its folder "
          + "with --schema-dir (nothing is fetched from a network)")
    }
    let told = log.entries.map {
      ConfigError(
        path: files.path($0.address), line: $0.line, message: "\(kind.name) with an error: \(XMLWords.sentence($0))")
    }
    let all = refused + told
    return ConfigErrors(
      all.isEmpty
        ? [ConfigError(path: files.path(XMLGrammarFiles.root), message: "\(kind.name) that cannot be compiled")] : all)
  }
}
