import Testing

@testable import TunegateKit

@Suite("Regular expressions: sets of characters")
struct ScalarSetTests {
  @Test("Sets are what their ranges say, however these overlap")
  func random() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var members: Set<UInt32> = []
      var ranges: [ClosedRange<UInt32>] = []
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        let start = UInt32.random(in: 0...60, using: &generator)
        let range = start...start + UInt32.random(in: 0...9, using: &generator)
        ranges.append(range)
        members.formUnion(range)
      }
      let set = ScalarSet(ranges)
      let inverted = set.inverted
      for value in UInt32(0)...80 {
        #expect(set.contains(value) == members.contains(value))
        #expect(inverted.contains(value) != members.contains(value))
      }
      #expect(inverted.inverted == set)
      #expect(zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
      #expect(set.single == (members.count == 1 ? members.first : nil))
    }
  }

  @Test("An alphabet tells apart exactly what its sets tell apart")
  func alphabets() throws {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<60 {
      let sets = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        ScalarSet(
          (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let start = UInt32.random(in: 0...400, using: &generator)
            return start...start + UInt32.random(in: 0...90, using: &generator)
          })
      }
      let alphabet = try RegexAlphabet(sets, word: .word)
      var seen: [Int: [Bool]] = [:]
      for value in Array(UInt32(0)...600) + [0x10FFFF, 0x1F432] {
        let memberships = ([ScalarSet.word] + sets).map { $0.contains(value) }
        let characterClass = alphabet.classOf(value)
        #expect(seen.updateValue(memberships, forKey: characterClass) ?? memberships == memberships)
        #expect(alphabet.wordClasses[characterClass] == ScalarSet.word.contains(value))
        for set in sets {
          #expect(try #require(alphabet.members[set]).contains(UInt16(characterClass)) == set.contains(value))
        }
      }
      #expect(Set(seen.values).count == seen.count, "two classes are alike")
    }
  }

  @Test(
    "Properties have the members that Unicode gives them",
    arguments: [
      ("L", "aßא中", "1 -"), ("Letter", "é", "1"), ("gc=Lu", "AÉ", "aé1"), ("General_Category=Nd", "1٣", "a½"),
      ("digit", "৪", "a"), ("punct", "!-_", "+a"), ("LC", "aAǅ", "א"), ("M", "\u{301}", "a"), ("Zs", " \u{3000}", "\n"),
      ("Cn", "\u{378}\u{50000}\u{FFFFF}", "a\u{F0000}"), ("Co", "\u{E000}\u{10FFFD}", "a\u{10FFFF}"),
      ("Script=Latin", "aÉ", "α1"), ("sc=Grek", "αΩ", "a"), ("Script=Cyrillic", "Ж", "X"), ("sc=Hani", "中", "あ"),
      ("sc=Hira", "あ", "アー"), ("scx=Hira", "あー", "ア"), ("sc=Zyyy", "1 !", "a"), ("sc=Hang", "한", "中"),
      ("sc=Arab", "ع", "א"), ("sc=Hebr", "א", "ع"), ("sc=Thai", "ก", "a"), ("sc=Deva", "क", "॥"),
      ("scx=Deva", "॥", "a"),
      ("Alphabetic", "aⒶ", "1"), ("Lowercase", "aª", "A"), ("Upper", "AⒶ", "a"), ("White_Space", " \u{85}", "\u{FEFF}"),
      ("Emoji", "😀1#", "a"), ("Emoji_Presentation", "😀", "1❤"), ("Emoji_Component", "1\u{200D}", "😀"),
      ("Extended_Pictographic", "😀❤", "1"), ("ASCII", "a\u{7F}", "é"), ("Any", "a\u{10FFFF}", ""),
      ("Assigned", "a\u{E000}", "\u{378}"), ("ID_Start", "aé", "1_"), ("ID_Continue", "a1_", "-"),
      ("ASCII_Hex_Digit", "aF9", "g"), ("Noncharacter_Code_Point", "\u{FFFE}\u{FFFFF}", "a"), ("RI", "🇩", "D"),
      ("Variation_Selector", "\u{FE0F}\u{E0100}\u{E01EF}", "a\u{E01F0}"),
    ])
  func properties(name: String, members: String, others: String) throws {
    let set = try #require(UnicodeProperty.set(named: name))
    for scalar in members.unicodeScalars { #expect(set.contains(scalar.value), "\(scalar)") }
    for scalar in others.unicodeScalars { #expect(!set.contains(scalar.value), "\(scalar)") }
  }

  @Test(
    "Names are those of ECMA-262, letter by letter",
    arguments: [
      "letter", "lu", "IsGreek", "Greek", "InBasicLatin", "", "=", "gc=", "gc=Greek", "sc=L", "L=", "RGI_Emoji",
    ])
  func unknown(name: String) {
    #expect(UnicodeProperty.set(named: name) == nil)
  }

  @Test("Scripts do not overlap, and extensions add to them")
  func scripts() throws {
    var owner: [UInt32: String] = [:]
    for name in ["Latin", "Greek", "Cyrillic", "Common", "Inherited", "Han", "Arabic", "Hebrew", "Devanagari", "Thai"] {
      for range in try #require(UnicodeScripts.script(name)).ranges {
        for value in range { #expect(owner.updateValue(name, forKey: value) == nil) }
      }
    }
    let latin = try #require(UnicodeScripts.script("Latin"))
    let extended = try #require(UnicodeScripts.extensions("Latin"))
    #expect(latin.union(extended) == extended)
    #expect(latin != extended)
    #expect(UnicodeScripts.script("Latn") == latin)
  }

  @Test("Case folding is that of CaseFolding.txt, where it is not what it seems")
  func folding() {
    for (character, folded): (UInt32, UInt32) in [
      (0x41, 0x61), (0x130, 0x130), (0x131, 0x131), (0x17F, 0x73), (0x212A, 0x6B), (0x1E9E, 0xDF), (0x3C2, 0x3C3),
      (0xB5, 0x3BC), (0x345, 0x3B9), (0x1FBE, 0x3B9), (0x1FD3, 0x390), (0xFB05, 0xFB06), (0x10400, 0x10428),
      (0x31, 0x31),
    ] {
      #expect(CaseFolding.fold(character) == folded)
    }
    #expect(CaseFolding.closure(ScalarSet(0x6B)) == ScalarSet([0x4B...0x4B, 0x6B...0x6B, 0x212A...0x212A]))
    #expect(CaseFolding.closure(.digits) == .digits)
    #expect(CaseFolding.closure(ScalarSet([0x61...0x7A])).contains(0x17F))
  }
}
