/// What is wrong with an XML text, and where.
public struct XMLComplaint: Sendable, Equatable, CustomStringConvertible {
  /// From 1, within the text.
  public var line: Int
  /// From 1, in characters (Unicode scalars).
  public var column: Int
  /// What was found and what was expected, in one sentence without a full stop.
  public var message: String
  /// True for what is refused although an XML parser would take it, such as a document type.
  public var isRefusal: Bool

  /// `line 2, column 5: element 'age': …`
  public var description: String { "line \(line), column \(column): \(message)" }

  init(_ fault: XMLScanFault, in text: UnsafeBufferPointer<UInt8>) {
    self.init(at: fault.offset, in: text, message: fault.message, isRefusal: fault.isRefusal)
  }

  /// What the parser or a grammar objects to.
  init(_ entry: XMLErrorLog.Entry, in text: UnsafeBufferPointer<UInt8>) {
    let offset = entry.element.map { XMLScan.offset(ofElement: $0, in: text) } ?? entry.offset
    self.init(at: offset ?? 0, in: text, message: XMLWords.sentence(entry))
    if offset == nil, entry.line > 0 { line = entry.line }
  }

  /// Bounds: only bytes before `offset` are read, and none behind the end.
  init(at offset: Int, in text: UnsafeBufferPointer<UInt8>, message: String, isRefusal: Bool = false) {
    let before = text.prefix(max(0, offset))
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    self.message = message
    self.isRefusal = isRefusal
  }
}
