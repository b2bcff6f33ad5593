#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks at a text's tags before a parser does, in linear time and without recursion.
///
/// It takes tags apart exactly as a parser does and stops at the first thing that a parser would stumble over in them:
/// a `<` begins a tag or is a fault. So a parser that resumes after an error cannot come to see tags that were not
/// counted here. Whether tags match and names are spelled well is left to the parser.
///
/// Bounds: every index is checked against `text.count` before it is used.
struct XMLScan {
  private let text: UnsafeBufferPointer<UInt8>
  private var at = 0
  /// Elements whose start tag was seen.
  private(set) var elements = 0
  private var comparisons = 0
  /// Namespace declarations in force in each open element.
  private var scopes: [Int] = []
  private var fault: XMLScanFault?
  /// The start tag that is looked for, and where it is.
  private var wanted = -1
  private var found: Int?

  /// What is wrong with a text; nil when it may be parsed.
  static func fault(in text: UnsafeBufferPointer<UInt8>) -> XMLScanFault? {
    if text.count > XMLLimits.bytes { return XMLScanFault(reason: .tooLarge, offset: XMLLimits.bytes) }
    if let fault = XMLCharacters.fault(in: text) { return fault }
    var scan = XMLScan(text)
    scan.run()
    if scan.fault == nil, scan.elements == 0 { return XMLScanFault(reason: .empty, offset: 0) }
    return scan.fault
  }

  /// Where start tag number `ordinal`, from 0, begins in a text without faults.
  static func offset(ofElement ordinal: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var scan = XMLScan(text)
    scan.wanted = ordinal
    scan.run()
    return scan.found
  }

  private init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func run() {
    while fault == nil, found == nil, let open = XMLScan.find(UInt8(ascii: "<"), in: text, from: at) {
      at = open + 1
      switch byte {
      case UInt8(ascii: "!"): declaration(open)
      case UInt8(ascii: "?"): instruction(open)
      case UInt8(ascii: "/"): endTag(open)
      case let first? where XMLScan.beginsName(first): startTag(open)
      default: fail(.strayLessThan, open)
      }
    }
  }

  /// The byte at `at`, nil at the end.
  private var byte: UInt8? { at < text.count ? text[at] : nil }

  private mutating func fail(_ reason: XMLScanFault.Reason, _ offset: Int) {
    if fault == nil { fault = XMLScanFault(reason: reason, offset: offset) }
  }

  // MARK: - Tags

  private mutating func startTag(_ open: Int) {
    if elements == wanted { found = open }
    elements += 1
    if elements > XMLLimits.elements { return fail(.tooManyElements, open) }
    guard skipName(open) else { return }
    var attributes = 0
    var namespaces = scopes.last ?? 0
    while true {
      let hadSpace = skipSpace()
      switch byte {
      case nil: return fail(.openTag, open)
      case UInt8(ascii: ">"):
        at += 1
        scopes.append(namespaces)
        if scopes.count > XMLLimits.depth { fail(.tooDeep, open) }
        return
      case UInt8(ascii: "/"):
        at += 1
        if byte == UInt8(ascii: ">") { at += 1 } else { fail(.strayInTag, at - 1) }
        return
      case UInt8(ascii: "<"): return fail(.lessThanInTag, at)
      case let first? where XMLScan.beginsName(first):
        if !hadSpace { return fail(.noSpace, at) }
        guard attribute(&namespaces) else { return }
        attributes += 1
        comparisons += attributes + namespaces
        if attributes > XMLLimits.attributes { return fail(.tooManyAttributes, open) }
        if comparisons > XMLLimits.comparisons { return fail(.tooManyComparisons, open) }
        if namespaces > XMLLimits.namespaces { return fail(.tooManyNamespaces, open) }
      default: return fail(.strayInTag, at)
      }
    }
  }

