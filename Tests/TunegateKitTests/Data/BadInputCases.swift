import Foundation

@testable import TunegateKit

/// An input of `docs/bad-input.md`: the bytes of the file that stands for the row.
struct BadInputCase {
  /// The file's name and contents; nothing for a file that is not there.
  var files: [(name: String, bytes: [UInt8])]
  /// A limit other than the default, so that a test need not pass it with megabytes.
  var lineBytes: Int?
  /// How many warnings are told on standard error.
  var warnings = 0

  init(_ bytes: [UInt8], name: String = "data.jsonl") { files = [(name, bytes)] }
  init(_ text: String) { self.init(Array(text.utf8)) }
  init(files: [(name: String, bytes: [UInt8])]) { self.files = files }

  /// The line, or the lines, behind 60 sound examples.
  init(line: String) { self.init((cleanLines(60) + [line]).joined(separator: "\n") + "\n") }

  func lineBytes(_ count: Int) -> BadInputCase {
    var copy = self
    copy.lineBytes = count
    return copy
  }

  func warns() -> BadInputCase {
    var copy = self
    copy.warnings = 1
    return copy
  }

  // MARK: - The rows

  private static var clean: String { cleanLines(60).joined(separator: "\n") + "\n" }
  private static var cleanBytes: [UInt8] { Array(clean.utf8) }
  private static func wide(_ encoding: String.Encoding) -> [UInt8] { [UInt8](clean.data(using: encoding) ?? Data()) }

  /// Behind this prefix the rest is what such a file may hold.
  private static func starting(_ magic: [UInt8]) -> BadInputCase {
    BadInputCase(magic + (0..<600).map { UInt8(truncatingIfNeeded: $0 &* 37) })
  }

