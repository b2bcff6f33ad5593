import CXml2

/// Reads a piece of HTML with libxml2's parser, which forgives everything.
enum HTMLSpan {
  /// Bytes that are parsed: the parser's time grows with the square of a tag's attributes.
  static let longest = 16 << 10

  /// The names of the elements in the order of their start tags, those that the parser supplies among them.
  ///
  /// Bounds: libxml2 copies at most `longest` bytes of `text`.
  static func elements(in text: UnsafeBufferPointer<UInt8>) -> [String] {
    let log = XMLErrorLog(limit: 0)
    return XMLLibrary.run(log) {
      guard let base = text.baseAddress, let context = htmlNewParserCtxt() else { return [] }
      defer { htmlFreeParserCtxt(context) }
      let count = min(text.count, longest)
      let parsed = UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: count) {
        htmlCtxtReadMemory(context, $0, Int32(count), nil, "UTF-8", XMLLibrary.htmlOptions)
      }
      guard let parsed else { return [] }
      defer { xmlFreeDoc(parsed) }
      return names(parsed.pointee.children)
    }
  }

  private static func names(_ first: xmlNodePtr?) -> [String] {
    var names: [String] = []
    var next = first
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE, let name = node.pointee.name { names.append(String(cString: name)) }
      next = XMLErrorLog.following(node)
    }
    return names
  }
}
