import Foundation
import Testing

@Suite("States on the command line")
struct MergeCommandTests {
  /// Three files of one set, with a copy across two of them.
  private func shop() throws -> Workshop {
    let shop = try Workshop()
    let lines = Workshop.clean(60)
    try shop.write("data/a.jsonl", lines[..<20].joined(separator: "\n") + "\n")
    try shop.write("data/b.jsonl", (lines[20..<40] + lines[..<2]).joined(separator: "\n") + "\n{\"prompt\": \"a\",}\n")
    try shop.write("data/c.jsonl", lines[40...].joined(separator: "\n") + "\n")
    return shop
  }

  private func parts(_ shop: Workshop, _ flags: [String] = []) throws -> [String] {
    try (1...3).map { k in
      let outcome = try shop.run(["check", "data", "--part", "\(k)/3", "--state-out", "\(k).state"] + flags)
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(flags.contains("-q") ? outcome.text == "" : outcome.text.contains("\(k).state: the state of"))
      return "\(k).state"
    }
  }

  @Test("Reports, findings, scores and the exit code are those of one run, in any order of the states")
  func oneRun() throws {
    let shop = try shop()
    let states = try parts(shop)
    let kinds = ["json", "markdown", "html", "sarif", "junit", "gitlab", "terminal"]
    func outputs(_ name: String) -> [String] {
      kinds.flatMap { ["--report", "\($0)=\(name).\($0)"] } + ["--findings", "\(name).f", "--scores", "\(name).s"]
    }
    for flags in [[], ["--fail-on", "warning"], ["--max-noise", "90", "--show", "0"]] {
      let whole = try shop.run(["check", "data"] + flags + outputs("whole"))
      let joined = try shop.run(["merge"] + states.reversed() + flags + outputs("joined"))
      #expect(joined.status == whole.status && joined.errors == whole.errors, "\(flags): \(joined.errors)")
      for name in kinds + ["f", "s"] {
        #expect(shop.text("whole.\(name)") == shop.text("joined.\(name)"), "\(flags): \(name)")
      }
      #expect(shop.text("joined.f")?.contains("exact-duplicate") == true)
    }
    let plain = try shop.run("check", "data", "--color", "always")
    let colored = try shop.run(["merge"] + states + ["--color", "always"])
    #expect(colored.text == plain.text && colored.status == 1)
    #expect(try shop.run(["merge"] + states + ["-q"]).text == shop.run("check", "data", "-q").text)
  }

  @Test("A state beside a report is the state without one, and of a state of states the report is the same")
  func stateOfStates() throws {
    let shop = try shop()
    let states = try parts(shop, ["-q"])
    let whole = try shop.run("check", "data", "--state-out", "whole.state", "--report", "json")
    #expect(whole.status == 1, "a report was asked for, so its gate counts")
    #expect(try shop.run("merge", states[2], states[0], "--state-out", "two.state", "-q").status == 0)
    let all = try shop.run("merge", "two.state", states[1], "--state-out", "all.state")
    #expect(all.status == 0 && all.text.contains("all.state: the state of"))
    for state in ["whole.state", "all.state"] {
      #expect(try shop.run("merge", state, "--report", "json").output == whole.output, "\(state)")
    }
    #expect(
      FileManager.default.contentsEqual(
        atPath: shop.url("whole.state").path, andPath: shop.url("all.state").path))
  }

  @Test("The configuration of the runs is not needed any more, nor their schemas")
  func carried() throws {
    let shop = try shop()
    try shop.write(".tunegate.yml", "gate: {max-noise: 1}\nrules: {exact-duplicate: {severity: error}}\n")
    try shop.write("s.json", #"{"type": "object"}"#)
    let flags = ["--completion-schema", "s.json"]
    let states = try parts(shop, flags)
    let whole = try shop.run(["check", "data", "--report", "json"] + flags)
    for name in [".tunegate.yml", "s.json"] { try FileManager.default.removeItem(at: shop.url(name)) }
    let joined = try shop.run(["merge"] + states + ["--report", "json"])
    #expect(joined.status == whole.status && joined.output == whole.output, "\(joined.errors)")
  }

  @Test("2 for states that do not belong together or are none, with what to do")
  func refused() throws {
    let shop = try shop()
    let states = try parts(shop, ["-q"])
    try shop.write("broken.state", "tunegate state 1 and then nothing")
    #expect(try shop.run("check", "data/c.jsonl", "--state-out", "c.state", "-q").status == 0)
    #expect(try shop.run("check", "clean.jsonl", "--state-out", "o.state", "--max-noise", "7").status == 0)
    for (arguments, found, advice) in [
      ([states[0], states[0]], "1.state: holds data/", "expected each source once"),
      ([states[0]], "in none of these states", "--part"),
      ([states[0], "o.state"], "o.state: was made with other settings: found gate.max-noise: 7", "same settings"),
      (["broken.state"], "broken.state: is cut off or damaged", "--state-out"),
      (["data/a.jsonl"], "data/a.jsonl: is no state", "check --state-out"),
      (["none.state"], "none.state: cannot be opened", "No such file"), ([], "states", "--help"),
      (states + ["--max-noise", "101"], "--max-noise", "0 and 100"),
      (states + ["--baseline", "none.json"], "none.json", "--write-baseline"),
    ] {
      let outcome = try shop.run(["merge"] + arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(arguments): \(outcome.text)")
      #expect(outcome.errors.contains(found) && outcome.errors.contains(advice), "\(arguments): \(outcome.errors)")
    }
  }

  @Test("2 for a part that is none, one that asks for a report, and standard input")
  func wrongParts() throws {
    let shop = try shop()
    for (arguments, advice) in [
      (["data", "--part", "4/3", "--state-out", "s"], "such as 1/8"), (["data", "--part", "1/3"], "--state-out"),
      (["data", "--part", "1/3", "--state-out", "s", "--report", "json"], "no report"),
      (["-", "--part", "1/3", "--state-out", "s"], "standard input"),
    ] {
      let outcome = try shop.run(["check"] + arguments)
      #expect(outcome.status == 2 && outcome.errors.contains(advice), "\(arguments): \(outcome.errors)")
      #expect(shop.text("s") == nil)
    }
  }

  @Test("A part that cannot be read is 2, and so is every report that it is in; a state that cannot be written is 2")
  func unread() throws {
    let shop = try shop()
    try shop.write("data/d.jsonl", "<html></html>\n")
    let outcome = try shop.run("check", "data", "--state-out", "s.state", "-q")
    #expect(outcome.status == 2 && outcome.errors.contains("data/d.jsonl: is an HTML"), "\(outcome.errors)")
    let joined = try shop.run("merge", "s.state", "--report", "json")
    let whole = try shop.run("check", "data", "--report", "json")
    #expect(joined.status == 2 && joined.output == whole.output)
    let unwritten = try shop.run("check", "clean.jsonl", "--state-out", "no/such/folder.state")
    #expect(unwritten.status == 2 && unwritten.errors.contains("no/such/folder.state: cannot be written"))
  }
}
