/// What an answer is as XML.
enum XMLAnswer: Equatable {
  /// A well-formed document and nothing else.
  case document(root: XMLDocument.Name)
  /// Begins like a document and is none.
  case broken(XMLComplaint)
  /// A document with something around it: prose, a Markdown fence.
  case wrapped
  /// Does not begin like a document and holds none.
  case none

  /// Reads a text; cheap for one without a `<`.
  ///
  /// Bounds: `text` is read within its count.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> XMLAnswer {
    guard mayHoldTag(text) else { return .none }
    let block = XMLBlock(text)
    let whole = block.trimmed(0..<text.count)
    if block.begins(whole) {
      switch parse(UnsafeBufferPointer(rebasing: text[whole])) {
      case .success(let root): return .document(root: root)
      case .failure(let fault): return .broken(fault)
      }
    }
    guard let range = block.find(.any), case .success = parse(UnsafeBufferPointer(rebasing: text[range])) else {
      return .none
    }
    return .wrapped
  }

  /// Whether something stands in the text that a document may begin with: sums and comparisons have a `<` too.
  private static func mayHoldTag(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while let open = XMLScan.find(UInt8(ascii: "<"), in: text, from: at), open + 1 < text.count {
      let next = text[open + 1]
      if XMLScan.beginsName(next) || next == UInt8(ascii: "?") || next == UInt8(ascii: "!") { return true }
      at = open + 1
    }
    return false
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Result<XMLDocument.Name, XMLComplaint> {
    if let fault = XMLScan.fault(in: text) { return .failure(XMLComplaint(fault, in: text)) }
    let log = XMLErrorLog(limit: 1)
    if let document = XMLDocument(text, log), let root = document.root { return .success(root) }
    guard let entry = log.entries.first else {
      return .failure(XMLComplaint(at: 0, in: text, message: "the parser gave up without a reason"))
    }
    return .failure(XMLComplaint(entry, in: text))
  }
}

extension XMLComplaint: Error {}
