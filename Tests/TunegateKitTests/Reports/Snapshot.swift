import Foundation
import Testing

/// Holds `text` against the file `Snapshots/<name>`; `UPDATE=1 swift test` rewrites the file.
func expectSnapshot(
  _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["UPDATE"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("no snapshot \(name); UPDATE=1 writes it", sourceLocation: sourceLocation)
    return
  }
  let wanted = String(decoding: data, as: UTF8.self)
  guard wanted != text else { return }
  let found = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = wanted.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(found, expected).prefix { $0 == $1 }.count
  let was = line < expected.count ? String(expected[line]).debugDescription : "the end"
  let isNow = line < found.count ? String(found[line]).debugDescription : "the end"
  Issue.record(
    "\(name):\(line + 1): was \(was), is \(isNow); if that is right, UPDATE=1 rewrites the snapshot",
    sourceLocation: sourceLocation)
}
