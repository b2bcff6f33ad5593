import Foundation
import Testing

@testable import TunegateKit

/// The law: with what is kept of sources a run reports what it does without, byte for byte, and reads only what has
/// changed.
@Suite("Only sources that have changed are read")
struct IncrementalRunTests {
  private func lines(_ range: Range<Int>) -> [String] { Array(cleanLines(80)[range]) }

  @Test("A file that changes, comes, goes, or gets another name", arguments: [1, 3])
  func changes(jobs: Int) async throws {
    var run = try IncrementalBench()
    run.options.jobs = jobs
    var paths = [
      try run.write("a.jsonl", lines(0..<20)), try run.write("b.jsonl", lines(15..<40) + ["no JSON"]),
      try run.write("c.jsonl", lines(40..<60)),
    ]
    #expect(try await run.sourcesRead(paths) == 3)
    #expect(run.states.count == 3)
    #expect(try await run.sourcesRead(paths) == 0)
    #expect(try await run.sourcesRead(paths.reversed()) == 0, "in another order")
    try run.write("b.jsonl", lines(16..<40))
    #expect(try await run.sourcesRead(paths) == 1)
    try run.write("b.jsonl", lines(15..<40) + ["no JSON"])
    #expect(try await run.sourcesRead(paths) == 0, "as it was before")
    paths.append(try run.write("aa.jsonl", lines(60..<80)))
    #expect(try await run.sourcesRead(paths) == 1)
    paths.remove(at: 1)
    #expect(try await run.sourcesRead(paths) == 0)
    let renamed = run.bench.folder.path + "/z.jsonl"
    try FileManager.default.moveItem(atPath: paths[0], toPath: renamed)
    paths[0] = renamed
    #expect(try await run.sourcesRead(paths) == 1)
    #expect(run.states.count == 6)
    #expect(try await run.sourcesRead([paths[1]]) == nil, "a set of one file")
  }

  @Test("Random data in every compression, among them splits and an empty file", arguments: [1, 2] as [UInt64])
  func anyCut(seed: UInt64) async throws {
    var dice = Dice(seed)
    var data = RandomData(seed: seed, lines: 160)
    var run = try IncrementalBench()
    run.options.jobs = Int(seed)
    var paths: [String] = []
    func write(_ i: Int, _ name: String, _ bytes: [UInt8]) throws -> String {
      switch i % 3 {
      case 0: try run.bench.folder.write(name, bytes)
      case 1: try run.bench.folder.write(name + ".gz", gzip(bytes))
      default: try run.bench.folder.write(name + ".zst", zstd(bytes))
      }
    }
    for (i, range) in data.shards(5).enumerated() {
      paths.append(try write(i, "\(["train", "test", "more", "dev", "data"][i])-\(i).jsonl", data.file(range)))
    }
    paths.append(try run.bench.folder.write("more-7.jsonl", [] as [UInt8]))
    #expect(try await run.sourcesRead(dice.shuffled(paths)) == 6)
    #expect(try await run.sourcesRead(dice.shuffled(paths)) == 0)
    paths[2] = try write(2, "more-2.jsonl", data.file(0..<30))
    #expect(try await run.sourcesRead(paths) == 1)
    paths[1] = try write(1, "test-1.jsonl", data.file(30..<50))
    #expect(try await run.sourcesRead(paths) == 6, "all are held against it")
    run.options.carried = try CarriedSettings(run.bench.settings)
    let (kept, whole) = (run.bench.folder.path + "/kept.state", run.bench.folder.path + "/whole.state")
    try await run.read(paths).write(to: kept)
    try await Pipeline.read(paths, settings: run.bench.settings, options: run.options).write(to: whole)
    #expect(try run.bench.bytes(kept) == run.bench.bytes(whole), "and the state of the run is the same")
  }

