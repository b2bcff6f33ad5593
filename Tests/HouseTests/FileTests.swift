import Foundation
import Testing

/// What every file of the repository keeps to.
@Suite("Files")
struct FileTests {
  @Test("Lines of code have at most 120 columns")
  func lineLength() {
    expectNone(Repository.texts.flatMap(Self.longLines))
  }

  @Test("No reminder is left behind")
  func reminders() {
    expectNone(Repository.texts.flatMap(Self.leftovers))
  }

  @Test("No path of a developer's machine is written down")
  func machinePaths() {
    expectNone(Repository.texts.flatMap(Self.pathsOfMachines))
  }

  @Test("Files are small: real data and binaries do not belong here")
  func sizes() {
    expectNone(
      Repository.paths.compactMap { path in Repository.size(path).flatMap { Self.oversize(path, bytes: $0) } })
  }

  @Test("The checks had files to look at")
  func filesFound() {
    #expect(Repository.texts.contains { $0.path == "Package.swift" })
    #expect(Repository.texts.contains { $0.path == "Makefile" })
  }

  // MARK: - The checks

  static let widestLine = 120

  /// Swift and C files, and the code fences of Markdown files; rule pages hold data, and a link cannot be broken.
  static func longLines(_ file: TextFile) -> [Problem] {
    let isMarkdown = file.hasSuffix(".md")
    guard file.hasSuffix(".swift", ".c", ".h", ".sh", ".py") || isMarkdown && !file.path.hasPrefix("rules/pages/")
    else { return [] }
    var isInFence = false
    var problems: [Problem] = []
    for (index, line) in file.lines.enumerated() {
      if isMarkdown && line.hasPrefix("```") { isInFence.toggle() }
      guard line.utf8.count > widestLine, isInFence || !isMarkdown, !line.contains("https://") else { continue }
      let columns = line.count
      guard columns > widestLine else { continue }
      problems.append(Problem(path: file.path, line: index + 1, message: "\(columns) columns, at most \(widestLine)"))
    }
    return problems
  }

  /// Looks at the comments of Swift files, where such words may be data in a string, and at all of other code.
  static func leftovers(_ file: TextFile) -> [Problem] {
    let isSwift = file.hasSuffix(".swift")
    guard isSwift || file.hasSuffix(".c", ".h", ".sh", ".py", ".yml", "Makefile", ".ci/run") else { return [] }
    return Pattern(#"\b("# + ["FIX" + "ME", "TO" + "DO", "XX" + "X"].joined(separator: "|") + #")\b"#)
      .problems(file.path, in: isSwift ? SwiftText(file.text).comments : file.text, "do it, or file it elsewhere")
  }

  /// The names are put together here, so that this file does not find itself.
  static func pathsOfMachines(_ file: TextFile) -> [Problem] {
    let folders = ["wo" + "rk", "ho" + "me", "ro" + "ot", "Us" + "ers"].joined(separator: "|")
    return Pattern(#"(?<![\w.~*})/-])/(("# + folders + #")(?=[/\s"'`,;:)]|$)|tmp/ba"# + #"sh)"#)
      .problems(file.path, in: file.text, "name it relative to the repository, or leave it out")
  }

  /// 64 KiB, and 256 KiB for snapshots and fixtures.
  static func oversize(_ path: String, bytes: Int) -> Problem? {
    let isExpectation = path.hasPrefix("fixtures/") || path.hasPrefix("Tests/") && !path.hasSuffix(".swift")
    let limit = (isExpectation ? 256 : 64) << 10
    return bytes <= limit ? nil : Problem(path: path, line: 0, message: "\(bytes) bytes, at most \(limit)")
  }

  // MARK: - The checks find what they are for

  @Test("Wide lines are found, links and prose are left alone")
  func wideLines() {
    let wide = String(repeating: "x", count: 121)
    let lines = { (path: String, text: String) in Self.longLines(TextFile(path: path, text: text)).map(\.line) }
    #expect(lines("A.swift", "a\n\(wide)\n") == [2])
    #expect(lines("A.swift", String(repeating: "x", count: 120)) == [])
    #expect(lines("A.swift", String(repeating: "é", count: 120)) == [])
    #expect(lines("A.swift", "// https://example.com/\(wide)") == [])
    #expect(lines("README.md", "\(wide)\n```\n\(wide)\n```\n\(wide)") == [3])
    #expect(lines("rules/pages/a.md", "```\n\(wide)\n```") == [])
    #expect(lines("fixtures/a/train.jsonl", wide) == [])
  }

  @Test("Reminders are found in comments, not in strings and names")
  func remindersFound() {
    let word = "TO" + "DO"
    let lines = { (path: String, text: String) in Self.leftovers(TextFile(path: path, text: text)).map(\.line) }
    #expect(lines("A.swift", "a\n// \(word): b") == [2])
    #expect(lines("A.swift", "let a = \"\(word)\"\nlet \(word)s = 1") == [])
    #expect(lines("a.c", "int a; /* \(word) */") == [1])
    #expect(lines("Makefile", "# \(word)") == [1])
  }

  @Test("Paths of machines are found, parts of addresses and longer paths are not")
  func machinePathsFound() {
    let count = { (text: String) in Self.pathsOfMachines(TextFile(path: "a", text: text)).count }
    for folder in ["wo" + "rk", "ho" + "me", "ro" + "ot", "tmp/ba" + "sh_jobs"] {
      #expect(count("see /\(folder)/x") == 1)
      #expect(count("\"/\(folder)\"") == 1)
      #expect(count("https://example.com/\(folder)/x") == 0)
      #expect(count("../\(folder)/x") == 0)
    }
    #expect(count("/roots and /homer, /usr/bin/env, /tmp/x") == 0)
  }

  @Test("Large files are found")
  func largeFiles() {
    #expect(Self.oversize("a.bin", bytes: 65_537) != nil)
    #expect(Self.oversize("a.bin", bytes: 65_536) == nil)
    #expect(Self.oversize("fixtures/a/train.jsonl", bytes: 262_144) == nil)
    #expect(Self.oversize("fixtures/a/train.jsonl", bytes: 262_145) != nil)
    #expect(Self.oversize("Tests/A.swift", bytes: 65_537) != nil)
  }
}
