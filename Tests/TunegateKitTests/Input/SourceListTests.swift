import Foundation
import Testing

@testable import TunegateKit

@Suite struct SourceListTests {
  private let scratch = Scratch()

  private func names(_ paths: [String]) -> [String] {
    SourceList.find(paths.map { scratch.path + "/" + $0 }).sources.map {
      String($0.path.dropFirst(scratch.path.count + 1))
    }
  }

  private func kinds(_ paths: [String]) -> [InputProblem.Kind] {
    SourceList.find(paths.map { scratch.path + "/" + $0 }).problems.map(\.kind)
  }

  private func fill(_ names: String...) {
    for name in names { scratch.write(name, "{}\n") }
  }

  @Test func aFolderGivesItsDataFilesInByteOrder() {
    fill(
      "d/b.jsonl", "d/a.ndjson", "d/Z.json", "d/sub/c.jsonl.gz", "d/sub/c.jsonl.zst", "d/sub.jsonl/x.json",
      "d/.hidden.jsonl", "d/.git/x.jsonl", "d/README.md", "d/x.txt", "d/x.jsonl.bak", "d/dataset_infos.json",
      "d/dataset_dict.json", "d/sub/state.json", "d/dataset_info.json", "d/x.gz")
    let expected = [
      "d/Z.json", "d/a.ndjson", "d/b.jsonl", "d/sub.jsonl/x.json", "d/sub/c.jsonl.gz", "d/sub/c.jsonl.zst",
    ]
    #expect(names(["d"]) == expected)
    #expect(names(["d/", "./d", "d//sub", "d/b.jsonl"]) == expected)
    #expect(kinds(["d"]).isEmpty)
  }

  @Test func whatIsNamedIsTakenWhateverItsName() {
    fill("x.txt", ".hidden", "state.json")
    #expect(names(["x.txt", ".hidden", "state.json"]) == [".hidden", "state.json", "x.txt"])
  }

  @Test func eachFileCountsOnceAndTheOrderOfPathsDoesNotMatter() {
    fill("a.jsonl", "d/b.jsonl")
    scratch.link("a-link.jsonl", to: "a.jsonl")
    scratch.link("d/up.jsonl", to: "../a.jsonl")
    let paths = ["d", "a-link.jsonl", "a.jsonl", "d/b.jsonl", "*.jsonl", "missing-2", "missing-1"]
    #expect(names(paths) == ["a.jsonl", "d/b.jsonl"])
    var generator = SeededGenerator(5)
    let expected = SourceList.find(paths.map { scratch.path + "/" + $0 })
    for _ in 0..<20 {
      let found = SourceList.find(paths.shuffled(using: &generator).map { scratch.path + "/" + $0 })
      #expect(found.sources == expected.sources && found.problems == expected.problems)
    }
  }

  @Test func whatMatchesNothingIsFatal() {
    fill("empty/README.md")
    #expect(kinds(["nothing.jsonl"]) == [.missing])
    #expect(kinds(["empty"]) == [.emptyFolder])
    #expect(kinds(["*.jsonl"]) == [.noMatch])
    #expect(kinds([String(repeating: "x", count: 300)]) == [.unreadable])
    #expect(SourceList.find([""]).problems.map(\.kind) == [.missing])
    #expect(SourceList.find([scratch.path + "/x", scratch.path + "/*"]).problems.allSatisfy { $0.isFatal })
  }

