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
        && diff.text
          == zip(61..., Workshop.clean(2)).map { "copies.jsonl:\($0): removed: exact-duplicate\n  - \($1)\n" }.joined()
    )
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

  @Test("Certain damage is repaired and recorded with what it was; of copies that come of it the first stays")
  func repairs() throws {
    let shop = try Workshop()
    let damaged = [
      #"{"prompt": "a drink", "completion": "cafÃ© au lait"}"#, #"{"prompt": "a town", "completion": "zÃ¼rich"}"#,
      #"{"prompt": "a dish", "completion": "cr\u00c3\u00a8me brulee"}"#,
    ]
    let sound = [
      #"{"prompt": "a town", "completion": "zürich"}"#, #"{"prompt": "A DISH?", "completion": "Crème Brulee!"}"#,
    ]
    let lines = damaged + Workshop.clean(60) + sound + [damaged[0]]
    try shop.write("in.jsonl", lines.joined(separator: "\n") + "\n")
    let diff = try shop.run("fix", "in.jsonl", "--diff")
    #expect(
      diff.text.hasPrefix("in.jsonl:1: repaired: mojibake\n  - cafÃ© au lait\n  + café au lait\n"), "\(diff.text)")
    let outcome = try shop.run("fix", "in.jsonl", "-o", "out.jsonl")
    #expect(
      outcome.status == 0 && outcome.text.contains("out.jsonl.repairs.jsonl  3 lines\n  mojibake  3"), "\(outcome.text)"
    )
    let kept = (shop.text("out.jsonl") ?? "").split(separator: "\n").map(String.init)
    let repaired = [
      #"{"prompt": "a drink", "completion": "café au lait"}"#, sound[0],
      #"{"prompt": "a dish", "completion": "cr\u00e8me brulee"}"#,
    ]
    #expect(kept == repaired + lines[3..<63])
    let taken = try rejects(shop.text("out.jsonl.rejects.jsonl"))
    #expect(
      taken.map(\.rules) == [["exact-duplicate"], ["normalized-duplicate"], ["exact-duplicate"]]
        && taken.map(\.line) == [64, 65, 66])
    #expect(taken.map(\.bytes) == lines[63...].map { Array($0.utf8) }, "as it was, not as it would be")
    #expect(shop.text("out.jsonl.rejects.jsonl")?.contains("once repaired: repeats line 1") == true)
    let repairs = try #require(shop.text("out.jsonl.repairs.jsonl"))
    #expect(
      repairs.contains(#""line":1"#) && repairs.contains(#""old":"cafÃ© au lait","new":"café au lait""#), "\(repairs)")

    let again = try shop.run("fix", "out.jsonl", "-o", "again.jsonl")
    #expect(again.status == 0 && shop.text("again.jsonl") == shop.text("out.jsonl"))
    #expect(shop.text("again.jsonl.rejects.jsonl") == "" && shop.text("again.jsonl.repairs.jsonl") == nil)
    #expect(try shop.run("fix", "in.jsonl", "-o", "left.jsonl", "--keep", "mojibake").status == 0)
    #expect(shop.text("left.jsonl")?.split(separator: "\n").count == lines.count - 1)
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
    let whole = lines.joined(separator: "\n") + "\n"
    try shop.write("in/big.jsonl", (lines + lines + lines).joined(separator: "\n") + "\n")
    // The last one waits for a reader of its rejects that never reads, with half of the copy written.
    let stuck = """
      until [ -n "$(find out -name '.tunegate-*' -size +0)" ] || [ $((n += 1)) -gt 300 ]; do sleep 0.1; done
      """
    #expect(try shop.shell("mkfifo pipe").status == 0)
    for (moment, rejects) in [("sleep 0.05", "r.jsonl"), ("sleep 0.6", "r.jsonl"), (stuck, "pipe")] {
      try shop.write("out/big.jsonl", "old\n")
      let killed = try shop.shell(
        """
        n=0; sleep 60 < pipe & reader=$!
        tunegate fix in -o out --rejects \(rejects) & pid=$!
        \(moment)
        kill -9 $pid $reader; wait; true
        """)
      #expect(killed.status == 0)
      let text = try #require(shop.text("out/big.jsonl"))
      #expect(text == "old\n" || text == whole && rejects != "pipe", "half a file after \(moment)")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: shop.url("out").path)
    #expect(left.count > 1, "the run was killed while it wrote")
    let next = try shop.run("fix", "in", "-o", "out")
    #expect(next.status == 0 && shop.text("out/big.jsonl") == whole, "\(next.errors)")
    let check = try shop.report(try shop.run("check", "out", "--report", "json"))
    #expect((check["inputs"] as? [Any])?.count == 1, "what is left of a killed run is no data")
  }

  @Test("A copy is compressed as its input is, with what was repaired", arguments: ["gzip", "zstd"])
  func compressed(tool: String) throws {
    let shop = try Workshop()
    guard try shop.shell("command -v \(tool)").status == 0 else {
      // The library's own tests hold its zstd against stored bytes.
      print("no \(tool) on this machine: its copies are not looked at")
      return
    }
    let ending = tool == "gzip" ? "gz" : "zst"
    try shop.write("in.jsonl", (Workshop.clean(60) + [Self.damaged]).joined(separator: "\n") + "\n")
    #expect(try shop.shell("\(tool) -q in.jsonl; rm -f in.jsonl").status == 0)
    let outcome = try shop.run("fix", "in.jsonl.\(ending)", "-o", "out.jsonl.\(ending)")
    #expect(outcome.status == 0 && outcome.text.contains("mojibake  1"), "\(outcome.errors)")
    let unpacked = try shop.shell("\(tool) -dc out.jsonl.\(ending)")
    #expect(unpacked.text == (Workshop.clean(60) + [Self.repaired]).joined(separator: "\n") + "\n")
    #expect(try shop.run("fix", "out.jsonl.\(ending)", "-o", "again.jsonl.\(ending)").status == 0)
    #expect(
      try Data(contentsOf: shop.url("again.jsonl.\(ending)")) == Data(contentsOf: shop.url("out.jsonl.\(ending)")))
  }

  private static let damaged = #"{"prompt": "a drink", "completion": "cafÃ© au lait"}"#
  private static let repaired = #"{"prompt": "a drink", "completion": "café au lait"}"#

  /// What a first look does not show: removals and repairs that make others necessary, or needless.
  @Test(
    "A second run changes nothing, and no content is lost whose every copy was taken out for the others",
    arguments: [
      // The fingerprint without punctuation is that of the line before its repair.
      ([#"{"prompt": "A country?", "completion": "Algeria\u200e"}"#], [], 61, 0, "Algeria\"}"),
      ([#"{"prompt": "Pages?", "completion": "One.\f Two."}"#], [], 61, 0, #"One.\n Two."#),
      // Two frequent labels and a copy of one; when the copy is gone they are rare, and placeholders.
      (
        [
          #"{"prompt": "is alpha known", "completion": "n/a"}"#, #"{"prompt": "is beta known", "completion": "n/a"}"#,
          #"{"prompt": "is beta known", "completion": "n/a"}"#,
        ], [], 60, 3, "prompt"
      ),
      // The first of two copies goes for another reason.
      (
        [
          #"{"prompt": "the capital", "completion": "Paris", "id": "x"}"#,
          #"{"prompt": "the capital", "completion": "Paris", "id": 1}"#,
        ], ["--schema", "schema.json"], 61, 1, #""id": 1"#
      ),
      (
        [
          #"{"prompt": "one two three four five six seven eight nine ten", "completion": "red green blue white"}"#,
          #"{"prompt": "one two three four five six seven eight nine ten", "completion": "cafÃ© green blue white"}"#,
          #"{"prompt": "one two three four five six seven eight nine tan", "completion": "café green blue white"}"#,
          #"{"prompt": "one two three four five six seven eight nine tin", "completion": "café green blue white"}"#,
        ], ["--remove", "near-duplicate"], 62, 2, "red green"
      ),
    ])
  func lasting(lines: [String], arguments: [String], kept: Int, taken: Int, text: String) throws {
    let shop = try Workshop()
    try shop.write("schema.json", #"{"properties": {"id": {"type": "integer"}}}"#)
    try shop.write("in.jsonl", (lines + Workshop.clean(60)).joined(separator: "\n") + "\n")
    let outcome = try shop.run(["fix", "in.jsonl", "-o", "out.jsonl"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let out = try #require(shop.text("out.jsonl"))
    #expect(out.split(separator: "\n").count == kept && out.contains(text), "\(out.prefix(400))")
    #expect(try rejects(shop.text("out.jsonl.rejects.jsonl")).count == taken)
    #expect(try shop.run(["fix", "out.jsonl", "-o", "again.jsonl"] + arguments).status == 0)
    #expect(shop.text("again.jsonl") == out)
    #expect(shop.text("again.jsonl.rejects.jsonl") == "" && shop.text("again.jsonl.repairs.jsonl") == nil)
  }

  @Test("A byte order mark goes, unless it is kept or expected; then it stays whatever becomes of the first line")
  func marks() throws {
    let shop = try Workshop()
    let (mark, lines) = ("\u{FEFF}", Workshop.clean(60).joined(separator: "\n") + "\n")
    try shop.write("in.jsonl", mark + #"{"prompt": "x", "completion": ""}"# + "\n" + lines)
    for (arguments, start) in [([], ""), (["--keep", "format"], mark), (["--profile", "azure-openai"], mark)] {
      let outcome = try shop.run(["fix", "in.jsonl", "-o", "out.jsonl"] + arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try Data(contentsOf: shop.url("out.jsonl")) == Data((start + lines).utf8), "\(arguments)")
      #expect(try rejects(shop.text("out.jsonl.rejects.jsonl")).count == 1)
    }
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
    // The tests' own build takes a while for a line of 32 MB.
    func fix(_ from: String, _ to: String) throws -> BuiltBinary.Outcome {
      try BuiltBinary.run(["fix", from, "-o", to], in: shop.folder, seconds: 300)
    }
    var first = try fix("in", "out")
    if first.status == 2 {
      // Files that cannot be read to their end have no lines to account for.
      for name in Set(first.errors.matches(of: /tunegate: (in\/[^ :]+)/).map { String($0.1) }) {
        try? FileManager.default.removeItem(at: shop.url(name))
      }
      #expect(shop.text("out.rejects.jsonl") == nil, "all or nothing")
      first = try fix("in", "out")
    }
    #expect(first.status == 0, "\(first.errors)")
    let taken = try rejects(shop.text("out.rejects.jsonl")).filter { $0.rules != ["blank-line"] }
    #expect(try lines(in: "in", shop) == lines(in: "out", shop) + taken.count)

    let second = try fix("out", "again")
    #expect(second.status == 0 && shop.text("again.rejects.jsonl") == "" && shop.text("again.repairs.jsonl") == nil)
    #expect(try shop.shell("diff -r out again").status == 0)
    let fixed = Set(taken.flatMap(\.rules)).union(shop.text("out.repairs.jsonl") == nil ? [] : ["mojibake"])
    #expect(!fixed.isEmpty)
    let check = try shop.run("check", "out", "--report", "json", "--select", fixed.sorted().joined(separator: ","))
    let found = try shop.report(check)["rules"] as? [[String: Any]]
    #expect(try #require(found).compactMap { $0["id"] as? String } == [])
    #expect(try unlasting(shop) == [])
  }

  /// Repaired lines of `in` in which a rule that repaired them finds something in `out`.
  private func unlasting(_ shop: Workshop) throws -> [String] {
    _ = try shop.run(
      "check", "out", "-q", "--findings", "findings.jsonl", "--select", "mojibake,hidden-unicode,control-character")
    func objects(_ name: String) throws -> [[String: Any]] {
      try (shop.text(name) ?? "").split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
    let removed = try objects("out.rejects.jsonl")
    let found = Set(
      try objects("findings.jsonl").map { "\($0["path"] ?? ""):\($0["line"] ?? 0):\($0["rule"] ?? "")" })
    return try objects("out.repairs.jsonl").flatMap { repair in
      let (path, line) = (try #require(repair["path"] as? String), try #require(repair["line"] as? Int))
      let before = removed.count { $0["path"] as? String == path && ($0["line"] as? Int ?? 0) < line }
      let name = "out" + path.dropFirst(2)
      return (repair["rules"] as? [String] ?? []).map { "\(name):\(line - before):\($0)" }.filter { found.contains($0) }
    }
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
