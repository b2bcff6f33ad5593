import CXml2

/// What libxml2 has to say about one text. Used by one thread at a time.
final class XMLErrorLog {
  struct Entry: Equatable {
    /// Nil for what a grammar objects to or is objected to: its codes are numbers of their own.
    var parserCode: UInt32?
    /// The address of the text that the entry is about; empty for an answer.
    var address: String
    /// From 1; 0 when unknown.
    var line: Int
    /// Where the parser stood, in bytes; nil for what a grammar objects to.
    var offset: Int?
    /// Which start tag of the text, from 0 in their order, a grammar objects to.
    var element: Int?
    var message: String
    /// The names that the message was made of.
    var names: [String]
    /// A line that the message was made of.
    var number: Int
  }

  private(set) var entries: [Entry] = []
  private let limit: Int

  /// - Parameter limit: Entries that are kept; the first ones say most.
  init(limit: Int) { self.limit = limit }

  /// What libxml2 hands back to `handler`. Valid as long as the log is.
  var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Called on the thread that parses, within the call that parses: `XMLLibrary.run` keeps the log alive.
  static let handler: xmlStructuredErrorFunc = { data, error in
    guard let data, let error, error.pointee.level != XML_ERR_WARNING else { return }
    let log = Unmanaged<XMLErrorLog>.fromOpaque(data).takeUnretainedValue()
    if log.entries.count < log.limit { log.entries.append(log.entry(error.pointee)) }
  }

  private func entry(_ error: xmlError) -> Entry {
    let domain = UInt32(bitPattern: error.domain)
    let ofGrammar = domain == XML_FROM_SCHEMASV.rawValue || domain == XML_FROM_RELAXNGV.rawValue
    let ofParser = domain == XML_FROM_PARSER.rawValue || domain == XML_FROM_NAMESPACE.rawValue
    return Entry(
      parserCode: ofParser ? UInt32(bitPattern: error.code) : nil,
      address: error.file.map { String(cString: $0) } ?? "", line: Int(error.line),
      offset: ofParser ? XMLErrorLog.offset(error.ctxt) : nil,
      element: ofGrammar ? XMLErrorLog.ordinal(error.node, named: error.str1) : nil,
      message: error.message.map { String(cString: $0) } ?? "",
      names: [error.str1, error.str2, error.str3].compactMap { $0.map { String(cString: $0) } },
      number: Int(error.int1))
  }

  /// Bytes before the place where a parser stands. Exact, because the text is not converted: it is UTF-8 already.
  private static func offset(_ context: UnsafeMutableRawPointer?) -> Int? {
    guard let context else { return nil }
    let offset = xmlByteConsumed(context.assumingMemoryBound(to: xmlParserCtxt.self))
    return offset >= 0 ? offset : nil
  }

  /// How many elements begin before the one that `node` is or belongs to. Without entities each is one start tag of the
  /// text, in the same order. libxml2 knows lines alone, and an answer is often a single one.
  ///
  /// - Parameter name: Whom the message names: RELAX NG's `node` may be a child of the element that is meant.
  private static func ordinal(_ node: UnsafeMutableRawPointer?, named name: UnsafePointer<CChar>?) -> Int? {
    var element = node?.assumingMemoryBound(to: xmlNode.self)
    while let here = element, here.pointee.type != XML_ELEMENT_NODE { element = here.pointee.parent }
    if let here = element, let parent = here.pointee.parent, !isNamed(here, name), isNamed(parent, name) {
      element = parent
    }
    guard let target = element, let document = target.pointee.doc else { return nil }
    var count = 0
    var next = xmlDocGetRootElement(document)
    while let here = next, here != target {
      if here.pointee.type == XML_ELEMENT_NODE { count += 1 }
      next = following(here)
    }
    return next == nil ? nil : count
  }

  private static func isNamed(_ node: xmlNodePtr, _ name: UnsafePointer<CChar>?) -> Bool {
    guard node.pointee.type == XML_ELEMENT_NODE, let name else { return false }
    return xmlStrEqual(node.pointee.name, UnsafeRawPointer(name).assumingMemoryBound(to: xmlChar.self)) == 1
  }

  /// The next node in the order of the text.
  static func following(_ node: xmlNodePtr) -> xmlNodePtr? {
    if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children { return child }
    var here: xmlNodePtr? = node
    while let node = here {
      if let sibling = node.pointee.next { return sibling }
      here = node.pointee.parent
      if let type = here?.pointee.type, type == XML_DOCUMENT_NODE || type == XML_HTML_DOCUMENT_NODE { return nil }
    }
    return nil
  }
}
