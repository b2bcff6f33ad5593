import Foundation
import Testing

@testable import TunegateKit

/// A folder of its own for each test, gone afterwards.
private final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tunegate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  func read(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
  }
}

@Suite struct OutputFileTests {
  @Test func appearsOnlyWhenCommitted() throws {
    let folder = try Folder()
    var file = try OutputFile("\(folder.path)/report.json")
    try file.write(Array("hello".utf8))
    try file.write([UInt8](repeating: 0x20, count: 3 * OutputFile.bufferSize))
    // What `kill -9` would leave at this point.
    #expect(folder.names.allSatisfy { $0.hasSuffix(".tmp") })
    #expect(folder.names.count == 1)
    #expect(try file.commit() == .written)
    #expect(folder.names == ["report.json"])
    #expect(folder.read("report.json")?.utf8.count == 5 + 3 * OutputFile.bufferSize)
  }

  @Test func droppingLeavesNothingAndAPreviousFileAsItWas() throws {
    let folder = try Folder()
    try folder.write("before", to: "report.json")
    func abandon() throws {
      var file = try OutputFile("\(folder.path)/report.json")
      try file.write([UInt8](repeating: 1, count: 2 * OutputFile.bufferSize))
    }
    try abandon()
    #expect(folder.names == ["report.json"])
    #expect(folder.read("report.json") == "before")
  }

  /// The descriptor of the temporary file is pointed at /dev/full, so that its disk is full.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "this system has no /dev/full"))
  func aFullDiskLeavesAPreviousFileAsItWas() throws {
    let folder = try Folder()
    try folder.write("before", to: "report.json")
    let path = "\(folder.path)/report.json"
    #expect(throws: OutputError(path: path, code: ENOSPC)) {
      var file = try OutputFile(path)
      let full = open("/dev/full", O_WRONLY)
      #expect(dup2(full, file.descriptor) == file.descriptor)
      close(full)
      try file.write(Array("after".utf8))
      try file.commit()
    }
    #expect(folder.names == ["report.json"])
    #expect(folder.read("report.json") == "before")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "this system has no /dev/full"))
  func aFullDeviceIsAnErrorThatNamesIt() throws {
    let error = try #require(throws: OutputError.self) {
      var file = try OutputFile("/dev/full")
      try file.write(Array("x".utf8))
      try file.commit()
    }
    #expect(
      error.description == "/dev/full: cannot be written: No space left on device; "
        + "free some space, or name a file on another disk")
  }

  @Test func whatCannotBeWrittenIsRefusedAtOnce() throws {
    let folder = try Folder()
    try folder.write("x", to: "file")
    for (name, code) in [("missing/r.json", ENOENT), ("file/r.json", ENOTDIR), (".", EISDIR)] {
      let path = "\(folder.path)/\(name)"
      #expect(throws: OutputError(path: path, code: code)) { _ = try OutputFile(path) }
    }
    #expect(folder.names == ["file"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write to any folder"))
  func aReadOnlyFolderIsRefused() throws {
    let folder = try Folder()
    try folder.write("before", to: "report.json")
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let path = "\(folder.path)/report.json"
    #expect(throws: OutputError(path: path, code: EACCES)) { _ = try OutputFile(path) }
    #expect(folder.read("report.json") == "before")
  }

  /// A folder in which not even root can make a file.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "this system has no /proc"))
  func aFolderThatTakesNoFilesIsRefused() throws {
    let error = try #require(throws: OutputError.self) { _ = try OutputFile("/proc/report.json") }
    #expect(error.path == "/proc/report.json")
    #expect([ENOENT, EACCES, EPERM, EROFS].contains(error.code))
  }

  @Test func linksAreFollowedAndPermissionsKept() throws {
    let folder = try Folder()
    try folder.write("before", to: "real.json")
    chmod("\(folder.path)/real.json", 0o640)
    symlink("real.json", "\(folder.path)/link.json")
    var file = try OutputFile("\(folder.path)/link.json")
    try file.write(Array("after".utf8))
    try file.commit()
    #expect(folder.read("real.json") == "after")
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/real.json")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/link.json") == "real.json")
  }

  @Test func aDeviceIsWrittenToAndNotReplaced() throws {
    var file = try OutputFile("/dev/null")
    try file.write(Array("x".utf8))
    try file.commit()
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func aNamedPipeIsWrittenToAndNotReplaced() throws {
    let folder = try Folder()
    let path = "\(folder.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    var file = try OutputFile(path)
    try file.write(Array("through".utf8))
    try file.commit()
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(read(reader, &bytes, 16) == 7)
    #expect(folder.names == ["pipe"])
  }

  /// `/dev/fd/N` on a plain file must go on where the descriptor stands, not start at the file's beginning.
  @Test func aDescriptorByNameGoesOnWhereItStands() throws {
    let folder = try Folder()
    let descriptor = open("\(folder.path)/out", O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    #expect(write(descriptor, "first\n", 6) == 6)
    var file = try OutputFile("/dev/fd/\(descriptor)")
    try file.write(Array("second\n".utf8))
    try file.commit()
    #expect(folder.read("out") == "first\nsecond\n")
  }

  @Test func namesBesideEachOtherDoNotCollide() throws {
    let folder = try Folder()
    var a = try OutputFile("\(folder.path)/a")
    var b = try OutputFile("\(folder.path)/b")
    try a.write([1])
    try b.write([2])
    try a.commit()
    try b.commit()
    #expect(folder.read("a") == "\u{1}")
    #expect(folder.read("b") == "\u{2}")
  }

  /// Findings stream: the buffer never holds much more than its size.
  @Test func linesStream() throws {
    let folder = try Folder()
    var file = try OutputFile("\(folder.path)/findings.jsonl")
    let lines = FindingLines(paths: ["a.jsonl"])
    var largest = 0
    for line in 1...5_000 {
      let finding = Finding(rule: "r", severity: .note, place: Place(source: 0, line: line), message: "m")
      try file.append {
        lines.append(finding, to: &$0)
        largest = max(largest, $0.count)
      }
    }
    try file.commit()
    #expect(largest < OutputFile.bufferSize + 1_000)
    let text = try #require(folder.read("findings.jsonl"))
    #expect(text.split(separator: "\n").count == 5_000)
  }
}
