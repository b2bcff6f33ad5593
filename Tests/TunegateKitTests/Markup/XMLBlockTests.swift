import Testing

@testable import TunegateKit

/// Where the XML of an answer is, and what an answer is as XML.
@Suite("XML in answers")
struct XMLBlockTests {
  private func find(_ text: String, _ extract: CompletionSchema.Extract = .any) -> String? {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      XMLBlock(bytes).find(extract).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  @Test(
    "Whole, fenced, last",
    arguments: [
      (" <a>1</a>\n", "<a>1</a>"), ("<?xml version='1.0'?>\n<a/>", "<?xml version='1.0'?>\n<a/>"),
      ("<!-- b --><a/> thanks", "<!-- b --><a/>"), ("<!DOCTYPE a><a/>", "<!DOCTYPE a><a/>"),
      ("Here:\n```xml\n<a/>\n```\nDone <b/>", "<a/>"), ("```XML\n<a/>\n```\nor\n```xml\n<b/>\n```", "<b/>"),
      ("```\n<a/>\n```", "<a/>"), ("```xml\n<a>", "<a>"), ("```swift\nList<a>\n```\nso <b>1</b>", "<b>1</b>"),
      ("Use <name> here: <a><b/>1</a> ok", "<a><b/>1</a>"), ("<think>x < y</think>\n<a>1</a>", "<a>1</a>"),
      ("First <a/>, then <b c='>'>1</b>.", "<b c='>'>1</b>"), ("<a><b>1</b>", "<a><b>1</b>"),
      ("<a><b>1</c></a>", "<a><b>1</c></a>"), ("a < b and c > d", nil), ("plain", nil), ("", nil), ("<", nil),
      ("See <a href", nil),
    ] as [(String, String?)])
  func any(text: String, xml: String?) { #expect(find(text) == xml) }

  @Test("What each way of looking takes and leaves")
  func ways() {
    let text = "<x/>\n```xml\n<a/>\n```\n<b>2</b>"
    #expect(find(text, .fenced) == "<a/>" && find(text, .last) == "<b>2</b>" && find(text, .whole) == text)
    #expect(find("so <a/>", .whole) == nil && find("so <a/>", .fenced) == nil && find("so <a/>", .last) == "<a/>")
    for extract in CompletionSchema.Extract.allCases { #expect(XMLBlock.absence(extract).contains("XML")) }
  }

  @Test("Placeholders without end take linear time and hide nothing")
  func placeholders() {
    let text = String(repeating: "<name> ", count: 100_000) + "<a>1</a>" + String(repeating: "</x>", count: 100_000)
    #expect(find("so " + text, .last) == "<a>1</a>")
  }

  @Test(
    "A whole document, a broken one, one with something around it, none",
    arguments: [
      ("<a/>", .document(root: XMLDocument.Name(local: "a", namespace: ""))),
      (" <x:a xmlns:x='u'/> ", .document(root: XMLDocument.Name(local: "a", namespace: "u"))),
      ("```xml\n<a/>\n```", .wrapped), ("Sure: <a/>", .wrapped), ("a < b", .none), ("no", .none), ("so <a>", .none),
    ] as [(String, XMLAnswer)])
  func answers(text: String, answer: XMLAnswer) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { XMLAnswer.read($0) } == answer)
  }

  @Test("A broken answer says why")
  func broken() {
    for (text, isRefusal) in [
      ("<a>", false), ("<a/><b/>", false), ("<!DOCTYPE a><a/>", true), ("<think>x</think> y", false),
    ] {
      guard case .broken(let complaint) = Array(text.utf8).withUnsafeBufferPointer({ XMLAnswer.read($0) }) else {
        Issue.record("\(text) is not broken")
        continue
      }
      #expect(complaint.isRefusal == isRefusal && !complaint.message.isEmpty)
    }
  }

  @Test("Forms of XML are no JSON to a set of JSON, and never an object's")
  func forms() {
    for i in 0..<1_000 {
      let form = AnswerForm.document(XMLDocument.Name(local: "n\(i)", namespace: ""))
      #expect(form & AnswerForm.firstObject == 0 && form >= AnswerForm.firstDocument)
      #expect(AnswerForm.asJSON(form) == AnswerForm.other)
      #expect(AnswerForm.asJSON(form | AnswerForm.firstObject) == form | AnswerForm.firstObject)
    }
    #expect(
      [AnswerForm.none, AnswerForm.other, AnswerForm.wrapped, AnswerForm.broken].allSatisfy {
        AnswerForm.asJSON($0) == $0
      })
    #expect([AnswerForm.brokenXML, AnswerForm.wrappedXML].allSatisfy { AnswerForm.asJSON($0) == AnswerForm.other })
  }

  @Test("An XML answer breaks the form of a set of JSON")
  func xmlAmongJSON() async throws {
    let folder = Scratch()
    let lines = (0..<60).map { i in
      #"{"prompt": "Q\#(i)", "completion": "\#(i == 41 ? "<n>1</n>" : #"{\"n\": \#(i)}"#)"}"#
    }
    folder.write("d.jsonl", Array(lines.joined(separator: "\n").utf8))
    let settings = try standardSettings(SettingFlags(select: ["format-break", "broken-xml"]))
    let audit = await Pipeline.audit([folder.path], settings: settings)
    #expect(audit.findings.map { "\($0.rule) \($0.place.line)" } == ["format-break 42"])
  }
}
