import Foundation
import Testing

@Suite("Hooks and CI")
struct PlatformTests {
  private static let kinds = ["terminal", "json", "markdown", "html", "sarif", "junit", "github", "gitlab"]
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("All reports in one run, the same as each alone")
  func allKinds() throws {
    let shop = try Workshop()
    let together = try shop.run(
      ["check", "broken.jsonl", "copies.jsonl"] + Self.kinds.flatMap { ["--report", "\($0)=all.\($0)"] })
    #expect(together.status == 1 && together.text.isEmpty, "\(together.errors)")
    for kind in Self.kinds {
      let alone = try shop.run("check", "broken.jsonl", "copies.jsonl", "--report", kind)
      #expect(alone.status == 1 && alone.text == shop.text("all.\(kind)") && !alone.text.isEmpty, "\(kind)")
    }
    let sarif = try #require(
      try JSONSerialization.jsonObject(with: Data((shop.text("all.sarif") ?? "").utf8)) as? [String: Any])
    let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.first?["ruleId"] as? String == "malformed-json" && results.count > 3)
    #expect(try shop.run("ladder", "x", "--report", "html").status == 2)
  }

  @Test("GitHub: the step summary and the outputs are appended to what is there")
  func gitHub() throws {
    let shop = try Workshop()
    try shop.write("summary.md", "# Earlier step\n")
    let variables = [
      "GITHUB_STEP_SUMMARY": shop.url("summary.md").path, "GITHUB_OUTPUT": shop.url("outputs").path,
      "TUNEGATE_PATH": "broken.jsonl", "TUNEGATE_ARGUMENTS": "--max-noise 100 --ignore malformed-json",
      "TUNEGATE_SARIF": "a.sarif",
    ]
    let closed = try shop.run(["check", "broken.jsonl", "--report", "github"], variables: variables)
    #expect(
      closed.status == 1 && closed.text.contains("::error title=tunegate (malformed-json),file=broken.jsonl,line=61"))
    let summary = shop.text("summary.md") ?? ""
    #expect(summary.hasPrefix("# Earlier step\n## Tunegate: broken.jsonl") && summary.contains("**refused**"))
    #expect(shop.text("outputs")?.hasPrefix("gate=refused\nnoise=") == true)
    #expect(shop.text("outputs")?.contains("\nverdict=clean-first\nproceed=false\n") == true)
    let unwritable = try shop.run(
      ["check", "clean.jsonl", "--report", "github"],
      variables: ["GITHUB_STEP_SUMMARY": shop.url("no/such/folder").path])
    #expect(unwritable.status == 2 && unwritable.errors.contains("no/such/folder"))
  }

  @Test("The action's step passes its inputs on, and its exit code is the gate")
  func action() throws {
    let shop = try Workshop()
    func step(_ path: String, _ arguments: String) throws -> BuiltBinary.Outcome {
      let script = Self.repository.appendingPathComponent("Scripts/action.sh").path
      let inputs = "TUNEGATE_PATH='\(path)' TUNEGATE_ARGUMENTS='\(arguments)' TUNEGATE_SARIF=a.sarif"
      return try shop.shell("\(inputs) '\(script)' '\(BuiltBinary.url.path)'")
    }
    #expect(try step("clean.jsonl", "").status == 0)
    #expect(shop.text("a.sarif")?.contains("\"2.1.0\"") == true)
    #expect(try step("broken.jsonl", "").status == 1)
    #expect(try step("broken.jsonl", "--ignore malformed-json").status == 0)
    let hostile = try step("clean.jsonl", "$(touch owned) ; touch owned")
    #expect(hostile.status == 2 && shop.text("owned") == nil)
  }

  private static let hasPreCommit = (try? Workshop().shell("command -v pre-commit && command -v git").status) == 0

  /// The hooks that the repository ships and that bring no program of their own, as hooks of a scratch repository.
  private func hookConfiguration(_ id: String) throws -> String {
    let file = try String(contentsOf: Self.repository.appendingPathComponent(".pre-commit-hooks.yaml"), encoding: .utf8)
    let hook = try #require(file.components(separatedBy: "\n- ").first { $0.hasPrefix("id: \(id)\n") })
    let lines = hook.split(separator: "\n").prefix { !$0.hasPrefix("#") }
    return "repos:\n  - repo: local\n    hooks:\n      - \(lines[0])\n"
      + lines.dropFirst().map { "      \($0)\n" }.joined()
  }

  private func preCommit(_ shop: Workshop) throws -> BuiltBinary.Outcome {
    try shop.shell(
      "cd repo && git init -q . && git add -A && PRE_COMMIT_HOME=../home TUNEGATE_CACHE_DIR=../cache"
        + " pre-commit run --color never")
  }

  @Test(
    "pre-commit: a clean set passes, again from memory; a noisy one fails within a screen; 6,000 files are one set",
    .enabled(if: hasPreCommit, "pre-commit or git is absent: pip install pre-commit"))
  func preCommitHook() throws {
    let shop = try Workshop()
    try shop.write("repo/.pre-commit-config.yaml", try hookConfiguration("tunegate-system"))
    let lines = Workshop.clean(6_000)
    for (i, line) in lines.enumerated() { try shop.write("repo/data/\(i).jsonl", line + "\n") }
    let clean = try preCommit(shop)
    #expect(clean.status == 0 && clean.text.contains("Passed"), "\(clean.text)\(clean.errors)")
    let kept = try FileManager.default.contentsOfDirectory(atPath: shop.url("cache").path)
    #expect(kept.filter { $0.hasSuffix(".run") }.count == 1)
    let again = try preCommit(shop)
    #expect(again.status == 0 && again.text == clean.text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.url("cache").path) == kept)
    // A copy in another file of the many is found only by who sees all of them.
    for i in 0..<2_000 { try shop.write("repo/data/copy-\(i).jsonl", lines[i] + "\n") }
    let copies = try preCommit(shop)
    #expect(copies.status == 1 && copies.text.contains("exact-duplicate"), "\(copies.text)")
    #expect(copies.text.split(separator: "\n").count < 24)
  }

  @Test(
    "pre-commit: staged files by themselves, in whatever batches they come",
    .enabled(if: hasPreCommit, "pre-commit or git is absent: pip install pre-commit"))
  func preCommitStaged() throws {
    let shop = try Workshop()
    try shop.write("repo/.pre-commit-config.yaml", try hookConfiguration("tunegate-staged"))
    let lines = Workshop.clean(40)
    for (i, line) in lines.enumerated() { try shop.write("repo/data/\(i).jsonl", "\(line)\n\(line)\n") }
    let clean = try preCommit(shop)
    #expect(clean.status == 0 && clean.text.contains("Passed"), "\(clean.text)\(clean.errors)")
    try shop.write("repo/data/7.jsonl", #"{"prompt": "Who?", "completion": ""}"# + "\n")
    let broken = try preCommit(shop)
    #expect(broken.status == 1 && broken.text.contains("data/7.jsonl:1"), "\(broken.text)")
    #expect(broken.text.contains("whole set") && broken.text.split(separator: "\n").count < 60)
  }
}
