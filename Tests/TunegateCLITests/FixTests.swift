import Foundation
import Testing

@Suite("fix")
struct FixTests {
  /// Sixty clean records, and one of every kind that is taken out: a copy, a copy in other case, an empty answer,
  /// a broken line, bytes that are no text; a blank line; Windows line ends; no newline at the end.
  private static func dirty() -> (bytes: [UInt8], lines: [[UInt8]]) {
    var lines = Workshop.clean(60).map { Array($0.utf8) }
    let copy = lines[3]
    lines.insert(copy, at: 40)
    lines.insert(Array(#"{"prompt": "an empty answer", "completion": ""}"#.utf8), at: 20)
    lines.insert(Array(#"{"prompt": "broken",}"#.utf8), at: 30)
    lines.insert(Array(#"{"prompt": "no text "#.utf8) + [0xFF, 0xFE] + Array(#"", "completion": "x"}"#.utf8), at: 35)
    lines.insert([], at: 10)
    lines[5].append(0x0D)
    return (Array(lines.joined(separator: [0x0A])), lines)
  }

  private func rejects(_ text: String?) throws -> [(line: Int, rules: [String], bytes: [UInt8])] {
    try (text ?? "").split(separator: "\n").map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      var bytes = Array((object["text"] as? String ?? "").utf8)
      if let hex = object["hex"] as? String {
        bytes = stride(from: 0, to: hex.count, by: 2).compactMap { i in
          let start = hex.index(hex.startIndex, offsetBy: i)
          return UInt8(hex[start...hex.index(after: start)], radix: 16)
        }
      }
      return (try #require(object["line"] as? Int), try #require(object["rules"] as? [String]), bytes)
    }
  }

  @Test("Every line ends in the copy or in the rejects, in order; a second run takes out nothing; the input stays")
  func account() throws {
    let shop = try Workshop()
    let (bytes, lines) = Self.dirty()
    try Data([0xEF, 0xBB, 0xBF] + bytes).write(to: shop.url("in.jsonl"))
    let outcome = try shop.run("fix", "in.jsonl", "-o", "out.jsonl")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.text.contains("out.jsonl  60 lines\nout.jsonl.rejects.jsonl  5 lines"))
    #expect(outcome.text.contains("exact-duplicate  1") && outcome.text.contains("1 byte order mark"))
    let out = [UInt8](try Data(contentsOf: shop.url("out.jsonl")))
    let kept = out.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { Array($0) }
    let taken = try rejects(shop.text("out.jsonl.rejects.jsonl"))
    #expect(
      taken.map(\.rules) == [["blank-line"], ["empty-turn"], ["malformed-json"], ["invalid-utf8"], ["exact-duplicate"]])
    var rebuilt = kept
    for reject in taken { rebuilt.insert(reject.bytes, at: reject.line - 1) }
    #expect(rebuilt == lines)
    #expect(try Data(contentsOf: shop.url("in.jsonl")) == Data([0xEF, 0xBB, 0xBF] + bytes))

    #expect(try shop.run("fix", "out.jsonl", "-o", "again.jsonl").status == 0)
    #expect(try Data(contentsOf: shop.url("again.jsonl")) == Data(out))
    #expect(shop.text("again.jsonl.rejects.jsonl") == "")
    let check = try shop.report(try shop.run("check", "out.jsonl", "--report", "json"))
    let found = (check["rules"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
    #expect(Set(found).isDisjoint(with: ["exact-duplicate", "empty-turn", "malformed-json", "invalid-utf8"]))
  }

  @Test("Several files make a folder, each compressed as it was")
  func folder() throws {
    let shop = try Workshop()
    let lines = Workshop.clean(80)
    try shop.write("data/a/one.jsonl", lines[..<40].joined(separator: "\n") + "\n")
    try shop.write("data/b/two.jsonl", lines[30...].joined(separator: "\n") + "\n")
    #expect(try shop.shell("gzip data/b/two.jsonl").status == 0)
    let outcome = try shop.run("fix", "data", "-o", "out/new")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(shop.text("out/new/a/one.jsonl") == lines[..<40].joined(separator: "\n") + "\n")
    let unpacked = try shop.shell("gzip -dc out/new/b/two.jsonl.gz")
    #expect(unpacked.status == 0 && unpacked.text == lines[40...].joined(separator: "\n") + "\n")
    #expect(try rejects(shop.text("out/new.rejects.jsonl")).count == 10)
    let first = try Data(contentsOf: shop.url("out/new/b/two.jsonl.gz"))
    #expect(try shop.run("fix", "data", "-o", "out/new").status == 0)
    #expect(try Data(contentsOf: shop.url("out/new/b/two.jsonl.gz")) == first, "no time, no name in the file")
  }

  @Test("What is taken out can be chosen, and --diff only tells")
  func choice() throws {
    let shop = try Workshop()
    let diff = try shop.run("fix", "copies.jsonl", "--diff")
    #expect(
      diff.status == 0
        && diff.text == "copies.jsonl:61: removed: exact-duplicate\ncopies.jsonl:62: removed: exact-duplicate\n")
    #expect(!shop.names.contains { $0.contains("rejects") })
    #expect(try shop.run("fix", "copies.jsonl", "--diff", "--keep", "duplicates").text.isEmpty)
    #expect(try shop.run("fix", "copies.jsonl", "--diff", "--remove", "near-duplicate,content").status == 0)
    let unknown = try shop.run("fix", "copies.jsonl", "--diff", "--remove", "near-duplicat")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean 'near-duplicate'?"))
    let whole = try shop.run("fix", "copies.jsonl", "--diff", "--remove", "too-few-examples")
    #expect(whole.status == 2 && whole.errors.contains("tunegate explain too-few-examples"))
  }

  @Test("An input is never written over, and a run that fails leaves the old copy as it was")
  func safety() throws {
    let shop = try Workshop()
    let before = shop.text("copies.jsonl")
    let own = try shop.run("fix", "copies.jsonl", "-o", "./copies.jsonl")
    #expect(own.status == 2 && own.errors.contains("is an input") && shop.text("copies.jsonl") == before)
    try FileManager.default.createSymbolicLink(atPath: shop.url("link.jsonl").path, withDestinationPath: "copies.jsonl")
    #expect(try shop.run("fix", "copies.jsonl", "-o", "link.jsonl").status == 2 && shop.text("copies.jsonl") == before)
    let rejects = try shop.run("fix", "copies.jsonl", "-o", "x.jsonl", "--rejects", "copies.jsonl")
    #expect(rejects.status == 2 && rejects.errors.contains("is an input") && shop.text("copies.jsonl") == before)
    let twice = try shop.run("fix", "copies.jsonl", "-o", "x.jsonl", "--rejects", "x.jsonl")
    #expect(twice.status == 2 && twice.errors.contains("two outputs") && shop.text("x.jsonl") == nil)
    try shop.write("old.jsonl", "old")
    let failed = try shop.run("fix", "copies.jsonl", "-o", "old.jsonl", "--rejects", "no/such/folder.jsonl")
    #expect(failed.status == 2 && failed.errors.contains("no/such") && shop.text("old.jsonl") == "old")
    #expect(shop.names.allSatisfy { !$0.hasPrefix(".tunegate") }, "\(shop.names)")
    try shop.write("cut.jsonl.gz", "\u{1F}not gzip")
    #expect(try shop.run("fix", "missing.jsonl", "-o", "x").status == 2 && shop.text("x") == nil)
    #expect(try shop.run("fix", "-", "-o", "x").status == 2)
    #expect(try shop.run("fix", "copies.jsonl").status == 2)
  }
}
