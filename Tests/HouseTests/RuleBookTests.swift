import Foundation
import Testing

/// A rule is found by its name: page, pack entry and Swift file.
@Suite("Rule book")
struct RuleBookTests {
  static let hasRules = !RuleBook.packed.isEmpty

  @Test("Every rule of the default pack has a page", .enabled(if: hasRules, "the default pack names no rule yet"))
  func pages() {
    expectNone(
      RuleBook.packed.subtracting(RuleBook.paged).sorted().map {
        Problem(path: "rules/pages/\($0).md", line: 0, message: "missing, but rules/packs/default.yml names the rule")
      })
  }

  @Test("Every page's rule is in the default pack", .enabled(if: hasRules, "the default pack names no rule yet"))
  func packEntries() {
    expectNone(
      RuleBook.paged.subtracting(RuleBook.packed).sorted().map {
        Problem(path: "rules/packs/default.yml", line: 0, message: "names no \($0), but rules/pages/\($0).md is there")
      })
  }

  @Test("Every rule has a Swift file of its name", .enabled(if: hasRules, "the default pack names no rule yet"))
  func swiftFiles() {
    let files = Set(Repository.swiftFiles("Sources/TunegateKit/Rules/").map { $0.path.lowercased() })
    expectNone(
      RuleBook.packed.sorted().compactMap { rule in
        let path = "Sources/TunegateKit/Rules/\(RuleBook.typeName(rule)).swift"
        return files.contains(path.lowercased()) ? nil : Problem(path: path, line: 0, message: "missing")
      })
  }

  @Test("A page's id is its file's name")
  func ids() throws {
    for rule in RuleBook.paged.sorted() {
      let text = try Repository.text("rules/pages/\(rule).md")
      #expect(RuleBook.id(ofPage: text) == rule, "front matter of rules/pages/\(rule).md")
    }
  }

  @Test("Packs and front matter are read as they are written")
  func reading() {
    let pack = """
      # the rules
      rules:
        # one
        a-rule: {severity: error}
        b-rule: off
          nested: 1
      gate:
        max-noise: 5
      """
    #expect(RuleBook.rules(inPack: pack) == ["a-rule", "b-rule"])
    #expect(RuleBook.rules(inPack: "{}\n").isEmpty)
    #expect(RuleBook.id(ofPage: "---\nid: a-rule   # note\ngroup: x\n---\nid: other") == "a-rule")
    #expect(RuleBook.id(ofPage: "---\ngroup: x\n---\nid: other") == nil)
    #expect(RuleBook.typeName("invalid-utf8") == "InvalidUtf8")
  }
}

enum RuleBook {
  /// Ids in `rules/packs/default.yml`.
  static let packed = rules(inPack: (try? Repository.text("rules/packs/default.yml")) ?? "")

  /// Ids that have a file in `rules/pages/`.
  static let paged: Set<String> = {
    let names = Repository.paths.filter { $0.hasPrefix("rules/pages/") && $0.hasSuffix(".md") }
    return Set(names.map { String($0.dropFirst("rules/pages/".count).dropLast(".md".count)) })
  }()

  /// The keys directly under `rules:`.
  static func rules(inPack text: String) -> Set<String> {
    var isInRules = false
    var found: Set<String> = []
    for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
      if !line.hasPrefix(" ") {
        isInRules = line.hasPrefix("rules:")
      } else if isInRules, line.hasPrefix("  "), !line.hasPrefix("   "), let colon = line.firstIndex(of: ":") {
        found.insert(String(line[..<colon].dropFirst(2)))
      }
    }
    return found
  }

  /// The id in a page's front matter.
  static func id(ofPage text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---" else { return nil }
    let frontMatter = lines.dropFirst().prefix { $0 != "---" }
    guard let line = frontMatter.first(where: { $0.hasPrefix("id:") }) else { return nil }
    return line.dropFirst(3).split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
  }

  /// `exact-duplicate` is `ExactDuplicate`; letter case is free where a word is an acronym.
  static func typeName(_ rule: String) -> String {
    rule.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
