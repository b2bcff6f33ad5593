import Testing

@testable import TunegateKit

@Suite("Evaluation data and joined states")
struct StateLeakTests {
  private let questions = (0..<12).map {
    "How many of the \($0 + 20) apples that Maria bought on Monday morning are left when she has eaten \($0) of them?"
  }

  private func records(_ numbers: Range<Int>) -> [String] {
    questions[numbers].map { LeakBench.record($0, "some of them are left") }
  }

  @Test("Evaluation files, one of which is a source of another state")
  func given() async throws {
    let folder = try TestFolder()
    let bench = try folder.write("bench.jsonl", records(0..<6).joined(separator: "\n") + "\n")
    let other = try folder.write("other.jsonl", records(6..<8).joined(separator: "\n") + "\n")
    let state = try StateBench(SettingFlags(evaluation: [other, bench]))
    let paths = [
      try state.write("a.jsonl", records(4..<9) + cleanLines(20)),
      try state.write("c.jsonl", records(0..<3) + cleanLines(30)),
    ]
    let whole = await state.whole(paths)
    #expect(whole.findings.contains("eval-leak") && whole.report.contains("bench.jsonl"))
    #expect(try await state.difference(paths.map { [$0] }) == nil)
    #expect(try await state.difference([[paths[0]], [bench], [paths[1]]]) == nil, "an evaluation file as a source")
  }

  @Test("The set's own splits are held out by every part of it, or the states are refused")
  func splits() async throws {
    let bench = try StateBench()
    let paths = [
      try bench.write("test.jsonl", records(0..<5)), try bench.write("train-a.jsonl", records(2..<8) + cleanLines(20)),
      try bench.write("train-b.jsonl", records(4..<10) + cleanLines(9)),
    ]
    let whole = await bench.whole(paths)
    #expect(whole.findings.contains("split-leak"))
    var parts: [String] = []
    for k in 1...3 { parts.append(try await bench.writeState("p\(k)", of: paths, part: "\(k)/3")) }
    #expect(try await bench.merged(parts.reversed()).difference(from: whole) == nil)
    let alone = try await [bench.writeState("a", of: [paths[0]]), bench.writeState("b", of: [paths[1]])]
    #expect {
      try RunState(merging: alone)
    } throws: { error in
      let text = "\(error)"
      return text.contains("b.state: ") && text.contains("test.jsonl") && text.contains("--part")
        && text.contains("--ignore split-leak")
    }
    let deaf = try StateBench(SettingFlags(ignore: ["split-leak"]))
    #expect(try await deaf.difference(paths.map { [$0] }) == nil)
    // Each of them knows all that is held out.
    #expect(try await bench.difference([[paths[1]], [paths[2]]]) == nil)
  }
}
