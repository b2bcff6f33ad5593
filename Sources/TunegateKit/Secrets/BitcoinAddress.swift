/// Addresses of Bitcoin's main network, by their checksums.
enum BitcoinAddress {
  private static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let bech32 = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  /// Of the first block, and those that specifications show.
  private static let published: Set<String> = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1111111111111111111114oLvT2", "1BitcoinEaterAddressDontSendf59kuE",
    "1CounterpartyXXXXXXXXXXXXXXXUWLpVr",
  ]

  static func read(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> SecretHit? {
    guard end - start >= 26, end - start <= 62, !text.isWord(start - 1) else { return nil }
    let isAddress: Bool
    switch text[start] {
    case UInt8(ascii: "1"), UInt8(ascii: "3"): isAddress = end - start <= 35 && isBase58(text, start..<end)
    case UInt8(ascii: "b"), UInt8(ascii: "B"): isAddress = isBech32(text, start..<end)
    default: return nil
    }
    guard isAddress, !published.contains(String(decoding: text.bytes(start..<end), as: UTF8.self)) else { return nil }
    return SecretHit(.bitcoinAddress, start..<end)
  }

  /// Base58Check: a version (0 or 5), 20 bytes, and the first four of their double SHA-256.
  static func isBase58(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 25)
    for at in range {
      guard var carry = base58.firstIndex(of: text[at]) else { return false }
      for i in bytes.indices.reversed() {
        carry += Int(bytes[i]) * 58
        bytes[i] = UInt8(carry & 0xFF)
        carry >>= 8
      }
      if carry > 0 { return false }
    }
    // One leading 1 stands for each leading zero byte.
    let ones = range.prefix { text[$0] == UInt8(ascii: "1") }.count
    guard bytes[0] == 0 || bytes[0] == 5, ones == bytes.prefix(while: { $0 == 0 }).count else { return false }
    let digest = SHA256.digest(SHA256.digest(Array(bytes[..<21])))
    return digest[..<4] == bytes[21...]
  }

  /// BIP 173 for version 0, BIP 350 for the later ones.
  static func isBech32(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    let isUpper = text.has("BC1", at: start)
    guard isUpper || text.has("bc1", at: start), range.count == 42 || range.count == 62 else { return false }
    var values: [UInt32] = []
    for at in start + 3..<range.upperBound {
      let byte = text[at]
      guard byte.isASCIIDigit || (byte < 0x60) == isUpper, let value = bech32.firstIndex(of: byte | 0x20)
      else { return false }
      values.append(UInt32(value))
    }
    let version = values[0]
    let isLengthRight = version == 0 || version == 1 && range.count == 62
    return isLengthRight && checksum(values) == (version == 0 ? 1 : 0x2BC8_30A3)
  }

  static func checksum(_ values: [UInt32]) -> UInt32 {
    // "bc", expanded.
    var sum: UInt32 = 1
    for value in [3, 3, 0, 2, 3] + values {
      let top = sum >> 25
      sum = (sum & 0x1FF_FFFF) << 5 ^ value
      for (i, factor) in [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3].enumerated()
      where top >> UInt32(i) & 1 == 1 { sum ^= UInt32(factor) }
    }
    return sum
  }
}
