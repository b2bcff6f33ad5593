import TunegateKit

/// `check --cache`: what the last run on the same data told, and what was read of each source.
struct CheckMemory {
  private let folder: String
  private let cache: RunCache
  private let key: RunCache.Key

  /// Nil when there is no place for a cache, or the run cannot be remembered.
  init?(paths: [String], settings: Settings, files: [String]) {
    guard let folder = Self.folder else { return nil }
    self.folder = folder
    cache = RunCache(folder: folder)
    let look = "\(StandardStream.output.isTerminal) \(TerminalLocale.isUnicode())"
    let color = ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM"].map { ProcessEnvironment.value($0) ?? "" }
    let line = CommandLine.arguments.dropFirst() + [look] + color + [Machine.program]
    guard let key = cache.key(line: Array(line), paths: paths, settings: settings, files: files) else { return nil }
    self.key = key
  }

  var last: CachedRun? { cache.run(key) }

  /// What was read of each source.
  var sources: SourceCache { SourceCache(folder: folder, key: key, program: Machine.program) }

  func keep(_ run: CachedRun) { cache.keep(run, key) }

  func keepDigests() { cache.keepDigests(key) }

  /// Writes what a run told; gives the exit code.
  static func tell(_ run: CachedRun) -> Int32 {
    for warning in run.warnings { Complaint.write("tunegate: warning: \(warning)") }
    for output in run.outputs {
      do { try output.request.write(output.bytes) } catch {
        Complaint.write("tunegate: \(error)")
        return 2
      }
    }
    return run.exitCode
  }

  private static var folder: String? {
    func variable(_ name: String) -> String? { ProcessEnvironment.value(name).flatMap { $0.isEmpty ? nil : $0 } }
    let home = variable("HOME")
    #if os(macOS)
      let standard = home.map { $0 + "/Library/Caches" }
    #else
      let standard = variable("XDG_CACHE_HOME") ?? home.map { $0 + "/.cache" }
    #endif
    guard let folder = variable("TUNEGATE_CACHE_DIR") ?? standard.map({ $0 + "/tunegate" }) else { return nil }
    do { try Machine.makeFolders(above: folder + "/x") } catch { return nil }
    return folder
  }
}
