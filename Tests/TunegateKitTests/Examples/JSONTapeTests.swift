import Testing

@testable import TunegateKit

struct JSONTapeTests {
  @Test func `nodes carry their places and their ends`() {
    let text = JSONPadded(#" {"a":[1,-2.5e3,{}],"b\n":"é"} "#)
    var tape = JSONTape(capacity: 1)
    #expect(text.parse(&tape) == nil)
    var nodes: [(JSONTag, Int, Int, Int)] = []
    for i in 0..<tape.count { nodes.append((tape[i].tag, tape[i].offset, tape[i].length, tape[i].next)) }
    let wanted: [(JSONTag, Int, Int, Int)] = [
      (.object, 1, 30, 8), (.string, 3, 1, 2), (.array, 6, 13, 6), (.number, 7, 1, 4), (.number, 9, 6, 5),
      (.object, 16, 2, 6), (.string, 21, 3, 7), (.string, 27, 2, 8),
    ]
    #expect(nodes.count == wanted.count)
    for (node, want) in zip(nodes, wanted) { #expect(node == want) }
    #expect(tape[6].flags == .hasEscapes)
    #expect(tape[7].flags == .hasHighBytes)
    #expect(tape.next(2) == 6 && tape.tag(2) == .array && tape.firstChild(2) == 3)
  }

  @Test func `a tape is recycled, and empty after a fault`() {
    var tape = JSONTape(capacity: 1)
    for text in ["[1,2,3]", "[1,2", "{}"] { _ = JSONPadded(text).parse(&tape) }
    #expect(tape.count == 1 && tape.tag(0) == .object && tape.next(0) == 1)
    #expect(JSONPadded("[1,").parse(&tape) != nil)
    #expect(tape.count == 0)
  }

  @Test(arguments: ["0", "-0", "1e999", "123456789012345678901234567890", "true", "\"x\"", "[]", "\t{} \r", "[1\n]"])
  func `any value may stand at the top`(line: String) {
    #expect(JSONPadded(line).fault() == nil)
  }

  @Test func `what stands behind the text changes nothing`() {
    let lines = [
      "12", "-1.5", "tru", "\"a", "\"a\\", "[1", "[1,", "{\"a\"", "{\"a\":", "\"\\u00", "1e", "\"a\"", "[", "fals",
      "nul",
    ]
    for line in lines {
      let verdicts = jsonTails.map { JSONPadded(line, behind: $0).fault() == nil }
      #expect(Set(verdicts).count == 1, "\(line)")
    }
  }

  @Test func `surrogates and escaped NUL are flagged`() {
    let flagged: [(String, JSONFlags)] = [
      (#""\ud83d\ude00""#, []), (#""\ud800""#, .loneSurrogate), (#""\udc00x""#, .loneSurrogate),
      (#""\ud800\n\udc00""#, .loneSurrogate), (#""\ud800\ud83d\ude00""#, .loneSurrogate),
      (#""\ud83d\ude00\ude00""#, .loneSurrogate), (#""\u0000""#, .escapedNUL), (#""\\u0000""#, []),
    ]
    for (text, flags) in flagged {
      var tape = JSONTape()
      #expect(JSONPadded(text).parse(&tape) == nil)
      #expect(tape[0].flags == flags.union(.hasEscapes), "\(text)")
    }
  }

  @Test func `depth counts open brackets and is checked at the bracket`() {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(JSONPadded(deep).fault() == nil)
    #expect(JSONPadded("[\(deep)]").fault() == JSONFault(kind: .tooDeep, offset: 128, detail: "128"))
    #expect(JSONPadded("[]").fault(maxDepth: 0)?.kind == .tooDeep)
    #expect(JSONPadded("1").fault(maxDepth: 0) == nil)
  }

  @Test(arguments: ["[", #"{"a":"#])
  func `200,000 open brackets are refused without a stack`(bracket: String) {
    let text = JSONPadded(String(repeating: bracket, count: 200_000))
    #expect(text.fault()?.kind == .tooDeep)
    #expect(text.fault(maxDepth: .max)?.kind == .unclosed)
  }
}

struct JSONTextTests {
  private func only(_ text: String, _ body: (JSONPadded, JSONNode) -> Void) {
    let padded = JSONPadded(text, behind: Array("9".utf8))
    var tape = JSONTape()
    #expect(padded.parse(&tape) == nil, "\(text)")
    body(padded, tape[0])
  }

  @Test func `escapes are decoded and lone surrogates replaced`() {
    let decoded = [
      (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
      (#""\u0041\u00e9\u20AC\ud83d\uDE00""#, "Aé€😀"), (#""x\ud800y\udc00""#, "x\u{fffd}y\u{fffd}"),
      (#""\ud800\ud83d\ude00""#, "\u{fffd}😀"),
      (
        #""a long text before the \n and a long text behind it""#,
        "a long text before the \n and a long text behind it"
      ),
    ]
    for (text, wanted) in decoded {
      only(text) { padded, node in #expect(String(decoding: padded.string(node), as: UTF8.self) == wanted) }
    }
  }

  @Test func `decoded text never outgrows its room`() {
    for text in [#""\u0800\uffff\ud83d\ude00""#, #""aaaaaaaaaaaaaaaaaaaaaaaaa\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#] {
      only(text) { padded, node in
        var out = [UInt8](repeating: 0xee, count: node.length + 16)
        let count = JSONText.unescape(node, padded.bytes, into: &out)
        #expect(count <= node.length)
        #expect(out[node.length...].allSatisfy { $0 == 0xee })
      }
    }
  }

  @Test func `keys compare by what they say`() {
    only(#""role""#) { text, node in
      #expect(JSONText.equals(node, text.bytes, "role"))
      #expect(!JSONText.equals(node, text.bytes, "rol") && !JSONText.equals(node, text.bytes, "roles"))
    }
    only(#""\u0072ol\u0065""#) { text, node in
      #expect(JSONText.equals(node, text.bytes, "role"))
      #expect(!JSONText.equals(node, text.bytes, "rolf") && !JSONText.equals(node, text.bytes, "r"))
    }
    only(#""""#) { text, node in #expect(JSONText.equals(node, text.bytes, "")) }
  }

  @Test func `numbers are converted when asked`() {
    let numbers: [(String, Double, Bool)] = [
      ("0", 0, true), ("-12", -12, true), ("1", 1, true), ("1.5", 1.5, false), ("1e3", 1000, false),
      ("9007199254740993", 9_007_199_254_740_992, true), ("1e999", .infinity, false), ("-1E400", -.infinity, false),
      ("1e-400", 0, false), ("123456789012345678901234567890", 123_456_789_012_345_677_877_719_597_056, true),
    ]
    for (text, value, isInteger) in numbers {
      only(text) { padded, node in
        #expect(JSONText.number(node, padded.bytes) == value)
        #expect(JSONText.isInteger(node, padded.bytes) == isInteger)
      }
    }
    only("-0") { padded, node in #expect(JSONText.number(node, padded.bytes).sign == .minus) }
  }
}
