import Foundation
import Testing

/// The files of this repository, as git sees them.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Paths from the root, sorted: what git tracks or would add. Without git (an unpacked archive), every file that is
  /// neither hidden nor built.
  static let paths: [String] = (pathsFromGit() ?? pathsFromDisk()).sorted()

  /// The text files among `paths`.
  static let texts: [TextFile] = paths.compactMap { path in
    guard let data = try? Data(contentsOf: root.appendingPathComponent(path)), !data.contains(0) else { return nil }
    return TextFile(path: path, text: String(decoding: data, as: UTF8.self))
  }

  /// The Swift files whose path begins with `prefix`.
  static func swiftFiles(_ prefix: String) -> [TextFile] {
    texts.filter { $0.path.hasPrefix(prefix) && $0.path.hasSuffix(".swift") }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Size in bytes; nil for what is not a regular file.
  static func size(_ path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: root.appendingPathComponent(path).path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
    return attributes?[.size] as? Int
  }

  private static func pathsFromGit() -> [String]? {
    guard FileManager.default.fileExists(atPath: root.appendingPathComponent(".git").path) else { return nil }
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = [
      "git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate",
    ]
    let output = Pipe()
    git.standardOutput = output
    guard (try? git.run()) != nil else { return nil }
    let names = output.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    guard git.terminationStatus == 0 else { return nil }
    return names.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func pathsFromDisk() -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
    return walk.compactMap { $0 as? String }.filter { !$0.hasPrefix(".") && size($0) != nil }
  }
}

struct TextFile: Sendable {
  var path: String
  var text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  func hasSuffix(_ suffixes: String...) -> Bool {
    suffixes.contains { path.hasSuffix($0) }
  }
}

/// One breach of a house rule, and where.
struct Problem: CustomStringConvertible, Equatable {
  var path: String
  /// From 1; 0 for the whole file.
  var line: Int
  var message: String

  var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }
}

/// Records each problem as a failure of its own.
func expectNone(_ problems: [Problem]) {
  for problem in problems { Issue.record("\(problem)") }
}

/// A regular expression that is applied to a whole text; the matches come with their line.
struct Pattern: Sendable {
  struct Match: Equatable {
    var text: String
    var line: Int
    /// Offset of the match's end in UTF-16 units.
    var end: Int
  }

  private let expression: NSRegularExpression

  init(_ pattern: String) {
    expression = try! NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
  }

  func matches(in text: String) -> [Match] {
    let text = text as NSString
    var (line, counted) = (1, 0)
    return expression.matches(in: text as String, range: NSRange(location: 0, length: text.length)).map { match in
      let between = text.substring(with: NSRange(location: counted, length: match.range.location - counted))
      line += between.utf8.count { $0 == UInt8(ascii: "\n") }
      counted = match.range.location
      let end = match.range.location + match.range.length
      return Match(text: text.substring(with: match.range), line: line, end: end)
    }
  }

  /// One problem for each match in `text`, which stands for the file at `path`.
  func problems(_ path: String, in text: String, _ message: String) -> [Problem] {
    matches(in: text).map { Problem(path: path, line: $0.line, message: "\($0.text): \(message)") }
  }
}
