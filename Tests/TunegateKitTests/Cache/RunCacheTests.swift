import Foundation
import Testing

@testable import TunegateKit

@Suite("Cache of runs")
struct RunCacheTests {
  private let scratch = Scratch()

  @Test("A run reads back as it was; a byte that changed makes it none", arguments: 0..<40)
  func packed(seed: UInt64) throws {
    var dice = Dice(seed)
    func text() -> String { String(repeating: dice.pick(["a", "\u{E4}", "\n", "\u{0}"]), count: dice.number(0...9)) }
    let outputs = (0..<dice.number(0...3)).map { _ in
      CachedRun.Output(
        request: ReportRequest(kind: dice.pick(ReportKind.allCases), file: dice.once(in: 2) ? nil : "f" + text()),
        bytes: Array(text().utf8))
    }
    let run = CachedRun(exitCode: 1, warnings: (0..<dice.number(0...3)).map { _ in text() }, outputs: outputs)
    let bytes = run.packed
    #expect(CachedRun(packed: bytes) == run)
    var damaged = bytes
    damaged[dice.number(0...bytes.count - 1)] ^= 1 << UInt8(dice.number(0...7))
    #expect(CachedRun(packed: damaged) == nil)
    #expect(CachedRun(packed: Array(bytes.prefix(dice.number(0...bytes.count - 1)))) == nil)
  }

  @Test("The digest of a file is that of its bytes, whatever a read returns; any change of it changes")
  func digest() throws {
    var bytes = [UInt8](repeating: 7, count: 3_000_001)
    let path = scratch.write("big", bytes)
    let first = try FileDigest(ofFile: Array(path.utf8))
    #expect(try FileDigest(ofFile: Array(path.utf8)) == first && first.hex.count == 32)
    for i in [0, 1 << 20, 3_000_000] {
      bytes[i] ^= 1
      #expect(try FileDigest(ofFile: Array(scratch.write("other", bytes).utf8)) != first)
      bytes[i] ^= 1
    }
    #expect(try FileDigest(ofFile: Array(scratch.write("other", bytes.dropLast()).utf8)) != first)
    #expect(FileDigest(of: []) != FileDigest(of: [0]))
  }

  @Test("A file whose size, times and inode are as before is not read again; one that was just written is")
  func stamps() throws {
    let settings = try standardSettings(SettingFlags())
    let data = scratch.write("data.jsonl", "{\"prompt\": \"a\", \"completion\": \"b\"}\n")
    try FileManager.default.createDirectory(atPath: scratch.path + "/cache", withIntermediateDirectories: true)
    let cache = RunCache(folder: scratch.path + "/cache")
    func key() throws -> RunCache.Key {
      try #require(cache.key(line: ["check"], paths: [data], settings: settings, files: []))
    }
    let fresh = try key()
    #expect(fresh.stamps.map(\.isSettled) == [false])
    Thread.sleep(forTimeInterval: 3.1)
    let settled = try key()
    #expect(settled.stamps.map(\.isSettled) == [true] && settled.run == fresh.run)
    cache.keep(CachedRun(exitCode: 0, warnings: [], outputs: []), settled)
    cache.keepDigests(settled)
    #expect(try key().run == settled.run && cache.run(settled) != nil)
    // A wrong digest under the file's stamp is believed: the file was not read.
    var lie = settled
    lie = RunCache.Key(
      run: lie.run, line: lie.line,
      stamps: lie.stamps.map {
        RunCache.Stamp(location: $0.location, status: $0.status, digest: FileDigest(of: [1]), isSettled: true)
      })
    cache.keepDigests(lie)
    #expect(try key().run != settled.run)
    // Until it is touched.
    scratch.write("data.jsonl", "{\"prompt\": \"a\", \"completion\": \"b\"}\n")
    #expect(try key().run == settled.run)
  }
}
