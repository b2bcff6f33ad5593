import Testing

@testable import TunegateKit

@Suite struct RefusalTests {
  private static let line = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n"

  private static let refused: [(InputProblem.Kind, [UInt8])] = [
    (.lfsPointer, text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n")),
    (.htmlPage, text("<!DOCTYPE html>\n<html></html>")),
    (.htmlPage, text("\n  <HTML><body>403</body></HTML>")),
    (.htmlPage, text("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>")),
    (.commaSeparated, text("prompt,completion\n\"hello, world\",hi\n")),
    (.commaSeparated, text("\u{FEFF}\"id\",\"text\",\"label\"\n1,\"two\nlines\",x\n")),
    (.tabSeparated, text("prompt\tcompletion\nhello, you\thi\n")),
    (.utf16LittleEndian, [0xFF, 0xFE] + wide(line, first: 0)),
    (.utf16BigEndian, [0xFE, 0xFF] + wide(line, first: 1)),
    (.utf16LittleEndian, wide(line, first: 0)),
    (.utf16BigEndian, wide(line, first: 1)),
    (.utf32, [0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0]),
    (.parquet, text("PAR1") + [21, 4, 21, 0, 0, 0]),
    (.arrow, text("ARROW1") + [0, 0, 0xFF, 0xFF]),
    (.arrow, [0xFF, 0xFF, 0xFF, 0xFF, 0x40, 2, 0, 0, 16, 0, 0, 0]),
    (.zip, [0x50, 0x4B, 3, 4, 20, 0]),
    (.bzip2, text("BZh9") + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4]),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
    (.tar, text("train.jsonl") + [UInt8](repeating: 0, count: 246) + text("ustar") + [UInt8](repeating: 0, count: 500)),
    (.zlibStream, deflated(text(String(repeating: line, count: 40)), windowBits: 15)),
    (.sqlite, text("SQLite format 3\0") + [16, 0, 1, 1]),
    (.binary, (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 73 >> 3) }),
    (.binary, [UInt8](repeating: 0, count: 5000)),
    (.jsonArray, text("[\(line)]")),
    (.jsonArray, text("[{\"a\":1},{\"a\":2}]\n")),
    (.jsonArray, text("[\n{\"a\":1},\n{\"a\":2}\n]\n")),
    (.jsonArray, text("\u{FEFF}[\n  {\n    \"a\": 1\n  }\n]\n")),
    (.jsonArray, text("[{\"a\":1},\n{\"a\":2}]\n")),
    (.jsonArray, text("[{\"a\":1}\n,{\"a\":2}]\n")),
    (.jsonArray, text("[{\n\"a\":1}]\n")),
    (.jsonArray, text("[{\"a\":\"" + String(repeating: "x", count: 100_000) + "\"},{\"a\":1}]\n")),
    (.prettyPrinted, text("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n")),
    (.prettyPrinted, text("{ \"a\": [\n    \"b\": 1")),
    (.prettyPrinted, text("{\"messages\": [\n  {\n    \"role\": \"user\"")),
    (.emptyFile, []),
  ]

  private static func text(_ string: String) -> [UInt8] { Array(string.utf8) }

  /// ASCII as UTF-16: `first` is the place of the character's own byte in its pair.
  private static func wide(_ string: String, first: Int) -> [UInt8] {
    string.utf8.flatMap { first == 0 ? [$0, 0] : [0, $0] }
  }

  @Test(arguments: 0..<refused.count) func isRefusedByName(index: Int) {
    let (kind, bytes) = RefusalTests.refused[index]
    let result = readAll(bytes)
    #expect(result.kinds == [kind])
    #expect(result.pieces.isEmpty)
    #expect(result.summaries[0].problems.first?.isFatal == true)
    #expect(result.summaries[0].complete == (kind == .emptyFile))
    // Inside gzip the same is found, and the command takes the compression off first.
    if kind != .emptyFile { #expect(readAll(gzip(bytes)).kinds == [kind]) }
  }

  private static let accepted: [String] = [
    "{'prompt': 'a'}\n\(line)", "{\"a\":1,}\n\(line)", "{\"a\":1,\n\(line)", "{\n\(line)", "[\n\(line)\(line)",
    "[\n\(line)", "[{\"a\":1}\n\(line)", "[{\"a\":1}]\n[{\"a\":2}]\n", "[{\"a\":1},\n[{\"a\":2}]\n", "[1]\n\"x\"\n",
    "[[[[[[[[", "# a comment\n\(line)", "prompt,completion\n\(line)", "\u{FEFF}\(line)", "\n\n\n", "x^2\n\(line)",
    "{\"a\":1}\r{\"a\":2}\r", "PAR\n\(line)", "{\"a\":\"\0\0\0\"}\n\0\0\0\0\0\0\0\n\(line)",
    "\0\0\0\0\0\0\0\0\n\(line)\(line)", "null\n\(line)", "<<<<<<< HEAD\n\(line)", "One, two.\nThree.\n",
    "{\"a\":1, \"b\": [\n\(line)", "[{\"a\":\"\(String(repeating: "x", count: 100_000))\"}]\n[{\"a\":1}]\n",
  ]

  @Test(arguments: accepted) func aMalformedLineIsNoReasonToRefuse(text: String) {
    let result = readAll(Array(text.utf8))
    #expect(result.kinds.isEmpty)
    #expect(result.text == Array(text.utf8))
    #expect(result.summaries[0].complete)
  }

  @Test func anEmptySourceAmongOthersIsAWarning() {
    let scratch = Scratch()
    let result = readFiles(scratch.write("a.jsonl", ""), scratch.write("b.jsonl", RefusalTests.line))
    #expect(result.kinds == [.emptyFile])
    #expect(result.summaries.map(\.complete) == [true, true])
    #expect(result.summaries[0].problems[0].isFatal == false)
  }

  @Test func hintsAreCommandsForTheSourceAtHand() {
    func hint(_ path: String, _ kind: InputProblem.Kind, _ compression: Compression = .none, _ found: String = "")
      -> String
    {
      InputProblem(kind, at: Array(path.utf8), found: found, compression: compression).hint
    }
    #expect(hint("a/x.json", .jsonArray) == "jq -c '.[]' a/x.json > a/x.json.jsonl")
    #expect(hint("x.json.gz", .jsonArray, .gzip) == "gzip -dc x.json.gz | jq -c '.[]' > x.json.gz.jsonl")
    #expect(hint("x.zst", .prettyPrinted, .zstd) == "zstd -dc x.zst | jq -c . > x.zst.jsonl")
    #expect(hint("-", .prettyPrinted) == "COMMAND | jq -c . | tunegate check -")
    #expect(hint("my data.json", .prettyPrinted) == "jq -c . 'my data.json' > 'my data.json'.jsonl")
    #expect(hint("it's", .tar) == "tar -xf 'it'\\''s'")
    #expect(hint("-rf", .tar) == "tar -xf ./-rf")
    #expect(hint("a\u{1B}[2Jb", .tar) == "tar -xf 'a?[2Jb'")
    #expect(hint("x", .utf16LittleEndian) == "iconv -f UTF-16 -t UTF-8 x > x.jsonl")
    #expect(hint("x", .utf16BigEndian, .none, " without a mark") == "iconv -f UTF-16BE -t UTF-8 x > x.jsonl")
    #expect(hint("x", .lfsPointer) == "git lfs pull")
  }

  @Test(arguments: InputProblem.Kind.allCases) func everyKindSaysWhatAndWhatNext(kind: InputProblem.Kind) {
    let problem = InputProblem(kind, at: Array("data/x.jsonl".utf8), found: "FOUND")
    #expect(!problem.message.isEmpty && !problem.message.hasSuffix("."))
    #expect(!problem.hint.isEmpty)
    #expect(problem.text.hasPrefix("data/x.jsonl: "))
    let others = InputProblem.Kind.allCases.filter { $0 != kind }
    #expect(
      !others.contains { InputProblem($0, at: Array("data/x.jsonl".utf8), found: "FOUND").message == problem.message })
  }
}