  @Test("What only the gate and the report depend on reads nothing again; other settings read all")
  func settings() async throws {
    var run = try IncrementalBench(config: "gate: {min-examples: 3}\n")
    let paths = [try run.write("a.jsonl", lines(0..<20)), try run.write("b.jsonl", lines(15..<40))]
    #expect(try await run.sourcesRead(paths) == 2)
    for config in ["gate: {max-noise: 7, min-examples: 50}\n", "gate: {fail-on: note}\nlimits: {shown-per-rule: 1}\n"] {
      run.bench.settings = try Settings.forRun(config: ConfigFile(path: "c.yml", text: config), flags: SettingFlags())
      #expect(try await run.sourcesRead(paths) == 0)
    }
    run.options.keepsAllFindings = false
    #expect(try await run.sourcesRead(paths) == 0, "nor does how many findings are told")
    run.options.maxMemory = 1 << 20
    #expect(try await run.sourcesRead(paths) == 0, "nor does the memory")
    let own = "custom-rules: {no-a: {message: says a, at: answer, forbid: a}}\n"
    for config in ["profile: [openai-chat]\n", own, "rules: {refusal: {severity: error}}\n"] {
      run.bench.settings = try Settings.forRun(config: ConfigFile(path: "c.yml", text: config), flags: SettingFlags())
      #expect(try await run.sourcesRead(paths) == 2, "\(config)")
      #expect(try await run.sourcesRead(paths) == 0)
    }
    run.bench.settings.judgeExamplesAlone()
    #expect(try await run.sourcesRead(paths) == 2)
    #expect(try await run.sourcesRead(paths) == 0)
  }

