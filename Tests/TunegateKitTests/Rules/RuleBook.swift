import Foundation

@testable import TunegateKit

/// The rules' pages as they stand in the repository. Tests read them from there and not from the binary, so that what
/// `UPDATE=1` has rewritten counts at once.
enum RuleBook {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("rules/pages")

  static let ids = AllRules.types.map { $0.id }

  /// True when the run is to write what the rules find instead of comparing it.
  static let isUpdating = ProcessInfo.processInfo.environment["UPDATE"] == "1"

  static func path(_ id: String) -> String { "rules/pages/\(id).md" }

  static func bytes(_ id: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(id).md")))
  }

  static func page(_ id: String) throws -> RulePage { try RulePage.parse(bytes(id), path(id)) }

  /// Every example of every page that can be read; `RuleBookTests` names the pages that cannot.
  static let examples: [PageExample] = ids.flatMap { id in
    (try? page(id))?.examples.map { PageExample(rule: id, example: $0) } ?? []
  }
}
