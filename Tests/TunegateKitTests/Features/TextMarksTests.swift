import CKernels
import Testing

@testable import TunegateKit

@Suite("Marks of texts")
struct TextMarksTests {
  /// The marks of a text with `behind` in the bytes after it.
  private func marks(_ text: [UInt8], behind: UInt8 = 0) -> TextMarks {
    let bytes = text + [UInt8](repeating: behind, count: 64)
    return TextMarks(rawValue: bytes.withUnsafeBufferPointer { tg_text_marks($0.baseAddress!, text.count) })
  }

  private func marks(_ text: String) -> TextMarks { marks(Array(text.utf8)) }

  @Test(
    "A text has the marks of what it holds",
    arguments: [
      ("", []), ("Plain prose, with numbers such as 12 and a-b (c).", []), ("```", .fence), ("``", []),
      ("{{x}}", .braces), ("{x}", []), ("<|end|>", .barTag), ("<b>", .tag), ("a < b", []), ("</s>", .tag),
      ("<<SYS>>", [.tag]), ("<<1+1=2>>", [.calculation, .result]), ("[INST]", .bracket), ("[i]", []), ("[1]", []),
      ("### Response", .heading), ("#### 5", []), ("# One", []), ("User: hi", .roleLine),
      ("a\nAssistant: hi", .roleLine),
      ("3. **Input:** x", .roleLine), ("The user: hi", []), ("%(name)s", .formatField), ("5 %", []),
      ("= 5", .result), ("== x", []), ("TODO", .todo), ("FIXME", .todo), ("TBD", .todo), ("Lorem ipsum", .todo),
      ("https://a", .address), ("www.a", .address), ("attached file", .address), ("a//b", []),
      ("\u{FFFD}", [.nonASCII, .replaced]), ("ï¿½", [.nonASCII, .replaced, .misread]),
      ("cafÃ©", [.nonASCII, .misread]),
      ("café", .nonASCII), ("a\u{200B}b", [.nonASCII, .invisible]), ("\u{202E}", [.nonASCII, .bidi]),
      ("\u{2066}", [.nonASCII, .bidi]), ("\u{E0041}", [.nonASCII, .tagCharacter]),
      ("\u{E000}", [.nonASCII, .privateUse]),
      ("p\u{430}y", [.nonASCII, .mixedWord, .greekCyrillic]), ("да", [.nonASCII, .greekCyrillic]),
      ("שלום", [.nonASCII, .hebrewArabic]), ("नम", [.nonASCII, .indic]), ("你好", [.nonASCII, .hanKana]),
      ("한국", [.nonASCII, .hangul]), ("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk", .manyLines),
    ] as [(String, TextMarks)])
  func found(text: String, expected: TextMarks) {
    #expect(marks(text) == expected, "\(text)")
  }

  /// A text of pieces that marks are made of, cut anywhere.
  private func random(_ dice: inout Dice) -> [UInt8] {
    let pieces = [
      "`", "```", "{", "{{", "<", "<|", "</", "[", "[I", "[/", "#", "##", "\n", "\n## a", "\nUser", ":", "%", "%(", "=",
      " ",
      "5", "$", "TO", "DO", "TB", "D", "L", "orem ipsum", "/", "://", "w", "www.", "ttached ", "Ã", "©", "â", "€", "™",
      "\u{200B}",
      "\u{202E}", "\u{FFFD}", "а", "a", "z", "α", "你", "\u{E0041}", "\u{E000}", "abcdefghijk",
    ]
    return Array((0..<dice.number(0...30)).map { _ in dice.pick(pieces) }.joined().utf8)
  }

  @Test("Where a text lies in its blocks does not matter", arguments: 0..<40 as Range<UInt64>)
  func alignment(seed: UInt64) {
    var dice = Dice(seed)
    let text = random(&dice)
    let expected = marks(text).subtracting(.manyLines)
    for shift in 1...17 {
      let shifted = [UInt8](repeating: 0x0A, count: shift) + text
      #expect(marks(shifted).subtracting(.manyLines) == expected, "\(String(decoding: text, as: UTF8.self)), \(shift)")
    }
  }

  @Test("Nor do the bytes behind it", arguments: 0..<40 as Range<UInt64>)
  func behind(seed: UInt64) {
    var dice = Dice(seed)
    let text = random(&dice)
    for byte in [0x41, 0x3A, 0x7C, 0x60, 0x2F, 0xBB, 0xD0, 0xC2] as [UInt8] {
      #expect(marks(text, behind: byte) == marks(text), "\(String(decoding: text, as: UTF8.self)), \(byte)")
    }
  }

  private func prose(_ text: String) -> TextMarks {
    let folded = FoldedText(text)
    return TextMarks(
      rawValue: folded.bytes.withUnsafeBufferPointer { tg_prose_marks($0.baseAddress!, folded.count, 1) })
  }

  @Test("English, mash and loops are marked in folded texts")
  func proseMarks() {
    #expect(prose("It is the best of all worlds.").contains(.english))
    #expect(!prose("C'est le meilleur des mondes.").contains(.english))
    #expect(prose("bxswmpq uamjmccq sgvvkuxhnt cxstt prisvnlj").contains(.fewVowels))
    #expect(!prose("It is the best of all possible worlds.").contains(.fewVowels))
    #expect(prose(String(repeating: "all work and no play ", count: 10)).contains(.recurring))
    let lead = "Nobody knows how it came about that he went up there by himself on that day in June. "
    #expect(prose(lead + String(repeating: "He went. ", count: 12)).contains(.recurring))
    #expect(
      !prose(lead + "When they found him he could tell them very little of what he had seen.").contains(.recurring))
  }

  @Test("Words have the same hash wherever they stand, and languages are told by them")
  func words() {
    let a = FoldedText("The house of the cat").wordHashes(limit: 9)
    #expect(a.count == 5 && a[0] == a[3])
    #expect(
      FoldedText("extraordinarily").wordHashes(limit: 9)
        == FoldedText("an extraordinarily").wordHashes(limit: 9).suffix(1))
    #expect(FoldedText("世界").wordHashes(limit: 9).count == 2)
    #expect(FoldedText("12 ab3").wordHashes(limit: 9).count == 3)
    for (i, language) in StopWords.languages.enumerated() {
      let words = FoldedText(language.words).words
      #expect(words.languages >> UInt32(i) & 1 == 1, "\(language.name)")
    }
  }

  @Test("Scripts are told by letters")
  func scripts() {
    let texts = ["aé", "αβ", "дж", "של", "عر", "नम", "বা", "தம", "తె", "ไท", "你ぁ", "한국"]
    for (script, text) in texts.enumerated() {
      var counts = [UInt32](repeating: 0, count: Int(TG_SCRIPTS.rawValue))
      let bytes = Array(text.utf8)
      counts.withUnsafeMutableBufferPointer { tg_count_scripts(bytes, bytes.count, $0.baseAddress!) }
      #expect(counts[script] == 2 && counts.reduce(0, +) == 2, "\(text): \(counts)")
    }
  }

  @Test("Refusals and boilerplate are marked at the start of an answer")
  func disclaimers() {
    func marks(_ text: String) -> TextMarks {
      let folded = FoldedText(text)
      return folded.bytes.withUnsafeBufferPointer { Disclaimers.marks($0.baseAddress!, folded.count) }
    }
    #expect(marks("I’m sorry, but as an AI language model I can't.") == [.refusal, .boilerplate])
    #expect(marks("抱歉，我无法回答。") == .refusal)
    #expect(marks("The weather is fine, and I cannot complain about anything in it at all.").isEmpty)
    #expect(marks("").isEmpty)
  }
}