  @Test("A schema that changes, or a file of evaluation data")
  func files() async throws {
    let folder = try TestFolder()
    let schema = try folder.write("schema.json", "{}")
    let bench = try folder.write("bench.jsonl", lines(3..<6).joined(separator: "\n"))
    var run = try IncrementalBench(SettingFlags(evaluation: [bench]), config: "schema: \(schema)\n")
    let paths = [try run.write("a.jsonl", lines(0..<20)), try run.write("b.jsonl", lines(20..<40))]
    #expect(try await run.sourcesRead(paths) == 2)
    #expect(try await run.sourcesRead(paths) == 0)
    try folder.write("bench.jsonl", lines(30..<32).joined(separator: "\n"))
    #expect(try await run.sourcesRead(paths) == 2)
    try folder.write("schema.json", #"{"required": ["id"]}"#)
    let config = ConfigFile(path: "c.yml", text: "schema: \(schema)\n")
    run.bench.settings = try Settings.forRun(config: config, flags: SettingFlags(evaluation: [bench]))
    #expect(try await run.sourcesRead(paths) == 2)
    #expect(try await run.sourcesRead(paths) == 0)
    // As a source of the run, it is not held against itself.
    #expect(try await run.sourcesRead(paths + [bench]) == 3)
    #expect(try await run.sourcesRead([bench] + paths) == 0)
  }

  @Test("Splits are held out by all others, unless nobody asks")
  func splits() async throws {
    var run = try IncrementalBench()
    var paths = [
      try run.write("test.jsonl", lines(0..<9)), try run.write("train-a.jsonl", lines(5..<30)),
      try run.write("train-b.jsonl", lines(30..<50)), try run.write("validation.jsonl", lines(45..<60)),
    ]
    #expect(try await run.sourcesRead(paths) == 4)
    try run.write("train-a.jsonl", lines(4..<30))
    #expect(try await run.sourcesRead(paths) == 1)
    paths.append(try run.write("train-c.jsonl", lines(58..<80)))
    #expect(try await run.sourcesRead(paths) == 1)
    #expect(try await run.sourcesRead(Array(paths.dropFirst())) == 4, "another set of what is held out")
    run.bench.settings = try Settings.forRun(config: nil, flags: SettingFlags(ignore: ["split-leak"]))
    #expect(try await run.sourcesRead(paths) == 5)
    try run.write("test.jsonl", lines(0..<10))
    #expect(try await run.sourcesRead(paths) == 1)
    // Parts of such a set know of the splits as well, and join.
    let parts = [
      try await run.bench.writeState("p1", of: paths, part: "1/2"),
      try await run.bench.writeState("p2", of: paths, part: "2/2"),
    ]
    let whole = await run.bench.whole(paths)
    #expect(try await run.bench.merged(parts).difference(from: whole) == nil)
  }

  @Test("Cards, shards that are missing, and what is loaded first are told from all sources")
  func folders() async throws {
    let run = try IncrementalBench()
    let plain = (0..<9).map { #"{"prompt": "Number \#($0)?", "completion": "\#($0)", "source": null}"# }
    let full = (0..<9).map { #"{"prompt": "Word \#($0)?", "completion": "w\#($0)", "source": "book"}"# }
    try run.write("set/more.jsonl", lines(0..<20) + full)
    try run.write("set/train-00001-of-00003.jsonl", lines(20..<40))
    try run.write("set/README.md", ["---\ndataset_info: {splits: [{name: train, num_examples: 7}]}\n---"])
    let folder = [run.bench.folder.path + "/set"]
    #expect(try await run.sourcesRead(folder) == 2)
    try run.write("set/train-00000-of-00003.jsonl", plain)
    #expect(try await run.sourcesRead(folder) == 1)
    let report = await run.bench.whole(folder).findings
    for rule in ["null-first-column", "missing-shard", "declared-count-mismatch"] {
      #expect(report.contains(rule), "\(rule)")
    }
    try run.write("set/README.md", ["none"])
    #expect(try await run.sourcesRead(folder) == 0)
  }

  @Test("A damaged state is none: its source is read again, and the next run has it", arguments: [1, 2] as [UInt64])
  func damage(seed: UInt64) async throws {
    var dice = Dice(seed)
    let run = try IncrementalBench()
    let paths = try (0..<3).map { try run.write("d\($0).jsonl", lines($0 * 20..<$0 * 20 + 25)) }
    #expect(try await run.sourcesRead(paths) == 3)
    let path = "\(run.folder)/\(dice.pick(run.states))"
    let whole = try run.bench.bytes(path)
    var bytes = whole
    for round in 0..<8 {
      bytes = whole
      bytes[dice.number(0...bytes.count - 1)] ^= 1 << UInt8(dice.number(0...7))
      if round == 6 { bytes = Array(whole.prefix(dice.number(0...whole.count - 1))) }
      if round == 7 { bytes = Array("tunegate state 2 of some other version".utf8) }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(try await run.sourcesRead(paths) == 1)
      #expect(try run.bench.bytes(path) == whole)
      #expect(try await run.sourcesRead(paths) == 0)
    }
    // Whole, and another source's.
    let other = run.states.first { !path.hasSuffix($0) } ?? ""
    try Data(try run.bench.bytes("\(run.folder)/\(other)")).write(to: URL(fileURLWithPath: path))
    #expect(try await run.sourcesRead(paths) == 3)
    #expect(try run.bench.bytes(path) == whole)
  }

  @Test("Two runs at once, also over different sets, and states that are taken out meanwhile")
  func together() async throws {
    let run = try IncrementalBench()
    let paths = try (0..<4).map { try run.write("d\($0).jsonl", lines($0 * 15..<$0 * 15 + 25)) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for i in 0..<6 {
        let own = i % 2 == 0 ? paths : Array(paths.dropLast())
        group.addTask { _ = try await run.sourcesRead(own) }
      }
      group.addTask {
        for name in run.states { try? FileManager.default.removeItem(atPath: "\(run.folder)/\(name)") }
      }
      try await group.waitForAll()
    }
    _ = try await run.sourcesRead(paths)
    #expect(try await run.sourcesRead(paths) == 0)
    #expect(run.states.count == 4)
  }

  @Test("Small sources are read every time, and so is what cannot be read to its end")
  func notKept() async throws {
    var run = try IncrementalBench()
    let large = try run.write("a.jsonl", lines(0..<40))
    let paths = [large, try run.write("b.jsonl", lines(40..<45)), try run.write("c.jsonl", lines(43..<49))]
    run.leastBytes = 2_000
    #expect(try await run.sourcesRead(paths) == 3)
    #expect(try await run.sourcesRead(paths) == 2)
    try run.write("a.jsonl", lines(0..<41))
    #expect(try await run.sourcesRead(paths) == 3)
    #expect(run.states.count == 2)
    run.leastBytes = 1 << 20
    #expect(try await run.sourcesRead(paths) == nil, "none is large enough")
    run.leastBytes = 0
    let cut = try run.bench.folder.write("cut.jsonl.gz", Array(gzip(Array(lines(0..<9).joined().utf8)).dropLast(9)))
    for _ in 0..<2 { #expect(try await run.sourcesRead([large, cut]) == 1) }
    #expect(run.states.count == 2)
  }

  @Test("What is kept is bounded: the states that were used last stay")
  func bounded() async throws {
    var run = try IncrementalBench()
    let paths = try (0..<4).map { try run.write("d\($0).jsonl", lines($0 * 20..<$0 * 20 + 20)) }
    #expect(try await run.sourcesRead(Array(paths[..<2])) == 2)
    let first = Set(run.states)
    func bytes(_ names: some Sequence<String>) throws -> Int {
      try names.reduce(0) { try $0 + run.bench.bytes("\(run.folder)/\($1)").count }
    }
    run.mostBytes = try bytes(first) * 7 / 4
    #expect(try await run.sourcesRead(Array(paths[2...])) == 2)
    #expect(run.states.count == 3 && first.intersection(run.states).count == 1)
    #expect(try bytes(run.states) <= run.mostBytes)
    #expect(try await run.sourcesRead(Array(paths[2...])) == 0)
    // Of one set that is too large, the first ones stay.
    #expect(try await run.sourcesRead(paths) != nil)
    #expect(try bytes(run.states) <= run.mostBytes && run.states.count == 3)
    #expect(try await run.sourcesRead(paths) == 1)
  }

  @Test("A file that changes while it is read is not kept")
  func races() async throws {
    let run = try IncrementalBench()
    let paths = [try run.write("a.jsonl", lines(0..<20)), try run.write("b.jsonl", lines(20..<40))]
    let cache = try run.cache(paths)
    #expect(cache.isUnchanged(Set(paths.map { Array($0.utf8) })))
    try run.write("b.jsonl", lines(20..<41))
    #expect(!cache.isUnchanged(Set(paths.map { Array($0.utf8) })))
    var options = run.options
    options.sourceCache = cache
    let state = await Pipeline.read(paths, settings: run.bench.settings, options: options)
    #expect(state.sourcesRead == 2 && run.states.count == 1)
    #expect(try await run.sourcesRead(paths) == 1)
  }

  @Test("Progress counts what is read")
  func progress() async throws {
    var run = try IncrementalBench()
    let seen = ProgressNote()
    run.options.jobs = 3
    run.options.onProgress = { examples, bytes in seen.note(examples, bytes) }
    let paths = try (0..<4).map { try run.write("d\($0).jsonl", lines($0 * 20..<$0 * 20 + 20)) }
    _ = try await run.read(paths)
    #expect(seen.last.examples == 80 && seen.last.bytes > 80 * 100)
    _ = try await run.read(paths)
    #expect(seen.last.examples == 80, "nothing was read")
    try run.write("d1.jsonl", lines(20..<33))
    _ = try await run.read(paths)
    #expect(seen.last.examples == 13)
  }

  @Test(
    "Real sets", .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: ["s01-chat-corrupted", "c06-gsm8k-train"])
  func realSets(name: String) async throws {
    var run = try IncrementalBench()
    run.options.jobs = 2
    let lines = try SharedData.lines("\(name)/data.jsonl.gz").prefix(1_500)
    let paths = try (0..<3).map { k in
      let part = lines.enumerated().filter { $0.offset * 7 / 11 % 3 == k }.map { $0.element + [0x0A] }
      return try run.bench.folder.write("part\(k).jsonl.gz", gzip(Array(part.joined())))
    }
    #expect(try await run.sourcesRead(paths) == 3)
    try run.bench.folder.write("part1.jsonl.gz", gzip(Array(lines.prefix(700).map { $0 + [0x0A] }.joined())))
    #expect(try await run.sourcesRead(paths) == 1)
  }
}

/// What a run told of its progress last.
private final class ProgressNote: @unchecked Sendable {
  private let lock = NSLock()
  private var note = (examples: 0, bytes: 0)

  var last: (examples: Int, bytes: Int) { lock.withLock { note } }

  func note(_ examples: Int, _ bytes: Int) { lock.withLock { note = (examples, bytes) } }
}
