import Foundation
import Testing

@testable import TunegateKit

@Suite("States that are damaged, or do not belong together")
struct StateFaultTests {
  /// Every section read, as a merge reads them.
  private func verify(_ path: String) throws {
    let file = try StateFile(path)
    for section in file.sections { _ = try file.bytes(section.name) }
  }

  private func expectRefusal(_ states: [String], _ parts: String..., line: Int = #line) {
    #expect("line \(line)") {
      try RunState(merging: states)
    } throws: { error in
      let text = "\(error)"
      let isTold = error is StateError && parts.allSatisfy { text.contains($0) }
      if !isTold { Issue.record("\(text)") }
      return isTold
    }
  }

  @Test("Every truncation and every flipped byte is told by a checksum")
  func damage() async throws {
    let bench = try StateBench(SettingFlags(select: ["exact-duplicate", "malformed-json"]))
    let path = try await bench.writeState("s", of: [try bench.write("a.jsonl", cleanLines(3) + ["{"])])
    let bytes = try bench.bytes(path)
    let damaged = bench.folder.path + "/damaged.state"
    try verify(path)
    let handle = try #require(FileManager.default.createFile(atPath: damaged, contents: Data(bytes)) ? damaged : nil)
    for i in bytes.indices {
      var other = bytes
      other[i] ^= 1 << (UInt8(truncatingIfNeeded: i) & 7)
      try Data(other).write(to: URL(fileURLWithPath: handle))
      // Sections are as they were but for the one that holds the byte.
      #expect(throws: StateError.self, "byte \(i)") {
        let file = try StateFile(damaged)
        for section in file.sections where (section.offset..<section.offset + section.count).contains(i) {
          _ = try file.bytes(section.name)
        }
      }
      if i % 211 == 0 { #expect(throws: StateError.self, "byte \(i)") { try RunState(merging: [damaged]) } }
    }
    for count in bytes.indices {
      try Data(bytes[..<count]).write(to: URL(fileURLWithPath: handle))
      #expect(throws: StateError.self, "\(count) bytes") { try StateFile(damaged) }
    }
    try Data(bytes + [0]).write(to: URL(fileURLWithPath: handle))
    #expect(throws: StateError.self) { try StateFile(damaged) }
  }

  @Test("Any bytes in a section whose checksum is right give a state or an error", arguments: [1, 2, 3] as [UInt64])
  func hostile(seed: UInt64) async throws {
    var dice = Dice(seed)
    let bench = try StateBench(SettingFlags(profiles: ["all"]))
    let path = try await bench.writeState(
      "s", of: [try bench.folder.write("a.jsonl", RandomData(seed: seed, lines: 40).file())])
    let file = try StateFile(path)
    let forged = bench.folder.path + "/forged.state"
    var refused = 0
    for section in file.sections where section.count > 0 && section.name != "settings" {
      for _ in 0..<12 {
        var bytes = try file.bytes(section.name)
        for _ in 0..<dice.number(1...3) {
          bytes[dice.number(0...bytes.count - 1)] = dice.once(in: 2) ? 0xFF : UInt8(dice.number(0...255))
        }
        if dice.once(in: 4) { bytes.removeLast(dice.number(1...bytes.count)) }
        var output = try StateOutput(forged)
        for other in file.sections {
          let whole = other.name == section.name ? bytes : try file.bytes(other.name)
          try output.add(other.name) { $0.append(whole) }
        }
        try output.commit()
        do { _ = try RunState(merging: [forged]) } catch {
          #expect(error.description.hasPrefix(forged + ": "), "\(error)")
          refused += 1
        }
      }
    }
    #expect(refused > 10)
  }

  @Test("What is no state is told as such")
  func strangers() async throws {
    let bench = try StateBench()
    let data = try bench.write("a.jsonl", cleanLines(30))
    expectRefusal([data], data + ": is no state", "--state-out")
    expectRefusal([bench.folder.path], "is no file")
    expectRefusal([bench.folder.path + "/none.state"], "none.state: cannot be opened: No such file")
    expectRefusal([], "at least one state")
    var bytes = try bench.bytes(try await bench.writeState("s", of: [data]))
    bytes[15] = UInt8(ascii: "7")
    expectRefusal([try bench.folder.write("new.state", bytes)], "another format", "expected format 1")
  }

  @Test("Another version or program is told before anything is read")
  func version() async throws {
    let bench = try StateBench()
    let path = try await bench.writeState("s", of: [try bench.write("a.jsonl", cleanLines(3))])
    let file = try StateFile(path)
    for (version, program, found) in [
      ("0.0.1", StateFile.program, "was written by Tunegate 0.0.1, expected \(Tunegate.version)"),
      (Tunegate.version, "0", "other rules"),
    ] {
      let other = bench.folder.path + "/other.state"
      var output = try StateOutput(other, version: version, program: program)
      for section in file.sections {
        let bytes = try file.bytes(section.name)
        try output.add(section.name) { $0.append(bytes) }
      }
      try output.commit()
      expectRefusal([other], "other.state: ", found)
    }
  }

  @Test("One source in two states, as it is or in another state of states")
  func twice() async throws {
    let bench = try StateBench()
    let paths = [try bench.write("a.jsonl", cleanLines(9)), try bench.write("b.jsonl", cleanLines(12))]
    let states = try await [
      bench.writeState("a", of: [paths[0]]), bench.writeState("b", of: [paths[1]]),
      bench.writeState("ab", of: paths),
    ]
    expectRefusal([states[0], states[0]], "a.state: holds \(paths[0])", "expected each source once")
    expectRefusal([states[1], states[2]], "ab.state: holds \(paths[1]), as ", "b.state does")
  }

  @Test("Other settings are told with the key, what was found and what was expected")
  func otherSettings() async throws {
    let plain = try StateBench()
    let path = try plain.write("a.jsonl", cleanLines(30))
    let first = try await plain.writeState("first", of: [path])
    for (flags, config, parts) in [
      (SettingFlags(maxNoise: 7), "", ["gate.max-noise: 7", "expected '5'"]),
      (SettingFlags(ignore: ["refusal"]), "", ["ignore: [refusal]"]),
      (SettingFlags(), "rules:\n  exact-duplicate:\n    weight: 0.25\n", ["rules.exact-duplicate.weight: 0.25"]),
      (SettingFlags(), "limits:\n  depth: 9\n", ["limits.depth: 9", "expected '128'"]),
    ] as [(SettingFlags, String, [String])] {
      let other = try StateBench(flags, config: config)
      let second = try await other.writeState("second", of: [try other.write("b.jsonl", cleanLines(5))])
      #expect {
        try RunState(merging: [first, second])
      } throws: { error in
        let text = "\(error)"
        let isTold = text.contains("second.state: was made with other settings") && text.contains("first.state")
        if !isTold || !parts.allSatisfy({ text.contains($0) }) { Issue.record("\(text)") }
        return isTold
      }
    }
  }

  @Test("Other evaluation data under the same name is told with the name")
  func otherEvaluation() async throws {
    let folder = try TestFolder()
    let file = try folder.write("bench.jsonl", cleanLines(8).joined(separator: "\n") + "\n")
    let bench = try StateBench(SettingFlags(evaluation: [file]))
    let first = try await bench.writeState("first", of: [try bench.write("a.jsonl", cleanLines(9))])
    try folder.write("bench.jsonl", cleanLines(7).joined(separator: "\n") + "\n")
    let second = try await bench.writeState("second", of: [try bench.write("b.jsonl", cleanLines(9))])
    expectRefusal([first, second], "second.state: ", "another '\(file)' than ")
  }

  @Test("Parts that no state holds are named, and a state of states may wait for them")
  func missingParts() async throws {
    let bench = try StateBench()
    let paths = try (0..<4).map { try bench.write("\($0).jsonl", cleanLines(5 + $0)) }
    let one = try await bench.writeState("one", of: paths, part: "1/2")
    let two = try await bench.writeState("two", of: paths, part: "2/2")
    let state = try RunState(merging: [one])
    #expect(state.unread.count == 2 && state.unread.allSatisfy { paths.contains($0) })
    #expect(try RunState(merging: [two, one]).unread == [])
  }

  @Test("Parts deal every source out once, the largest first; what is no part is none")
  func parts() throws {
    let bench = try StateBench()
    let sources = try [9, 1, 1, 7, 1, 1].enumerated().map { i, count in
      Source(path: try bench.write("\(i).jsonl", cleanLines(count)))
    }
    let dealt = try (1...3).map { try #require(Part(parsing: "\($0)/3")).indices(of: sources) }
    #expect(dealt.reduce(0) { $0 + $1.count } == 6 && Set(dealt.joined()).count == 6)
    #expect(dealt[0] == [0] && dealt[1] == [3])
    for text in ["0/3", "4/3", "1", "1/0", "-1/2", "a/b", "1/2/3", "1/100001", ""] {
      #expect(Part(parsing: text) == nil, "\(text)")
    }
  }
}