  @Test func loopsAndBrokenLinksAreNamed() {
    fill("d/a.jsonl", "d/sub/b.jsonl")
    scratch.link("d/sub/back", to: "..")
    scratch.link("d/self.jsonl", to: "self.jsonl")
    scratch.link("d/gone.jsonl", to: "nowhere")
    scratch.link("d/gone.txt", to: "nowhere")
    scratch.link("d/again", to: "sub")
    #expect(names(["d"]) == ["d/a.jsonl", "d/again/b.jsonl"])
    let problems = SourceList.find([scratch.path + "/d"]).problems
    #expect(
      problems.map { "\($0.kind) \($0.path.dropFirst(scratch.path.count)) \($0.isFatal)" } == [
        "linkLoop /d/again/back false", "brokenLink /d/gone.jsonl true", "linkLoop /d/self.jsonl true",
      ])
    #expect(kinds(["d/self.jsonl"]) == [.linkLoop])
  }

  @Test func aPipeInAFolderIsSkippedAndANamedOneTaken() {
    fill("d/a.jsonl")
    #expect(mkfifo(scratch.path + "/d/p.jsonl", 0o600) == 0)
    #expect(names(["d"]) == ["d/a.jsonl"])
    let problems = SourceList.find([scratch.path + "/d"]).problems
    #expect(problems.map(\.kind) == [.specialFile] && !problems[0].isFatal)
    #expect(names(["d/p.jsonl"]) == ["d/p.jsonl"])
  }

  @Test func standardInputIsOneSource() {
    let (sources, problems) = SourceList.find(["-", "-"])
    #expect(sources == [.standardInput] && problems.isEmpty)
    #expect(SourceList.tidy(Array("./-".utf8)) == Array("./-".utf8))
    #expect(sources[0].isStandardInput && sources[0].path == "-")
  }

  @Test func aNameNeedNotBeUTF8() throws {
    let location = Array(scratch.path.utf8) + [0x2F, 0xFF, 0xFE] + Array(".jsonl".utf8)
    let descriptor = open(location.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT, 0o600)
    try #require(descriptor >= 0)
    #expect(Foundation.write(descriptor, "{}\n", 3) == 3)
    close(descriptor)
    let (sources, _) = SourceList.find([scratch.path])
    #expect(sources.map(\.location) == [location])
    #expect(readAll(SlabReader(sources)).text == Array("{}\n".utf8))
  }

  @Test func globsMatchLikeAShellsAndDeeper() {
    fill("a1.jsonl", "a2.jsonl", "b.txt", ".h.jsonl", "x/a3.jsonl", "x/y/a4.jsonl", "x/.z/a5.jsonl", "x/y/n.md")
    #expect(names(["a?.jsonl"]) == ["a1.jsonl", "a2.jsonl"])
    #expect(names(["a[!1].jsonl"]) == ["a2.jsonl"])
    #expect(names(["*"]) == ["a1.jsonl", "a2.jsonl"])
    #expect(names(["*.txt"]) == ["b.txt"])
    #expect(names(["**/*.jsonl"]) == ["a1.jsonl", "a2.jsonl", "x/a3.jsonl", "x/y/a4.jsonl"])
    #expect(names(["x/**"]) == ["x/a3.jsonl", "x/y/a4.jsonl"])
    #expect(names(["x/*/a*"]) == ["x/y/a4.jsonl"])
    #expect(names([".*.jsonl"]) == [".h.jsonl"])
    fill("odd[1].jsonl")
    #expect(names(["odd[1].jsonl"]) == ["odd[1].jsonl"])
  }

  @Test(arguments: [
    ("*", "", true), ("*", "abc", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("*a*b*", "xaxxbx", true),
    ("?", "é", true), ("??", "é", false), ("[a-c]x", "bx", true), ("[^a-c]x", "bx", false), ("[]]", "]", true),
    ("[", "[", true), ("[a-]", "-", true), ("*", ".x", false), (".*", ".x", true),
    ("*a*a*a*a*a*a*b", String(repeating: "a", count: 2000), false),
  ])
  func oneComponentMatches(pattern: String, name: String, expected: Bool) {
    #expect(Glob.matches(Array(pattern.unicodeScalars)[...], Array(name.unicodeScalars)[...]) == expected)
  }
}

@Suite struct SplitAndShardTests {
  @Test(arguments: [
    ("train.jsonl", "train"), ("my_training-2.jsonl.gz", "train"), ("x/data-val.jsonl", "validation"),
    ("valid.json", "validation"), ("dev.json", "validation"), ("x.test.jsonl", "test"), ("eval 1.jsonl", "test"),
    ("evaluation.jsonl", "test"), ("Test.jsonl", "test"), ("train3.jsonl", "train"),
    ("train/part.jsonl", "train"), ("data_test/part.jsonl", "test"), ("test/train.jsonl", "train"),
    ("constraint.jsonl", ""), ("latest.jsonl", ""), ("device.jsonl", ""), ("trainer/x.jsonl", ""), ("-", ""),
    ("/srv/me/dev/project/x.jsonl", ""), ("/dev/stdin", ""), ("/dev/fd/3", ""),
  ])
  func aNameTellsTheSplit(path: String, split: String) {
    #expect(Source(path: path).split == split)
  }