  static var refused: [String: BadInputCase] {
    [
      "file that is not there": BadInputCase(files: []),
      "empty file": BadInputCase(""),
      "only blank lines": BadInputCase("\n \n\t\r\n"),
      "Git LFS pointer": BadInputCase("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
      "HTML page": BadInputCase("<!DOCTYPE html>\n<html><body>404</body></html>\n"),
      "CSV": BadInputCase("prompt,completion\nhello,world\na,\"b, c\"\n"),
      "TSV": BadInputCase("prompt\tcompletion\nhello\tworld\n"),
      "JSON array on one line": BadInputCase("[" + cleanLines(60).joined(separator: ", ") + "]\n"),
      "JSON array over many lines": BadInputCase("[\n" + cleanLines(60).joined(separator: ",\n") + "\n]\n"),
      "pretty-printed JSON": BadInputCase("{\n  \"prompt\": \"a\",\n  \"completion\": \"b\"\n}\n"),
      "UTF-16 text": BadInputCase([0xFF, 0xFE] + wide(.utf16LittleEndian)),
      "UTF-16 text without a byte order mark": BadInputCase(wide(.utf16BigEndian)),
      "UTF-32 text": BadInputCase([0xFF, 0xFE, 0, 0] + wide(.utf32LittleEndian)),
      "xz data": starting([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
      "bzip2 data": starting(Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
      "ZIP archive": starting([0x50, 0x4B, 3, 4]),
      "7-Zip archive": starting([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
      "bare zlib stream": BadInputCase(deflated(cleanBytes, windowBits: 15)),
      "Parquet file": starting(Array("PAR1".utf8)),
      "Arrow file": starting(Array("ARROW1".utf8) + [0, 0]),
      "SQLite database": starting(Array("SQLite format 3".utf8) + [0]),
      "gzip in gzip": BadInputCase(gzip(gzip(cleanBytes))),
    ]
  }

  static var damaged: [String: BadInputCase] {
    let whole = gzip(cleanBytes)
    func changed(_ fromEnd: Int) -> BadInputCase {
      var bytes = whole
      bytes[bytes.count - fromEnd] ^= 1
      return BadInputCase(bytes)
    }
    return [
      "gzip that is cut off": BadInputCase(Array(whole.prefix(whole.count * 2 / 3))),
      "gzip without its last bytes": BadInputCase(Array(whole.dropLast(5))),
      "gzip with a wrong checksum": changed(8),
      "gzip with a wrong length": changed(4),
      "zstd that is cut off": BadInputCase(zstd(cleanBytes) + zstd(cleanBytes).dropLast(20)),
      "decompression bomb": BadInputCase(gzip(cleanBytes + [UInt8](repeating: 0x20, count: 80 << 20))),
    ]
  }

  static var badLines: [String: BadInputCase] {
    let record = #"{"prompt": "unlike the others", "completion": "indeed so"}"#
    let chat = #"{"messages": [{"role": "user", "content": "unlike"}, {"role": "assistant", "content": "the others"}]}"#
    let deep = String(repeating: "[", count: 129) + String(repeating: "]", count: 129)
    var latin1 = BadInputCase(clean)
    latin1.files[0].bytes += Array(#"{"prompt": "caf"#.utf8) + [0xE9] + Array("\"}\n".utf8)
    var torn = BadInputCase(clean)
    torn.files[0].bytes += [UInt8](repeating: 0, count: 300) + [0x0A]
    let long = BadInputCase(line: #"{"prompt": "\#(String(repeating: "x", count: 1 << 20))"}"#)
    return [
      "broken JSON": BadInputCase(line: #"{"prompt": "a",}"#),
      "last line cut off": BadInputCase(clean + #"{"prompt": "a", "comple"#),
      "two records on one line": BadInputCase(line: record + record),
      "lone CR as line end": BadInputCase(line: record + "\r" + record),
      "Python's repr of a record": BadInputCase(line: "{'prompt': None}"),
      "NaN or Infinity": BadInputCase(line: #"{"prompt": NaN}"#),
      "merge conflict markers": BadInputCase(line: "<<<<<<< HEAD\n=======\n>>>>>>> main"),
      "run of NUL bytes": torn,
      "byte order mark inside the file": BadInputCase(line: "\u{FEFF}" + record),
      "bytes that are not UTF-8": latin1,
      "nesting deeper than 128": BadInputCase(line: #"{"a": \#(deep)}"#),
      "line longer than 64 MiB": long.lineBytes(1 << 20),
      "JSON that is no object": BadInputCase(line: "[1, 2]"),
      "key that stands twice in one object": BadInputCase(line: #"{"prompt": "a", "completion": "b", "prompt": "c"}"#),
      "half of a surrogate pair": BadInputCase(line: #"{"prompt": "half \ud83d", "completion": "of a bicycle"}"#),
      "NUL in a text": BadInputCase(line: #"{"prompt": "nothing \u0000", "completion": "comes of it"}"#),
      "conversation as a JSON text": BadInputCase(
        (0..<60).map { _ in #"{"messages": "[{\"role\": \"user\"}]"}"# }.joined(separator: "\n")),
      "keys of no known shape": BadInputCase(line: #"{"foo": 1}"#),
      "another shape than the others": BadInputCase(line: chat),
    ]
  }

  static var harmless: [String: BadInputCase] {
    let half = cleanBytes.count / 2
    let members = gzip(Array(cleanBytes[..<half])) + gzip([]) + gzip(Array(cleanBytes[half...]))
    let lines = cleanLines(60)
    let mixed = lines.enumerated().map { $1 + ($0 % 2 == 0 ? "\n" : "\r\n") }.joined()
    let separators = #"{"prompt": "one\#u{2028}line\#u{2029}is\#u{85}here", "completion": "whatever it holds"}"#
    let number = #"{"prompt": "digits", "completion": "many of them", "n": 12345678901234567890.1234567890e-400}"#
    return [
      "byte order mark at the start": BadInputCase("\u{FEFF}" + clean),
      "CR LF line ends": BadInputCase(lines.joined(separator: "\r\n") + "\r\n"),
      "mixed line ends": BadInputCase(mixed),
      "blank lines": BadInputCase("\n \n" + lines.joined(separator: "\n\n \t\n") + "\n\n"),
      "no newline at the end": BadInputCase(lines.joined(separator: "\n")),
      "U+2028, U+2029, U+0085 in a string": BadInputCase(line: separators),
      "number beyond double precision": BadInputCase(line: number),
      "gzip of several members": BadInputCase(members),
      "gzip with zeros behind its end": BadInputCase(gzip(cleanBytes) + [UInt8](repeating: 0, count: 512)),
      "gzip with garbage behind its end": BadInputCase(gzip(cleanBytes) + Array("garbage".utf8)).warns(),
      "gzip under a plain name": BadInputCase(gzip(cleanBytes), name: "data.jsonl"),
      "plain text under a gzip name": BadInputCase(cleanBytes, name: "data.jsonl.gz"),
      "zstd": BadInputCase(zstd(cleanBytes)),
      "empty file among others": BadInputCase(files: [("a.jsonl", cleanBytes), ("b.jsonl", [])]).warns(),
    ]
  }
}
