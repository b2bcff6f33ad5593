import Testing

@testable import TunegateKit

/// What a sample keeps, however the data are split.
@Suite("The sample of examples")
struct ExampleSampleTests {
  private static func add(_ kind: Int, at line: Int, bytes: Int, to sample: inout ExampleSample) {
    sample.add(
      exact: UInt64(kind), context: 0, place: Place(source: 0, line: line),
      prompt: Array(repeating: UInt8(kind % 251), count: bytes + kind % 97), answer: [7])
  }

  @Test("Parts make the whole, with room and without")
  func laws() {
    for (kinds, bytes, isPartial) in [(40, 10, false), (4_000, 1_900, false), (60_000, 1_900, true)] {
      var dice = Dice(UInt64(kinds))
      var whole = ExampleSample()
      var parts = (0..<3).map { _ in ExampleSample() }
      for _ in 0..<3 * kinds {
        let (kind, line) = (dice.number(1...kinds), dice.number(1...1_000_000))
        Self.add(kind, at: line, bytes: bytes, to: &whole)
        Self.add(kind, at: line, bytes: bytes, to: &parts[dice.number(0...2)])
      }
      for order in [[0, 1, 2], [2, 0, 1]] {
        var merged = ExampleSample()
        for i in order { merged.merge(parts[i]) }
        #expect(merged == whole, "\(kinds) kinds of \(bytes) bytes, \(order)")
      }
      #expect(whole.isPartial == isPartial)
      #expect(whole.members.reduce(0) { $0 + $1.prompt.count } <= ExampleSample.budget)
    }
  }

  @Test("Distinct examples once, with their copies and first place")
  func copies() {
    var sample = ExampleSample()
    for line in [7, 3, 9] { Self.add(1, at: line, bytes: 5, to: &sample) }
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
    #expect(String(validating: member.answer, as: UTF8.self) == String(repeating: "é", count: 1_000))
    #expect(String(validating: member.answerEnd, as: UTF8.self) == String(repeating: "é", count: 199) + "!")
  }
}
