import Foundation
import Testing

@testable import TunegateKit

@Suite struct SlabReaderTests {
  /// The laws of a list of slabs over one source, against the text itself.
  private func expectLaws(_ result: ReadResult, _ text: [UInt8], slabBytes: Int, _ note: Comment) {
    #expect(result.text == text, note)
    var offset = 0
    var line = 1
    for (n, piece) in result.pieces.enumerated() {
      #expect(piece.sequence == n && piece.offset == offset && piece.firstLine == line, note)
      #expect(!piece.text.isEmpty && piece.oversized == nil, note)
      offset += piece.text.count
      line += piece.text.count { $0 == 0x0A }
      if n < result.pieces.count - 1 {
        #expect(piece.text.last == 0x0A, note)
        // Filled completely before it was cut: the next line would not have fitted.
        let next = result.pieces[n + 1].text
        let nextLine = (next.firstIndex(of: 0x0A) ?? next.count - 1) + 1
        #expect(piece.text.count + nextLine > slabBytes || piece.text.count == slabBytes, note)
      }
      // Only its first line may make a slab longer than the standard.
      let firstLine = (piece.text.firstIndex(of: 0x0A) ?? piece.text.count - 1) + 1
      #expect(piece.text.count <= slabBytes || firstLine > slabBytes, note)
    }
    let summary = result.summaries[0]
    #expect(summary.complete && summary.problems.isEmpty, note)
    #expect(summary.textBytes == text.count && summary.verifiedOffset == text.count, note)
    #expect(summary.lines == line - 1 + (text.last == 0x0A ? 0 : 1), note)
  }

  @Test(arguments: 0..<24) func slabsDependOnTheTextAlone(seed: Int) {
    var generator = SeededGenerator(UInt64(seed))
    let slabBytes = [16, 64, 257, 1024, 4096].randomElement(using: &generator)!
    let longest = [8, 100, 3000].randomElement(using: &generator)!
    let text = randomLines(Int.random(in: 0...200, using: &generator), longest: longest, using: &generator)
    let plain = readAll(text, slabBytes: slabBytes)
    expectLaws(plain, text, slabBytes: slabBytes, "plain")

    for members in [1, 2, Int.random(in: 3...40, using: &generator)] {
      let borders = (0..<(members - 1)).map { _ in Int.random(in: 0...text.count, using: &generator) }.sorted()
      let ranges = zip([0] + borders, borders + [text.count]).map { text[$0..<$1] }
      for (name, pack) in [("gzip", { gzip($0, flags: 0x1E) }), ("zstd", { zstd($0) })]
        as [(String, ([UInt8]) -> [UInt8])]
      {
        let packed = ranges.flatMap { pack(Array($0)) }
        for longestRead in [1, 7, 5000, .max] {
          let result = readAll(packed, seed: UInt64(seed), longestRead: longestRead, slabBytes: slabBytes)
          #expect(result.pieces == plain.pieces, "\(name), \(members) members, reads of up to \(longestRead)")
          #expect(result.summaries[0].compression.rawValue == name)
          #expect(result.summaries[0].verifiedOffset == text.count)
          #expect(result.kinds.isEmpty)
        }
      }
    }
    #expect(readAll(text, seed: UInt64(seed), longestRead: 9, slabBytes: slabBytes).pieces == plain.pieces)
  }

  @Test func slabsNeverSpanSources() {
    let scratch = Scratch()
    let a = scratch.write("a.jsonl", "{\"a\":1}\n{\"a\":2}")
    let b = scratch.write("b.jsonl", gzip(Array("{\"b\":1}\n".utf8)))
    let result = readFiles(a, b)
    #expect(result.pieces.map(\.source) == [0, 1])
    #expect(result.pieces.map(\.sequence) == [0, 1])
    #expect(result.pieces.map(\.firstLine) == [1, 1])
    #expect(result.summaries.map(\.lines) == [2, 1])
    #expect(result.summaries.map(\.compression) == [.none, .gzip])
  }

