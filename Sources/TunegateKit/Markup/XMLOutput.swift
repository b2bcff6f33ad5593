import CXml2

/// Writes XML through libxml2's writer, which escapes what must be escaped.
///
/// Text may hold anything but characters that XML has no way to write: callers make those visible first.
final class XMLOutput {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr

  /// Nil when there is no memory.
  init?() {
    guard let buffer = xmlBufferCreate() else { return nil }
    guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
      xmlBufferFree(buffer)
      return nil
    }
    (self.buffer, self.writer) = (buffer, writer)
    xmlTextWriterSetIndent(writer, 1)
    xmlTextWriterStartDocument(writer, nil, "UTF-8", nil)
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  /// An element with attributes in this order, and what `body` writes into it.
  func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: () -> Void = {}) {
    xmlTextWriterStartElement(writer, name)
    for (key, value) in attributes { xmlTextWriterWriteAttribute(writer, key, value) }
    body()
    xmlTextWriterEndElement(writer)
  }

  func text(_ text: String) { xmlTextWriterWriteString(writer, text) }

  /// Ends the document. UTF-8.
  func bytes() -> [UInt8] {
    xmlTextWriterEndDocument(writer)
    xmlTextWriterFlush(writer)
    // Bounds: the buffer owns `length` bytes at `content`, which are copied here.
    guard let content = xmlBufferContent(buffer) else { return [] }
    return Array(UnsafeBufferPointer(start: content, count: Int(xmlBufferLength(buffer))))
  }
}
