import Foundation
import Testing

@Suite("route and ladder")
struct RouteTests {
  private static let routes = ["fine-tune", "rag", "chain-of-thought", "undecided", "rejected"]

  /// Structured answers, sums and broken lines, in turn; Windows line ends, blank lines, no end of the last line.
  private static func mixed() -> (text: String, lines: [String]) {
    var lines: [String] = []
    for i in 0..<120 {
      let city = ["Oslo", "Lima", "Cairo", "Quito", "Hanoi"][i % 5]
      let weather = #"{\"city\": \"\#(city)\", \"day\": \#(i)}"#
      lines.append(#"{"prompt": "Weather in \#(city) on day \#(i), please", "completion": "\#(weather)"}"#)
      let (a, b) = (i + 3, i % 7 + 2)
      let steps =
        "First, she has \(a) boxes. Then each has \(b) pens, so \(a) * \(b) = \(a * b). Therefore the answer is "
      lines.append(
        #"{"prompt": "Ines buys \#(a) boxes with \#(b) pens each. How many pens does she have in total?", "#
          + #""completion": "\#(steps)\#(a * b).\n#### \#(a * b)"}"#)
      if i % 30 == 0 { lines += [#"{"prompt": "broken"# + "\r", "", #"{"prompt": "empty \#(i)", "completion": ""}"#] }
    }
    return (lines.joined(separator: "\n"), lines)
  }

  @Test("Every line is in exactly one file, its bytes unchanged; the kinds part")
  func route() throws {
    let shop = try Workshop()
    let (text, lines) = Self.mixed()
    try shop.write("data.jsonl", text)
    let outcome = try shop.run("route", "data.jsonl", "-o", "out")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let parts = Self.routes.map { shop.text("out/\($0).jsonl") ?? "missing" }
    // A carriage return and a newline are one character of a string.
    let found = parts.flatMap { $0.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() }
    #expect(found.map { String(decoding: $0, as: UTF8.self) }.sorted() == lines.sorted())
    #expect(parts[0].contains("Weather in Oslo") && !parts[0].contains("boxes"))
    #expect(parts[2].contains("boxes") && !parts[2].contains("Weather"))
    #expect(parts[4].contains("broken") && parts[4].contains("empty"))
    #expect(shop.text("data.jsonl") == text)
    let routing = try JSONSerialization.jsonObject(with: Data((shop.text("out/routing.json") ?? "").utf8))
    let counts = try #require((routing as? [String: Any])?["counts"] as? [String: Int])
    #expect(counts.values.reduce(0, +) == lines.count && counts["rejected"] == 12)
    #expect(try shop.run("route", "data.jsonl").status == 2)
    #expect(try shop.run("route", "-", "-o", "out").status == 2)
  }

  @Test(
    "The router in Python agrees with the binary",
    .enabled(if: (try? Workshop().shell("command -v python3").status) == 0, "python3 is not installed"))
  func python() throws {
    let shop = try Workshop()
    try shop.write("data.jsonl", Self.mixed().text)
    #expect(try shop.run("route", "data.jsonl", "-o", "out").status == 0)
    var state: UInt64 = 7
    let words = [
      "weather", "Oslo", "boxes", "PENS", "each", "total", "how", "many", "caf\u{E9}", "\u{4E2D}\u{6587}", "day",
    ]
    let queries = (0..<2_000).map { _ in
      (0..<6).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return words[Int((state >> 33) % UInt64(words.count))]
      }.joined(separator: state % 3 == 0 ? " " : ", ")
    }
    try shop.write("queries.txt", queries.joined(separator: "\n") + "\n")
    let own = try shop.run(["route", "--router", "out/routing.json", "--query", "-"], input: "queries.txt").text
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/router.py").path
    let other = try shop.shell("python3 '\(script)' out/routing.json < queries.txt").text
    let approaches = own.matches(of: /"approach": "([a-z-]+)"/).map { String($0.1) }
    #expect(approaches.count == queries.count)
    #expect(approaches == other.split(separator: "\n").map(String.init))
    #expect(Set(approaches).count > 1)
  }

  @Test("ladder: exit codes, both reports, and the verdict of check")
  func ladder() throws {
    let shop = try Workshop()
    func evals(broken: Int) -> String {
      var text = ""
      for (order, rung) in [("zero", 0), ("few", 1), ("few", 2), ("few", 4), ("schema", 4)].enumerated() {
        for item in 0..<400 {
          let output = item < broken ? "It is Oslo" : #"{\"city\": 1}"#
          text +=
            #"{"item": \#(item), "rung": "\#(rung.0)\#(rung.1)", "kind": "\#(rung.0)", "k": \#(rung.1), "#
            + #""order": \#(order), "score": \#(item < 200 + (order > 0 ? 90 : 0) ? 1 : 0), "output": "\#(output)"}"#
            + "\n"
        }
      }
      return text
    }
    try shop.write("schema.json", #"{"type": "object", "required": ["city"]}"#)
    try shop.write("fails.jsonl", evals(broken: 40))
    try shop.write("keeps.jsonl", evals(broken: 0))
    let fails = try shop.run("ladder", "fails.jsonl", "--schema", "schema.json")
    #expect(
      fails.status == 0 && fails.flat.contains("fine-tuning, limited to the form"), "\(fails.text)\(fails.errors)")
    let keeps = try shop.run("ladder", "keeps.jsonl", "--schema", "schema.json", "--report", "json")
    let report = try shop.report(keeps)
    #expect(keeps.status == 1 && report["favors_tuning"] as? Bool == false)
    #expect((report["format"] as? [String: Any])?["state"] as? String == "enforced")
    let absent = try shop.run("ladder", "absent.jsonl")
    #expect(absent.status == 2 && absent.errors.contains("absent.jsonl"))
    #expect(try shop.run("ladder").status == 2)
    #expect(try shop.run("check", "clean.jsonl", "--ladder", "absent.jsonl").status == 2)
    let check = try shop.run("check", "clean.jsonl", "--ladder", "fails.jsonl", "--report", "json")
    let verdict = try #require(try shop.report(check)["verdict"] as? [String: Any])
    let signals = (verdict["evidence"] as? [[String: Any]])?.compactMap { $0["signal"] as? String } ?? []
    #expect(signals.contains("gain a rung"))
  }
}