  @Test func foldersAboveThePathSayNothing() {
    let path = Array("/srv/dev/set/test/a/b.jsonl".utf8)
    #expect(Source(location: path, root: "/srv/dev/set".utf8.count).split == "test")
    #expect(Source(location: path, root: "/srv/dev/set/test".utf8.count).split == "test")
    #expect(Source(location: path, root: "/srv/dev/set/test/a".utf8.count).split == "")
  }

  @Test func aNameTellsTheShard() throws {
    let shard = try #require(Source(path: "d-of-1/train-00003-of-00005.jsonl.gz").shard)
    #expect(shard.index == 3 && shard.count == 5)
    #expect(shard.family.name == "d-of-1/train-*-of-00005.jsonl.gz")
    #expect(shard.family.path(index: 12) == "d-of-1/train-00012-of-00005.jsonl.gz")
    for name in ["train.jsonl", "a-1-of-.jsonl", "a-x-of-3", "a-4-of-3", "a-1-of-0", "out-of-5.jsonl"] {
      #expect(Source(path: name).shard == nil, "\(name)")
    }
  }

  @Test func absentShardsAreListed() {
    func missing(_ paths: String...) -> [String] {
      SourceList.missingShards(paths.map { Source(path: $0) }).map { "\($0.family.name) \($0.missing)" }
    }
    #expect(missing("t-00000-of-00003.jsonl", "t-00002-of-00003.jsonl", "v-0-of-1.jsonl") == ["t-*-of-00003.jsonl [1]"])
    #expect(missing("t-1-of-3.jsonl", "t-3-of-3.jsonl") == ["t-*-of-3.jsonl [2]"])
    #expect(missing("b-0-of-2.jsonl", "a/b-1-of-2.jsonl") == ["a/b-*-of-2.jsonl [0]", "b-*-of-2.jsonl [1]"])
    #expect(missing("x.jsonl").isEmpty)
    let many = SourceList.missingShards([Source(path: "t-5-of-999999999.jsonl")])
    #expect(many[0].missingCount == 999_999_998)
    #expect(many[0].missing.count == MissingShards.shown && many[0].missing.prefix(6) == [0, 1, 2, 3, 4, 6])
  }
}

@Suite struct DeclaredCountsTests {
  private let scratch = Scratch()

  private func counts() -> [String] {
    SourceList.cards([scratch.path, scratch.path + "/", scratch.path + "/x.jsonl"]).flatMap(\.counts).map {
      "\($0.card.dropFirst(scratch.path.count)) \($0.configuration) \($0.split) \($0.examples)"
    }
  }

  @Test func aCardDeclaresItsSplits() {
    scratch.write("x.jsonl", "{}\n")
    scratch.write(
      "README.md",
      """
      ---
      license: mit
      dataset_info:
        features: [{name: text, dtype: string}]
        splits:
        - name: train
          num_bytes: 10
          num_examples: 8
        - name: test
          num_examples: 2
      ---
      # A data set
      """)
    scratch.write("dataset_infos.json", #"{"default":{"splits":{"train":{"num_examples":99}}}}"#)
    #expect(counts() == ["/README.md default train 8", "/README.md default test 2"])
  }

  @Test func aCardMayHaveSeveralConfigurations() {
    scratch.write(
      "README.md",
      "---\r\ndataset_info:\r\n- config_name: en\r\n  splits:\r\n  - {name: train, num_examples: 3}\r\n"
        + "- config_name: de\r\n  splits:\r\n  - {name: train, num_examples: 4}\r\n---\r\n")
    #expect(counts() == ["/README.md en train 3", "/README.md de train 4"])
  }

  @Test func theLegacyFileIsReadWhenTheCardSaysNothing() {
    scratch.write("README.md", "# No front matter\n")
    scratch.write(
      "dataset_infos.json",
      #"{"plain": {"splits": {"train": {"name": "train", "num_examples": 7}, "test": {"num_examples": "many"}}}}"#)
    #expect(counts() == ["/dataset_infos.json plain train 7"])
  }

  @Test func aBrokenCardIsAWarning() {
    scratch.write("README.md", "---\na: [\n---\n")
    let cards = SourceList.cards([scratch.path])
    let (counts, problems) = (cards.flatMap(\.counts), cards.flatMap(\.problems))
    #expect(counts.isEmpty)
    #expect(problems.map(\.kind) == [.unreadableCard] && !problems[0].isFatal)
    scratch.write("README.md", "---\ndataset_info: 3\n---\n")
    #expect(SourceList.cards([scratch.path]).flatMap(\.counts).isEmpty)
  }
}
