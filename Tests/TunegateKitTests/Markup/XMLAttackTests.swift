import Foundation
import Testing

@testable import TunegateKit

/// Texts that are known to hurt XML parsers, and random ones.
@Suite("XML: hostile texts")
struct XMLAttackTests {
  private static let laughs = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }
  private static let attacks: [(name: String, text: String)] = [
    ("billion laughs", "<!DOCTYPE a [<!ENTITY l0 'ha'>\(laughs.joined())]><a>&l9;</a>"),
    (
      "quadratic blow-up",
      "<!DOCTYPE a [<!ENTITY b '\(String(repeating: "x", count: 50_000))'>]><a>"
        + String(repeating: "&b;", count: 50_000) + "</a>"
    ),
    ("external entity", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("external DTD", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>"),
    ("parameter entity", "<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>"),
    ("100,000 attributes", "<a\((0..<100_000).map { " a\($0)=''" }.joined())/>"),
    ("200,000 nested elements", String(repeating: "<a>", count: 200_000)),
    ("12 MB of text", "<a>\(String(repeating: "x", count: 12_000_000))</a>"),
    ("20,000 namespaces", "<a\((0..<20_000).map { " xmlns:a\($0)='u'" }.joined())/>"),
    // Hidden in what a parser leaves at its first error, to go on among the attributes.
    ("attributes in a value", "<a b=\"><c\((0..<100_000).map { " a\($0)=''" }.joined())/>"),
    ("attributes in a declaration", "<?xml version='1.0'><c\((0..<100_000).map { " a\($0)=''" }.joined())/>?><a/>"),
    ("attributes in an instruction", "<a><? <c\((0..<100_000).map { " a\($0)=''" }.joined())/>?></a>"),
    ("attributes in a comment", "<a><!--\u{1}<c\((0..<100_000).map { " a\($0)=''" }.joined())/>--></a>"),
  ]

  /// None of them reaches the parser, so that the time is that of one look; the look is linear by its making.
  @Test("Each is answered without a parse", arguments: attacks.indices)
  func answered(attack: Int) throws {
    let bytes = Array(Self.attacks[attack].text.utf8)
    #expect(XMLBytes.fault(bytes) != nil, "\(Self.attacks[attack].name)")
    for text in [XMLGrammarTests.schema, XMLGrammarTests.relaxNG] {
      let complaints = try XMLGrammarTests.grammar(text).complaints(about: bytes)
      #expect(complaints.count == 1, "\(Self.attacks[attack].name)")
    }
  }

  @Test("What passes the look is parsed within the limits: tags of the most attributes, namespaces in force")
  func mostThatPasses() throws {
    for hostile in XMLHostile.limits { #expect(XMLBytes.parserComplaint(hostile.atLimit) == nil, "\(hostile.reason)") }
  }

  @Test("Even without the look, no file is read and no entity is put in")
  func withoutTheLook() throws {
    for (name, text) in Self.attacks.prefix(5) {
      #expect(XMLBytes.parserComplaint(Array(text.utf8)) != nil, "\(name)")
    }
    let include = "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd' parse='text'/></a>"
    let grammar = try XMLGrammarTests.grammar(
      "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><element><anyName/><attribute name='href'/>"
        + "<attribute name='parse'/></element></element>")
    #expect(grammar.complaints(about: Array(include.utf8)) == [], "the include is an element like any other")
  }

  @Test("A schema that a text names is not loaded")
  func schemaLocation() throws {
    let folder = Scratch()
    folder.write("any.xsd", Array("<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='b'/></schema>".utf8))
    let text =
      "<b xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
      + "xsi:noNamespaceSchemaLocation='file://\(folder.path)/any.xsd'/>"
    let complaints = try XMLGrammarTests.grammar(XMLGrammarTests.schema).complaints(about: Array(text.utf8))
    #expect(
      complaints.map(\.message) == ["element 'b': no matching global declaration available for the validation root"])
  }

  // MARK: - Random texts

  @Test("Random bytes and random pieces of markup are answered; what passes has as many start tags as elements")
  func random() throws {
    let grammar = try XMLGrammarTests.grammar(XMLGrammarTests.schema)
    for seed in 0..<3_000 as Range<UInt64> {
      var dice = Dice(seed)
      let bytes = seed % 3 == 0 ? Self.randomBytes(&dice) : Self.randomMarkup(&dice)
      _ = XMLBytes.fault(bytes)
      _ = bytes.withUnsafeBufferPointer { HTMLSpan.elements(in: $0) }
      _ = bytes.withUnsafeBufferPointer { MarkupScan($0).tags.count }
      for extract in CompletionSchema.Extract.allCases {
        _ = bytes.withUnsafeBufferPointer { XMLBlock($0).find(extract) }
      }
      let isValid = grammar.complaints(about: bytes).isEmpty
      #expect(!isValid || XMLBytes.fault(bytes) == nil, "seed \(seed)")
    }
  }

  @Test("What the parser takes, the look takes too, but for refusals")
  func agreement() {
    var taken = 0
    for seed in 10_000..<40_000 as Range<UInt64> {
      var dice = Dice(seed)
      let bytes = Self.randomMarkup(&dice)
      guard XMLBytes.parserComplaint(bytes) == nil else { continue }
      taken += 1
      let fault = XMLBytes.fault(bytes)
      #expect(fault == nil || fault?.isRefusal == true, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(taken > 50)
  }

  @Test("Random trees are taken by the look and the parser, and a fault is found at the element that has it")
  func trees() throws {
    let grammar = try XMLGrammarTests.grammar(Self.anyTree)
    for seed in 0..<400 as Range<UInt64> {
      var dice = Dice(seed)
      var tree = RandomTree()
      tree.write(&dice, depth: 0)
      let bytes = Array(tree.text.utf8)
      #expect(XMLBytes.fault(bytes) == nil && XMLBytes.parserComplaint(bytes) == nil, "seed \(seed)")
      #expect(grammar.complaints(about: bytes) == [], "seed \(seed)")
      let place = dice.pick(tree.starts)
      let broken = Array(bytes[..<place]) + Array("<wrong/>".utf8) + bytes[place...]
      let complaint = grammar.complaints(about: broken).first
      let expected = broken.withUnsafeBufferPointer { XMLComplaint(at: place, in: $0, message: "") }
      // Before the root element it takes the root's place, and what follows is too much.
      guard place > 0 else { continue }
      #expect(complaint?.line == expected.line && complaint?.column == expected.column, "seed \(seed)")
    }
  }

  /// Elements of the tree's names within each other in any order, with any attributes and text.
  private static let anyTree = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="t" mixed="true">
    <xs:choice minOccurs="0" maxOccurs="unbounded">\(RandomTree.names.map { "<xs:element ref='\($0)'/>" }.joined())
    </xs:choice><xs:anyAttribute processContents="skip"/></xs:complexType>
    \(RandomTree.names.map { "<xs:element name='\($0)' type='t'/>" }.joined())</xs:schema>
    """

  @Test("Threads share a grammar, and none hears what another is told")
  func threads() throws {
    let grammars = try [XMLGrammarTests.schema, XMLGrammarTests.relaxNG].map { try XMLGrammarTests.grammar($0) }
    let cards = [
      "<card id='1'><name>A</name></card>", "<card id='x'><name>A</name></card>", "<card id='1'><name>A</nme></card>",
      "<card id='1'><name>A</name><b/></card>",
    ].map { Array($0.utf8) }
    let expected = grammars.map { grammar in cards.map { grammar.complaints(about: $0) } }
    DispatchQueue.concurrentPerform(iterations: 400) { i in
      for (k, grammar) in grammars.enumerated() {
        for (card, complaints) in zip(cards, expected[k]) {
          if grammar.complaints(about: card) != complaints { Issue.record("another answer in round \(i)") }
        }
      }
    }
  }

  private static func randomBytes(_ dice: inout Dice) -> [UInt8] {
    (0..<dice.number(0...80)).map { _ in UInt8(dice.number(0...255)) }
  }

  private static let pieces = [
    "<a>", "</a>", "<b c='d'>", "</b>", "<a/>", "<", ">", "/", "'", "\"", "=", " ", "&amp;", "&", "x", "<!--", "-->",
    "<![CDATA[", "]]>", "<?p ", "?>", "<?xml version='1.0'?>", "<!DOCTYPE a>", "é", "\n", "xmlns:x='u'", "<x:y/>", "--",
  ]

  private static func randomMarkup(_ dice: inout Dice) -> [UInt8] {
    Array((0..<dice.number(1...12)).map { _ in dice.pick(pieces) }.joined().utf8)
  }
}

/// A random well-formed tree, and where its start tags are.
private struct RandomTree {
  static let names = ["a", "b", "long-name", "é", "_x.1"]
  private(set) var text = ""
  private(set) var starts: [Int] = []

  mutating func write(_ dice: inout Dice, depth: Int) {
    let name = dice.pick(RandomTree.names)
    starts.append(text.utf8.count)
    text += "<\(name)"
    for i in 0..<dice.number(0...3) {
      text += dice.pick([" ", "\n"]) + "k\(i)" + dice.pick(["='>'", " = \"'&lt;\"", "=''"])
    }
    if dice.once(in: 3) || depth > 6 {
      text += dice.pick(["/>", " />"])
      return
    }
    text += ">"
    for _ in 0..<dice.number(0...4) {
      if dice.once(in: 2) { write(&dice, depth: depth + 1) }
      text += dice.pick(["", "text > é", "&#65;&gt;", "<!-- <no> & -->", "<![CDATA[ <&> ]]>", "<?p <q> ?>"])
    }
    text += "</\(name)>"
  }
}
