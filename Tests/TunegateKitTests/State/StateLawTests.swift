import Testing

@testable import TunegateKit

/// The law of states: joined, they report what one run over all their sources reports, byte for byte; and they are the
/// state of that run, byte for byte.
@Suite("States of parts join to that of the whole")
struct StateLawTests {
  @Test("Any cut of random data into files and states, in any order and grouping", arguments: [1, 2, 3, 4] as [UInt64])
  func anyCut(seed: UInt64) async throws {
    var dice = Dice(seed)
    var data = RandomData(seed: seed, lines: 240)
    let bench = try StateBench()
    var paths: [String] = []
    for (i, range) in data.shards(6).enumerated() {
      let (bytes, name) = (data.file(range), "\(dice.pick(["train", "test", "more", "dev"]))-\(i).jsonl")
      switch i % 3 {
      case 0: paths.append(try bench.folder.write(name, bytes))
      case 1: paths.append(try bench.folder.write(name + ".gz", gzip(bytes)))
      default: paths.append(try bench.folder.write(name + ".zst", zstd(bytes)))
      }
    }
    paths.append(try bench.folder.write("more-7.jsonl", [] as [UInt8]))
    // What is held against the set's own splits must be known to every part.
    var states: [String] = []
    for k in 1...3 {
      states.append(try await bench.writeState("p\(k)", of: dice.shuffled(paths), jobs: k, part: "\(k)/3"))
    }
    let whole = await bench.whole(paths)
    #expect(whole.report.contains("exact-duplicate") && whole.findings.contains("malformed-json"))
    let joined = try await bench.merged(dice.shuffled(states))
    #expect(joined.difference(from: whole) == nil)
    let pair = bench.folder.path + "/pair.state"
    try RunState(merging: [states[2], states[0]]).write(to: pair)
    #expect(try await bench.merged([states[1], pair]).difference(from: whole) == nil, "a state of states")
    let all = bench.folder.path + "/all.state"
    try RunState(merging: [pair, states[1]]).write(to: all)
    let one = try await bench.writeState("one", of: paths, jobs: 4)
    #expect(try bench.bytes(all) == bench.bytes(one), "joined, they are the state of the whole")
  }

  @Test("A run that shows less keeps the same findings", arguments: [0, 1, 3])
  func fewerFindings(show: Int) async throws {
    var bench = try StateBench()
    bench.settings.limits.shownPerRule = show
    var data = RandomData(seed: 9, lines: 120)
    var states: [String] = []
    var paths: [String] = []
    for (i, range) in data.shards(3).enumerated() {
      paths.append(try bench.folder.write("d\(i).jsonl", data.file(range)))
      states.append(try await bench.writeState("s\(i)", of: [paths[i]]))
    }
    let whole = AuditRun(await Pipeline.audit(paths, settings: bench.settings))
    #expect(try await bench.merged(states, keepsAll: false).difference(from: whole) == nil)
  }

  @Test("The state is the same for every number of jobs, and a merge of one is that one")
  func jobs() async throws {
    let bench = try StateBench()
    let path = try bench.folder.write("d.jsonl", RandomData(seed: 5, lines: 400).file())
    let first = try await bench.writeState("one", of: [path])
    for jobs in [2, 5] {
      let state = bench.folder.path + "/jobs.state"
      try await bench.state(of: [path], jobs: jobs, slabBytes: Slab.standardBytes).write(to: state)
      #expect(try bench.bytes(state) == bench.bytes(first), "\(jobs) jobs")
    }
    let again = bench.folder.path + "/again.state"
    try RunState(merging: [first]).write(to: again)
    #expect(try bench.bytes(again) == bench.bytes(first))
  }

