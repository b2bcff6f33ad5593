import Foundation
import Testing

/// One folder of `fixtures/`: a data set, a command, and what the command must print. `fixtures/README.md` explains it.
struct Fixture: CustomTestStringConvertible, Sendable {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures")

  /// Every folder of `fixtures/`, by name, whether or not it is whole.
  static let all: [Fixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map { Fixture(folder: root.appendingPathComponent($0)) }.filter(\.isFolder)
  }()

  var folder: URL
  var testDescription: String { folder.lastPathComponent }

  /// `expected.txt`, the standard output.
  var expected: URL { folder.appendingPathComponent("expected.txt") }

  private var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The words of `cmd`.
  func arguments() throws -> [String] {
    try text("cmd").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The number in `exit`.
  func status() throws -> Int32? {
    Int32(try text("exit").trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }
}

@Suite("Fixtures")
struct FixtureTests {
  static let update = ProcessInfo.processInfo.environment["UPDATE"] == "1"

  @Test("There are cases, so that the next test cannot pass for want of them")
  func casesExist() {
    #expect(!Fixture.all.isEmpty, "no folder in \(Fixture.root.path)")
  }

  @Test("Prints what it should and exits as it should", arguments: Fixture.all)
  func run(fixture: Fixture) throws {
    let arguments = try fixture.arguments()
    try #require(!arguments.isEmpty, "\(fixture.testDescription)/cmd is empty")
    let status = try #require(try fixture.status(), "\(fixture.testDescription)/exit must hold a number")

    let outcome = try BuiltBinary.run(arguments, in: fixture.folder)
    #expect(outcome.status == status, "standard error was: \(outcome.errors)")

    // Output that came with the wrong status is not worth keeping.
    if Self.update && outcome.status == status { try outcome.output.write(to: fixture.expected) }
    let expected = try #require(
      try? Data(contentsOf: fixture.expected),
      "\(fixture.testDescription)/expected.txt is missing; `UPDATE=1 make test` writes it")
    if let difference = firstDifference(outcome.output, expected) {
      Issue.record("\(difference); if the new output is right, `UPDATE=1 make test` keeps it")
    }
  }

  @Test("The first line that differs is named, also at the end and for bytes that are not text")
  func differences() {
    #expect(firstDifference(Data("a\nb\n".utf8), Data("a\nb\n".utf8)) == nil)
    #expect(firstDifference(Data("a\nc\n".utf8), Data("a\nb\n".utf8)) == #"line 2: found "c", expected "b""#)
    #expect(firstDifference(Data("a\n".utf8), Data("a".utf8)) == #"line 2: found "", expected no such line"#)
    #expect(firstDifference(Data(), Data("a".utf8)) == #"line 1: found "", expected "a""#)
    #expect(firstDifference(Data([0xff]), Data([0xfe])) != nil)
  }

  /// The first line in which two outputs differ, in words; nil when they are the same bytes.
  private func firstDifference(_ found: Data, _ expected: Data) -> String? {
    guard found != expected else { return nil }
    let (found, expected) = (lines(found), lines(expected))
    let shared = zip(found, expected).prefix { $0 == $1 }.count
    func quoted(_ lines: [Data.SubSequence]) -> String {
      shared < lines.count ? "\"\(String(decoding: lines[shared], as: UTF8.self))\"" : "no such line"
    }
    return "line \(shared + 1): found \(quoted(found)), expected \(quoted(expected))"
  }

  private func lines(_ data: Data) -> [Data.SubSequence] {
    data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  @Test("The picture of the terminal in the README is what the program draws; UPDATE=1 draws it anew")
  func picture() throws {
    let checkout = Fixture.root.deletingLastPathComponent()
    let command = "tunegate check fixtures/support-chat"
    let drawn = try BuiltBinary.shell(
      "command -v python3 >/dev/null || exit 77; tunegate check fixtures/support-chat --color always |"
        + " python3 Scripts/terminal_picture.py '\(command)' 44", in: checkout)
    // Drawing needs Python; the report itself is held by the fixture.
    guard drawn.status != 77 else { return }
    #expect(drawn.status == 0, "\(drawn.errors)")
    let file = checkout.appendingPathComponent("docs/images/terminal.svg")
    if Self.update { try drawn.output.write(to: file) }
    #expect(try Data(contentsOf: file) == drawn.output, "docs/images/terminal.svg is stale; UPDATE=1 draws it anew")
  }
}
