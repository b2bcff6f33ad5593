import Foundation
import Testing

@Suite("Reports in files")
struct ReportFileTests {
  @Test("Several reports at once, each whole and the same as alone")
  func several() throws {
    let shop = try Workshop()
    let outcome = try shop.run(
      "check", "broken.jsonl", "--report", "json=a.json", "--report", "terminal", "--report", "json=b.json",
      "--report", "terminal=c.txt", "--findings", "f.jsonl", "--scores", "s.jsonl")
    #expect(outcome.status == 1 && outcome.errors == "", "\(outcome.errors)")
    let alone = try shop.run("check", "broken.jsonl", "--report", "json")
    #expect(shop.text("a.json") == alone.text && shop.text("b.json") == alone.text)
    #expect(shop.text("c.txt") == outcome.text)
    #expect(try shop.run("check", "broken.jsonl").output == outcome.output)

    let findings = try lines(shop.text("f.jsonl"))
    #expect(findings.map { $0["rule"] as? String } == ["malformed-json"] && findings[0]["line"] as? Int == 61)
    let scores = try lines(shop.text("s.jsonl"))
    #expect(scores.map { $0["line"] as? Int } == Array(1...61))
    #expect(scores[60]["rules"] as? [String] == ["malformed-json"] && scores[60]["noise"] as? Double == 1)
    #expect(scores[0]["noise"] as? Double == 0 && scores[0]["path"] as? String == "broken.jsonl")
    #expect(shop.names.allSatisfy { !$0.hasPrefix(".tunegate") }, "\(shop.names)")
  }

  private func lines(_ text: String?) throws -> [[String: Any]] {
    try (text ?? "").split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  @Test("The JSON report has the keys of the public interface in their order, and its points add up")
  func jsonKeys() throws {
    let shop = try Workshop()
    let outcome = try shop.run("check", "broken.jsonl", "copies.jsonl", "--report", "json")
    let keys = outcome.text.matches(of: /(?m)^  "([a-z]+)":/).map { String($0.1) }
    #expect(
      keys == ["tunegate", "inputs", "dataset", "noise", "gate", "verdict", "matrix", "rules", "models", "findings"])
    let noise = try #require(try shop.report(outcome)["noise"] as? [String: Any])
    let (score, points) = (noise["score"] as? Double ?? -1, noise["by_rule"] as? [String: Double] ?? [:])
    #expect(abs(points.values.reduce(0, +) - score) < 1e-5 && score > 0)
  }

  @Test("An old report is replaced whole, its permissions kept, a link to it followed")
  func replacing() throws {
    let shop = try Workshop()
    try shop.write("old.json", "old")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: shop.url("old.json").path)
    try FileManager.default.createSymbolicLink(
      atPath: shop.url("link.json").path, withDestinationPath: "old.json")
    #expect(try shop.run("check", "clean.jsonl", "--report", "json=link.json").status == 0)
    #expect(shop.text("old.json")?.hasPrefix("{") == true)
    let attributes = try FileManager.default.attributesOfItem(atPath: shop.url("old.json").path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: shop.url("link.json").path) == "old.json")
  }

  @Test(
    "A report that cannot be written is 2, names the file and the reason, and leaves nothing behind",
    arguments: [
      ("--report", "json=/dev/full", "/dev/full"), ("--scores", "/dev/full", "No space left"),
      ("--findings", "absent/f.jsonl", "create its folder first"), ("--report", "json=folder", "folder"),
      ("--report", "json=clean.jsonl/x", "not a folder"),
    ])
  func unwritable(flag: String, value: String, told: String) throws {
    let shop = try Workshop()
    try FileManager.default.createDirectory(at: shop.url("folder"), withIntermediateDirectories: true)
    // One finding at least, so that there is something to write.
    try shop.write("data.jsonl", "{\n" + Workshop.clean(60).joined(separator: "\n"))
    let before = shop.names
    let outcome = try shop.run("check", "data.jsonl", flag, value)
    #expect(outcome.status == 2 && outcome.errors.contains(told), "\(outcome.errors)")
    #expect(outcome.complaints.count == 1 && outcome.errors.hasPrefix("tunegate: "))
    #expect(shop.names == before)
  }

  @Test("Standard output that is full is 2")
  func fullOutput() throws {
    let shop = try Workshop()
    let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    for arguments in [["check", "clean.jsonl"], ["rules"], ["--help"], ["explain", "near-duplicate"]] {
      let outcome = try shop.run(arguments, standardOutput: full)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.errors.contains("standard output: cannot be written: No space left"), "\(outcome.errors)")
    }
  }

  @Test("A disk that fills up half-way leaves the old file, or none, and nothing beside it")
  func diskFull() throws {
    let shop = try Workshop()
    try shop.write("many.jsonl", Workshop.clean(3000).joined(separator: "\n"))
    try shop.write("old.jsonl", "old\n")
    let before = shop.names
    for name in ["old.jsonl", "new.jsonl"] {
      let outcome = try shop.shell("ulimit -f 64; tunegate check many.jsonl -q --scores \(name) > /dev/null")
      #expect(outcome.status == 2 && outcome.errors.contains("\(name): cannot be written"), "\(outcome.errors)")
    }
    #expect(shop.text("old.jsonl") == "old\n" && shop.names == before)
  }

  @Test("kill -9 in the middle of writing leaves no part of a report under its name")
  func killed() throws {
    let shop = try Workshop()
    try shop.write("many.jsonl", Workshop.clean(20_000).joined(separator: "\n"))
    var wasCaught = false
    for attempt in 0..<8 where !wasCaught {
      let name = "scores-\(attempt).jsonl"
      let process = Process()
      process.executableURL = BuiltBinary.url
      process.arguments = ["check", "many.jsonl", "-q", "--scores", name]
      process.currentDirectoryURL = shop.folder
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      // The temporary file is there from the first byte to the last.
      while process.isRunning, !shop.names.contains(where: { $0.hasPrefix(".tunegate-") }) { usleep(100) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      wasCaught = process.terminationReason == .uncaughtSignal
      let written = shop.text(name)?.split(separator: "\n").count
      #expect(written == nil || written == 20_000, "\(written ?? 0) lines under the final name")
    }
    #expect(wasCaught, "no attempt caught the run while it was writing")
    // What is left is hidden, and is no data to the next run.
    #expect(try shop.run("check", ".", "-q").status != 2)
  }

  @Test("kill -9 while the input is still coming leaves no report")
  func killedWhileReading() throws {
    let shop = try Workshop()
    let outcome = try shop.shell(
      """
      mkfifo pipe
      tunegate check pipe --report json=out.json --findings f.jsonl & run=$!
      exec 3> pipe; cat clean.jsonl >&3; kill -9 $run; wait $run; exit $?
      """)
    #expect(outcome.status == 137)
    #expect(shop.text("out.json") == nil && shop.text("f.jsonl") == nil)
  }
}
