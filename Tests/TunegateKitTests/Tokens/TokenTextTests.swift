import CKernels
import Foundation
import Testing

@testable import TunegateKit

/// Normalization, added tokens, spellings, and the counts behind the estimate.
@Suite("Texts of tokenizers")
struct TokenTextTests {
  private static func composed(_ text: String) -> String {
    String(decoding: TokenNormalizer.apply([.nfc], to: Array(text.utf8)), as: UTF8.self)
  }

  @Test("NFC is that of Foundation, on marks, syllables and singletons", arguments: 0..<10)
  func composition(seed: UInt64) {
    var dice = Dice(seed)
    let alphabet: [UInt32] = [
      0x41, 0x65, 0x301, 0x327, 0x323, 0x308, 0x1100, 0x1161, 0xAC01, 0x212B, 0x2126, 0xF900, 0x958,
      0x1E9B, 0x3B1, 0x345, 0x342, 0x9C7, 0x9BE, 0x344, 0x1D15E, 0x4E00, 0x37E, 0xE9, 0x20,
    ]
    for _ in 0..<400 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<dice.number(0...8) { scalars.append(Unicode.Scalar(dice.pick(alphabet))!) }
      let text = String(scalars)
      let expected = text.precomposedStringWithCanonicalMapping
      #expect(Array(Self.composed(text).utf8) == Array(expected.utf8), "\(text.unicodeScalars.map(\.value))")
    }
  }

  @Test("Replacing, prefixes and case")
  func normalizers() {
    func apply(_ steps: [TokenNormalizer], _ text: String) -> String {
      String(decoding: TokenNormalizer.apply(steps, to: Array(text.utf8)), as: UTF8.self)
    }
    let (space, mark) = (Array(" ".utf8), Array("▁".utf8))
    #expect(apply([.prepend(mark), .replace(space, with: mark)], " a b") == "▁▁a▁b")
    #expect(apply([.prepend(mark)], "") == "" && apply([.prependOnce(space)], " a") == " a")
    #expect(apply([.prependOnce(space)], "a") == " a" && apply([.prependOnce(mark)], "") == "")
    #expect(apply([.replace(Array("ll".utf8), with: [])], "lllal") == "lal")
    #expect(apply([.lowercase], "ÀİΣẞK1") == "ài\u{307}σßk1")
  }

  @Test("Added tokens: the leftmost, then the longest, with their spaces")
  func addedTokens() {
    func token(_ text: String, _ id: UInt32, before: Bool = false, behind: Bool = false) -> AddedTokens.Token {
      AddedTokens.Token(bytes: Array(text.utf8), id: id, takesSpaceBefore: before, takesSpaceBehind: behind)
    }
    let added = AddedTokens([
      token("<a>", 1), token("<a>b", 2), token("", 9), token("<l>", 3, before: true), token("<r>", 4, behind: true),
    ])
    func parts(_ text: String) -> [String] {
      var (text, parts) = (text, [String]())
      text.withUTF8 { bytes in
        guard let base = bytes.baseAddress else { return }
        added.split(base, 0..<bytes.count, token: { parts.append("#\($0)") }) {
          parts.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self))
        }
      }
      return parts
    }
    #expect(parts("x<a>b<a>c") == ["x", "#2", "#1", "c"])
    #expect(parts("x \u{3000}<l> y") == ["x", "#3", " y"])
    #expect(parts("x <r> \n y<r>") == ["x ", "#4", "y", "#4"])
    #expect(parts("<r>  <l>") == ["#4", "#3"] && parts("<a") == ["<a"] && parts("") == [])
  }

  @Test("Base64 as Foundation writes it, with and without padding", arguments: 0..<5)
  func base64(seed: UInt64) {
    var dice = Dice(seed)
    for _ in 0..<100 {
      let bytes = (0..<dice.number(0...20)).map { _ in UInt8(dice.number(0...255)) }
      let text = Data(bytes).base64EncodedString()
      #expect(Base64.decode(Array(text.utf8)[...]) == bytes)
      #expect(Base64.decode(Array(text.utf8.filter { $0 != UInt8(ascii: "=") })[...]) == bytes)
    }
    for wrong in ["A", "AA=A", "A A=", "AAAAA", "é==="] { #expect(Base64.decode(Array(wrong.utf8)[...]) == nil) }
  }

  @Test("GPT-2's spelling of bytes")
  func byteLevel() {
    var bytes: [UInt8] = []
    #expect(ByteLevelText.decode(Array("ĠtheĊ!ÿ".utf8), into: &bytes))
    #expect(bytes == [0x20] + Array("the".utf8) + [0x0A, 0x21, 0xFF])
    #expect(Set(ByteLevelText.scalars).count == 256 && ByteLevelText.scalars[0xAD] == 0x143)
    for foreign in ["a b", "語", "\u{180}", "￼"] {
      var out: [UInt8] = [7]
      #expect(!ByteLevelText.decode(Array(foreign.utf8), into: &out) && out == [7])
    }
  }

  @Test("Kinds of characters, block by block", arguments: 0..<10)
  func characterCounts(seed: UInt64) {
    var dice = Dice(seed)
    let alphabet = ["a", "Z", " ", "\n", "\u{7F}", "0", "9", "!", "~", "@", "[", "`", "{", "é", "語", "👩"]
    for length in [0, 1, 239, 240, 241, 700, dice.number(0...5000)] {
      let text = (0..<length).map { _ in dice.pick(alphabet) }.joined()
      var expected = (0, 0, 0, 0)
      for scalar in text.unicodeScalars {
        switch scalar {
        case "0"..."9": expected.1 += 1
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": expected.2 += 1
        case "\u{80}"...: expected.3 += 1
        default: expected.0 += 1
        }
      }
      let bytes = Array(text.utf8)
      let counts = tg_count_chars(bytes, bytes.count)
      #expect((Int(counts.plain), Int(counts.digits), Int(counts.marks), Int(counts.others)) == expected)
    }
  }
}
