import Foundation
import Testing

@testable import TunegateKit

/// The folder with the shared data sets: `TUNEGATE_SHARED`, else `../shared` beside the checkout.
private let torture: String = {
  let beside = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
  let shared = ProcessInfo.processInfo.environment["TUNEGATE_SHARED"] ?? beside + "/../shared"
  return shared + "/data/d01-torture"
}()

private let isTortureThere = FileManager.default.fileExists(atPath: torture + "/expected.json")

@Suite(.enabled(if: isTortureThere, "the shared data set d01-torture is not beside the checkout"))
struct TortureTests {
  /// What the container's policy is; every other file is read whole and without a word.
  private static let policies: [String: InputProblem.Kind] = [
    "files/empty.jsonl": .emptyFile, "files/truncated.jsonl.gz": .truncatedGzip,
    "files/truncated-trailer.jsonl.gz": .truncatedGzipTrailer, "files/bad-crc.jsonl.gz": .gzipChecksum,
    "files/bad-isize.jsonl.gz": .gzipLength, "files/trailing-garbage.jsonl.gz": .trailingGarbage,
    "files/zlib-not-gzip.jsonl.gz": .zlibStream, "files/xz.jsonl.xz": .xz, "files/bz2.jsonl.bz2": .bzip2,
    "files/utf16le.jsonl": .utf16LittleEndian, "files/utf16be.jsonl": .utf16BigEndian,
    "files/pretty-printed.jsonl": .prettyPrinted, "files/json-array.jsonl": .jsonArray,
    "files/json-array-lines.jsonl": .jsonArray, "files/csv-named.jsonl": .commaSeparated,
    "files/html-error.jsonl": .htmlPage, "files/lfs-pointer.jsonl": .lfsPointer,
    "files/bomb-1GB-line.jsonl.gz": .ratioLimit,
  ]
  private static let deliversAllDespiteDamage: Set = [
    "files/truncated-trailer.jsonl.gz", "files/bad-crc.jsonl.gz", "files/bad-isize.jsonl.gz",
    "files/trailing-garbage.jsonl.gz",
  ]

  private struct Expected: Decodable {
    let file: String
    let bytes: Int
  }

  @Test func everyFileIsReadByItsPolicy() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: torture + "/expected.json"))
    let expected = try JSONDecoder().decode([Expected].self, from: data)
    #expect(expected.count >= 60)
    let plain = [UInt8](try Data(contentsOf: URL(fileURLWithPath: torture + "/files/plain.jsonl")))
    for entry in expected {
      let result = readFiles(torture + "/" + entry.file)
      let policy = TortureTests.policies[entry.file]
      #expect(result.kinds == (policy.map { [$0] } ?? []), "\(entry.file)")
      #expect(result.summaries[0].bytes == entry.bytes, "\(entry.file)")
      if policy == nil || TortureTests.deliversAllDespiteDamage.contains(entry.file) {
        #expect(result.summaries[0].textBytes == result.text.count, "\(entry.file)")
        if entry.file.hasSuffix(".gz") && !entry.file.contains("long-line") {
          #expect(result.text == plain, "\(entry.file)")
        } else if policy == nil && result.summaries[0].compression == .none {
          let there = [UInt8](try Data(contentsOf: URL(fileURLWithPath: torture + "/" + entry.file)))
          #expect(result.text == there, "\(entry.file)")
        }
      } else if policy == .truncatedGzip {
        #expect(plain.starts(with: result.text) && result.text.last == 0x0A)
        #expect(result.lines > 100 && result.lines < 300)
      } else if policy != .ratioLimit {
        #expect(result.pieces.isEmpty, "\(entry.file)")
      }
    }
  }

  @Test func ordinaryDataSetsAreNotRefused() {
    let (sources, problems) = SourceList.find([torture + "/..//*/data.jsonl*"])
    #expect(problems.isEmpty)
    #expect(sources.count > 20)
    let reader = SlabReader(sources)
    let result = readAll(reader, keepsText: false)
    #expect(result.kinds.isEmpty)
    #expect(result.summaries.allSatisfy { $0.complete && $0.verifiedOffset == $0.textBytes && $0.lines > 100 })
  }
}
