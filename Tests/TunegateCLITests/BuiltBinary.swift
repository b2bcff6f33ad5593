import Foundation

/// The `tunegate` executable that was built together with these tests, run as a user runs it.
enum BuiltBinary {
  /// What a run left behind.
  struct Outcome {
    /// The exit status, or 128 plus the signal that ended the run, as a shell counts.
    var status: Int32
    var output: Data
    var errors: String
  }

  enum Failure: Error, CustomStringConvertible {
    case notBuilt(URL)
    case timedOut(arguments: [String], seconds: Double)

    var description: String {
      switch self {
      case .notBuilt(let url):
        "no executable at \(url.path): `swift build` makes it beside the test bundle"
      case .timedOut(let arguments, let seconds):
        "tunegate \(arguments.joined(separator: " ")) did not end within \(seconds) s"
      }
    }
  }

  /// Beside the test bundle, in the debug as in the release folder.
  static let url: URL = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
      let folder = bundle.bundleURL.deletingLastPathComponent()
    #else
      let folder = Bundle.main.bundleURL
    #endif
    return folder.appendingPathComponent("tunegate")
  }()

  /// Runs the executable with nothing on standard input, no terminal, and a UTF-8 locale.
  ///
  /// Both outputs go to files, because a pipe that nobody empties would stop the run.
  ///
  /// - Parameters:
  ///   - input: the file that standard input comes from.
  ///   - variables: laid over the environment.
  ///   - standardOutput: where standard output goes in place of the outcome.
  static func run(
    _ arguments: [String], in folder: URL, input: URL? = nil, variables: [String: String] = [:],
    standardOutput: FileHandle? = nil, seconds: Double = 60
  ) throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: url.path) else { throw Failure.notBuilt(url) }
    return try run(
      url, arguments, in: folder, input: input, variables: variables, standardOutput: standardOutput, seconds: seconds)
  }

  /// Runs a line of `sh`, in which `tunegate` is the executable.
  static func shell(_ line: String, in folder: URL, seconds: Double = 60) throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: url.path) else { throw Failure.notBuilt(url) }
    let path = url.deletingLastPathComponent().path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    return try run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: folder, input: nil, variables: ["PATH": path],
      standardOutput: nil, seconds: seconds)
  }

  /// Runs any executable in the same way.
  static func run(
    _ executable: URL, _ arguments: [String], in folder: URL, input: URL? = nil, variables: [String: String] = [:],
    standardOutput: FileHandle? = nil, seconds: Double = 60
  ) throws -> Outcome {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("tunegate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let output = scratch.appendingPathComponent("output")
    let errors = scratch.appendingPathComponent("errors")
    try Data().write(to: output)
    try Data().write(to: errors)

    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment.merging(variables) { $1 }
    process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
    process.standardOutput = try standardOutput ?? FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let deadline = Date(timeIntervalSinceNow: seconds)
    while process.isRunning && Date() < deadline { usleep(2_000) }
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      throw Failure.timedOut(arguments: arguments, seconds: seconds)
    }

    let isExit = process.terminationReason == .exit
    return Outcome(
      status: isExit ? process.terminationStatus : 128 + process.terminationStatus,
      output: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// The tester's environment without what changes a report: color, width, language, signs of a CI.
  static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    let unwanted = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "CI", "PRE_COMMIT"]
    for name in unwanted { environment[name] = nil }
    for name in environment.keys where name == "LANG" || name.hasPrefix("LC_") { environment[name] = nil }
    environment["LC_ALL"] = "C.UTF-8"
    return environment
  }()
}
