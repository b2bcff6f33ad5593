import Testing

@testable import TunegateKit

/// What a sample keeps, however the data are split.
@Suite("The sample of examples")
struct ExampleSampleTests {
  private static func member(_ dice: inout Dice, of kinds: Int, bytes: Int) -> ExampleSample.Member {
    let kind = dice.number(1...kinds)
    return ExampleSample.Member(
      key: ExampleSample.key(UInt64(kind)), context: 0, place: Place(source: 0, line: dice.number(1...1_000_000)),
      copies: 1, prompt: Array(repeating: UInt8(kind % 251), count: bytes + kind % 97), answer: [], answerEnd: [])
  }

  @Test("Parts make the whole, with room and without")
  func laws() {
    for (kinds, bytes) in [(40, 10), (400, 1_000_000), (4_000, 100_000)] {
      var dice = Dice(UInt64(kinds))
      var whole = ExampleSample()
      var parts = (0..<3).map { _ in ExampleSample() }
      for _ in 0..<900 {
        let member = Self.member(&dice, of: kinds, bytes: bytes)
        whole.add(member)
        parts[dice.number(0...2)].add(member)
      }
      for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        var merged = ExampleSample()
        for i in order { merged.merge(parts[i]) }
        #expect(merged == whole, "\(kinds) kinds of \(bytes) bytes, \(order)")
      }
      let held = whole.members.reduce(0) { $0 + $1.prompt.count }
      #expect(held <= ExampleSample.budget && whole.isPartial == (bytes > 100))
    }
  }

  @Test("Distinct examples once, with their copies and first place")
  func copies() {
    var sample = ExampleSample()
    for line in [7, 3, 9] {
      sample.add(
        ExampleSample.Member(
          key: ExampleSample.key(1), context: 0, place: Place(source: 0, line: line), copies: 1, prompt: [1],
          answer: [2], answerEnd: []))
    }
    #expect(sample.members.map(\.copies) == [3] && sample.members[0].place.line == 3)
  }

  @Test("Texts are the last answer and the turn before it, cut between characters")
  func texts() async throws {
    let long = String(repeating: "é", count: 5_000)
    let reader = ReadLine(
      #"{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "A"}, "#
        + #"{"role": "assistant", "content": "B"}, {"role": "user", "content": "C"}, "#
        + #"{"role": "assistant", "content": "\#(long)!"}]}"#)
    let member = try #require(reader.sample.members.first)
    #expect(String(decoding: member.prompt, as: UTF8.self) == "C")
    #expect(String(validating: member.answer, as: UTF8.self) == String(repeating: "é", count: 2_000))
    #expect(String(validating: member.answerEnd, as: UTF8.self) == String(repeating: "é", count: 199) + "!")
  }
}
