import Foundation
import Testing

@testable import TunegateKit

@Suite("Exit codes")
struct ExitCodeTests {
  private func audit(_ text: String, flags: SettingFlags = SettingFlags()) async throws -> Audit {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", text)
    return await Pipeline.audit([path], settings: try standardSettings(flags))
  }

  @Test("0: the gate is open")
  func open() async throws {
    let audit = try await audit(cleanLines(60).joined(separator: "\n"))
    #expect(audit.findings == [] && audit.report.gate.isOpen && audit.exitCode == 0)
    #expect(audit.report.noise.score == 0)
  }

  @Test("1: the gate is closed by a line, by the number of examples, by a flag")
  func closed() async throws {
    #expect(try await audit((cleanLines(60) + ["{"]).joined(separator: "\n")).exitCode == 1)
    #expect(try await audit(cleanLines(9).joined(separator: "\n")).exitCode == 1)
    let twice = (cleanLines(60) + cleanLines(1)).joined(separator: "\n")
    #expect(try await audit(twice).exitCode == 0)
    #expect(try await audit(twice, flags: SettingFlags(failOn: "warning")).exitCode == 1)
    #expect(try await audit(twice, flags: SettingFlags(ignore: ["duplicates"], failOn: "warning")).exitCode == 0)
  }

  @Test("2: no judgement without a line, without a file, or of a part of it")
  func noJudgement() async throws {
    for text in ["", "\n \n", "\u{FEFF}"] {
      let audit = try await audit(text)
      #expect(audit.exitCode == 2 && !audit.report.gate.isOpen && audit.report.problems.count == 1, "\(text)")
    }
    let folder = try TestFolder()
    let missing = await Pipeline.audit([folder.path + "/no.jsonl"], settings: try standardSettings())
    #expect(missing.exitCode == 2 && missing.report.problems.count == 1)
    let whole = gzip(Array(cleanLines(60).joined(separator: "\n").utf8))
    let path = try folder.write("cut.jsonl.gz", Array(whole.dropLast(9)))
    let cut = await Pipeline.audit([path], settings: try standardSettings())
    #expect(cut.exitCode == 2 && cut.report.inputs[0].complete == false)
  }

  @Test("2 wins over 1, and a sound file beside a damaged one is still read")
  func both() async throws {
    let folder = try TestFolder()
    try folder.write("a.jsonl", (cleanLines(60) + ["{"]).joined(separator: "\n"))
    try folder.write("b.jsonl", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    let audit = await Pipeline.audit([folder.path], settings: try standardSettings())
    #expect(audit.exitCode == 2 && audit.findings.map(\.rule) == ["malformed-json"])
    #expect(audit.report.inputs.map(\.examples) == [60, 0])
    #expect(audit.report.inputs.map(\.complete) == [true, false])
  }

  @Test("An empty shard among others, and garbage behind the end of a gzip, are no reason for 2")
  func warnings() async throws {
    let folder = try TestFolder()
    try folder.write("a.jsonl.gz", gzip(Array(cleanLines(60).joined(separator: "\n").utf8)) + Array("garbage".utf8))
    try folder.write("b.jsonl", "")
    let audit = await Pipeline.audit([folder.path], settings: try standardSettings())
    #expect(audit.exitCode == 0 && audit.report.problems == [])
  }

  @Test("Every line has a score, in order, and the mean of the scores is the noise score")
  func scores() async throws {
    let lines = cleanLines(30) + ["{", "", "7"] + cleanLines(2) + [#"{"prompt": "a", "completion": ""}"#]
    let audit = try await audit(lines.joined(separator: "\n"))
    var scores: [ExampleScore] = []
    audit.forEachScore { scores.append($0) }
    #expect(scores.map(\.place.line) == lines.indices.filter { !lines[$0].isEmpty }.map { $0 + 1 })
    let mean = scores.map(\.noise).reduce(0, +) / Double(scores.count) * 100
    #expect(abs(mean - audit.report.noise.score) < 1e-9)
    #expect(scores.first { $0.place.line == 31 }?.rules == ["malformed-json"])
    #expect(scores.first { $0.place.line == 33 }?.rules == ["not-an-object"])
    #expect(scores.first { $0.place.line == 34 }?.rules == ["exact-duplicate"])
    #expect(scores.allSatisfy { (0...1).contains($0.noise) })
  }
}
