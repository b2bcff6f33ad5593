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
    #expect(try shop.run("fix", "copies.jsonl", "-o", "-").errors.contains("a file or a folder"))
  }

  @Test("Certain damage is repaired and recorded with what it was; a line that becomes a copy by it is taken out")
  func repairs() throws {
    let shop = try Workshop()
    let damaged = [
      #"{"prompt": "a drink", "completion": "cafÃ© au lait"}"#, #"{"prompt": "a town", "completion": "zÃ¼rich"}"#,
      #"{"prompt": "a dish", "completion": "cr\u00c3\u00a8me brulee"}"#,
    ]
    let sound = [
      #"{"prompt": "a town", "completion": "zürich"}"#, #"{"prompt": "A DISH?", "completion": "Crème Brulee!"}"#,
    ]
    let lines = damaged + Workshop.clean(60) + sound
    try shop.write("in.jsonl", lines.joined(separator: "\n") + "\n")
    let diff = try shop.run("fix", "in.jsonl", "--diff")
    #expect(
      diff.text.hasPrefix("in.jsonl:1: repaired: mojibake\n  - cafÃ© au lait\n  + café au lait\n"), "\(diff.text)")
    let outcome = try shop.run("fix", "in.jsonl", "-o", "out.jsonl")
    #expect(
      outcome.status == 0 && outcome.text.contains("out.jsonl.repairs.jsonl  1 line\n  mojibake  1"), "\(outcome.text)")
    let kept = (shop.text("out.jsonl") ?? "").split(separator: "\n").map(String.init)
    #expect(kept == [#"{"prompt": "a drink", "completion": "café au lait"}"#] + lines[3...])
    let taken = try rejects(shop.text("out.jsonl.rejects.jsonl"))
    #expect(taken.map(\.rules) == [["exact-duplicate"], ["normalized-duplicate"]] && taken.map(\.line) == [2, 3])
    #expect(taken.map(\.bytes) == [Array(lines[1].utf8), Array(lines[2].utf8)], "as it was, not as it would be")
    let repairs = try #require(shop.text("out.jsonl.repairs.jsonl"))
    #expect(
      repairs.contains(#""line":1"#) && repairs.contains(#""old":"cafÃ© au lait","new":"café au lait""#), "\(repairs)")

    let again = try shop.run("fix", "out.jsonl", "-o", "again.jsonl")
    #expect(again.status == 0 && shop.text("again.jsonl") == shop.text("out.jsonl"))
    #expect(shop.text("again.jsonl.rejects.jsonl") == "" && shop.text("again.jsonl.repairs.jsonl") == nil)
    #expect(try shop.run("fix", "in.jsonl", "-o", "left.jsonl", "--keep", "mojibake").status == 0)
    #expect(shop.text("left.jsonl")?.split(separator: "\n").count == lines.count)
    #expect(try shop.run("fix", "in.jsonl", "-o", "gone.jsonl", "--remove", "mojibake").status == 0)
    #expect(shop.text("gone.jsonl")?.contains("Ã") == false)
  }

  @Test("The copy of a folder is a folder, made where it is missing, and nothing but data is in it")
  func places() throws {
    let shop = try Workshop()
    try shop.write("data/sub/one.jsonl", Workshop.clean(60).joined(separator: "\n") + "\n")
    for (out, name) in [("clean", "clean/sub/one.jsonl"), ("made/new/", "made/new/sub/one.jsonl")] {
      let outcome = try shop.run("fix", "data/", "-o", out)
      #expect(outcome.status == 0 && shop.text(name) == shop.text("data/sub/one.jsonl"), "\(outcome.errors)")
      let bare = out.hasSuffix("/") ? String(out.dropLast()) : out
      #expect(shop.text(bare + ".rejects.jsonl") == "")
      #expect(try shop.run("check", out, "-q").status == 0)
    }
    try shop.write("there/x.txt", "")
    #expect(try shop.run("fix", "clean.jsonl", "-o", "there").status == 0 && shop.text("there/clean.jsonl") != nil)
    #expect(try shop.run("fix", "data", "-o", "data").status == 2, "never over an input")
  }

  @Test("A run that is killed leaves the old copy, and the next run is not disturbed by what is left of it")
  func killed() throws {
    let shop = try Workshop()
    let lines = Workshop.clean(1_000)
    try shop.write("big.jsonl", (lines + lines + lines).joined(separator: "\n") + "\n")
    try shop.write("out.jsonl", "old\n")
    for delay in ["0.05", "0.3", "0.6", "0.9"] {
      let killed = try shop.shell(
        "\(BuiltBinary.url.path) fix big.jsonl -o out.jsonl & pid=$!; sleep \(delay); kill -9 $pid; wait $pid; true")
      #expect(killed.status == 0)
      let text = try #require(shop.text("out.jsonl"))
      #expect(text == "old\n" || text == lines.joined(separator: "\n") + "\n", "half a file after \(delay) s")
    }
    #expect(try shop.run("fix", "big.jsonl", "-o", "out.jsonl").status == 0)
    #expect(shop.text("out.jsonl") == lines.joined(separator: "\n") + "\n")
  }

  /// Sets with planted faults, and what must be gone after the fix.
  @Test(
    "Sets with planted faults: in is out and rejects, a second run changes nothing, what was fixed is found no more",
    .enabled(if: SharedSets.folder != nil, "no shared data: set TUNEGATE_SHARED to its folder, or put it at ../shared"),
    arguments: ["s01-chat-corrupted/data.jsonl.gz", "s03-banking77-noisy/data.jsonl.gz", "d01-torture/files"])
  func planted(name: String) throws {
    let shop = try Workshop()
    let source = try #require(SharedSets.folder).appendingPathComponent(name)
    let isFolder = !name.hasSuffix(".gz")
    try FileManager.default.createDirectory(at: shop.url("in"), withIntermediateDirectories: true)
    for file in isFolder ? try FileManager.default.contentsOfDirectory(atPath: source.path) : ["data.jsonl.gz"] {
      // What stands behind a gzip stream is not text, and gzip would give it out; 32 MB take a debug build a minute.
      guard !file.hasPrefix("trailing-"), !file.hasPrefix("long-line"),
        file.hasSuffix(".jsonl") || file.hasSuffix(".jsonl.gz")
      else { continue }
      let from = isFolder ? source.appendingPathComponent(file) : source
      try FileManager.default.copyItem(at: from, to: shop.url("in/\(file)"))
    }
    var first = try shop.run("fix", "in", "-o", "out")
    if first.status == 2 {
      // Files that cannot be read to their end have no lines to account for.
      for name in Set(first.errors.matches(of: /in\/[^ :]+/).map { String($0.0) }) {
        try? FileManager.default.removeItem(at: shop.url(name))
      }
      #expect(shop.text("out.rejects.jsonl") == nil, "all or nothing")
      first = try shop.run("fix", "in", "-o", "out")
    }
    #expect(first.status == 0, "\(first.errors)")
    let taken = try rejects(shop.text("out.rejects.jsonl")).filter { $0.rules != ["blank-line"] }
    #expect(try lines(in: "in", shop) == lines(in: "out", shop) + taken.count)

    let second = try shop.run("fix", "out", "-o", "again")
    #expect(second.status == 0 && shop.text("again.rejects.jsonl") == "" && shop.text("again.repairs.jsonl") == nil)
    #expect(try shop.shell("diff -r out again").status == 0)
    let fixed = Set(taken.flatMap(\.rules)).union(shop.text("out.repairs.jsonl") == nil ? [] : ["mojibake"])
    #expect(!fixed.isEmpty)
    let check = try shop.run("check", "out", "--report", "json", "--select", fixed.sorted().joined(separator: ","))
    let found = try shop.report(check)["rules"] as? [[String: Any]]
    #expect(try #require(found).compactMap { $0["id"] as? String } == [])
  }

  /// Lines of a folder's files with something in them.
  private func lines(in folder: String, _ shop: Workshop) throws -> Int {
    let count = try shop.shell(
      """
      find \(folder) -type f | while read -r f; do
        gzip -dcf "$f"
        echo
      done | grep -ac '[^[:space:]]'
      """)
    return Int(count.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
  }
}