  /// A name, `=`, and a value in quotes.
  private mutating func attribute(_ namespaces: inout Int) -> Bool {
    let start = at
    guard skipName(start) else { return false }
    if text[start..<at].starts(with: "xmlns".utf8), at - start == 5 || text[start + 5] == UInt8(ascii: ":") {
      namespaces += 1
    }
    _ = skipSpace()
    guard byte == UInt8(ascii: "=") else { return failed(.noValue, start) }
    at += 1
    _ = skipSpace()
    guard let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return failed(at < text.count ? .unquoted : .openTag, start)
    }
    let value = at + 1
    let end = XMLScan.find(quote, in: text, from: value)
    if let less = XMLScan.find(UInt8(ascii: "<"), in: text, from: value, to: end ?? text.count) {
      return failed(.lessThanInValue, less)
    }
    guard let end else { return failed(.openValue, at) }
    at = end + 1
    return true
  }

  private mutating func failed(_ reason: XMLScanFault.Reason, _ offset: Int) -> Bool {
    fail(reason, offset)
    return false
  }

  private mutating func endTag(_ open: Int) {
    at += 1
    guard skipName(open) else { return }
    _ = skipSpace()
    switch byte {
    case UInt8(ascii: ">"): at += 1
    case nil: return fail(.openTag, open)
    case UInt8(ascii: "<"): return fail(.lessThanInTag, at)
    default: return fail(.strayInTag, at)
    }
    // One too many is the parser's to tell.
    _ = scopes.popLast()
  }

  // MARK: - What is no tag

  private mutating func declaration(_ open: Int) {
    at += 1
    if begins("--") { return skip(past: "-->", from: at + 2, orFail: .openComment, open) }
    if begins("[CDATA[") { return skip(past: "]]>", from: at + 7, orFail: .openData, open) }
    let name = text[at..<min(at + 7, text.count)]
    let isDocumentType = name.elementsEqual("doctype".utf8) { $0 | 0x20 == $1 }
    fail(isDocumentType ? .documentType : .unknownDeclaration, open)
  }

  private mutating func instruction(_ open: Int) {
    at += 1
    let start = at
    guard skipName(open) else { return }
    if text[start..<at].elementsEqual("xml".utf8, by: { $0 | 0x20 == $1 }) {
      // A parser ends an XML declaration at the first `>`, whatever stands before it.
      guard let close = XMLScan.find(UInt8(ascii: ">"), in: text, from: at), text[close - 1] == UInt8(ascii: "?") else {
        return fail(.openInstruction, open)
      }
      at = close + 1
    } else {
      skip(past: "?>", from: at, orFail: .openInstruction, open)
    }
  }

  private func begins(_ word: StaticString) -> Bool {
    at + word.utf8CodeUnitCount <= text.count
      && text[at..<at + word.utf8CodeUnitCount].elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// Moves behind the first `end` that stands at `from` or later.
  private mutating func skip(
    past end: StaticString, from: Int, orFail reason: XMLScanFault.Reason, _ open: Int
  ) {
    at = from
    let last = end.utf8CodeUnitCount - 1
    while let close = XMLScan.find(UInt8(ascii: ">"), in: text, from: at) {
      at = close - last
      if at >= from, begins(end) {
        at = close + 1
        return
      }
      at = close + 1
    }
    fail(reason, open)
  }

  // MARK: - Bytes

  /// Moves behind the name at `at`, to a byte that ends one.
  private mutating func skipName(_ open: Int) -> Bool {
    let start = at
    guard let first = byte, XMLScan.beginsName(first) else { return failed(.nameless, open) }
    while let next = byte, !XMLScan.endsName(next) { at += 1 }
    return at - start <= XMLLimits.name || failed(.longName, start)
  }

  private mutating func skipSpace() -> Bool {
    let start = at
    while let next = byte, next <= 0x20 { at += 1 }
    return at > start
  }

  /// What may begin a name; of bytes beyond ASCII the parser knows more.
  static func beginsName(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ":") || byte >= 0x80
  }

  static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: "?"):
      true
    default: byte <= 0x20
    }
  }

  /// The first `byte` in `text[from ..< to]`; `to` is the end when it is not given.
  static func find(_ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from: Int, to: Int? = nil) -> Int? {
    let end = to ?? text.count
    guard from < end, let base = text.baseAddress, let found = memchr(base + from, Int32(byte), end - from) else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
