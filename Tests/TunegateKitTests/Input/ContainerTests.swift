import Foundation
import Testing

@testable import TunegateKit

@Suite struct ContainerTests {
  private let text = Array((1...60).map { "{\"n\":\($0),\"t\":\"some text \($0 * 7919)\"}\n" }.joined().utf8)

  /// Whole lines from the beginning of the text.
  private func expectWholeLines(_ result: ReadResult, _ note: Comment) {
    #expect(text.starts(with: result.text), note)
    #expect(result.text.isEmpty || result.text.last == 0x0A, note)
  }

  @Test func everyCutOfAGzipFileIsTold() {
    let packed = gzip(text, flags: 0x1E)
    for length in 3..<packed.count {
      let result = readAll(Array(packed.prefix(length)))
      let kind: InputProblem.Kind = length < packed.count - 8 ? .truncatedGzip : .truncatedGzipTrailer
      #expect(result.kinds == [kind], "\(length) bytes")
      #expect(!result.summaries[0].complete && result.summaries[0].verifiedOffset == 0, "\(length) bytes")
      expectWholeLines(result, "\(length) bytes")
      if kind == .truncatedGzipTrailer { #expect(result.text == text) }
    }
  }

  @Test func everyCutOfAZstdFileIsTold() {
    let packed = zstd(text)
    for length in 4..<packed.count {
      let result = readAll(Array(packed.prefix(length)))
      #expect(result.kinds == [.truncatedZstd], "\(length) bytes")
      expectWholeLines(result, "\(length) bytes")
    }
  }

  /// Whatever byte is changed, nothing crashes, and text that is not what was compressed is never called complete.
  @Test func aChangedByteNeverPasses() {
    let packed = gzip(text)
    var generator = SeededGenerator(11)
    for index in packed.indices.dropFirst(10) {
      var damaged = packed
      damaged[index] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
      let result = readAll(damaged)
      #expect(!result.summaries[0].complete, "byte \(index)")
      #expect(result.summaries[0].verifiedOffset == 0, "byte \(index)")
      if index >= packed.count - 4 {
        #expect(result.kinds == [.gzipLength] && result.text == text)
      } else if index >= packed.count - 8 {
        #expect(result.kinds == [.gzipChecksum] && result.text == text)
      }
    }
  }

  @Test func damageInALaterMemberKeepsTheVerifiedOnes() {
    let half = text.count / 2
    var second = gzip(Array(text[half...]))
    second[second.count - 6] ^= 1
    let result = readAll(gzip(Array(text[..<half])) + second)
    #expect(result.kinds == [.gzipChecksum])
    #expect(result.summaries[0].verifiedOffset == half)
    #expect(result.text == text)
  }

  @Test func aFragmentBeforeDamageIsNoLine() {
    let half = text.count / 2 + 5
    var first = gzip(Array(text[..<half]))
    first[first.count - 6] ^= 1
    let result = readAll(first + gzip(Array(text[half...])))
    #expect(result.kinds == [.gzipChecksum])
    expectWholeLines(result, "the first member ends inside a line")
    #expect(result.text.count > half - 60 && result.text.count < half)
  }

  @Test func corruptDeflateDataIsTold() {
    let result = readAll(gzip(text) + gzip(text).prefix(10) + [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(result.kinds == [.corruptGzip])
    #expect(result.summaries[0].verifiedOffset == text.count)
    #expect(readAll([0x1F, 0x8B, 9, 0] + gzip(text).dropFirst(4)).kinds == [.corruptGzip])
  }

  @Test func corruptZstdDataIsTold() {
    var packed = zstd(text)
    for index in 5..<40 { packed[index] ^= 0x55 }
    #expect(readAll(packed).kinds == [.corruptZstd])
  }

  @Test func garbageBehindTheEndIsAWarningAndZerosAreNot() {
    for (packed, name) in [(gzip(text), "gzip"), (zstd(text), "zstd")] {
      let result = readAll(packed + Array("garbage".utf8))
      #expect(result.kinds == [.trailingGarbage], "\(name)")
      #expect(!result.summaries[0].problems[0].isFatal)
      #expect(result.summaries[0].complete && result.text == text)
      #expect(result.summaries[0].problems[0].message.contains("\(packed.count)"))
    }
    let padded = readAll(gzip(text) + [UInt8](repeating: 0, count: 300_000))
    #expect(padded.kinds.isEmpty && padded.text == text)
    let continued = readAll(gzip(text) + [0, 0, 0] + gzip(text))
    #expect(continued.kinds.isEmpty && continued.text == text + text)
  }

  @Test func emptyMembersAndSkippableFramesAreNothing() {
    let zipped = readAll(gzip([]) + gzip(text) + gzip([]) + gzip([]))
    #expect(zipped.kinds.isEmpty && zipped.text == text)
    let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let framed = readAll(skippable + zstd(text) + skippable + zstd(text))
    #expect(framed.kinds.isEmpty && framed.text == text + text)
    #expect(readAll(gzip([])).kinds == [.emptyFile])
  }

  @Test func compressedTwiceIsRefused() {
    #expect(readAll(gzip(gzip(text))).kinds == [.doubleCompressed])
    #expect(readAll(zstd(gzip(text))).kinds == [.doubleCompressed])
    let problem = readAll(gzip(gzip(text))).summaries[0].problems[0]
    #expect(problem.hint == "gzip -dc train.jsonl | tunegate check -")
  }

  @Test func aBombIsLeftEarly() {
    let zeros = gzip([UInt8](repeating: 0x30, count: 32 << 20), level: 9)
    let bomb = gzip(Array("{\"a\":1}\n{\"t\":\"".utf8)) + zeros + zeros + zeros + zeros + zeros + zeros
    let result = readAll(bomb)
    #expect(result.kinds == [.ratioLimit])
    #expect(!result.summaries[0].complete && result.summaries[0].problems[0].isFatal)
    #expect(result.summaries[0].textBytes <= 66 << 20)
    #expect(result.largestCapacity <= InputLimits().lineBytes + 1)
    #expect(String(decoding: result.text, as: UTF8.self) == "{\"a\":1}\n")
    let framed = zstd([UInt8](repeating: 0x30, count: 100 << 20))
    #expect(readAll(framed).kinds == [.ratioLimit])
    // Below the floor any ratio is allowed.
    #expect(readAll(gzip(Array("{\"a\":1}\n".utf8)) + zeros).kinds.isEmpty)
  }
}
