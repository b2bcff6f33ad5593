import CKernels
import Testing

@testable import TunegateKit

@Suite("Secrets and personal data")
struct SecretTests {
  static let rounds = 100

  private func found(_ text: String) -> [SecretKind] {
    let bytes = Array(text.utf8)
    var scanner = SecretScanner()
    return scanner.hits(in: bytes.span).map(\.kind)
  }

  @Test("A hundred random ones of each kind are found, whatever stands around them", arguments: SecretKind.allCases)
  func recall(kind: SecretKind) {
    var dice = Dice(11)
    for _ in 0..<Self.rounds {
      let secret = SecretVectors.valid(kind, &dice)
      let text = SecretVectors.text(around: secret, &dice)
      #expect(found(text) == [kind], "\(secret) in \(text)")
    }
  }

  @Test("One is found at every distance from the blocks that the scan reads", arguments: SecretKind.allCases)
  func alignment(kind: SecretKind) {
    var dice = Dice(12)
    let secret = SecretVectors.valid(kind, &dice)
    for before in 0..<130 {
      let text = String(repeating: " ", count: before) + secret + String(repeating: " ", count: 130 - before)
      #expect(found(text) == [kind], "\(before) bytes before \(secret)")
    }
  }

  /// Kinds with a checksum.
  @Test(
    "One character changed makes the checksum wrong",
    arguments: [SecretKind.gitHubToken, .npmToken, .card, .iban, .bitcoinAddress])
  func checksums(kind: SecretKind) {
    var dice = Dice(13)
    for _ in 0..<Self.rounds {
      var characters = Array(SecretVectors.valid(kind, &dice))
      let places = characters.indices.filter { $0 >= 4 && characters[$0].isNumber }
      guard !places.isEmpty else { continue }
      let at = dice.pick(places)
      characters[at] = characters[at] == "7" ? "3" : "7"
      #expect(found(String(characters) + ".") == [], "\(String(characters))")
    }
  }

