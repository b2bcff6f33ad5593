import Foundation
import Testing

@testable import TunegateKit

/// The shared data sets with ground truth: `TUNEGATE_SHARED`, else `../shared` beside the checkout.
enum SharedData {
  static let root: String = {
    let beside = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
    return (ProcessInfo.processInfo.environment["TUNEGATE_SHARED"] ?? beside + "/../shared") + "/data"
  }()
  static let isThere = FileManager.default.fileExists(atPath: root + "/README.md")
  static let absence: Comment = "no shared data: set TUNEGATE_SHARED to its folder, or put it at ../shared"

  static func path(_ name: String) -> String { "\(root)/\(name)" }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// A set's examples or truth, decompressed where need be, as lines.
  static func lines(_ name: String) throws -> [[UInt8]] {
    let reader = SlabReader([Source(path: path(name))])
    let text = readAll(reader).text
    return text.split(separator: 0x0A).map(Array.init)
  }

  static func records<T: Decodable>(_ type: T.Type, _ name: String) throws -> [T] {
    try lines(name).map { try JSONDecoder().decode(type, from: Data($0)) }
  }

  /// Sets and the number of their examples, from the table of the README.
  static func sets() throws -> [(name: String, examples: Int)] {
    String(decoding: try bytes("README.md"), as: UTF8.self).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count > 2, let examples = Int(cells[1]) else { return nil }
      return (cells[0], examples)
    }
  }

  /// Audits with the default settings, all findings kept.
  static func audit(_ name: String, flags: SettingFlags = SettingFlags()) async throws -> Audit {
    await Pipeline.audit(
      [path(name)], settings: try standardSettings(flags), options: AuditOptions(jobs: 2, keepsAllFindings: true))
  }
}

extension Audit {
  /// Lines that hold no record: malformed, not UTF-8, or nested too deep.
  var unreadableLines: [Int] {
    let rules: Set = ["malformed-json", "invalid-utf8", "too-deep"]
    return Set(findings.filter { rules.contains($0.rule) }.map(\.place.line)).sorted()
  }

  /// The rules that found something, by line; 0 for the set as a whole.
  var rulesByLine: [Int: Set<String>] {
    findings.reduce(into: [:]) { $0[$1.place.line, default: []].insert($1.rule) }
  }
}
