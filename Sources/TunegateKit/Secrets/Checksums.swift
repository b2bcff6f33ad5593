import CKernels

/// CRC-32 of ISO 3309, as in zip and PNG. Bit by bit: it runs over 30 bytes now and then.
enum CRC32 {
  static func of(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var crc = UInt32.max
    for at in range {
      crc ^= UInt32(text[at])
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

enum Base62 {
  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Six digits, as the tokens of GitHub and npm end with.
  static func checksum(_ value: UInt32) -> [UInt8] {
    var rest = Int(value)
    var text: [UInt8] = []
    for _ in 0..<6 {
      text.append(digits[rest % 62])
      rest /= 62
    }
    return text.reversed()
  }
}

enum SHA256 {
  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    // An empty array may have no address; the kernel reads nothing of one byte.
    let text = bytes.isEmpty ? [0] : bytes
    tg_sha256(text, bytes.count, &digest)
    return digest
  }
}

enum Luhn {
  /// ISO/IEC 7812-1, annex B; digits from 0 to 9.
  static func holds(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (i, digit) in digits.reversed().enumerated() {
      let value = Int(digit) * (i % 2 + 1)
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0
  }
}