  @Test("Duplicates and contradictory answers are found across states")
  func acrossStates() async throws {
    let bench = try StateBench()
    let lines = cleanLines(60)
    let sums = (0..<20).map { #"{"prompt": "What is \#($0) plus 2?", "completion": "\#($0 + 2)"}"# }
    let wrong = (0..<4).map { #"{"prompt": "What is \#($0) plus 2?", "completion": "\#($0 + 3)"}"# }
    let paths = [
      try bench.write("a.jsonl", Array(lines[..<20]) + sums),
      try bench.write("b.jsonl", Array(lines[20..<40]) + Array(lines[..<3])),
      try bench.write("c.jsonl", Array(lines[40...]) + wrong + [lines[0].replacing("\": \"", with: "\": \" ")]),
    ]
    let whole = await bench.whole(paths)
    #expect(whole.findings.contains("exact-duplicate") && whole.findings.contains("contradictory-answer"))
    #expect(try await bench.difference(paths.map { [$0] }, jobs: 2) == nil)
  }

  @Test("Missing shards and declared counts are told from the files of all states")
  func files() async throws {
    let bench = try StateBench()
    let lines = cleanLines(40)
    let card = "---\ndataset_info:\n  splits:\n  - name: train\n    num_examples: 99\n---\n"
    try bench.folder.write("a/README.md", card)
    let paths = [
      try bench.write("a/train-00000-of-00004.jsonl", Array(lines[..<20])),
      try bench.write("b/train-00001-of-00002.jsonl", Array(lines[20...])),
      try bench.write("b/train-00003-of-00004.jsonl", Array(lines[20...])),
    ]
    let groups = [[bench.folder.path + "/a"], [paths[1]], [paths[2], bench.folder.path + "/none.jsonl"]]
    let whole = await bench.whole(groups.flatMap { $0 })
    #expect(whole.findings.contains("missing-shard") && whole.findings.contains("declared-count-mismatch"))
    #expect(whole.exitCode == 2, "a PATH that is not there")
    #expect(try await bench.difference(groups) == nil)
    // Shards of one family in two states.
    let family = [paths[0], try bench.write("a/train-00002-of-00004.jsonl", lines)]
    #expect(try await bench.difference(family.map { [$0] }) == nil)
  }

  @Test("What is loaded first is told from all sources, whichever state has it")
  func firstLoaded() async throws {
    let bench = try StateBench()
    let plain = (0..<9).map { #"{"prompt": "Number \#($0)?", "completion": "\#($0)", "source": null}"# }
    let full = (0..<9).map { #"{"prompt": "Word \#($0)?", "completion": "w\#($0)", "source": "book"}"# }
    let paths = [try bench.write("more.jsonl", full), try bench.write("train.jsonl", plain)]
    let whole = await bench.whole(paths)
    #expect(whole.findings.contains("null-first-column"))
    #expect(try await bench.difference(paths.map { [$0] }) == nil)
    let other = [try bench.write("x/train.jsonl", full), try bench.write("y/zzz.jsonl", plain)]
    #expect(try await bench.difference(other.map { [$0] }) == nil)
  }

  @Test("Settings go along: profiles, the user's rules, a schema, limits on tokens")
  func settings() async throws {
    let config = """
      profile: [openai-chat, trl]
      tokens:
        max: 9
        price-per-million: 3.5
      completion-schema: '{"type": "object", "required": ["a"]}'
      rules:
        exact-duplicate:
          limit: 0.015
          severity: error
      custom-rules:
        no-maybe:
          message: says maybe
          at: answer
          forbid: maybe
      """
    let bench = try StateBench(SettingFlags(ignore: ["refusal"], maxNoise: 12.5), config: config)
    let lines = (0..<30).map {
      #"{"messages": [{"role": "user", "content": "Question \#($0)?"}, "#
        + #"{"role": "assistant", "content": "{\"a\": \"maybe \#($0 % 7)\"}"}]}"#
    }
    let paths = [
      try bench.write("a.jsonl", Array(lines[..<11])), try bench.write("b.jsonl", Array(lines[11...]) + [lines[3]]),
    ]
    let whole = await bench.whole(paths)
    #expect(whole.findings.contains("no-maybe"))
    #expect(try await bench.difference(paths.map { [$0] }) == nil)
    let states = try await [bench.writeState("a", of: [paths[0]]), bench.writeState("b", of: [paths[1]])]
    let state = try RunState(merging: states)
    let options = AuditOptions(findingsPerRule: 50)
    let joined = bench.listed(await Pipeline.conclude(state, settings: try state.settings(), options: options))
    let one = bench.listed(await Pipeline.audit(paths, settings: bench.settings, options: options))
    for (name, bytes) in one { #expect(joined[name] == bytes, "\(name)") }
    let sarif = String(decoding: one["sarif"] ?? [], as: UTF8.self)
    #expect(sarif.contains("Written in `c.yml`"), "the page of the user's rule")
    var all = try StateBench(SettingFlags(profiles: ["all"]))
    #expect(try await all.difference(paths.map { [$0] }) == nil)
    all.settings.judgeExamplesAlone(failOn: .note)
    #expect(try await all.difference(paths.map { [$0] }) == nil)
  }

  @Test("A baseline holds joined states as it holds one run")
  func baseline() async throws {
    let bench = try StateBench()
    let data = RandomData(seed: 21, lines: 90)
    let paths = [
      try bench.folder.write("a.jsonl", data.file(0..<2) + data.file(40..<90)),
      try bench.folder.write("b.jsonl", data.file(0..<40)),
    ]
    var record = AuditOptions(keepsAllFindings: true)
    record.recordsBaseline = true
    let before = await Pipeline.audit([paths[1]], settings: bench.settings, options: record)
    let file = bench.folder.path + "/base.json"
    try bench.folder.write("base.json", try #require(before.baseline?.bytes))
    var options = AuditOptions(keepsAllFindings: true)
    options.baseline = try Baseline(path: file)
    let whole = AuditRun(await Pipeline.audit(paths, settings: bench.settings, options: options))
    let state = try RunState(
      merging: [
        try await bench.writeState("a", of: [paths[0]]), try await bench.writeState("b", of: [paths[1]]),
      ])
    let joined = AuditRun(await Pipeline.conclude(state, settings: try state.settings(), options: options))
    #expect(joined.difference(from: whole) == nil && whole.report.contains("accepted"))
  }

  @Test("Whether an empty file is odd or all that there is, the whole run tells")
  func emptyFiles() async throws {
    let bench = try StateBench()
    let (empty, full) = (try bench.write("a.jsonl", []), try bench.write("b.jsonl", cleanLines(20)))
    #expect(try await bench.difference([[empty], [full]]) == nil)
    #expect(try await bench.difference([[empty]]) == nil)
    #expect(try await bench.merged([bench.writeState("e", of: [empty])]).exitCode == 2)
    #expect(try await bench.state(of: [empty]).problems == [])
    #expect(try await bench.difference([[full], [try bench.folder.write("c.jsonl", "<html></html>\n")]]) == nil)
  }

  @Test(
    "Real sets", .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: ["s01-chat-corrupted", "s03-banking77-noisy", "s09-ladder-banking77-20", "c06-gsm8k-train"])
  func realSets(name: String) async throws {
    let bench = try StateBench()
    let lines = try SharedData.lines("\(name)/data.jsonl.gz").prefix(2_400)
    let paths = try (0..<3).map { k in
      let part = lines.enumerated().filter { $0.offset * 7 / 11 % 3 == k }.map { $0.element + [0x0A] }
      return try bench.folder.write("part\(k).jsonl.gz", gzip(Array(part.joined())))
    }
    #expect(try await bench.difference(paths.map { [$0] }, jobs: 2) == nil)
  }
}
