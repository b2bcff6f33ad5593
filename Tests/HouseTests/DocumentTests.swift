import Foundation
import Testing

/// What the documents promise is there.
@Suite("Documents")
struct DocumentTests {
  @Test("The changelog has room for the next change")
  func changelog() throws {
    let lines = try Repository.text("CHANGELOG.md").split(separator: "\n")
    #expect(lines.contains("## [Unreleased]"), "CHANGELOG.md needs a section ## [Unreleased]")
  }

  @Test("Every make target that a document names exists")
  func targets() throws {
    let makefile = try Repository.text("Makefile")
    let targets = Set(Pattern(#"^[a-z-]+(?=:( |$))"#).matches(in: makefile).map(\.text))
    let documents = Repository.texts.filter { $0.hasSuffix(".md", ".ci/run") }
    let used = documents.flatMap { file in
      Pattern(#"(?<=`|^|; |&& |=1 )make [a-z-]+"#).matches(in: file.text).map { (file.path, $0) }
    }
    #expect(used.contains { $0.1.text == "make run" }, "no document says how to run it")
    expectNone(
      used.filter { !targets.contains(String($0.1.text.dropFirst(5))) }.map {
        Problem(path: $0.0, line: $0.1.line, message: "\($0.1.text): the Makefile has no such target")
      })
  }

  @Test("Every relative link in a document leads somewhere")
  func links() {
    let link = Pattern(#"(?<=\]\()(?!https?:|#|mailto:)[^)\s#]+"#)
    for file in Repository.texts where file.hasSuffix(".md") && !file.path.hasPrefix("Tests/") {
      let folder = Repository.root.appendingPathComponent(file.path).deletingLastPathComponent()
      expectNone(
        link.matches(in: file.text).filter {
          !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0.text).path)
        }.map { Problem(path: file.path, line: $0.line, message: "\($0.text) is not there") })
    }
  }

  @Test("Every page of the documentation is in the site's menu and in the index")
  func pages() throws {
    let menu = try Repository.text("mkdocs.yml")
    let index = try Repository.text("docs/README.md")
    for file in Repository.texts where file.path.hasPrefix("docs/") && file.hasSuffix(".md") {
      let name = String(file.path.dropFirst(5))
      #expect(menu.contains(name), "mkdocs.yml: nav lacks \(name)")
      #expect(name == "README.md" || index.contains("](\(name))"), "docs/README.md has no link to \(name)")
    }
  }

  @Test("The CI runs what the readme tells, and can be executed")
  func continuousIntegration() throws {
    let run = try Repository.text(".ci/run").split(separator: "\n")
    for command in ["make lint", "make test", "make run", "make packages"] {
      #expect(run.contains(Substring(command)), ".ci/run must run `\(command)`")
    }
    for command in ["make test", "make run"] {
      #expect(try Repository.text("README.md").contains(command), "README.md must tell `\(command)`")
    }
    #expect(FileManager.default.isExecutableFile(atPath: Repository.root.appendingPathComponent(".ci/run").path))
  }
}