  /// Kinds of one length.
  @Test(
    "One character more or less makes the length wrong",
    arguments: [
      SecretKind.awsKey, .anthropicKey, .googleKey, .gitHubToken, .gitHubPAT, .huggingFaceToken, .npmToken,
      .sendGridKey, .telegramToken, .databricksToken, .digitalOceanToken, .shopifyToken, .slackWebhook,
    ])
  func lengths(kind: SecretKind) {
    var dice = Dice(14)
    for _ in 0..<Self.rounds {
      let secret = SecretVectors.valid(kind, &dice)
      // A letter: a token may end in a character that is cut from it otherwise.
      #expect(found(secret + "a") == [], "\(secret)a")
      let shorter = String(secret.dropLast())
      if !shorter.hasSuffix("-") && !shorter.hasSuffix("_") { #expect(found(shorter) == [], "\(shorter)") }
    }
  }

  @Test("A token behind a word, a quotation mark or an escaped line feed; none within a longer word")
  func neighbors() {
    var dice = Dice(15)
    let token = SecretVectors.valid(.gitHubToken, &dice)
    for text in ["my-\(token)", "TOKEN_\(token)", "'\(token)'", "a\\n\(token)\\nb", "https://\(token)@github.com/a/b"] {
      #expect(found(text) == [.gitHubToken], "\(text)")
    }
    for text in ["x\(token)", "\(token)x", "9\(token)"] { #expect(found(text) == [], "\(text)") }
  }

  @Test("Keys that someone made up are none", arguments: SecretKind.secrets.filter { $0 != .urlPassword })
  func placeholders(kind: SecretKind) {
    var dice = Dice(16)
    for filler in ["x", "0", "abcdefgh"] {
      let secret = SecretVectors.valid(kind, &dice)
      // All but the first characters, which name the kind; the dots and hyphens stay.
      var fill = Array(String(repeating: filler, count: 60)).makeIterator()
      let keep = min(10, secret.count / 3)
      let rest = secret.dropFirst(keep).map { $0.isLetter || $0.isNumber ? fill.next() ?? $0 : $0 }
      let text = String(secret.prefix(keep)) + String(rest)
      #expect(found(text) == [], "\(text)")
    }
  }

  @Test(
    "What is no secret and nobody's datum",
    arguments: [
      "AKIA" + "IOSFODNN7EXAMPLE", "AKIA" + "QEXAMPLE5KBTW2DX", "sk-your-api-key, sk-..., hf_xxxx",
      "sk-" + "SomeVeryLongNameOfAClassThatIsNoKeyAtAll", "postgres://user:password@db.internal/x",
      "https://$USER:$TOKEN@git.internal", "http://root:root@10.0.0.7",
      "redis://:%s@cache.internal", "postgres://app:hJ7wq8@localhost/x", "http://a.b/c?d=e:f@g.h", "a://b:c d@e.f",
      "jane@example.com, a@b.example, info@shop.de, git@github.com:a/b.git, @user@mastodon.social, user@host",
      "react@18.2.0 logo@2x.png A @ B.T f@g x@y.z1 a..b@posteo..de me@posteo.nosuchdomain",
      "4539578763621486 ids", "0.4539578763621486", "4539 5787 6362 1487", "4000 0000 0000 0002 1234",
      "1 4539 5787 6362 1486 4539", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765431", "ZZ82WEST12345698765432",
      "000-12-3456 666-12-3456 900-12-3456 536-00-8145 536-22-0000 123-45-6789 536-22-8145-1 1-536-22-8145",
      "4155552671", "415-555-0142", "(415) 555-2671", "800-867-5309", "123-456-7890", "+1 234 567 8901",
      "+123456789012",
      "415 867 5309", "12+4915123456789", "+44 7700 900123", "2021-11-03 10:20:30 2021.11.03", "x415-867-5309",
      "415-867-53091", "1990 1991 1992 1993", "ISBN 978-3-16-148410-0", "192.168.100.200",
      "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
      "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----",
      "state-of-the-art-machine-learning_and_more risk-averse",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ])
  func clean(text: String) {
    #expect(found(text) == [])
  }

  @Test("Torn and joined pieces of all kinds: hits are in order, within the text, and apart", arguments: 0..<20)
  func hostile(seed: UInt64) {
    var dice = Dice(100 + seed)
    for _ in 0..<100 {
      var bytes: [UInt8] = []
      for _ in 0..<dice.number(1...6) {
        let secret = Array(SecretVectors.valid(dice.pick(SecretKind.allCases), &dice).utf8)
        let start = dice.number(0...secret.count)
        bytes += secret[start...].prefix(dice.number(0...secret.count))
        for _ in 0..<dice.number(0...3) {
          bytes.append(dice.pick(Array("@+-.:/( )\\n=~_19Q\n".utf8) + [0, 0xC3, 0xFF]))
        }
      }
      var scanner = SecretScanner()
      let hits = scanner.hits(in: bytes.span)
      #expect(hits.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= bytes.count && !$0.range.isEmpty })
      #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
      let masked = SecretMask.masked(String(decoding: bytes, as: UTF8.self))
      #expect(!masked.isEmpty || bytes.isEmpty)
    }
  }

  @Test("SHA-256 and CRC-32 of known texts")
  func digests() {
    func hex(_ text: String) -> String {
      SHA256.digest(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      hex(String(repeating: "a", count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(CRC32.of(Array("123456789".utf8).span, 0..<9) == 0xCBF4_3926)
  }

  @Test("Luhn, mod 97, Base58Check and Bech32 of known numbers")
  func validators() {
    for number in ["4111111111111111", "378282246310005", "5555555555554444"] {
      #expect(Luhn.holds(number.utf8.map { $0 & 15 }))
    }
    #expect(!Luhn.holds("4111111111111112".utf8.map { $0 & 15 }))
    #expect(AccountNumber.remainder(Array("GB82WEST12345698765432".utf8)) == 1)
    #expect(AccountNumber.remainder(Array("DE89370400440532013001".utf8)) != 1)
    func base58(_ text: String) -> Bool { BitcoinAddress.isBase58(Array(text.utf8).span, 0..<text.utf8.count) }
    #expect(base58("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2") && !base58("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3"))
    func bech32(_ text: String) -> Bool { BitcoinAddress.isBech32(Array(text.utf8).span, 0..<text.utf8.count) }
    #expect(bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"))
    #expect(bech32("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"))
    #expect(bech32("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"))
    #expect(!bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"))
  }
}
