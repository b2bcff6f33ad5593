import Foundation
import Testing

@testable import TunegateKit

@Suite("Profiles: packs")
struct ProfilePackTests {
  static let names = ["a-format", "b-format"]
  static let least = """
    title: T
    date: 2026-01-31
    sources: [s]
    formats: {a-format: [a]}
    does: {misfit: drop, overlong: not-verified, cut-off: not-verified, unanswered: not-verified}
    """

  /// A pack, and a part of what is said of it.
  static let mistaken: [(String, String)] = [
    ("", "p.yml:1:1: error: an empty profile: it must have a title, a date, sources, formats and does"),
    (least.replacing("2026-01-31", with: "soon"), "date: expected a day such as 2026-08-21, found 'soon'"),
    (least.replacing("2026-01-31", with: "2026-13-01"), "found '2026-13-01'"),
    (least.replacing("a-format: ", with: "a-formt: "), "there is no format 'a-formt'; did you mean 'a-format'?"),
    (least.replacing("misfit: drop", with: "misfit: not-verified"), "does.misfit: expected reject or drop"),
    (
      least.replacing("overlong: not-verified", with: "overlong: trim"), "does.overlong: expected one of reject, drop"
    ),
    (least.replacing("unanswered: not-verified", with: "x: y"), "does.unanswered is missing"),
    (least + "\nno-answer: [b-format]", "no-answer: expected a-format, found 'b-format'"),
    (least + "\nconstraints: {system-frist: reject}", "did you mean 'system-first'?"),
    (least + "\nconstraints: {system-first: cut}", "constraints.system-first: expected one of reject, drop, train"),
    (least + "\nconstraints: {reserved-words: reject}", "reserved and constraints.reserved-words belong together"),
    (least + "\nlimits: {max-images: 3}", "limits.max-images and constraints.most-images belong together"),
    (least + "\nlimits: {min-examples: few}", "limits.min-examples: expected a whole number of at least 1"),
    (least + "\nweight: true", "unknown key 'weight' at the top level"),
  ]

  private func errors(_ yaml: String) -> [String] {
    do {
      _ = try TrainerProfile(yaml, name: "p", path: "p.yml", formatNames: Self.names)
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  @Test("A pack with the least that it must have")
  func least() throws {
    let profile = try TrainerProfile(Self.least, name: "p", path: "p.yml", formatNames: Self.names)
    #expect(profile.formats == [TrainerProfile.Format(name: "a-format", keySets: [["a"]])])
    #expect(profile.does == TrainerProfile.Behavior(misfit: .drop))
    #expect(profile.demands.isEmpty && profile.limits == TrainerProfile.Limits())
  }

  @Test("Sets of keys, formats without an answer, limits, constraints")
  func more() throws {
    let yaml =
      Self.least.replacing("{a-format: [a]}", with: "{b-format: [[b, c], [d]], a-format: [a]}") + """

        no-answer: [a-format]
        limits: {min-examples: 2, max-file-bytes: 1GB, max-tokens: 9, tokens-are: so, max-images: 3}
        constraints: {most-images: reject, chosen-differs: train}
        weights: true
        one-format: true
        """
    let profile = try TrainerProfile(yaml, name: "p", path: "p.yml", formatNames: Self.names)
    #expect(
      profile.formats.map(\.name) == ["b-format", "a-format"] && profile.formats.map(\.hasAnswer) == [true, false])
    #expect(profile.formatKeys == "`b`, `c`; `d`; or `a`")
    #expect(profile.limits.fileBytes == 1_000_000_000 && profile.limits.images == 3 && profile.limits.tokensAre == "so")
    #expect(profile.demands.map(\.outcome) == [.reject, .trainOnNothing])
    #expect(profile.readsWeights && profile.isOneFormat)
  }

  @Test(
    "Mistakes are told with their place and what was meant",
    arguments: mistaken)
  func mistakes(yaml: String, message: String) {
    let errors = self.errors(yaml)
    #expect(errors.contains { $0.contains(message) && $0.hasPrefix("p.yml:") }, "\(errors)")
  }

  @Test("Every pack names its sources and a day, and no word of a constraint has two spellings")
  func packs() throws {
    for profile in try ProfileLibrary.all() {
      #expect(!profile.sources.isEmpty && !profile.title.isEmpty && profile.date.count == 10)
      let unknown = [profile.does.overlong, profile.does.cutOff, profile.does.unanswered].contains(nil)
      #expect(!unknown || !profile.notVerified.isEmpty, "\(profile.name) does not say what is not verified")
    }
    let names = ProfileConstraint.allCases.map(\.name)
    #expect(Set(names).count == names.count && names.allSatisfy { ProfileConstraint(name: $0)?.name == $0 })
  }

  @Test("The rules that profiles turn off or tighten exist")
  func rules() throws {
    let ids = Set(AllRules.types.map { $0.id }).union(["identical-pair"])
    for profile in try ProfileLibrary.all() {
      #expect(ids.isSuperset(of: profile.supersededRules + profile.strictRules), "\(profile.name)")
    }
  }

  @Test("docs/profiles.md holds every profile with its day, its constraints and its sources. UPDATE=1 rewrites it")
  func page() throws {
    let url = RuleBook.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/profiles.md")
    let page = try String(contentsOf: url, encoding: .utf8)
    let marks = (begin: "<!-- profiles -->\n", end: "<!-- end -->\n")
    let start = try #require(page.range(of: marks.begin)).upperBound
    let end = try #require(page.range(of: marks.end)).lowerBound
    let fresh = try ProfileList.markdown()
    if RuleBook.isUpdating {
      try (String(page[..<start]) + fresh + page[end...]).write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(String(page[start..<end]) == fresh, "run UPDATE=1 swift test --filter ProfilePackTests")
    }
  }
}
