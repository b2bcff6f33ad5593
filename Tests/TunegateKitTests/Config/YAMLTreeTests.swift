import Testing

@testable import TunegateKit

@Suite struct YAMLTreeTests {
  @Test func keepsPlaces() throws {
    let root = try #require(YAMLTree("# c\na: {é: 1, b: [x, 'y']}\r\nc: |\n  text\n", path: "t").root)
    guard case .mapping(let entries) = root.content, case .mapping(let inner) = entries[0].value.content else {
      throw Failure()
    }
    #expect(entries.map(\.key) == ["a", "c"] && entries.map(\.keyPlace.line) == [2, 3])
    #expect(inner.map(\.key) == ["é", "b"] && inner.map(\.keyPlace.column) == [5, 11])
    #expect(inner[1].value.place == YAMLNode.Place(line: 2, column: 14))
  }

  @Test func aByteOrderMarkMovesNoColumn() {
    #expect(YAMLTree("\u{FEFF}a: 1", path: "t").root?.place == YAMLNode.Place(line: 1, column: 1))
    #expect(
      YAMLTree("\u{FEFF}a: b: c", path: "t").errors.map(\.column) == YAMLTree("a: b: c", path: "t").errors.map(\.column)
    )
  }

  @Test func keepsTheFirstOfDuplicateKeys() throws {
    let tree = YAMLTree("éa: 1\nb: 2\néa: 3\n\"éa\": 4\nb: {c: 1, c: 2}\n", path: "t")
    #expect(
      tree.errors.map(\.description) == [
        "t:3:1: error: duplicate key 'éa', first given on line 1; keep one",
        "t:4:1: error: duplicate key 'éa', first given on line 1; keep one",
        "t:5:1: error: duplicate key 'b', first given on line 2; keep one",
      ])
    let root = try #require(tree.root)
    guard case .mapping(let entries) = root.content else { throw Failure() }
    #expect(entries.map(\.key) == ["éa", "b"])
  }

  /// The earlier key must be found again in the text, however its lines end.
  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}"]) func findsKeysBehindEveryLineEnd(ending: String) {
    let tree = YAMLTree(["a: 1", "b: 2", "b: 3", "b: 4", ""].joined(separator: ending), path: "t")
    #expect(tree.root != nil && tree.errors.map(\.line) == [3, 4])
  }

  @Test func givesUpOnManyDuplicates() {
    let text = (0..<200).map { "a: \($0)\n" }.joined()
    let tree = YAMLTree(text, path: "t")
    #expect(tree.root == nil && tree.errors.count == 1)
    #expect(tree.errors.first?.message == "duplicate key 'a'; keep one")
  }

  @Test func limitsWhatAliasesMultiply() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [" + Array(repeating: alias, count: 10).joined(separator: ", ") + "]\n"
    }
    let tree = YAMLTree(text, path: "t")
    #expect(tree.root == nil)
    #expect(
      tree.errors.map(\.description) == [
        "t: error: more than 20000 values; do aliases (*name) multiply them?"
      ])
  }

  @Test func readsAliases() throws {
    let settings = try DraftRules.settings(
      "rules:\n  exact-duplicate: &strict {limit: 0.01}\n  near-duplicate: *strict\n")
    #expect(settings[rule: "near-duplicate"]?.limit == 0.01)
  }

  private struct Failure: Error {}
}
