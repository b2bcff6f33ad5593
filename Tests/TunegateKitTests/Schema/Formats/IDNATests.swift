import Testing

@testable import TunegateKit

@Suite("Internationalized labels")
struct IDNATests {
  @Test("Labels that an independent implementation accepts")
  func valid() {
    for name in IDNAGolden.valid {
      #expect(StringFormat.idnHostname.holds(for: name.utf8), "\(name.debugDescription) is valid")
    }
    #expect(IDNAGolden.valid.count > 100)
  }

  @Test("Labels that an independent implementation refuses")
  func invalid() {
    for name in IDNAGolden.invalid {
      #expect(!StringFormat.idnHostname.holds(for: name.utf8), "\(name.debugDescription) is invalid")
    }
    #expect(IDNAGolden.invalid.count > 100)
  }

  /// RFC 3492, 7.1, those without capitals.
  static let strings: [(String, String)] = [
    ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
    ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
    ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"),
    ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
    ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
    ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
    ("安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n"),
    ("-> $1.00 <-", "-> $1.00 <--"),
    ("ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"),
    ("そのスピードで", "d9juau41awczczp"),
  ]

  @Test("The encodings of RFC 3492, in both directions", arguments: strings)
  func punycode(_ label: String, _ encoded: String) {
    let scalars = label.unicodeScalars.map(\.value)
    let bytes = Array(encoded.utf8)
    var decoded: [UInt32] = []
    #expect(Punycode.decode(bytes.span, 0..<bytes.count, into: &decoded))
    #expect(decoded == scalars)
    let isEncoding = Punycode.isEncoding(bytes.span, 0..<bytes.count, of: scalars.span)
    #expect(isEncoding)
    #expect(Punycode.encodedLength(scalars.span) == bytes.count)
  }

  @Test("Random labels survive the way to Punycode and back")
  func roundTrip() {
    var random = SeededGenerator(3492)
    for _ in 0..<2_000 {
      let scalars = (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.scalar(&random) }
      guard scalars.contains(where: { $0 >= 0x80 }) else { continue }
      guard let bytes = Self.encoding(of: scalars) else { continue }
      var decoded: [UInt32] = []
      #expect(Punycode.decode(bytes.span, 0..<bytes.count, into: &decoded))
      #expect(decoded == scalars)
    }
  }

  @Test("Hostile encodings end, without an overflow")
  func hostile() {
    var random = SeededGenerator(63)
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
    for _ in 0..<5_000 {
      let label = (0..<59).map { _ in letters.randomElement(using: &random) ?? 0x39 }
      var decoded: [UInt32] = []
      if Punycode.decode(label.span, 0..<label.count, into: &decoded) {
        #expect(decoded.allSatisfy { Unicode.Scalar($0) != nil })
      }
    }
    let nines = [UInt8](repeating: 0x39, count: 59)
    var decoded: [UInt32] = []
    #expect(!Punycode.decode(nines.span, 0..<nines.count, into: &decoded))
  }

  private static func scalar(_ random: inout SeededGenerator) -> UInt32 {
    let range: ClosedRange<UInt32> = [0x61...0x7a, 0xe0...0xff, 0x4e00...0x9fff, 0x10000...0x10ffff].randomElement(
      using: &random)!
    return UInt32.random(in: range, using: &random)
  }

  private static func encoding(of scalars: [UInt32]) -> [UInt8]? {
    guard Punycode.encodedLength(scalars.span) != nil else { return nil }
    var bytes: [UInt8] = []
    _ = Punycode.encode(scalars.span) { byte in
      bytes.append(byte)
      return true
    }
    return bytes
  }
}
