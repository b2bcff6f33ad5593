/// A place in a schema document, and the resource whose base address and dialect hold there.
struct SchemaLocation: Equatable {
  var document: Int
  var node: Int
  var resource: Int
}

/// A schema with an address of its own: a whole document, or a part with `$id`.
struct SchemaResource {
  var document: Int
  var node: Int
  /// Without a fragment; empty for a document that was given without one.
  var uri: String
  var dialect: SchemaDialect
  var anchors: [String: Int] = [:]
  var dynamicAnchors: [String: Int] = [:]
  /// `"$recursiveAnchor": true` at its root.
  var isRecursive = false
}

/// The documents that a schema is made of, and everything in them that has a name. No document is ever fetched: what
/// was not handed in, and is no metaschema, is not there.
struct SchemaRegistry {
  let provided: [String: [UInt8]]
  /// For documents without `$schema`.
  let fallback: SchemaDialect
  private(set) var documents: [SchemaDocument] = []
  private(set) var resources: [SchemaResource] = []
  private var resourcesByURI: [String: Int] = [:]
  private var roots: [[Int: Int]] = []

  init(provided: [String: [UInt8]], fallback: JSONSchemaDraft) {
    self.provided = provided
    self.fallback = SchemaDialect(draft: fallback)
  }

  /// Reads a document that stands at `uri` and returns the resource of its root.
  mutating func add(_ document: SchemaDocument, uri: String) throws(JSONSchemaError) -> Int {
    let dialect = try self.dialect(of: document, 0, uri: uri, otherwise: fallback)
    documents.append(document)
    roots.append([:])
    let root = open(documents.count - 1, 0, uri: uri, dialect)
    if resourcesByURI[uri] == nil { resourcesByURI[uri] = root }
    if document.tape.tag(0) == .object, hasIdentifiers(document) { walk(0, in: root) }
    return root
  }

  /// The resource that begins at this node.
  func resource(at node: Int, _ document: Int) -> Int? {
    let found = roots[document]
    return found.isEmpty ? nil : found[node]
  }

  func dialect(at location: SchemaLocation) -> SchemaDialect { resources[location.resource].dialect }

  /// The resource at an address without fragment, read now if it was handed in or is a metaschema.
  mutating func resource(uri: String) throws(JSONSchemaError) -> Int? {
    if let known = resourcesByURI[uri] { return known }
    guard let bytes = provided[uri] ?? Metaschemas.text(at: uri) else { return nil }
    do {
      let root = try add(try SchemaDocument(bytes), uri: uri)
      return resourcesByURI[uri] ?? root
    } catch {
      throw JSONSchemaError(uri: uri, pointer: error.pointer, reason: error.reason)
    }
  }

  private mutating func open(_ document: Int, _ node: Int, uri: String, _ dialect: SchemaDialect) -> Int {
    let index = resources.count
    resources.append(SchemaResource(document: document, node: node, uri: uri, dialect: dialect))
    roots[document][node] = index
    return index
  }
}

// MARK: - Identifiers

extension SchemaRegistry {
  /// Most schemas name no part of themselves; then there is nothing to walk for.
  private func hasIdentifiers(_ document: SchemaDocument) -> Bool {
    for i in 0..<document.tape.count where document.tape.tag(i) == .string {
      switch document.keyword(i) {
      case .id, .idOfDraft4, .anchor, .dynamicAnchor, .recursiveAnchor: return true
      default: continue
      }
    }
    return false
  }

  private mutating func walk(_ node: Int, in outer: Int) {
    let document = resources[outer].document
    let source = documents[document]
    guard source.tape.tag(node) == .object else { return }
    let resource = identify(node, in: outer, source)
    let dialect = resources[resource].dialect
    for key in source.children(node) {
      let keyword = source.keyword(key)
      guard dialect.knows(keyword) else { continue }
      let value = key + 1
      switch (keyword.holds, source.tape.tag(value)) {
      case (.schema, .object), (.schemaOrSchemas, .object): walk(value, in: resource)
      case (.schemas, .array), (.schemaOrSchemas, .array):
        for element in source.children(value) { walk(element, in: resource) }
      case (.schemaMap, .object):
        for name in source.children(value) { walk(name + 1, in: resource) }
      default: break
      }
    }
  }

  /// Registers the identifiers of one schema object; the resource that holds inside it.
  private mutating func identify(_ node: Int, in outer: Int, _ source: SchemaDocument) -> Int {
    let document = resources[outer].document
    let outerDialect = resources[outer].dialect
    let own = (try? dialect(of: source, node, uri: "", otherwise: outerDialect)) ?? outerDialect
    if own.refHidesSiblings, let ref = source.member(node, "$ref"), source.tape.tag(ref) == .string { return outer }
    var resource = outer
    if let value = source.member(node, own.identifier.spelling), source.tape.tag(value) == .string {
      let (uri, fragment) = SchemaURI.split(source.string(value))
      if !uri.isEmpty {
        let full = SchemaURI.resolve(uri, against: resources[outer].uri)
        if resources[outer].node == node {
          resources[outer].uri = full
        } else {
          resource = open(document, node, uri: full, own)
        }
        if resourcesByURI[full] == nil { resourcesByURI[full] = resource }
      }
      if !fragment.isEmpty, own.draft <= .draft7 { resources[resource].anchors[fragment] = node }
    }
    addAnchors(of: node, to: resource, source)
    return resource
  }

