import Foundation
import Testing

@testable import TunegateKit

@Suite("System prompt drift")
struct SystemPromptDriftTests {
  private static let usual =
    "You are a careful assistant of the Harbor Library. Answer in two sentences at most, name the shelf, and never "
    + "promise a book that is on loan. The reader may be in a hurry; be polite."

  private func drift(_ text: String, from usual: String = usual) -> String? {
    PromptComparison(Array(usual.utf8)).drift(Array(text.utf8))
  }

  static let mistakes: [(String, String, String)] = [
    ("careful", "carefull", "it has `carefull` in place of `careful`"),
    ("assistant", "asistant", "it has `asistant` in place of `assistant`"),
    ("library.", "library", "it has `library` in place of `library.`"),
    ("Answer in", "answer in", "it has `answer` in place of `Answer`"),
    ("hurry; be", "hurry; always be", "it has `always` besides"),
    ("name the shelf, ", "", "it lacks `name the shelf,`"),
    (". The", ".  The", "other white space"), (". The", ". Be kind. The", "it has `Be kind.` besides"),
  ]

  @Test("What looks like a mistake is found", arguments: mistakes)
  func found(old: String, new: String, expected: String) throws {
    let text = Self.usual.replacing("Library", with: "library").replacing(old, with: new)
    let usual = Self.usual.replacing("Library", with: "library")
    try #require(text != usual, "\(old)")
    let found = try #require(self.drift(text, from: usual))
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test(
    "Another text, and what a form is filled in with",
    arguments: [
      ("two sentences", "three sentences"), ("two", "2"), ("Harbor", "Market"), ("Harbor", "Old Town"),
      ("the Harbor Library", "\u{201C}Bodleian\u{201D}"), ("careful assistant", "grumpy pirate"),
      ("hurry", "wheelchair"),
      ("polite", "brief"), ("in two sentences at most, name the shelf, and never promise a book", "with a haiku"),
      ("The reader", "Anna"), ("loan", "loam"),
    ])
  func silent(old: String, new: String) throws {
    let text = Self.usual.replacing(old, with: new)
    try #require(text != Self.usual)
    #expect(drift(text) == nil)
  }

  @Test("Far too different, too short, or the same")
  func limits() {
    #expect(drift(Self.usual) == nil)
    #expect(drift("You are a poet.") == nil)
    #expect(drift("Be nicee.", from: "Be nice.") == nil)
    let long = (0..<900).map { "word\($0 % 7)x" }.joined(separator: " ")
    #expect(drift("first " + long + " last", from: "One " + long + " end") == nil)
  }

  // MARK: - Whole sets

  private func line(_ system: String?, _ i: Int, tools: Bool = false) -> String {
    let first = system.map { #"{"role": "system", "content": "\#($0)"}, "# } ?? ""
    let declared = tools ? #", "tools": [{"type": "function", "function": {"name": "f\#(i)"}}]"# : ""
    return #"{"messages": [\#(first){"role": "user", "content": "question \#(i)"}, "#
      + #"{"role": "assistant", "content": "answer \#(i)"}]\#(declared)}"#
  }

  private func findings(_ lines: [String], jobs: Int = 1, slabBytes: Int = Slab.standardBytes) async throws -> [Finding]
  {
    let folder = try TestFolder()
    let path = try folder.write("data.jsonl", lines.joined(separator: "\n") + "\n")
    let settings = try Settings.forRun(config: nil, flags: SettingFlags(select: ["system-prompt-drift"]))
    var options = AuditOptions(jobs: jobs, keepsAllFindings: true)
    options.slabBytes = slabBytes
    return await Pipeline.audit([path], settings: settings, options: options).findings
  }

  @Test("Planted drift is found, with tools and without, in any split", arguments: [1, 2, 3] as [UInt64])
  func planted(seed: UInt64) async throws {
    var dice = Dice(seed)
    var expected: [Int] = []
    let lines = (1...400).map { i in
      let text: String?
      switch dice.number(0...39) {
      case 0: text = Self.usual.replacing("sentences", with: "sentencs")
      case 1: text = Self.usual.replacing(", name the shelf", with: "")
      case 2: text = nil
      case 3: return line(Self.usual.replacing("Harbor", with: "Station"), i)
      default: return line(Self.usual, i, tools: dice.once(in: 2))
      }
      expected.append(i)
      return line(text, i, tools: dice.once(in: 2))
    }
    #expect(expected.count > 8)
    for (jobs, slabBytes) in [(1, Slab.standardBytes), (3, 2048)] {
      let found = try await findings(lines, jobs: jobs, slabBytes: slabBytes)
      #expect(found.map(\.place.line).sorted() == expected)
    }
  }

  @Test("Personas, a form with many fillings, and two halves are silent")
  func legitimate() async throws {
    let personas = (0..<200).map {
      line("You are a \(["poet", "chemist", "pirate", "judge"][$0 % 4]) of the old school.", $0)
    }
    #expect(try await findings(personas) == [])
    // Near the usual text and many: left out words of a form.
    let words = ["always", "please", "still", "indeed", "rather", "quite", "mostly", "truly", "kindly", "often"]
    let forms = (0..<200).map { i in
      let filled = Self.usual.replacing("; be", with: "; " + words[i % 10] + " be")
      return line(i < 150 ? Self.usual : filled, i)
    }
    #expect(try await findings(forms) == [])
    let halves = (0..<200).map { line($0 % 2 == 0 ? Self.usual : nil, $0) }
    #expect(try await findings(halves) == [])
    let few = (0..<30).map { line($0 == 7 ? nil : Self.usual, $0) }
    #expect(try await findings(few) == [])
  }

  @Test("A set with more messages than are kept is not compared")
  func overfull() async throws {
    let most = SystemPromptDrift.Tally.mostVariants
    func lines(_ others: Int) -> [String] {
      (0..<2 * most).map { line(Self.usual, $0) }
        + (0..<others).map { line("Nobody else has message \($0), which is about something else.", $0) }
        + [line(Self.usual.replacing("careful", with: "carefull"), 0)]
    }
    #expect(try await findings(lines(most - 2)).count == 1)
    #expect(try await findings(lines(most - 1)) == [])
  }
}
