import Foundation
import Testing

@testable import TunegateKit

/// What `init --pre-commit` and `--ci` write agrees with the files of this repository.
@Suite("Starter files")
struct StarterFileTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func tree(_ text: String) throws -> YAMLNode {
    let tree = YAMLTree(text, path: "y.yml")
    #expect(tree.errors == [])
    return try #require(tree.root)
  }

  private func file(_ path: String) throws -> YAMLNode {
    try tree(String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8))
  }

  private func value(_ node: YAMLNode, _ keys: String...) -> YAMLNode? {
    keys.reduce(node) { node, key in
      switch node?.content {
      case .mapping(let entries)?: entries.first { $0.key == key }?.value
      case .list(let items)?: Int(key).flatMap { $0 < items.count ? items[$0] : nil }
      default: nil
      }
    }
  }

  @Test("The hook is that of .pre-commit-hooks.yaml")
  func hook() throws {
    let mine = try #require(value(tree(StarterFile.preCommit.text(["data/"])), "repos", "0", "hooks", "0"))
    let theirs = try #require(value(file(".pre-commit-hooks.yaml"), "1"))
    for key in ["entry", "files", "language", "pass_filenames", "name"] {
      #expect(value(mine, key)?.json == value(theirs, key)?.json, "\(key)")
    }
    #expect(value(mine, "args").map { String(decoding: $0.json, as: UTF8.self) } == #"["data/"]"#)
  }

  @Test("The GitLab job is that of templates/gitlab.yml")
  func gitlab() throws {
    let template = try file("templates/gitlab.yml").json
    #expect(try tree(StarterFile.gitlab.text([])).json == template)
    let several = try tree(StarterFile.gitlab.text(["a b", "c"])).json
    #expect(String(decoding: several, as: UTF8.self).contains("tunegate check 'a b' c --report terminal"))
  }

  @Test("The workflow asks for the reports of docs/ci.md")
  func github() throws {
    let guide = try String(contentsOf: Self.root.appendingPathComponent("docs/ci.md"), encoding: .utf8)
    #expect(guide.contains("--report terminal --report github --report sarif=tunegate.sarif"))
    let job = try #require(value(tree(StarterFile.github.text(["data/"])), "jobs", "tunegate", "steps", "1", "run"))
    #expect(
      String(decoding: job.json, as: UTF8.self)
        == #""tunegate check data/ --report terminal --report github --report sarif=tunegate.sarif""#)
  }

  @Test("Paths are words of a shell")
  func words() {
    for (path, word) in [("data/", "data/"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("-x", "'-x'"), ("", "''")] {
      #expect(StarterFile.shellWord(path) == word)
    }
  }
}
