import Foundation
import Testing

@testable import TunegateKit

/// A page agrees with its rule's type and with the default pack.
@Suite("Rule pages: front matter, sections, options")
struct RuleBookTests {
  /// What the default pack says of a rule.
  private func packed(_ rule: String) throws -> RuleSettings {
    try #require(Settings.effective(rules: AllRules.specs, config: nil)[rule: rule])
  }

  @Test("A page can be read, and the binary holds the same page", arguments: RuleBook.ids)
  func embedded(rule: String) throws {
    let page = try RuleBook.page(rule)
    #expect(page.id == rule)
    let type = try #require(AllRules.types.first { $0.id == rule })
    guard !RuleBook.isUpdating else { return }
    #expect(type.page == (try RuleBook.bytes(rule)), "\(RuleBook.path(rule)): build again")
  }

  @Test("Group and severity are those of the type and of the pack", arguments: RuleBook.ids)
  func frontMatter(rule: String) throws {
    let page = try RuleBook.page(rule)
    let settings = try packed(rule)
    #expect(page.group == settings.group, "\(RuleBook.path(rule)): group")
    #expect(page.severity == settings.severity, "\(RuleBook.path(rule)): severity")
    #expect(!page.summary.isEmpty, "\(RuleBook.path(rule)): a paragraph below the title says what the rule finds")
  }

  @Test("Every page has the same sections", arguments: RuleBook.ids)
  func sections(rule: String) throws {
    let page = try RuleBook.page(rule)
    #expect(
      page.sections.map(\.heading)
        == ["Why it matters", "Examples", "What to do", "Options", "Measured precision"], "\(RuleBook.path(rule))")
    for section in page.sections { #expect(!section.markdown.isEmpty, "\(RuleBook.path(rule)):\(section.line): empty") }
  }

  @Test("The table of options holds every option with the pack's default", arguments: RuleBook.ids)
  func options(rule: String) throws {
    let page = try RuleBook.page(rule)
    let section = try #require(page.sections.first { $0.heading == "Options" })
    let settings = try packed(rule)
    let spec = try #require(AllRules.specs.first { $0.id == rule })
    var expected = spec.options.map { [$0.name, Self.text(settings.options[$0.name])] }
    expected += [
      ["severity", settings.severity.name], ["weight", Self.text(settings.weight)],
      ["limit", settings.limit.map(Self.text) ?? "off"],
    ]
    let rows = Self.rows(section.markdown)
    #expect(rows.first == ["name", "default", "meaning"], "\(RuleBook.path(rule)):\(section.line)")
    #expect(rows.dropFirst().map { Array($0.prefix(2)) } == expected, "\(RuleBook.path(rule)):\(section.line)")
    for row in rows { #expect(row.count == 3 && row[2].count > 3, "\(RuleBook.path(rule)):\(section.line): \(row)") }
  }

  @Test("Pages are in the house's words", arguments: RuleBook.ids)
  func words(rule: String) throws {
    let text = String(decoding: try RuleBook.bytes(rule), as: UTF8.self)
    var isInFence = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") { isInFence.toggle() }
      guard !isInFence else { continue }
      // A rule's id, which the public interface fixes, is no word of ours.
      let words = AllRules.specs.reduce(line.lowercased()) { $0.replacing($1.id, with: "") }.split { !$0.isLetter }
      for stem in ["violation", "issue", "smell", "document", "sample"] {
        #expect(!words.contains { $0.hasPrefix(stem) }, "\(RuleBook.path(rule)):\(index + 1): '\(stem)'")
      }
    }
  }

  /// The cells of a Markdown table without its ruler, code marks left out.
  private static func rows(_ markdown: String) -> [[String]] {
    markdown.split(separator: "\n").filter { $0.hasPrefix("|") && !$0.hasPrefix("|-") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
      }
    }
  }

  private static func text(_ number: Double) -> String { Numbers.plain(number) }

  private static func text(_ value: OptionValue?) -> String {
    switch value {
    case .number(let number): text(number)
    case .bool(let flag): "\(flag)"
    case .string(let text): text
    case .strings(let texts): texts.joined(separator: ", ")
    case nil: "none"
    }
  }
}
