import Foundation
import Testing

@Suite("Leakage on the command line")
struct LeakageTests {
  @Test(
    "--eval closes the gate and says how much of the file was found; fix takes it out; the configuration may name it")
  func evaluation() throws {
    let shop = try Workshop()
    let lines = Workshop.clean(60)
    try shop.write(
      "bench/items.jsonl",
      "\(lines[7].uppercased())\n".replacing("PROMPT", with: "prompt")
        .replacing("COMPLETION", with: "completion"))
    let closed = try shop.run("check", "clean.jsonl", "--eval", "bench")
    #expect(closed.status == 1 && closed.flat.contains("eval-leak share"), "\(closed.text)")
    #expect(closed.flat.contains("items.jsonl: 1 of 1 example (100.00 %) is in the training data"), "\(closed.text)")
    for kind in ["markdown", "html", "json"] {
      let report = try shop.run("check", "clean.jsonl", "--eval", "bench", "--report", kind)
      #expect(report.text.contains("items.jsonl") && report.status == 1, "\(kind)")
    }
    #expect(try shop.run("fix", "clean.jsonl", "--eval", "bench", "-o", "out.jsonl").status == 0)
    #expect(shop.text("out.jsonl.rejects.jsonl")?.contains(#"["eval-leak"]"#) == true)
    let open = try shop.run("check", "out.jsonl", "--eval", "bench")
    #expect(open.status == 0 && open.flat.contains("none of 1 example is in the training data"), "\(open.text)")

    try shop.write(".tunegate.yml", "eval: bench/items.jsonl\n")
    #expect(try shop.run("check", "clean.jsonl").status == 1)
    #expect(try shop.run(["check", "../clean.jsonl"], in: "bench").status == 1, "relative to the configuration")
    let missing = try shop.run("check", "clean.jsonl", "--eval", "nothing.jsonl")
    #expect(missing.status == 2 && missing.text.contains("nothing.jsonl"), "\(missing.text)")
  }
}
