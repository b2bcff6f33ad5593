import Foundation
import Testing

@testable import TunegateKit

/// Rules of the user's on single lines.
enum CustomLine {
  /// The settings under one rule, `r`, whose keys are given.
  static func settings(_ rule: String) throws -> Settings {
    try Settings.forRun(
      config: ConfigFile(path: "c.yml", text: "custom-rules:\n  r: {message: wrong, \(rule)}\n"),
      flags: SettingFlags(select: ["custom"]))
  }

  /// What the rule says of a line: `COLUMN POINTER what`, without the message that is always the same.
  static func findings(_ rule: String, _ line: String, limit: Int = 100) throws -> [String] {
    let worker = Worker(settings: try settings(rule), limit: limit, first: 0, heldOut: HeldOutSets())
    worker.slab.fill(Array(line.utf8))
    worker.work()
    return worker.findings.kept.map { finding in
      "\(finding.column) \(finding.pointer) \(finding.message.replacing("wrong; ", with: ""))"
    }
  }

  /// What a config file is told; empty when it is accepted.
  static func errors(_ yaml: String) -> String {
    do {
      _ = try Settings.forRun(config: ConfigFile(path: "c.yml", text: yaml), flags: SettingFlags())
      return ""
    } catch { return error.description }
  }
}