  private mutating func addAnchors(of node: Int, to resource: Int, _ source: SchemaDocument) {
    let draft = resources[resource].dialect.draft
    guard draft >= .draft2019 else { return }
    if let value = source.member(node, "$anchor"), source.tape.tag(value) == .string {
      resources[resource].anchors[source.string(value)] = node
    }
    if draft == .draft2020 {
      guard let value = source.member(node, "$dynamicAnchor"), source.tape.tag(value) == .string else { return }
      let name = source.string(value)
      resources[resource].anchors[name] = node
      resources[resource].dynamicAnchors[name] = node
    } else if node == resources[resource].node, let value = source.member(node, "$recursiveAnchor") {
      resources[resource].isRecursive = source.tape.tag(value) == .true
    }
  }
}

// MARK: - References

extension SchemaRegistry {
  /// What `reference` means at `origin`; nil when nothing is there.
  mutating func resolve(
    _ reference: String, from origin: SchemaLocation
  ) throws(JSONSchemaError) -> SchemaLocation? {
    if reference.utf8.first == 0x23 { return target(SchemaURI.split(reference).fragment, in: origin.resource) }
    let full = SchemaURI.resolve(reference, against: resources[origin.resource].uri)
    let (uri, fragment) = SchemaURI.split(full)
    guard let resource = try resource(uri: uri) else { return nil }
    return target(fragment, in: resource)
  }

  private func target(_ encoded: String, in resource: Int) -> SchemaLocation? {
    let (document, root) = (resources[resource].document, resources[resource].node)
    let fragment = SchemaURI.decoded(Substring(encoded))
    if fragment.isEmpty { return SchemaLocation(document: document, node: root, resource: resource) }
    guard fragment.utf8.first == 0x2f else {
      return resources[resource].anchors[fragment].map {
        SchemaLocation(document: document, node: $0, resource: self.resource(at: $0, document) ?? resource)
      }
    }
    return follow(fragment, from: SchemaLocation(document: document, node: root, resource: resource))
  }

  private func follow(_ pointer: String, from start: SchemaLocation) -> SchemaLocation? {
    let source = documents[start.document]
    var place = start
    for step in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let name = SchemaQuote.unescaped(step)
      switch source.tape.tag(place.node) {
      case .object:
        guard let value = source.member(place.node, name) else { return nil }
        place.node = value
      case .array:
        let elements = source.children(place.node)
        guard let index = Int(name), elements.indices.contains(index) else { return nil }
        place.node = elements[index]
      default: return nil
      }
      if let inner = resource(at: place.node, place.document) { place.resource = inner }
    }
    return place
  }
}

// MARK: - Dialects

extension SchemaRegistry {
  /// The dialect that `$schema` at this node asks for.
  private mutating func dialect(
    of source: SchemaDocument, _ node: Int, uri: String, otherwise: SchemaDialect
  ) throws(JSONSchemaError) -> SchemaDialect {
    guard let value = source.member(node, "$schema"), source.tape.tag(value) == .string else { return otherwise }
    let name = source.string(value)
    if let draft = JSONSchemaDraft(uri: name) { return SchemaDialect(draft: draft) }
    let address = SchemaURI.split(SchemaURI.resolve(name, against: uri)).uri
    guard let bytes = provided[address] else {
      let known = JSONSchemaDraft.allCases.map(\.uri).joined(separator: ", ")
      throw JSONSchemaError(
        uri: uri, pointer: "/$schema",
        reason: "the metaschema \(name) is not there, expected one of \(known); hand it in, or correct the address")
    }
    let metaschema = try SchemaDocument(bytes)
    return dialect(describedBy: metaschema, otherwise: otherwise)
  }

  private func dialect(describedBy metaschema: SchemaDocument, otherwise: SchemaDialect) -> SchemaDialect {
    var dialect = otherwise
    if let value = metaschema.member(0, "$schema"), metaschema.tape.tag(value) == .string,
      let draft = JSONSchemaDraft(uri: metaschema.string(value))
    {
      dialect = SchemaDialect(draft: draft)
    }
    guard dialect.draft >= .draft2019, let map = metaschema.member(0, "$vocabulary") else { return dialect }
    dialect.vocabularies = .core
    for key in metaschema.children(map) {
      let name = metaschema.string(key)
      guard let vocabulary = SchemaVocabularies(name: name.split(separator: "/").last ?? "", draft: dialect.draft)
      else { continue }
      // In 2019-09 the value says whether `format` asserts; in 2020-12 naming the vocabulary does.
      dialect.vocabularies.formUnion(vocabulary)
      if vocabulary == .format, dialect.draft == .draft2019, metaschema.tape.tag(key + 1) == .true {
        dialect.vocabularies.formUnion(.formatAssertion)
      }
    }
    return dialect
  }
}
