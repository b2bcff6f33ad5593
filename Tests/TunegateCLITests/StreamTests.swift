import Foundation
import Testing

@Suite("Standard input, pipes and terminals")
struct StreamTests {
  /// The report of the same data from a file, with `-` for its name and its size left out.
  private func told(_ outcome: BuiltBinary.Outcome) -> String {
    outcome.text.replacing("broken.jsonl.gz", with: "-").replacing("broken.jsonl", with: "-")
      .replacing(/"bytes": \d+/, with: "\"bytes\": N")
  }

  @Test("Standard input gives what the file gives, plain and compressed")
  func standardInput() throws {
    let shop = try Workshop()
    #expect(try shop.shell("gzip -k broken.jsonl").status == 0)
    for name in ["broken.jsonl", "broken.jsonl.gz"] {
      let file = try shop.run("check", name, "--report", "json")
      let stream = try shop.run("check", "-", "--report", "json", input: name)
      #expect(stream.status == 1 && told(stream) == told(file))
      let piped = try shop.shell("cat \(name) | tunegate check - --report json")
      #expect(piped.status == 1 && told(piped) == told(file))
    }
    let empty = try shop.run("check", "-")
    #expect(empty.status == 2 && empty.flat.contains("check the command before the pipe"), "\(empty.text)")
  }

  @Test("A named pipe is read to its end")
  func namedPipe() throws {
    let shop = try Workshop()
    let outcome = try shop.shell("mkfifo broken; cat broken.jsonl > broken & tunegate check broken --report json")
    #expect(outcome.status == 1)
    let inputs = try #require(try shop.report(outcome)["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["examples"] as? Int } == [60] && inputs[0]["complete"] as? Bool == true)
  }

  @Test("A reader that goes away changes neither the exit code nor standard error")
  func closedPipe() throws {
    let shop = try Workshop()
    for (name, status) in [("clean.jsonl", 0), ("broken.jsonl", 1), ("absent.jsonl", 2)] as [(String, Int32)] {
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let outcome = try shop.run("check", name, standardOutput: pipe.fileHandleForWriting)
      #expect(outcome.status == status && outcome.errors == "", "\(name): \(outcome.status) \(outcome.errors)")
      let piped = try shop.shell("{ tunegate check \(name); echo $? >&2; } | head -1")
      #expect(piped.errors == "\(status)\n")
    }
  }

  @Test("Closed standard streams do not end up in a report file")
  func closedStreams() throws {
    let shop = try Workshop()
    let outcome = try shop.shell("tunegate check clean.jsonl --report json=out.json --report terminal >&- 2>&-")
    #expect(outcome.status == 2)
    #expect(shop.text("out.json")?.hasPrefix("{\n") == true)
    #expect(try shop.shell("tunegate check clean.jsonl --report json=again.json <&- >/dev/null").status == 0)
    #expect(shop.text("out.json") == shop.text("again.json"))
  }

  @Test(
    "Color: only on a terminal or when asked for",
    arguments: [
      ([], [:], false, false), (["--color", "always"], [:], false, true), ([], ["FORCE_COLOR": "1"], false, true),
      (["--color", "never"], ["FORCE_COLOR": "1"], false, false), ([], ["TERM": "xterm"], true, true),
      ([], ["TERM": "xterm", "NO_COLOR": "1"], true, false), ([], ["TERM": "dumb"], true, false),
      (["--color", "never"], ["TERM": "xterm"], true, false), (["--color", "always"], ["NO_COLOR": "1"], false, true),
    ] as [([String], [String: String], Bool, Bool)])
  func color(flags: [String], variables: [String: String], onTerminal: Bool, isColored: Bool) throws {
    let shop = try Workshop()
    let arguments = ["check", "broken.jsonl"] + flags
    let text: String
    if onTerminal {
      text = try Terminal.output(of: arguments, in: shop, variables: variables)
    } else {
      text = try shop.run(arguments, variables: variables).text
    }
    #expect(text.contains("malformed-json"))
    #expect(text.contains("\u{1B}[") == isColored)
  }

  @Test("A report in a file has no color unless it is asked for")
  func colorInFile() throws {
    let shop = try Workshop()
    _ = try shop.run("check", "broken.jsonl", "--report", "terminal=a.txt")
    _ = try shop.run("check", "broken.jsonl", "--report", "terminal=b.txt", "--color", "always")
    #expect(shop.text("a.txt")?.contains("\u{1B}") == false && shop.text("b.txt")?.contains("\u{1B}[") == true)
  }

  @Test("Hostile text cannot reach the terminal: no escape sequence of the data comes through")
  func hostileText() throws {
    let shop = try Workshop()
    try shop.write(
      "evil\u{1B}[31m.jsonl",
      #"{"messages": [{"role": "\u001b]0;title\u0007", "content": "x"}]}"# + "\n\u{1B}[2J{'\u{202E}': 1}\n")
    for flags in [[], ["--report", "json"]] {
      let outcome = try shop.run(["check", "."] + flags)
      #expect(outcome.status == 1)
      for scalar in (outcome.text + outcome.errors).unicodeScalars where scalar != "\n" {
        #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value), "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test("Without a UTF-8 locale the terminal report is ASCII")
  func ascii() throws {
    let outcome = try Workshop().run("check", "broken.jsonl", variables: ["LC_ALL": "C"])
    #expect(outcome.output.allSatisfy { $0 < 0x80 })
  }
}
