import Testing

@testable import TunegateKit

/// What is refused before a parser sees it, and where.
@Suite("XML: the look before the parse")
struct XMLScanTests {
  private func fault(_ text: String) -> XMLScanFault? { XMLBytes.fault(Array(text.utf8)) }

  @Test(
    "Texts that a parser may see",
    arguments: [
      "<a/>", "<a></a>", "<a b='1' c=\"2\"/>", "<a b = '>'/>", "<a><!-- <b x=1 --> <![CDATA[<c <d]]></a>",
      "<?xml version='1.0'?><a/>", "<a><?p <x y ?></a>", "<é:ü/>", "<a xmlns:x='u'/>", "<!--->--><a/>", "<a\n/>",
      "</a><a/>", "<a b='\"'/>",
    ])
  func passes(text: String) { #expect(fault(text) == nil) }

  @Test(
    "Every reason and its place",
    arguments: [
      (.documentType, "<!DOCTYPE a><a/>", 0), (.documentType, "<!doctype html><a/>", 0),
      (.documentType, "<?xml version='1.0'?> <!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 22), (.empty, "plain", 0),
      (.empty, "", 0), (.strayLessThan, "<a>1 < 2</a>", 5), (.strayLessThan, "<", 0), (.lessThanInTag, "<a <b/>", 3),
      (.lessThanInTag, "<a></a <b/>", 7), (.lessThanInValue, "<a b='<'/>", 6), (.lessThanInValue, "<a b='<", 6),
      (.noValue, "<a b/>", 3), (.unquoted, "<a b=1/>", 3), (.noSpace, "<a b='1'c='2'/>", 8),
      (.strayInTag, "<a ,/>", 3), (.strayInTag, "<a></a b>", 7), (.strayInTag, "<a/ >", 2), (.noValue, "<a b", 3),
      (.openTag, "<a b=", 3), (.openTag, "</a", 0), (.openTag, "<a ", 0), (.openValue, "<a b='1", 5),
      (.openComment, "<!-- a ->", 0),
      (.openComment, "<!-->", 0), (.openData, "<a><![CDATA[ ]] >", 3), (.openInstruction, "<?p a>", 0),
      (.openInstruction, "<?xml version='1.0'><a/>?>", 0), (.unknownDeclaration, "<a><!ELEMENT a></a>", 3),
      (.nameless, "<a></ a>", 3), (.nameless, "<? p?>", 0), (.character, "<a>\u{1}</a>", 3),
      (.character, "<a><!--\u{FFFE}--></a>", 7), (.character, "<a>12345678\u{FFFF}</a>", 11),
    ] as [(XMLScanFault.Reason, String, Int)])
  func faults(reason: XMLScanFault.Reason, text: String, offset: Int) {
    let found = fault(text)
    #expect(found == XMLScanFault(reason: reason, offset: offset))
  }

  @Test("Bytes that are not UTF-8, UTF-16 among them")
  func encoding() {
    #expect(XMLBytes.fault([0x3C, 0x61, 0xFF]) == XMLScanFault(reason: .notUTF8, offset: 2))
    let utf16 = Array("<a>e</a>".utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(XMLBytes.fault(utf16) == XMLScanFault(reason: .character, offset: 0))
  }

  @Test("Each limit: as many are judged, one more is not", arguments: XMLHostile.limits)
  func limits(hostile: XMLHostile) {
    #expect(XMLBytes.fault(hostile.atLimit) == nil)
    let fault = XMLBytes.fault(hostile.beyond)
    #expect(fault?.reason == hostile.reason && fault?.isRefusal == true)
    #expect(fault?.message.isEmpty == false)
  }

  @Test("Every reason has words, and only what a parser takes is a refusal")
  func words() {
    for reason in XMLScanFault.Reason.allCases {
      let fault = XMLScanFault(reason: reason, offset: 0)
      #expect(!fault.message.isEmpty && !fault.message.hasSuffix("."))
    }
    #expect(XMLScanFault(reason: .longName, offset: 0).isRefusal && !XMLScanFault(reason: .empty, offset: 0).isRefusal)
  }

  @Test("A start tag is found by its number")
  func ordinals() {
    let text = Array("<?p <x?><a><!--<b>--><c d='>'/><![CDATA[<e>]]></a>".utf8)
    let found = text.withUnsafeBufferPointer { text in
      (0..<3).map { XMLScan.offset(ofElement: $0, in: text) }
    }
    #expect(found == [8, 21, nil])
  }
}

enum XMLBytes {
  static func fault(_ bytes: [UInt8]) -> XMLScanFault? { bytes.withUnsafeBufferPointer { XMLScan.fault(in: $0) } }

  /// Nil when the parser takes the text, else what it says; without the look before.
  static func parserComplaint(_ bytes: [UInt8]) -> String? {
    let log = XMLErrorLog(limit: 1)
    let document = bytes.withUnsafeBufferPointer { XMLDocument($0, log) }
    return document == nil ? log.entries.first?.message ?? "" : nil
  }
}

/// Texts that take a parser more than linear time, or far more memory than they have bytes.
struct XMLHostile: Sendable, CustomTestStringConvertible {
  var reason: XMLScanFault.Reason
  var atLimit: [UInt8]
  var beyond: [UInt8]

  var testDescription: String { "\(reason)" }

  init(_ reason: XMLScanFault.Reason, _ limit: Int, _ make: (Int) -> String) {
    self.reason = reason
    (atLimit, beyond) = (Array(make(limit).utf8), Array(make(limit + 1).utf8))
  }

  private static func repeated(_ text: (Int) -> String, _ count: Int) -> String {
    (0..<count).map(text).joined()
  }

  static let limits = [
    XMLHostile(.tooLarge, XMLLimits.bytes) { "<a>" + String(repeating: "x", count: $0 - 7) + "</a>" },
    XMLHostile(.tooDeep, XMLLimits.depth) {
      String(repeating: "<a>", count: $0) + String(repeating: "</a>", count: $0)
    },
    XMLHostile(.tooManyElements, XMLLimits.elements) { "<r>" + String(repeating: "<a/>", count: $0 - 1) + "</r>" },
    XMLHostile(.tooManyAttributes, XMLLimits.attributes) { "<a\(repeated({ " a\($0)=''" }, $0))/>" },
    XMLHostile(.tooManyNamespaces, XMLLimits.namespaces) { "<a\(repeated({ " xmlns:a\($0)='u'" }, $0))/>" },
    XMLHostile(.longName, XMLLimits.name) { "<\(String(repeating: "n", count: $0))/>" },
    XMLHostile(.tooManyComparisons, 11) { count in
      let tag = "<a\(repeated({ " a\($0)=''" }, XMLLimits.attributes))/>"
      return "<r>" + String(repeating: tag, count: count) + "</r>"
    },
  ]
}
