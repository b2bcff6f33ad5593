import Testing

@testable import TunegateKit

struct JSONDuplicateKeysTests {
  /// The offsets of the repeated keys.
  private func repeated(_ text: String) -> [Int] {
    let padded = JSONPadded(text)
    var tape = JSONTape()
    #expect(padded.parse(&tape) == nil)
    let all = JSONDuplicateKeys.all(in: tape, padded.bytes)
    #expect(JSONDuplicateKeys.first(in: tape, padded.bytes) == all.first)
    return all.map { tape[$0].offset }
  }

  @Test func `repeated keys are found at any depth, in the order of the text`() {
    #expect(repeated(#"{"a":1,"b":2}"#) == [])
    #expect(repeated(#"{"a":1,"a":2,"a":3}"#) == [8, 14])
    #expect(repeated(#"{"a":{"b":1,"b":2},"a":[{"c":1,"c":{}}]}"#) == [13, 20, 32])
    #expect(repeated(#"[{"a":1},{"a":2}]"#) == [])
    #expect(repeated(#"{"a":{"a":{"a":1}}}"#) == [])
    #expect(repeated(#"{"":1,"":2}"#) == [7])
  }

  @Test func `long keys are compared to their end`() {
    #expect(repeated(#"{"instruction_a":1,"instruction_b":2}"#) == [])
    #expect(repeated(#"{"instruction_a":1,"instruction_a":2}"#) == [20])
    #expect(repeated(#"{"eightby8":1,"eightby8x":2,"eightby":3}"#) == [])
  }

  @Test func `escaped keys are compared decoded`() {
    #expect(repeated(#"{"a":1,"\u0061":2}"#) == [8])
    #expect(repeated(#"{"\u0061":1,"b":0,"a":2}"#) == [19])
    #expect(repeated(#"{"\ud800":1,"\ud801":2}"#) == [], "different halves of pairs are different keys")
    #expect(repeated(#"{"\ud83d\ude00":1,"😀":2}"#) == [19])
    #expect(repeated(#"{"\n":1,"\u000a":2,"\\n":3}"#) == [9])
  }

  @Test(arguments: [2, 15, 16, 17, 18, 40])
  func `small and large objects agree`(keys: Int) {
    let members = (0..<keys).map { #""key-\#($0)":\#($0)"# }
    #expect(repeated("{\(members.joined(separator: ","))}") == [])
    for copy in [0, keys / 2, keys - 1] {
      let text = "{\((members + [members[copy]]).joined(separator: ","))}"
      #expect(repeated(text).count == 1, "\(keys) keys, copy of \(copy)")
    }
  }

  @Test func `200,000 keys are quick, with and without a repeat`() {
    let members = (0..<200_000).map { #""k\#($0)":0"# }.joined(separator: ",")
    #expect(repeated("{\(members)}") == [])
    #expect(repeated("{\(members),\"k77\":1}").count == 1)
  }
}
