import Testing

@testable import TunegateKit

/// The law that the design obeys: any split into files, batches and jobs gives the same report, byte for byte.
@Suite("Any split gives the same report")
struct SplitLawTests {
  private static let seeds: [UInt64] = [1, 2, 3, 5]

  private func run(
    _ path: String, jobs: Int = 1, slabBytes: Int = Slab.standardBytes, keepsAll: Bool = true, show: Int = 5
  ) async throws -> AuditRun {
    AuditRun(try await audit([path], jobs: jobs, slabBytes: slabBytes, keepsAll: keepsAll, show: show))
  }

  private func audit(
    _ paths: [String], jobs: Int = 1, slabBytes: Int = Slab.standardBytes, keepsAll: Bool = true, show: Int = 5,
    flags: SettingFlags = SettingFlags()
  ) async throws -> Audit {
    var settings = try standardSettings(flags)
    settings.limits.shownPerRule = show
    // The smallest limit that holds for every size of slab, so that some lines pass it.
    settings.limits.lineBytes = Slab.standardBytes
    var options = AuditOptions(jobs: jobs, keepsAllFindings: keepsAll)
    options.slabBytes = slabBytes
    return await Pipeline.audit(paths, settings: settings, options: options)
  }

  @Test("Jobs and slabs do not show", arguments: seeds)
  func jobsAndSlabs(seed: UInt64) async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: seed, lines: 260)
    let path = try folder.write("data.jsonl", data.file(withMark: seed % 2 == 0))
    let whole = try await run(path)
    #expect(whole.report.contains("exact-duplicate") && whole.findings.contains("malformed-json"))
    for (jobs, slabBytes) in [(1, 512), (2, 512), (8, 512), (2, 8192), (8, 8192), (1, 64), (8, Slab.standardBytes)] {
      let split = try await run(path, jobs: jobs, slabBytes: slabBytes)
      #expect(split.difference(from: whole) == nil, "\(jobs) jobs, slabs of \(slabBytes) bytes")
    }
  }

  @Test("Jobs do not show in slabs of the standard size, a line beyond the limit included")
  func standardSlabs() async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: 77, lines: 4000)
    var bytes = data.file()
    bytes += Array(#"{"text": ""#.utf8) + [UInt8](repeating: 0x78, count: Slab.standardBytes) + Array("\"}\n".utf8)
    let more = RandomData(seed: 78, lines: 4000)
    bytes += more.file()
    try #require(bytes.count > 4 * Slab.standardBytes)
    let path = try folder.write("data.jsonl", bytes)
    let alone = try await run(path)
    #expect(alone.findings.contains("oversized-line"))
    for jobs in [2, 8] {
      let split = try await run(path, jobs: jobs)
      #expect(split.difference(from: alone) == nil, "\(jobs) jobs")
    }
    let tiny = try await run(path, jobs: 2, slabBytes: 4096)
    #expect(tiny.difference(from: alone) == nil)
  }

  @Test("Compression shows only as such", arguments: seeds)
  func compression(seed: UInt64) async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: seed, lines: 150)
    let bytes = data.file()
    let plain = try await audit([try folder.write("plain/data.jsonl", bytes)])
    let half = bytes.count / 3
    let forms: [(name: String, bytes: [UInt8], compression: Compression)] = [
      ("gzip1", gzip(bytes), .gzip), ("zstd1", zstd(bytes), .zstd),
      ("gzip2", gzip(Array(bytes[..<half])) + gzip([]) + gzip(Array(bytes[half...])), .gzip),
    ]
    for form in forms {
      let path = try folder.write("\(form.name)/data.jsonl", form.bytes)
      let packed = try await audit([path], jobs: 2, slabBytes: 2048)
      let input = packed.report.inputs[0]
      #expect(input.compression == form.compression && input.bytes == form.bytes.count && input.complete)
      let run = AuditRun(packed, inputs: plain.report.inputs).replacing("/\(form.name)/", with: "/plain/")
      #expect(run.difference(from: AuditRun(plain)) == nil, "\(form.name)")
    }
  }

  @Test("Which findings are shown does not depend on whether all are kept", arguments: seeds)
  func keeping(seed: UInt64) async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: seed, lines: 300)
    let path = try folder.write("data.jsonl", data.file())
    for show in [0, 1, 2, 5] {
      let all = try await run(path, show: show)
      let few = try await run(path, jobs: 2, slabBytes: 700, keepsAll: false, show: show)
      var same = few
      same.findings = all.findings
      #expect(same.difference(from: all) == nil, "--show \(show)")
    }
  }

  @Test("Line ends do not show", arguments: seeds)
  func lineEnds(seed: UInt64) async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: seed, lines: 200)
    let plain = try await audit([try folder.write("data.jsonl", data.file(lineEnd: [0x0A]))])
    for ends in [[0x0D, 0x0A], nil] as [[UInt8]?] {
      let other = try await audit([try folder.write("data.jsonl", data.file(lineEnd: ends))])
      #expect(AuditRun(other, inputs: plain.report.inputs).difference(from: AuditRun(plain)) == nil)
    }
  }

  @Test("The findings of a line come in the order of its bytes")
  func orderInLine() async throws {
    let folder = try TestFolder()
    // The reader takes the prompt before the answers, wherever they stand.
    let turn = { (role: String) in #"[{"role": "\#(role)", "content": "a"}]"# }
    let line = #"{"rejected": \#(turn("x")), "chosen": \#(turn("y")), "prompt": \#(turn("z"))}"#
    let path = try folder.write("data.jsonl", line + "\n")
    let all = try await run(path)
    let first = try await run(path, keepsAll: false, show: 1)
    let columns = all.findings.matches(of: /"rule":"unknown-role".*?"column":(\d+)/).compactMap { Int($0.1) }
    #expect(columns == columns.sorted() && columns.count == 3)
    #expect(try await run(path, show: 1).report == first.report)
  }

  @Test("Shards of a file, paths and line numbers mapped back", arguments: seeds)
  func shards(seed: UInt64) async throws {
    let folder = try TestFolder()
    let hasMark = seed % 2 == 1
    // These two say what a loader makes of the first file: the one thing that a split into files does change.
    let flags = SettingFlags(ignore: [NullFirstColumn.id, UnstableType.id])
    var data = RandomData(seed: seed, lines: 240)
    let whole = try await audit([try folder.write("whole/data.jsonl", data.file(withMark: hasMark))], flags: flags)
    let ranges = data.shards(5)
    for (i, range) in ranges.enumerated() {
      try folder.write("parts/data-\(i).jsonl", data.file(range, withMark: hasMark && i == 0))
    }
    let parts = try await audit([folder.path + "/parts"], jobs: 2, slabBytes: 1024, flags: flags)
    #expect(parts.report.inputs.map(\.examples).reduce(0, +) == whole.report.inputs[0].examples)
    #expect(parts.report.problems == [] && whole.report.problems == [])

    let map = ShardMap(starts: ranges.map(\.lowerBound), paths: parts.paths)
    let findings = parts.findings.map(map.mapped)
    #expect(findings.count == whole.findings.count)
    for (mine, theirs) in zip(findings, whole.findings) { #expect(mine == theirs) }
    var report = parts.report
    report.inputs = whole.report.inputs
    report.findings = report.findings.map(map.mapped)
    #expect(report == whole.report)
    #expect(scores(parts).map(map.mapped) == scores(whole))
  }

  private func scores(_ audit: Audit) -> [ExampleScore] {
    var scores: [ExampleScore] = []
    audit.forEachScore { scores.append($0) }
    return scores
  }

  @Test("Neither the order of the PATHs nor naming one twice shows")
  func orderOfPaths() async throws {
    let folder = try TestFolder()
    var paths: [String] = []
    for i in 0..<4 {
      let data = RandomData(seed: 100 + UInt64(i), lines: 40)
      paths.append(try folder.write("part-\(i).jsonl", data.file()))
    }
    let sorted = AuditRun(try await audit(paths))
    var dice = Dice(9)
    for _ in 0..<4 {
      let named = dice.shuffled(paths + [paths[2], folder.path])
      #expect(AuditRun(try await audit(named, jobs: 2)).difference(from: sorted) == nil, "\(named)")
    }
  }

  @Test("The same input gives the same bytes again")
  func repetition() async throws {
    let folder = try TestFolder()
    let data = RandomData(seed: 41, lines: 200)
    let path = try folder.write("data.jsonl", data.file(withMark: true))
    let first = try await run(path, jobs: 8, slabBytes: 256)
    for _ in 0..<5 {
      #expect(try await run(path, jobs: 8, slabBytes: 256).difference(from: first) == nil)
    }
  }
}

/// Puts places in shards back to where they are in the whole file.
private struct ShardMap {
  /// Lines of the whole before each shard.
  let starts: [Int]
  let paths: [String]

  func mapped(_ place: Place) -> Place {
    place.source < 0 ? place : Place(source: 0, line: place.line == 0 ? 0 : starts[place.source] + place.line)
  }

  /// A finding names the other place in its sentence too: `line 3`, or `line 3 of PATH` in another shard.
  func mapped(_ finding: Finding) -> Finding {
    var finding = finding
    for place in finding.related {
      let isHere = place.source == finding.place.source
      let name = isHere ? "line \(place.line)" : "line \(place.line) of \(paths[place.source])"
      finding.message = finding.message.replacing(name, with: "line \(mapped(place).line)")
    }
    finding.place = mapped(finding.place)
    finding.related = finding.related.map(mapped)
    return finding
  }

  func mapped(_ score: ExampleScore) -> ExampleScore {
    var score = score
    score.place = mapped(score.place)
    return score
  }
}
