/// Finds the XML in an answer: the whole of it, a fenced block, or the last element that stands in prose.
///
/// Bounds: ranges are within `text.count`.
struct XMLBlock {
  private let text: UnsafeBufferPointer<UInt8>
  /// Open tags that are remembered, so that placeholders like `<name>` cannot take quadratic time.
  private static let mostOpen = 256

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// The range of what is meant to be XML, well-formed or not; nil without any.
  func find(_ extract: CompletionSchema.Extract) -> Range<Int>? {
    let whole = trimmed(0..<text.count)
    let beginsLikeXML = begins(whole)
    if extract == .whole { return beginsLikeXML ? whole : nil }
    if extract != .last, !beginsLikeXML || extract == .fenced {
      if let block = fencedBlock() { return block }
      if extract == .fenced { return nil }
    }
    let (last, firstOpen) = lastElement()
    guard beginsLikeXML else { return last }
    // A document that is cut off is judged as a whole, so that the reason is told.
    guard let last, firstOpen != whole.lowerBound else { return whole }
    return hasTag(whole.lowerBound..<last.lowerBound) ? last : whole.lowerBound..<last.upperBound
  }

  private func hasTag(_ range: Range<Int>) -> Bool {
    range.contains { text[$0] == UInt8(ascii: "<") && XMLScan.beginsName(text[$0 + 1]) }
  }

  /// What is missing from an answer in which nothing was found, to stand behind «the answer».
  static func absence(_ extract: CompletionSchema.Extract) -> String {
    switch extract {
    case .whole: "is no XML"
    case .fenced: "has no fenced block of XML"
    case .any, .last: "holds no XML"
    }
  }

  /// Without white space at both ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  /// True for a text that begins like a document: with a tag, a comment, a declaration or a document type.
  func begins(_ range: Range<Int>) -> Bool {
    guard range.count > 2, text[range.lowerBound] == UInt8(ascii: "<") else { return false }
    let next = text[range.lowerBound + 1]
    return XMLScan.beginsName(next) || next == UInt8(ascii: "?") || next == UInt8(ascii: "!")
  }

  /// The last block between lines of three back quotes whose fence says `xml` or that begins like XML. A block without
  /// its closing fence reaches to the end.
  private func fencedBlock() -> Range<Int>? {
    var last: Range<Int>?
    var open: (start: Int, isXML: Bool)?
    func close(_ end: Int) {
      guard let block = open, block.isXML else { return }
      last = trimmed(block.start..<end)
    }
    var start = 0
    while start <= text.count {
      let end = XMLScan.find(0x0A, in: text, from: start) ?? text.count
      let line = trimmed(start..<end)
      if text[line].starts(with: "```".utf8) {
        if open != nil {
          close(start)
          open = nil
        } else {
          let inside = min(end + 1, text.count)
          open = (inside, isXMLFence(line.dropFirst(3), from: inside))
        }
      }
      start = end + 1
    }
    close(text.count)
    return last
  }

  private func isXMLFence(_ language: Range<Int>, from start: Int) -> Bool {
    let name = text[trimmed(language)]
    if name.elementsEqual("xml".utf8, by: { $0 | 0x20 == $1 }) { return true }
    return name.isEmpty && begins(trimmed(start..<text.count))
  }

  /// The element that ends last, from its start tag to its end tag; of nested ones the outermost. Tags without a
  /// partner are prose; where the first of them is comes with it.
  private func lastElement() -> (range: Range<Int>?, firstOpen: Int?) {
    var open: [(name: Range<Int>, start: Int)] = []
    var last: Range<Int>?
    var at = 0
    while let start = XMLScan.find(UInt8(ascii: "<"), in: text, from: at) {
      at = start + 1
      let isEnd = at < text.count && text[at] == UInt8(ascii: "/")
      let name = nameRange(isEnd ? at + 1 : at)
      guard !name.isEmpty, let end = tagEnd(name.upperBound) else { continue }
      at = end + 1
      if !isEnd, text[end - 1] == UInt8(ascii: "/") {
        last = start..<end + 1
      } else if !isEnd {
        open.append((name, start))
        if open.count > XMLBlock.mostOpen { open.removeFirst() }
      } else if let partner = open.lastIndex(where: { text[$0.name].elementsEqual(text[name]) }) {
        last = open[partner].start..<end + 1
        open.removeLast(open.count - partner)
      }
    }
    return (last, open.first?.start)
  }

  private func nameRange(_ start: Int) -> Range<Int> {
    guard start < text.count, XMLScan.beginsName(text[start]) else { return start..<start }
    var end = start
    while end < text.count, !XMLScan.endsName(text[end]) { end += 1 }
    return start..<end
  }

  /// The `>` of a tag whose name ends at `from`, outside quotes; nil when a `<` or the end comes first.
  private func tagEnd(_ from: Int) -> Int? {
    var quote: UInt8?
    for i in from..<text.count {
      let byte = text[i]
      if byte == UInt8(ascii: "<") { return nil }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return i
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
    }
    return nil
  }
}
