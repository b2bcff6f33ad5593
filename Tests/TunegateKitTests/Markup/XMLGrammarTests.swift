import Testing

@testable import TunegateKit

/// XML Schema and RELAX NG: what conforms, what is said of what does not, and which grammars are refused.
@Suite("XML: grammars")
struct XMLGrammarTests {
  static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="card"><xs:complexType>
        <xs:sequence>
          <xs:element name="name" type="xs:string"/>
          <xs:element name="age" type="xs:int" minOccurs="0"/>
        </xs:sequence>
        <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
      </xs:complexType></xs:element>
    </xs:schema>
    """
  static let relaxNG = """
    <element name="card" xmlns="http://relaxng.org/ns/structure/1.0"
      datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
      <attribute name="id"><data type="positiveInteger"/></attribute>
      <element name="name"><text/></element>
      <optional><element name="age"><data type="int"/></element></optional>
    </element>
    """

  static func grammar(_ text: String, folders: [String] = []) throws -> XMLGrammar {
    try XMLGrammar(Array(text.utf8), path: "cards/card.xsd", folders: folders)
  }

  @Test("Both kinds take what conforms", arguments: [schema, relaxNG])
  func valid(text: String) throws {
    let grammar = try Self.grammar(text)
    #expect(grammar.kind == (text == Self.schema ? .schema : .relaxNG))
    for card in [
      "<card id='1'><name>A</name></card>", "<card id='1'><name>é</name><age>-4</age></card>",
      "<?xml version='1.0' encoding='ISO-8859-1'?><!-- a --><card id='1'><name/></card>",
      "<card id='1'><name><![CDATA[<&]]></name></card>",
    ] {
      #expect(grammar.complaints(about: Array(card.utf8)) == [], "\(card)")
    }
  }

  @Test(
    "What does not conform is told with its place, what was found and what was expected",
    arguments: [
      (
        "<card><name>A</name></card>", "line 1, column 1: element 'card': the attribute 'id' is required but missing",
        "line 1, column 1: element card failed to validate attributes"
      ),
      (
        "<card id='1'><name>é</name><b/></card>",
        "line 1, column 28: element 'b': this element is not expected; expected is ( age )",
        "line 1, column 28: did not expect element b there"
      ),
      (
        "<card id='1'>\n<name>A</name><!--<x>--><age>old</age>\n</card>",
        "line 2, column 25: element 'age': 'old' is not a valid value of the atomic type 'xs:int'",
        "line 2, column 25: type int doesn't allow value 'old'"
      ),
      (
        "<card id='1'/>", "line 1, column 1: element 'card': missing child element(s); expected is ( name )",
        "line 1, column 1: expecting an element, got nothing"
      ),
      (
        "<crd/>", "line 1, column 1: element 'crd': no matching global declaration available for the validation root",
        "line 1, column 1: expecting element card, got crd"
      ),
    ])
  func invalid(card: String, bySchema: String, byRelaxNG: String) throws {
    let bytes = Array(card.utf8)
    #expect(try Self.grammar(Self.schema).complaints(about: bytes).map(\.description) == [bySchema])
    #expect(try Self.grammar(Self.relaxNG).complaints(about: bytes).map(\.description) == [byRelaxNG])
  }

  @Test(
    "What is not well-formed is told in our words",
    arguments: [
      ("<a><b></a>", "line 1, column 11: found `</a>`, expected `</b>` for the tag of line 1"),
      ("<a>\n<b/>", "line 2, column 5: the text ends, expected `</a>` for the tag of line 1"),
      ("<a/>!", "line 1, column 5: something stands behind the root element, expected the end"),
      (
        "<a>&nbsp;</a>",
        "line 1, column 10: the entity `&nbsp;` is not XML's, expected the character itself or its number"
      ),
      ("<a>b & c</a>", "line 1, column 7: `&` begins no entity, expected `&amp;`"),
      ("<a>&amp</a>", "line 1, column 8: an entity does not end, expected `;`, or `&amp;` for an ampersand"),
      ("<x:a/>", "line 1, column 5: the prefix `x` of `a` is not declared, expected `xmlns:x`"),
      ("<a b='1' b='2'/>", "line 1, column 15: the attribute `b` stands twice in one tag, expected it once"),
      ("<a>]]></a>", "line 1, column 4: found `]]>` outside a CDATA section, expected `]]&gt;`"),
      (
        "<a> <?xml version='1.0'?></a>",
        "line 1, column 10: an XML declaration inside the text, expected it at the "
          + "very beginning"
      ),
      ("<a b=1/>", "line 1, column 4: an attribute's value without quotes, expected them"),
    ])
  func malformed(text: String, complaint: String) throws {
    #expect(try Self.grammar(Self.schema).complaints(about: Array(text.utf8)).first?.description == complaint)
  }

  @Test("A long value does not fill a message; its ends are kept")
  func clipping() throws {
    let card = "<card id='1'><name/><age>\(String(repeating: "é9", count: 5_000))</age></card>"
    let complaint = try #require(try Self.grammar(Self.schema).complaints(about: Array(card.utf8)).first)
    #expect(complaint.message.utf8.count < 400)
    #expect(complaint.message.hasPrefix("element 'age': 'é9") && complaint.message.hasSuffix("type 'xs:int'"))
  }

  @Test("At most twenty complaints of a schema, one of a RELAX NG grammar")
  func many() throws {
    let list = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="l"><xs:complexType><xs:sequence>
      <xs:element name="i" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>
      """
    let text = "<l>" + String(repeating: "<i>x</i>", count: 100) + "</l>"
    let complaints = try Self.grammar(list).complaints(about: Array(text.utf8))
    #expect(complaints.count == 20 && complaints.map(\.column) == (0..<20).map { 4 + 8 * $0 })
  }

  // MARK: - Grammars

  private func errors(_ text: String, folders: [String] = []) -> String {
    do {
      _ = try Self.grammar(text, folders: folders)
      return ""
    } catch { return "\(error)" }
  }

  private static let xs = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'"
  private static let rng = "<grammar xmlns='http://relaxng.org/ns/structure/1.0'"

  @Test(
    "A grammar that cannot be used is an error with its file, line and reason",
    arguments: [
      ("<a/>", "cards/card.xsd: error: no XML grammar: the root element is `a`, expected `schema` of the namespace"),
      ("\(xs)>\n<xs:element nme='c'/></xs:schema>", "cards/card.xsd:2: error: an XML Schema with an error: "),
      ("\(xs)><xs:element name='a' type='none'/></xs:schema>", "none"),
      ("\(xs)>\n<xs:element></xs:schema>", "cards/card.xsd:2:25: error: no XML grammar that can be used: found"),
      (
        "\(rng)>\n<start><ref name='x'/></start></grammar>", "cards/card.xsd:2: error: a RELAX NG grammar with an error"
      ),
      ("<!DOCTYPE a>\(xs)/>", "cards/card.xsd:1:1: error: no XML grammar that can be used: found `<!DOCTYPE`"),
      ("element a { text }", "no XML grammar that can be used: no element"),
    ])
  func unusable(text: String, reason: String) {
    #expect(errors(text).contains(reason), "\(errors(text))")
  }

  @Test("Includes are read from the given folders, each after the same look, and from nowhere else")
  func includes() throws {
    let (own, library) = (Scratch(), Scratch())
    let type = "<xs:simpleType name='t'><xs:restriction base='xs:int'/></xs:simpleType>"
    own.write("t.xsd", Array("\(Self.xs)><xs:include schemaLocation='deep/u%20v.xsd'/></xs:schema>".utf8))
    own.write("deep/u v.xsd", Array("\(Self.xs)>\(type)</xs:schema>".utf8))
    own.write(
      "bad.xsd", Array("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>\(Self.xs)>&b;</xs:schema>".utf8))
    own.write("broken.xsd", Array("\(Self.xs)>\n<xs:element nme='q'/></xs:schema>".utf8))
    library.write("web.xsd", Array("\(Self.xs)>\(type)</xs:schema>".utf8))
    library.write("part.rng", Array("\(Self.rng)><define name='d'><text/></define></grammar>".utf8))
    func including(_ location: String) -> String {
      "\(Self.xs)><xs:include schemaLocation='\(location)'/><xs:element name='a' type='t'/></xs:schema>"
    }
    let folders = [own.path, library.path]
    for location in ["t.xsd", "./t.xsd", "https://example.com/schemas/web.xsd", "web.xsd"] {
      let grammar = try Self.grammar(including(location), folders: folders)
      #expect(grammar.complaints(about: Array("<a>1</a>".utf8)) == [], "\(location)")
      #expect(grammar.complaints(about: Array("<a>x</a>".utf8)).count == 1, "\(location)")
    }
    let relax =
      "\(Self.rng)><include href='part.rng'/><start><element name='a'><ref name='d'/></element></start></grammar>"
    #expect(try Self.grammar(relax, folders: folders).complaints(about: Array("<a>x</a>".utf8)) == [])
    #expect(errors(relax).contains("'part.rng', which is not read: there is no such file; put it"))
    #expect(errors(including("web.xsd"), folders: [own.path]).contains("with --schema-dir"))
    #expect(errors(including("../\(own.path)/t.xsd"), folders: folders).contains("is not read"))
    #expect(errors(including("/etc/hostname"), folders: folders).contains("is not read"))
    #expect(errors(including("bad.xsd"), folders: folders).contains("'bad.xsd', which is not read: found `<!DOCTYPE`"))
    #expect(errors(including("broken.xsd"), folders: folders).contains("\(own.path)/broken.xsd:2: error"))
  }

  @Test(
    "No address leads out of a folder",
    arguments: [
      ("a.xsd", "a.xsd"), ("a/b.xsd", "a/b.xsd"), ("../a.xsd", nil), ("a/../../b", nil), ("a%2F..%2Fb", nil),
      ("%2e%2e/a", nil), ("/etc/passwd", nil), ("", nil), ("a%00", nil), ("a%zz", nil), ("a%2", nil), ("a%20b", "a b"),
      ("a.xsd#x", "a.xsd"),
    ])
  func addresses(relative: String, path: String?) {
    #expect(XMLGrammarFiles.relativePath(XMLGrammarFiles.root + relative) == path)
  }
}
