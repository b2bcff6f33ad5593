import Foundation
import Testing

@testable import TunegateKit

@Suite struct StreamTests {
  private func makePipe() -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  @Test func aReaderThatWentAwayIsNoError() throws {
    StandardStream.prepareProcess()
    let (reader, writer) = makePipe()
    defer { close(writer) }
    let stream = StandardStream(descriptor: writer, name: "standard output")
    #expect(try stream.write("x") == .written)
    close(reader)
    #expect(try stream.write("x") == .readerGone)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "this system has no /dev/full"))
  func everyOtherFailureIsAnError() throws {
    let full = open("/dev/full", O_WRONLY)
    let stream = StandardStream(descriptor: full, name: "standard output")
    #expect(throws: OutputError(path: "standard output", code: ENOSPC)) { try stream.write("x") }
    close(full)
    #expect(throws: OutputError(path: "standard output", code: EBADF)) {
      try StandardStream(descriptor: -1, name: "standard output").write("x")
    }
  }

  /// A pipe takes 64 KiB at most and this one does not block, so the write must wait and go on, many times.
  @Test func shortWritesAreFinished() async throws {
    let (reader, writer) = makePipe()
    #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
    let sent = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let received = Task.detached {
      var all: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 5_000)
      while true {
        let count = read(reader, &part, part.count)
        if count <= 0 { return all }
        all += part[..<count]
      }
    }
    #expect(try StandardStream(descriptor: writer, name: "pipe").write(sent) == .written)
    close(writer)
    #expect(await received.value == sent)
    close(reader)
  }

  @Test func colorFollowsTheFlagThenTheEnvironmentThenTheTerminal() {
    func isOn(_ mode: ColorMode, terminal: Bool, _ environment: [String: String]) -> Bool {
      mode.isOn(isTerminal: terminal, environment: { environment[$0] })
    }
    #expect(isOn(.always, terminal: false, ["NO_COLOR": "1"]))
    #expect(!isOn(.never, terminal: true, ["FORCE_COLOR": "1"]))
    #expect(isOn(.auto, terminal: true, [:]))
    #expect(!isOn(.auto, terminal: false, [:]))
    #expect(!isOn(.auto, terminal: true, ["TERM": "dumb"]))
    #expect(!isOn(.auto, terminal: true, ["NO_COLOR": "1", "FORCE_COLOR": "1"]))
    #expect(isOn(.auto, terminal: true, ["NO_COLOR": ""]))
    #expect(isOn(.auto, terminal: false, ["FORCE_COLOR": "1", "TERM": "dumb"]))
    #expect(isOn(.auto, terminal: false, ["CLICOLOR_FORCE": "1"]))
    #expect(!isOn(.auto, terminal: false, ["CLICOLOR_FORCE": "0"]))
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false),
    (["LC_ALL": "", "LC_CTYPE": "UTF-8"], true), ([:], false), (["LANG": "POSIX"], false),
  ])
  func unicodeFollowsTheLocale(_ environment: [String: String], _ expected: Bool) {
    #expect(TerminalLocale.isUnicode(environment: { environment[$0] }) == expected)
  }

  @Test func progressIsForPeopleAtATerminal() {
    func isWanted(
      terminal: Bool = true, noProgress: Bool = false, quiet: Bool = false, _ environment: [String: String] = [:]
    ) -> Bool {
      ProgressLine.isWanted(
        isTerminal: terminal, noProgress: noProgress, quiet: quiet, environment: { environment[$0] })
    }
    #expect(isWanted())
    #expect(isWanted(["CI": ""]))
    #expect(!isWanted(terminal: false))
    #expect(!isWanted(noProgress: true))
    #expect(!isWanted(quiet: true))
    #expect(!isWanted(["CI": "true"]))
    #expect(!isWanted(["PRE_COMMIT": "1"]))
    #expect(!isWanted(["TERM": "dumb"]))
  }

  @Test func progressIsDrawnTenTimesASecondAndErased() {
    var time = ContinuousClock.now
    var drawn: [String] = []
    var line = ProgressLine(isShown: true, totalBytes: 70_000_000, now: { time }, draw: { drawn.append($0) })
    for step in 0..<1_000 {
      line.update(examples: 12_480 + step, bytes: 31_500_000)
      time += .milliseconds(1)
    }
    line.finish()
    line.finish()
    #expect(drawn.count == 11)
    #expect(drawn[0] == "\r12,480 examples  45 %  31 MB\u{1B}[K")
    #expect(drawn[1] == "\r12,580 examples  45 %  31 MB\u{1B}[K")
    #expect(drawn[10] == "\r\u{1B}[K")

    drawn = []
    var stream = ProgressLine(isShown: true, totalBytes: nil, now: { time }, draw: { drawn.append($0) })
    stream.update(examples: 1, bytes: 0)
    #expect(drawn == ["\r1 examples  0 MB\u{1B}[K"])
    var hidden = ProgressLine(isShown: false, totalBytes: 1, now: { time }, draw: { drawn.append($0) })
    hidden.update(examples: 1, bytes: 1)
    hidden.finish()
    #expect(drawn.count == 1)
  }

  @Test func reportRequests() throws {
    #expect(try ReportRequest(parsing: "json") == ReportRequest(kind: .json))
    #expect(try ReportRequest(parsing: "json=a=b.json") == ReportRequest(kind: .json, file: "a=b.json"))
    #expect(try ReportRequest(parsing: "terminal=-") == ReportRequest(kind: .terminal, file: "-"))
    #expect(throws: ReportRequestError.missingFile(.json)) { try ReportRequest(parsing: "json=") }
    let error = try #require(throws: ReportRequestError.self) { try ReportRequest(parsing: "jsn=x\u{1B}") }
    #expect(
      error.description == "--report: unknown kind 'jsn'; known kinds: "
        + "terminal, json, markdown, html, sarif, junit, github, gitlab")
  }
}
