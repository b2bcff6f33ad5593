import Foundation

/// A folder of its own for a test of the command line, with data that passes the gate and data that does not.
final class Workshop {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tunegate-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The search for a configuration ends here, whatever lies above.
    try write(".git", "")
    try write("clean.jsonl", Self.clean(60).joined(separator: "\n") + "\n")
    try write("broken.jsonl", (Self.clean(60) + [#"{"prompt": "a",}"#]).joined(separator: "\n") + "\n")
    let copies = Self.clean(60) + Self.clean(2)
    try write("copies.jsonl", copies.joined(separator: "\n") + "\n")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Writes a file, with its folders.
  func write(_ name: String, _ text: String) throws {
    try FileManager.default.createDirectory(
      at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url(name))
  }

  /// A file's text; nil when there is none.
  func text(_ name: String) -> String? { try? String(contentsOf: url(name), encoding: .utf8) }

  /// The names in the folder, hidden ones included.
  var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []) }

  func run(
    _ arguments: String..., input: String? = nil, variables: [String: String] = [:],
    standardOutput: FileHandle? = nil
  ) throws -> BuiltBinary.Outcome {
    try run(arguments, input: input, variables: variables, standardOutput: standardOutput)
  }

  func run(
    _ arguments: [String], in subfolder: String = ".", input: String? = nil, variables: [String: String] = [:],
    standardOutput: FileHandle? = nil
  ) throws -> BuiltBinary.Outcome {
    try BuiltBinary.run(
      arguments, in: url(subfolder), input: input.map(url), variables: variables, standardOutput: standardOutput)
  }

  func shell(_ line: String) throws -> BuiltBinary.Outcome { try BuiltBinary.shell(line, in: folder) }

  /// The JSON report of a run that wrote it to standard output.
  func report(_ outcome: BuiltBinary.Outcome) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any] ?? [:]
  }

  /// Records of made-up words, none like another.
  static func clean(_ count: Int) -> [String] {
    var state: UInt64 = 2026
    func word() -> String {
      var letters: [UInt8] = []
      for k in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let alphabet = Array((k.isMultiple(of: 2) ? "bdfglmnprstv" : "aeiou").utf8)
        letters.append(alphabet[Int((state >> 33) % UInt64(alphabet.count))])
      }
      return String(decoding: letters, as: UTF8.self)
    }
    return (0..<count).map { _ in
      let (prompt, answer) = ((0..<6).map { _ in word() }, (0..<9).map { _ in word() })
      return #"{"prompt": "\#(prompt.joined(separator: " "))", "completion": "\#(answer.joined(separator: " "))"}"#
    }
  }
}

extension BuiltBinary.Outcome {
  var text: String { String(decoding: output, as: UTF8.self) }

  /// The report as one line, so that what was wrapped is found.
  var flat: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// The lines of standard error.
  var complaints: [String] { errors.split(separator: "\n").map(String.init) }
}

/// The shared data sets: `TUNEGATE_SHARED`, else `shared` beside the checkout.
enum SharedSets {
  static let folder: URL? = {
    let variable = ProcessInfo.processInfo.environment["TUNEGATE_SHARED"].map { URL(fileURLWithPath: $0) }
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shared = variable ?? checkout.deletingLastPathComponent().appendingPathComponent("shared")
    let data = shared.appendingPathComponent("data")
    return FileManager.default.fileExists(atPath: data.path) ? data : nil
  }()
}
