import Foundation
import Testing

@Suite("Exit codes of the command")
struct ExitCodeTests {
  @Test("0 when the gate is open, and nothing on standard error")
  func open() throws {
    let outcome = try Workshop().run("check", "clean.jsonl")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(outcome.text.contains("open"))
  }

  @Test(
    "1 when the gate is closed, with the limit that was passed",
    arguments: [
      (["broken.jsonl"], "malformed-json share"), (["copies.jsonl", "--fail-on", "warning"], "fail-on warning"),
      (["few.jsonl"], "min-examples"), (["broken.jsonl", "--max-noise", "0.5"], "max-noise"),
    ])
  func closed(arguments: [String], limit: String) throws {
    let shop = try Workshop()
    try shop.write("few.jsonl", Workshop.clean(3).joined(separator: "\n"))
    let outcome = try shop.run(["check"] + arguments)
    #expect(outcome.status == 1 && outcome.errors == "", "\(outcome.errors)")
    #expect(outcome.text.contains(limit), "\(outcome.text)")
  }

  @Test(
    "2 when an input cannot be read to its end, and the report names it",
    arguments: ["missing.jsonl", "empty.jsonl", "blank.jsonl", "cut.jsonl.gz", "page.jsonl", "folder", "*.nothing"])
  func unread(path: String) throws {
    let shop = try Workshop()
    try shop.write("empty.jsonl", "")
    try shop.write("blank.jsonl", "\n\n")
    try shop.write("page.jsonl", "<!DOCTYPE html>\n<html></html>\n")
    try FileManager.default.createDirectory(at: shop.url("folder"), withIntermediateDirectories: true)
    #expect(try shop.shell("gzip -c clean.jsonl | head -c 900 > cut.jsonl.gz").status == 0)
    for arguments in [["check", path], ["check", "clean.jsonl", path]] {
      // A file of blank lines among others holds nothing, and says nothing wrong.
      if arguments.count == 3, path == "blank.jsonl" { continue }
      let outcome = try shop.run(arguments)
      let isWarning = arguments.count == 3 && path == "empty.jsonl"
      #expect(outcome.status == (isWarning ? 0 : 2), "\(arguments)")
      let told = isWarning ? outcome.errors : outcome.text
      #expect(told.contains(path), "\(arguments): \(told)")
    }
  }

  @Test("A file that may not be read is told with its reason")
  func unreadable() throws {
    let shop = try Workshop()
    let through = try shop.run("check", "clean.jsonl/inside.jsonl")
    #expect(through.status == 2 && through.flat.contains("there is no such file or folder"), "\(through.text)")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: shop.url("broken.jsonl").path)
    // Root may read everything.
    guard getuid() != 0 else { return }
    let outcome = try shop.run("check", "broken.jsonl")
    #expect(outcome.status == 2 && outcome.flat.contains("Permission denied"), "\(outcome.text)")
  }

  @Test(
    "2 for wrong usage: says what is wrong, and what to do, on standard error alone",
    arguments: [
      (["check", "--frob", "x"], "--frob", "--help"), (["chekc"], "chekc", "--help"),
      (["check", "--jobs", "0", "clean.jsonl"], "--jobs 0", "1 to 1024"),
      (["check", "--jobs", "many", "clean.jsonl"], "many", "--help"),
      (["check", "--show", "-1", "clean.jsonl"], "--show", "--help"),
      (["check", "--report", "yaml", "clean.jsonl"], "unknown kind 'yaml'", "terminal, json"),
      (["check", "--report", "json=", "clean.jsonl"], "no file", "json=FILE"),
      (["check", "--color", "maybe", "clean.jsonl"], "maybe", "--help"),
      (["check", "--max-noise", "101", "clean.jsonl"], "--max-noise", "0 and 100"),
      (["check", "--max-noise", "much", "clean.jsonl"], "much", "--help"),
      (["check", "--fail-on", "eror", "clean.jsonl"], "eror", "error"),
      (["check", "--select", "exact-duplicates", "clean.jsonl"], "exact-duplicates", "'exact-duplicate'"),
      (["check", "--ignore", "nosuch", "clean.jsonl"], "nosuch", "tunegate rules"),
      (["check", "--profile", "openai", "clean.jsonl"], "openai", "openai-chat"),
      (["check", "--config", "absent.yml", "clean.jsonl"], "absent.yml", "No such file"),
      (["explain", "exact-duplicat"], "exact-duplicat", "did you mean 'exact-duplicate'?"),
      (["explain", "nosuch"], "nosuch", "; 'tunegate rules' lists them"), (["explain"], "rule", "--help"),
      (["rules", "--color"], "--color", "--help"),
    ])
  func usage(arguments: [String], found: String, advice: String) throws {
    let outcome = try Workshop().run(arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.text)")
    #expect(outcome.errors.contains(found) && outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(!outcome.errors.contains("--report: --report") && !outcome.errors.contains("yaml: --report"))
  }

  @Test("--version, --help and rules are 0 on standard output")
  func information() throws {
    let shop = try Workshop()
    let version = try shop.run("--version")
    #expect(version.status == 0 && version.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(version.text)")
    for arguments in [
      ["--help"], ["check", "--help"], ["help", "check"], ["merge", "--help"], ["rules"],
      ["explain", "near-duplicate"],
    ] {
      let outcome = try shop.run(arguments)
      #expect(outcome.status == 0 && outcome.errors == "" && !outcome.output.isEmpty, "\(arguments)")
      // The examples of a page keep their lines, four spaces to the right.
      let lines = outcome.text.split(separator: "\n").filter { arguments[0] != "explain" || !$0.hasPrefix("    {") }
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(arguments): wider than 80 columns")
    }
  }

  @Test("--help tells every flag of the public interface")
  func help() throws {
    let help = try Workshop().run("check", "--help").text
    let flags = [
      "--config", "--profile", "--select", "--ignore", "--max-noise", "--fail-on", "--report", "--findings",
      "--scores", "--show", "--jobs", "--color", "--no-progress", "--quiet", "--help", "--version",
      "--schema", "--completion-schema", "--schema-dir", "--tokenizer", "--token-pattern", "--max-tokens", "--ladder",
      "--eval", "--baseline", "--write-baseline", "--examples-only", "--cache", "--state-out", "--part",
      "--max-memory",
    ]
    for flag in flags { #expect(help.contains("\(flag) ") || help.contains("\(flag)\n"), "\(flag)") }
    for flag in help.matches(of: /--[a-z-]+/).map({ String($0.0) }) { #expect(flags.contains(flag), "\(flag)") }
    #expect(
      help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("0 open, 1 closed, 2 no judgement"))
  }
}
