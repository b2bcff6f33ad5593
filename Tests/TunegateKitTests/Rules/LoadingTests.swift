import Testing

@testable import TunegateKit

/// What loaders of tables make of files larger than a block, measured with `datasets` 4.0 and 5.2.
@Suite("Loading as a table")
struct LoadingTests {
  private static let rules = ["unstable-type", "null-first-column", "map-like-object"]

  private func audit(
    _ path: String, jobs: Int = 2, slabBytes: Int = Slab.standardBytes
  ) async throws -> [Finding] {
    var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
    options.slabBytes = slabBytes
    let settings = try standardSettings(SettingFlags(select: Self.rules))
    return await Pipeline.audit([path], settings: settings, options: options).findings
  }

  /// Eleven mebibytes of lines with `early`, then some with `late`.
  private func file(_ early: String, _ late: String) -> [UInt8] {
    let pad = String(repeating: "p", count: 100_000)
    let line = #"{"pad": "\#(pad)"\#(early)}"# + "\n"
    return Array((String(repeating: line, count: 115) + #"{"pad": ""\#(late)}"# + "\n").utf8)
  }

  @Test(
    "A mixture that begins behind the first block",
    arguments: [
      (#", "a": null"#, #", "a": "x""#, "null-first-column"), ("", #", "a": 1"#, "null-first-column"),
      (#", "a": []"#, #", "a": ["x"]"#, "null-first-column"),
      (#", "a": {"b": 1}"#, #", "a": {"b": 1, "c": 1}"#, "null-first-column"),
      (#", "a": 1"#, #", "a": 0.5"#, "unstable-type"), (#", "a": 1"#, #", "a": 2.0"#, nil),
      (#", "a": 1.5"#, #", "a": 2"#, nil), (#", "a": "2024-05-01""#, #", "a": "soon""#, "unstable-type"),
      (#", "a": "soon""#, #", "a": "2024-05-01""#, nil), (#", "a": 1"#, #", "a": "x""#, "unstable-type"),
      (#", "a": 1"#, #", "a": null"#, nil), (#", "a": ["x"]"#, #", "a": []"#, nil), (#", "a": "x""#, "", nil),
      (#", "a": {"b": 1, "c": 1}"#, #", "a": {"c": 1}"#, nil),
    ] as [(String, String, String?)])
  func late(early: String, late: String, rule: String?) async throws {
    let folder = try TestFolder()
    let found = try await audit(try folder.write("data.jsonl", file(early, late)))
    #expect(found.map(\.rule) == (rule.map { [$0] } ?? []))
    #expect(found.allSatisfy { $0.place == Place(source: 0, line: 116) && $0.pointer.hasPrefix("/a") })
  }

  @Test("Neither compression, nor slabs, nor jobs move the block")
  func splits() async throws {
    let folder = try TestFolder()
    let bytes = file(#", "a": null, "n": 1"#, #", "a": {"b": [1]}, "n": 1.5"#)
    let plain = try await audit(try folder.write("data.jsonl", bytes))
    #expect(plain.map(\.pointer) == ["/n", "/a"])
    for (name, packed) in [("data.jsonl.gz", gzip(bytes)), ("data.jsonl.zst", zstd(bytes))] {
      let path = try folder.write("packed/" + name, packed)
      for (jobs, slabBytes) in [(1, 1 << 20), (3, 1 << 17), (8, 300_000)] {
        #expect(try await audit(path, jobs: jobs, slabBytes: slabBytes) == plain)
      }
    }
  }

  @Test("Findings of all paths, in the order of the lines, for any number of jobs")
  func jobs() async throws {
    let folder = try TestFolder()
    var dice = Dice(5)
    let values = ["1", "\"a\"", "[1, \"b\"]", "{\"k\": 1}", "null", "true"]
    let lines = (0..<400).map { _ in
      let usual = #""a": 1, "b": {"c": "x"}"#
      return dice.once(in: 20)
        ? #"{"a": \#(dice.pick(values)), "b": {"c": \#(dice.pick(values))}, "id-\#(dice.number(0...99))": 1}"#
        : "{\(usual)}"
    }
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let alone = try await audit(path, jobs: 1)
    #expect(alone.count > 6 && alone.map(\.place) == alone.map(\.place).sorted())
    for (jobs, slabBytes) in [(2, 512), (8, 512), (8, 4096)] {
      #expect(try await audit(path, jobs: jobs, slabBytes: slabBytes) == alone)
    }
  }

  @Test("Two shared sets do not load, the others do", .enabled(if: SharedData.isThere, SharedData.absence))
  func shared() async throws {
    var found: [String: Set<String>] = [:]
    for set in try SharedData.sets() where !set.name.hasPrefix("d0") {
      let findings = try await audit(SharedData.path(set.name + "/data.jsonl.gz"))
      for finding in findings {
        found[set.name, default: []].insert(finding.pointer.split(separator: "/").last.map(String.init) ?? "")
      }
    }
    #expect(
      found == ["a09-ha-tools-messages": ["domain", "brightness"], "c23-pandalm-pairs": ["response1", "response2"]])
  }
}
