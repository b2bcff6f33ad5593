import CXml2

/// A parsed document. One thread makes, uses and frees it.
///
/// Each has a parser of its own: a parser that is used again keeps every name that it ever saw, and making one costs
/// next to nothing.
final class XMLDocument {
  let pointer: xmlDocPtr

  /// An element's name and the address of its namespace, which is empty without one.
  struct Name: Sendable, Hashable {
    var local: String
    var namespace: String
  }

  /// Nil when the text is not well-formed, which `log` then tells, or has a prefix that is not declared.
  ///
  /// Bounds: libxml2 copies `text`, whose length the scan has limited. The text must have passed `XMLScan`.
  init?(_ text: UnsafeBufferPointer<UInt8>, address: String? = nil, _ log: XMLErrorLog) {
    let parsed = XMLLibrary.run(log) { () -> xmlDocPtr? in
      guard let base = text.baseAddress, let context = xmlNewParserCtxt() else { return nil }
      defer { xmlFreeParserCtxt(context) }
      return UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: text.count) {
        xmlCtxtReadMemory(context, $0, Int32(text.count), address, nil, XMLLibrary.options)
      }
    }
    guard let parsed else { return nil }
    // The scan has refused document types; nothing that could hold entities is looked at, whatever it missed.
    guard log.entries.isEmpty, parsed.pointee.intSubset == nil, parsed.pointee.extSubset == nil else {
      xmlFreeDoc(parsed)
      return nil
    }
    pointer = parsed
  }

  deinit { xmlFreeDoc(pointer) }

  var root: Name? {
    guard let element = xmlDocGetRootElement(pointer), let name = element.pointee.name else { return nil }
    let namespace = element.pointee.ns.flatMap(\.pointee.href)
    return Name(local: String(cString: name), namespace: namespace.map { String(cString: $0) } ?? "")
  }
}
