import CKernels
import Testing

@Suite struct FoldTests {
  let folder = FoldBuffer(capacity: 4096)

  // MARK: - What it does

  @Test(arguments: [
    ("", ""),
    ("  Hello,   World!\n", "hello world"),
    ("snake_case (x) [y] {z}", "snake case x y z"),
    ("a+b-c*d/e=f<g>h%i$j#k&l|m^n~o@p\\q", "a+b-c*d/e=f<g>h%i$j#k&l|m^n~o@p\\q"),
    ("1,000.5 at 12:30.", "1,000.5 at 12:30"),
    ("1. 2 .3 4., 5,,6 7.x", "1 2 3 4 5 6 7 x"),
    ("v1.2.3-rc", "v1.2.3-rc"),
    ("zero\u{200B}width so\u{AD}ft \u{FEFF}bom \u{202E}bidi", "zerowidth soft bom bidi"),
    ("1\u{200D}.\u{2060}5", "1.5"),
    ("a\u{A0}\u{3000}b\u{2028}c\u{0}d", "a b c d"),
    ("\u{201C}quoted\u{201D} \u{2014} it\u{2019}s", "quoted it s"),
    ("yes 👍🏽 no ❤\u{FE0F} 1\u{FE0F}\u{20E3}", "yes no 1"),
    ("٣٫١٤ १२३ 𝟘𝟙", "3 14 123 01"),
    ("€5 £6 ¥7", "€5 £6 ¥7"),
    ("漢字、かな。", "漢字 かな"),
    ("!?", ""),
  ])
  func folds(text: String, expected: String) {
    #expect(Array(folder.fold(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  /// Spellings that must meet: composed and decomposed, cases, compatibility forms.
  @Test(arguments: [
    ["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}", "CAFE\u{301}"],
    ["\u{1EAD}", "a\u{323}\u{302}", "\u{1EA1}\u{302}"],
    ["\u{D55C}\u{AE00}", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"],
    ["\u{30AC}", "\u{30AB}\u{3099}", "\u{FF76}\u{FF9E}"],
    ["STRASSE", "stra\u{DF}e", "STRA\u{1E9E}E", "\u{FF33}\u{FF54}\u{FF52}\u{FF41}\u{DF}\u{FF25}"],
    ["\u{39F}\u{394}\u{39F}\u{3A3}", "\u{3BF}\u{3B4}\u{3BF}\u{3C2}", "\u{3BF}\u{3B4}\u{3BF}\u{3C3}"],
    ["file", "\u{FB01}le", "\u{1D4BB}\u{2170}le"],
    ["\u{130}", "i\u{307}"],
    ["\u{AB70}", "\u{13A0}"],
    ["x2", "x\u{B2}", "X\u{2082}", "x\u{FF12}"],
    ["1.5", "\u{FF11}\u{FF0E}\u{FF15}"],
  ])
  func spellingsAgree(spellings: [String]) {
    let folded = spellings.map { Array(folder.fold($0).unicodeScalars) }
    for other in folded.dropFirst() { #expect(other == folded[0]) }
    #expect(!folded[0].isEmpty)
  }

  @Test func differentTextsStayDifferent() {
    let texts = ["a", "b", "é", "e", "1", "2", "1.5", "15", "1 5", "漢", "字", "ж", "a+b", "a-b", "€", "£", "\u{E000}"]
    #expect(Set(texts.map { Array(folder.fold($0).utf8) }).count == texts.count)
  }

  @Test(arguments: [
    ("the quick brown-fox x2", 5), ("3.14", 2), ("a\u{301}b", 1), ("漢字かな abc漢", 6), ("한국어 말", 2), ("がぎ", 2),
    ("... ++", 0),
  ])
  func countsWords(text: String, words: UInt64) {
    #expect(folder.stats(text).words == words)
  }

  // MARK: - Numbers

  @Test func numbersAreHashedInOrder() {
    let hash = { [folder] text in folder.stats(text).numbers }
    #expect(hash("no number, at all") == 0)
    let distinct = ["1", "2", "12", "1 2", "2 1", "1.2", "1,2", "1 1", "0", "00", "0 0", "1.2.3", "1.2 3"]
    let hashes = Set(distinct.map(hash))
    #expect(hashes.count == distinct.count && !hashes.contains(0))
    #expect(hash("from 3 to 1,250.75!") == hash("(3): x 1,250.75"))
    #expect(hash("12:30") == hash("12 30"), "a colon parts numbers")
    #expect(hash("٣x４") == hash("3 4"), "digits of all scripts")
    #expect(hash("7\u{200B}8") == hash("78"), "what vanishes does not part a number")
  }

  @Test func numbersSurviveBlockBorders() {
    for number in ["9", "1234", "1.5", "1,000,000.25", "12:30:59"] {
      let expected = folder.stats(number).numbers
      for before in 0...140 {
        let text = String(repeating: "x", count: before) + number + " tail " + String(repeating: "y", count: before)
        #expect(folder.stats(text).numbers == expected, "\(number) after \(before) bytes")
      }
    }
  }

  // MARK: - Against the reference

  @Test func goldenLines() throws {
    let lines = foldGoldenLines.split(separator: "\n")
    #expect(lines.count == 300)
    for line in lines {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      let scalars = fields[..<2].map { $0.split(separator: " ").compactMap { UInt32($0, radix: 16) } }
      let texts = scalars.map { String(String.UnicodeScalarView($0.compactMap(Unicode.Scalar.init))) }
      let (bytes, stats) = folder.fold(Array(texts[0].utf8))
      #expect(bytes == Array(texts[1].utf8), "\(line)")
      let counts = [
        stats.code_points, stats.words, stats.letters, stats.digits, stats.upper, stats.spaces, stats.non_ascii,
      ]
      #expect(counts.map(String.init) == fields[2].split(separator: " ").map(String.init), "\(line)")
    }
  }

  @Test func everyKnownScalarAgreesWithTheReference() {
    var differences: [String] = []
    var known = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), FoldReference.isKnown(scalar) else { continue }
      known += 1
      if let difference = folder.difference(["x", scalar, "7"]) { differences.append(difference) }
    }
    #expect(known > 140_000)
    #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(5).joined(separator: "\n"))")
  }

  /// ASCII of every kind, dense in the characters that make states: points, digits, separators.
  static let asciiAlphabets = [
    "abcDEF  ", "0123456789.,: ", "aZ09.,:_-+ \n\t", "1.2,3:4a", "\"[]{}1.0,2 x",
    String(String.UnicodeScalarView((0..<128).compactMap(Unicode.Scalar.init))),
  ]

  @Test(arguments: 0..<16) func asciiOfEveryLength(alignment: Int) {
    var random = FoldRandom(state: UInt64(alignment))
    for count in 0...80 {
      for _ in 0..<4 {
        let text = random.text(count: count, from: Self.asciiAlphabets)
        if let difference = folder.difference(text, alignment: alignment) { Issue.record("\(difference)") }
      }
    }
  }

  @Test func mixedTexts() {
    let alphabets =
      Self.asciiAlphabets + ["ab \u{E9}\u{301}", "1.\u{200B}2,\u{FF13}", "Привет, мир. й", "漢かが字 a1", "한글1 .a"]
    var random = FoldRandom(state: 7)
    for round in 0..<1500 {
      var text = random.text(count: round % 90, from: alphabets)
      text += random.text(count: Int.random(in: 0...70, using: &random), from: alphabets)
      if let difference = folder.difference(text) { Issue.record("\(difference)") }
    }
  }

  // MARK: - Laws

  /// Over all code points: folding twice changes nothing, and none grows beyond the documented factor.
  @Test func everyScalarIsFoldedForGoodAndWithinTheBound() {
    var greatest = 0.0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let source = Array(UTF8.encode(scalar)!)
      // A digit on each side keeps separators that would be trimmed at the ends, and points.
      let once = folder.fold([0x31] + source + [0x32]).bytes
      greatest = max(greatest, Double(once.count - 2) / Double(source.count))
      if folder.fold(once).bytes != once { Issue.record("U+\(String(value, radix: 16)) changes when folded again") }
    }
    #expect(greatest == Double(TG_FOLD_GROWTH))
    #expect(folder.fold(Array(String(repeating: "\u{FDFA}", count: 1000).utf8)).bytes.count == 33_000)
  }

  @Test func whatLiesBehindTheSourceDoesNotMatter() {
    var random = FoldRandom(state: 3)
    for count in 0...130 {
      let text = random.text(count: count, from: Self.asciiAlphabets).map { UInt8($0.value) }
      let results = [0x20, 0x2E, 0x37, 0x61, 0x80, 0xC3, 0xFF].map { folder.fold(text, poison: $0) }
      for (bytes, stats) in results {
        #expect(bytes == results[0].bytes)
        #expect(stats.numbers == results[0].1.numbers && stats.words == results[0].1.words)
      }
    }
  }
}
