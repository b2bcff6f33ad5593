import Foundation

@testable import TunegateKit

/// Runs over files in one process, and in several whose states are joined.
struct StateBench {
  let folder: TestFolder
  var settings: Settings

  init(_ flags: SettingFlags = SettingFlags(), config: String = "") throws {
    folder = try TestFolder()
    let file = config.isEmpty ? nil : ConfigFile(path: "c.yml", text: config)
    settings = try Settings.forRun(config: file, flags: flags)
  }

  @discardableResult
  func write(_ name: String, _ lines: [String]) throws -> String {
    try folder.write(name, lines.map { $0 + "\n" }.joined())
  }

  func state(of paths: [String], jobs: Int = 1, part: String? = nil, slabBytes: Int? = nil) async throws -> RunState {
    var options = AuditOptions(jobs: jobs)
    options.carried = try CarriedSettings(settings)
    options.part = part.flatMap { Part(parsing: $0) }
    if let slabBytes { options.slabBytes = slabBytes }
    return await Pipeline.read(paths, settings: settings, options: options)
  }

  /// Reads paths and writes their state; gives its path.
  func writeState(
    _ name: String, of paths: [String], jobs: Int = 1, part: String? = nil
  ) async throws -> String {
    let path = "\(folder.path)/\(name).state"
    try await state(of: paths, jobs: jobs, part: part).write(to: path)
    return path
  }

  func whole(_ paths: [String]) async -> AuditRun {
    AuditRun(
      await Pipeline.audit(paths, settings: settings, options: AuditOptions(keepsAllFindings: true)))
  }

  func merged(_ states: [String], keepsAll: Bool = true) async throws -> AuditRun {
    let state = try RunState(merging: states)
    return AuditRun(
      await Pipeline.conclude(
        state, settings: try state.settings(), options: AuditOptions(keepsAllFindings: keepsAll)))
  }

  /// In what a run over all the groups of paths differs from the joined states of each; nil when in nothing.
  func difference(_ groups: [[String]], jobs: Int = 1) async throws -> String? {
    var states: [String] = []
    for (i, paths) in groups.enumerated() { states.append(try await writeState("s\(i)", of: paths, jobs: jobs)) }
    let whole = await whole(groups.flatMap { $0 })
    for order in [states, states.reversed()] {
      if let difference = try await merged(order).difference(from: whole) { return difference }
    }
    return nil
  }

  /// Every report that lists findings, by its name.
  func listed(_ audit: Audit) -> [String: [UInt8]] {
    func findings(_ kind: ReportKind) -> ListedFindings { audit.listed(most: .max, perRule: kind.findingsPerRule) }
    return [
      "markdown": Array(MarkdownReport().text(for: audit.report, findings(.markdown)).utf8),
      "html": HTMLReport().bytes(for: audit.report, findings(.html)),
      "sarif": SARIFReport().bytes(for: audit.report, findings(.sarif)),
      "junit": JUnitReport().bytes(for: audit.report, findings(.junit)),
      "gitlab": GitLabReport().bytes(for: audit.report, findings(.gitlab)),
      "github": Array(GitHubReport().text(for: audit.report, findings(.github)).utf8),
    ]
  }

  func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
}