  @Test func behindASlabThereAreZeros() {
    let reader = SlabReader([Source(path: "x.jsonl")], slabBytes: 64) {
      (_: Source) throws(System.Failure) -> any ByteInput in
      ChoppedInput(Array(String(repeating: "{\"key\":\"value\"}\n", count: 20).utf8))
    }
    let slab = Slab(capacity: 64)
    while reader.next(into: slab) {
      let behind = UnsafeBufferPointer(start: slab.bytes + slab.count, count: Slab.tail)
      #expect(behind.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [255, 256, 257, 1000, 1024, 1025, 5000]) func linesOverTheLimitAreSkipped(length: Int) {
    let limits = InputLimits(lineBytes: 256)
    let long = "{\"t\":\"" + String(repeating: "x", count: length - 8) + "\"}"
    #expect(long.utf8.count == length)
    let text = Array("{\"a\":1}\n\(long)\n{\"b\":2}\n\(long)\n\(long)\n{\"c\":3}".utf8)
    for packed in [text, gzip(text), zstd(text)] {
      let result = readAll(packed, longestRead: 11, limits: limits, slabBytes: 64)
      let oversized = result.pieces.filter { $0.oversized != nil }
      #expect(result.summaries[0].lines == 6)
      #expect(result.summaries[0].complete)
      if length <= 256 {
        #expect(oversized.isEmpty && result.text == text)
      } else {
        #expect(oversized.map(\.oversized) == [length, length, length])
        #expect(oversized.map(\.firstLine) == [2, 4, 5])
        #expect(oversized.map(\.offset) == [8, 8 + length + 1 + 8, 8 + 2 * (length + 1) + 8])
        #expect(oversized.allSatisfy { $0.text.isEmpty })
        #expect(String(decoding: result.text, as: UTF8.self) == "{\"a\":1}\n{\"b\":2}\n{\"c\":3}")
        #expect(result.pieces.last?.firstLine == 6)
        #expect(result.pieces.last?.offset == text.count - 7)
      }
    }
  }

  @Test func aLongLineAtTheEndOfItsSourceIsSkipped() {
    let text = Array("{\"a\":1}\n".utf8) + [UInt8](repeating: 0x78, count: 900)
    let result = readAll(text, limits: InputLimits(lineBytes: 256), slabBytes: 64)
    #expect(result.pieces.map(\.oversized) == [nil, 900])
    #expect(result.summaries[0].lines == 2)
    #expect(result.summaries[0].textBytes == text.count)
  }

  /// 200 MB in one line: the slab never grows past the limit, whatever the container.
  @Test func aHugeLineTakesConstantMemory() {
    let length = 200 << 20
    let plain = SlabReader([Source(path: "x.jsonl")]) { (_: Source) throws(System.Failure) -> any ByteInput in
      LongLineInput(head: "{\"a\":1}\n{\"t\":\"", filler: 0x78, count: length, tail: "\"}\n{\"b\":2}\n")
    }
    // The same as gzip members of 1 MiB, kept below the limit on the ratio by noise that deflate cannot shrink.
    var generator = SeededGenerator(7)
    var block = [UInt8](repeating: 0x78, count: 1 << 20)
    for n in 0..<(16 << 10) {
      block[n] =
        UInt8.random(in: 0x30...0x7A, using: &generator) == 0x5C
        ? 0x30 : UInt8.random(in: 0x30...0x5B, using: &generator)
    }
    let middle = gzip(block)
    var packed = gzip(Array("{\"a\":1}\n{\"t\":\"".utf8))
    for _ in 0..<200 { packed += middle }
    packed += gzip(Array("\"}\n{\"b\":2}\n".utf8))
    let zipped = SlabReader([Source(path: "x.jsonl")]) { (_: Source) throws(System.Failure) -> any ByteInput in
      ChoppedInput(packed)
    }
    for reader in [plain, zipped] {
      let result = readAll(reader)
      #expect(result.pieces.map(\.oversized) == [nil, length + 8, nil])
      #expect(result.pieces.map(\.firstLine) == [1, 2, 3])
      #expect(String(decoding: result.text, as: UTF8.self) == "{\"a\":1}\n{\"b\":2}\n")
      #expect(result.largestCapacity <= InputLimits().lineBytes + 1)
      #expect(result.summaries[0].complete)
    }
  }

  @Test func theTotalLimitStopsTheRun() {
    let scratch = Scratch()
    let line = "{\"a\":1}\n"
    let a = scratch.write("a.jsonl", String(repeating: line, count: 100))
    let b = scratch.write("b.jsonl", line)
    let result = readFiles(a, b, limits: InputLimits(totalBytes: 400))
    #expect(result.kinds == [.totalLimit, .totalLimit])
    #expect(result.summaries.map(\.complete) == [false, false])
    #expect(readFiles(a, b, limits: InputLimits(totalBytes: 808)).kinds.isEmpty)
  }

  @Test func aPipeIsRead() throws {
    let scratch = Scratch()
    let pipe = scratch.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    var generator = SeededGenerator(3)
    let text = randomLines(5000, longest: 400, using: &generator)
    let writer = Thread {
      let handle = FileHandle(forWritingAtPath: pipe)!
      for start in stride(from: 0, to: text.count, by: 3001) {
        handle.write(Data(text[start..<min(start + 3001, text.count)]))
      }
      try? handle.close()
    }
    writer.start()
    let (sources, problems) = SourceList.find([pipe])
    #expect(problems.isEmpty && sources.count == 1)
    let result = readAll(SlabReader(sources))
    #expect(result.text == text)
    #expect(result.summaries[0].bytes == text.count)
    #expect(result.summaries[0].complete)
  }

  @Test(arguments: ["grow", "shrink", "rewrite", "replace", "remove"]) func aChangeWhileReadingIsTold(how: String)
    throws
  {
    let scratch = Scratch()
    let line = "{\"a\":1}\n"
    let file = scratch.write("a.jsonl", String(repeating: line, count: 300_000))
    let reader = SlabReader([Source(path: file)])
    let slab = Slab()
    #expect(reader.next(into: slab))
    switch how {
    case "grow":
      let handle = FileHandle(forWritingAtPath: file)!
      handle.seekToEndOfFile()
      handle.write(Data(line.utf8))
    case "shrink": #expect(truncate(file, 2_000_000) == 0)
    case "rewrite":
      // The same length: only the time of the last change tells.
      #expect(utimes(file, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]) == 0)
    case "replace":
      let other = scratch.write("b.jsonl", line)
      #expect(rename(other, file) == 0)
    default: #expect(unlink(file) == 0)
    }
    let rest = readAll(reader)
    #expect(rest.kinds == [.changedWhileRead])
    #expect(rest.summaries[0].complete == false)
    #expect(rest.summaries[0].problems[0].isFatal)
  }

  @Test func aFileThatVanishedIsAProblemAndTheRestIsRead() {
    let scratch = Scratch()
    let there = scratch.write("b.jsonl", "{\"a\":1}\n")
    let result = readFiles(scratch.path + "/a.jsonl", there)
    #expect(result.kinds == [.missing])
    #expect(result.summaries.map(\.complete) == [false, true])
    #expect(result.pieces.map(\.source) == [1])
  }

  @Test func aFolderCannotBeReadAsText() {
    let scratch = Scratch()
    let result = readFiles(scratch.path)
    #expect(result.kinds == [.readError])
    #expect(result.summaries[0].problems[0].message.contains("Is a directory"))
    #expect(!result.summaries[0].complete)
  }

  @Test func aNonBlockingPipeIsWaitedFor() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    let writing = ends[1]
    Thread {
      usleep(50_000)
      _ = write(writing, "{}\n", 3)
      close(writing)
    }.start()
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(try System.read(ends[0], into: &bytes, count: 8) == 3)
    #expect(try System.read(ends[0], into: &bytes, count: 8) == 0)
    #expect(bytes.prefix(3) == [0x7B, 0x7D, 0x0A])
    close(ends[0])
  }

  @Test func aFailingReadKeepsWhatCameBefore() {
    let text = Array("{\"a\":1}\n{\"b\":".utf8)
    for (packed, verified) in [(text, text.count), (gzip(text), text.count), (zstd(text), text.count)] {
      let reader = SlabReader([Source(path: "x.jsonl")]) { (_: Source) throws(System.Failure) -> any ByteInput in
        ChoppedInput(packed, failingAtEnd: System.Failure(code: EIO))
      }
      let result = readAll(reader)
      #expect(result.kinds == [.readError])
      #expect(result.summaries[0].problems[0].message.contains("Input/output error"))
      #expect(String(decoding: result.text, as: UTF8.self) == "{\"a\":1}\n")
      #expect(result.summaries[0].verifiedOffset == verified)
    }
  }
}
