import Foundation
import Testing

@testable import TunegateKit

@Suite struct ConfigFileTests {
  /// A folder of its own for each test; removed at the end.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tunegate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func write(_ text: String, _ path: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test func findsTheNearestUpwards() throws {
    try withFolder { folder in
      try write("profile: outer", folder + "/.tunegate.yml")
      try write("profile: inner", folder + "/a/.tunegate.yml")
      try write("", folder + "/a/b/c/data.jsonl")
      try write("", folder + "/d/data.jsonl")
      let inner = try ConfigFile.nearest(from: folder + "/a/b/c")
      #expect(inner == ConfigFile(path: folder + "/a/b/c/../../.tunegate.yml", text: "profile: inner"))
      #expect(try ConfigFile.nearest(from: folder + "/a/")?.text == "profile: inner")
      #expect(try ConfigFile.nearest(from: folder + "/d")?.text == "profile: outer")
    }
  }

  @Test(arguments: [true, false]) func stopsAtTheRepository(isFolder: Bool) throws {
    try withFolder { folder in
      try write("profile: outside", folder + "/.tunegate.yml")
      try write("", folder + "/repository/data/train.jsonl")
      try write("", folder + (isFolder ? "/repository/.git/HEAD" : "/repository/.git"))
      #expect(try ConfigFile.nearest(from: folder + "/repository/data") == nil)
      try write("profile: inside", folder + "/repository/.tunegate.yml")
      #expect(try ConfigFile.nearest(from: folder + "/repository/data")?.text == "profile: inside")
    }
  }

  @Test func stopsAtTheRoot() throws {
    // Nobody keeps a config in the root of a file system; ends without one, and ends.
    #expect(try ConfigFile.nearest(from: "/") == nil)
    #expect(try ConfigFile.nearest(from: "/nowhere/at/all") == nil)
  }

  @Test func pathsInTheWorkingDirectoryAreShort() throws {
    // The tests run in the package's folder or below; either way no machine folder may show.
    if let found = try ConfigFile.nearest() { #expect(!found.path.hasPrefix("/")) }
  }

  @Test func refusesTheOtherEnding() throws {
    try withFolder { folder in
      try write("profile: a", folder + "/.tunegate.yaml")
      let error = #expect(throws: ConfigErrors.self) { try ConfigFile.nearest(from: folder) }
      #expect(
        error?.description
          == "\(folder)/.tunegate.yaml: error: this name is not read; rename the file to '.tunegate.yml'")
    }
  }

  @Test func saysWhyAFileCannotBeRead() throws {
    try withFolder { folder in
      let cases: [(name: String, bytes: Data?, expected: String)] = [
        ("missing.yml", nil, ": error: cannot be read: No such file or directory"),
        ("bad.yml", Data([0x61, 0x0A, 0x0A, 0xFF]), ":3: error: not valid UTF-8; save the file as UTF-8"),
        (
          "huge.yml", Data(repeating: 0x61, count: (1 << 20) + 1),
          ": error: larger than 1MiB, so it is no config file; is the path right?"
        ),
      ]
      for (name, bytes, expected) in cases {
        let path = folder + "/" + name
        try bytes?.write(to: URL(filePath: path))
        let error = #expect(throws: ConfigErrors.self) { try ConfigFile.load(path) }
        #expect(error?.description == path + expected)
      }
      let error = #expect(throws: ConfigErrors.self) { try ConfigFile.load(folder) }
      #expect(error?.description == "\(folder): error: cannot be read: Is a directory")
      try Data(repeating: 0x61, count: 1 << 20).write(to: URL(filePath: folder + "/largest.yml"))
      #expect(try ConfigFile.load(folder + "/largest.yml").text.utf8.count == 1 << 20)
    }
  }

  @Test(arguments: [
    ("64MiB", 64 << 20), ("10MB", 10_000_000), ("10 MB", 10_000_000), ("1kB", 1000), ("1KB", 1000), ("4KiB", 4096),
    ("2GiB", 2 << 30), ("1GB", 1_000_000_000), ("7B", 7), ("4096", 4096), ("0", 0), ("", nil), ("MiB", nil),
    ("64mib", nil), ("64 ", nil), ("1.5MiB", nil), ("-1", nil), ("9223372036854775807", .max),
    ("9223372036854775808", nil), ("9223372036854775807KiB", nil), ("٣MB", nil),
  ]) func readsSizes(text: String, expected: Int?) {
    #expect(ByteSize.parse(text) == expected)
  }

  @Test(arguments: [0, 1, 999, 1000, 1024, 4097, 10_000_000, 64 << 20, 1 << 30, 3 << 40, .max])
  func describesSizes(bytes: Int) {
    #expect(ByteSize.parse(ByteSize.describe(bytes)) == bytes)
  }

  @Test func describesSizesShortly() {
    #expect([64 << 20, 10_000_000, 1000, 4097].map(ByteSize.describe) == ["64MiB", "10MB", "1kB", "4097"])
  }
}
