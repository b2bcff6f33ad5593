import Foundation
import Testing

@testable import TunegateKit

/// Runs over files with what was read of each source kept, beside the same runs without it.
struct IncrementalBench {
  var bench: StateBench
  var leastBytes = 0
  var mostBytes = 1 << 30
  var options = AuditOptions(keepsAllFindings: true)
  let folder: String

  init(_ flags: SettingFlags = SettingFlags(), config: String = "") throws {
    bench = try StateBench(flags, config: config)
    folder = bench.folder.path + "/cache"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @discardableResult
  func write(_ name: String, _ lines: [String]) throws -> String { try bench.write(name, lines) }

  func cache(_ paths: [String]) throws -> SourceCache {
    let key = RunCache(folder: folder).key(line: [], paths: paths, settings: bench.settings, files: [])
    var cache = SourceCache(folder: folder, key: try #require(key), program: "test")
    (cache.leastBytes, cache.mostBytes) = (leastBytes, mostBytes)
    return cache
  }

  func read(_ paths: [String]) async throws -> RunState {
    var options = options
    options.sourceCache = try cache(paths)
    return await Pipeline.read(paths, settings: bench.settings, options: options)
  }

  /// Sources that a run reads; nil when it does without the cache. Holds the run against one without.
  func sourcesRead(_ paths: [String], _ location: SourceLocation = #_sourceLocation) async throws -> Int? {
    let state = try await read(paths)
    let count = state.sourcesRead
    let run = AuditRun(await Pipeline.conclude(state, settings: bench.settings, options: options))
    let whole = AuditRun(await Pipeline.audit(paths, settings: bench.settings, options: options))
    let difference = run.difference(from: whole)
    #expect(difference == nil, sourceLocation: location)
    return count
  }

  /// Names of the states that are kept.
  var states: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".state") || $0.hasSuffix(".tmp") }.sorted()
  }
}
