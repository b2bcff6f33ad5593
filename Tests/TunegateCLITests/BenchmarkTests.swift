import Foundation
import Testing

/// The scripts of `make bench` and `make peers` run and say what they promise; how fast anything is, no test asks.
@Suite("Benchmarks", .enabled(if: PackageTests.has("python3", "gzip", "wc"), "no python3"))
struct BenchmarkTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Benchmarks").path

  /// Runs a line of `sh` in which `bench` holds the folder of the scripts; they run a build without optimization.
  private static func shell(_ shop: Workshop, _ line: String) throws -> BuiltBinary.Outcome {
    try BuiltBinary.shell(
      "export bench='\(folder)' TUNEGATE_SHARED=none; \(line)", in: shop.folder, seconds: 300)
  }

  private static func rows(_ shop: Workshop, _ file: String) throws -> [[String: Any]] {
    let text = try #require(shop.text(file))
    let whole = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return whole?["rows"] as? [[String: Any]] ?? []
  }

  @Test("A corpus is the same for its seed, a smaller one is its start, and few of its lines are not JSON")
  func corpus() throws {
    let shop = try Workshop()
    let made = try Self.shell(
      shop,
      """
      for n in 5000 300; do python3 -B "$bench/corpora.py" chat $n $n.jsonl || exit 1; done
      python3 -B "$bench/corpora.py" chat 300 again.jsonl && cmp 300.jsonl again.jsonl || exit 1
      head -n 300 5000.jsonl | cmp - 300.jsonl || exit 1
      python3 -B "$bench/corpora.py" valid 5000.jsonl valid.jsonl && wc -l < valid.jsonl
      """)
    #expect(made.status == 0, "\(made.errors)")
    let valid = try #require(Int(made.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect((4950..<5000).contains(valid))
  }

  @Test("The cost of a command holds that of its descendants, even of those that outlive it")
  func descendants() throws {
    let shop = try Workshop()
    try shop.write(
      "cost.py",
      """
      import sys
      sys.path.insert(0, sys.argv[1])
      import measure
      burn = "import time\\nwhile time.process_time() < 0.3: pass"
      alone = measure.run([sys.executable, "-c", burn], looks=False)
      assert alone.status == 0 and alone.cpu >= 0.3, alone
      left = measure.run(["sh", "-c", f"({sys.executable} -c '{burn}' &) ; exit 3"], looks=False)
      assert left.status == 3, left
      assert left.cpu >= 0.3 or sys.platform != "linux", left
      stopped = measure.run(["sleep", "600"], limit=0.5, looks=False)
      assert stopped.stopped and stopped.failure.startswith("stopped after"), stopped
      try:
          measure.run(["./nowhere"], looks=False)
          sys.exit("a program that is not there was run")
      except OSError as error:
          assert "nowhere" in str(error)
      """)
    let outcome = try Self.shell(shop, #"python3 -B cost.py "$bench""#)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("make bench measures stages, workers and the curve")
  func bench() throws {
    let shop = try Workshop()
    let marks = ["stages", "workers", "curve"].map {
      "<!-- \($0): written by Benchmarks -->\nold\n<!-- end of \($0) -->\n"
    }
    try shop.write("page.md", "# Before\n" + marks.joined(separator: "between\n") + "after\n")
    let outcome = try Self.shell(
      shop,
      #"python3 -B "$bench/bench.py" --examples 60 --curve 30,60 --rounds 1 --no-look --cache made --json all.json"#
        + " --update page.md \"$(command -v tunegate)\"")
    #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
    let rows = try Self.rows(shop, "all.json")
    let names = rows.compactMap { $0["name"] as? String }
    for name in [
      "wc -l", "stage read", "stage parse", "stage features", "rules: format", "+ duplicates", "whole audit",
      "stage inflate", "plain, --jobs 2", "gzip, --jobs 1", "60, --jobs 2",
    ] {
      #expect(names.contains(name), "no row \(name)")
    }
    for row in rows {
      #expect(row["failure"] is NSNull && row["cpu"] is Double && row["peak"] is Double, "\(row)")
    }
    let page = try #require(shop.text("page.md"))
    #expect(page.contains("| bytes/further |") && !page.contains("old"))
    #expect(page.hasPrefix("# Before\n<!-- stages") && page.hasSuffix("<!-- end of curve -->\nafter\n"))
    #expect(page.ranges(of: "-->\nbetween\n<!--").count == 2)
    let wrong = try Self.shell(shop, #"python3 -B "$bench/bench.py" --only stage tunegate"#)
    #expect(wrong.status == 2 && wrong.errors.contains("--only stage: expected stages, workers, curve"))
  }

  @Test("make peers has a row for a tool that cannot be had")
  func peers() throws {
    let shop = try Workshop()
    let outcome = try Self.shell(
      shop,
      #"python3 -B "$bench/peers.py" --examples 60 --rounds 1 --no-look --no-install --venv none --cache made"#
        + " --only rensa,cleanlab,jsonschema-rs --json all.json \"$(command -v tunegate)\"")
    #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
    let rows = try Self.rows(shop, "all.json")
    let tools = rows.filter { ($0["name"] as? String)?.hasPrefix("tunegate") == false }
    #expect(tools.count == 4)
    for tool in tools {
      #expect((tool["failure"] as? String)?.hasPrefix("not installed: ") == true, "\(tool)")
    }
    #expect(rows.count > tools.count + 4, "tunegate is measured all the same")
    let wrong = try Self.shell(shop, #"python3 -B "$bench/peers.py" --only nothing tunegate"#)
    #expect(wrong.status == 2 && wrong.errors.contains("--only nothing: expected"))
  }
}
