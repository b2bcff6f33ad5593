/// International bank account numbers (ISO 13616): the country's length, and the remainder of 97.
enum AccountNumber {
  /// Country and length, from SWIFT's registry.
  private static let lengths: [UInt16: Int] = {
    let table =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18"
      + "FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27"
      + "MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27"
      + "SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"
    let bytes = Array(table.utf8)
    var lengths: [UInt16: Int] = [:]
    for i in stride(from: 0, to: bytes.count, by: 4) {
      lengths[key(bytes[i], bytes[i + 1])] = Int(bytes[i + 2] & 15) * 10 + Int(bytes[i + 3] & 15)
    }
    return lengths
  }()

  /// Those that standards and encyclopedias show, from their fifth character on.
  private static let published: Set<String> = [
    "WEST12345698765432", "NWBK60161331926819", "370400440532013000", "20041010050500013M02606", "ABNA0417164300",
    "00762011623852957", "21000418450200051332", "539007547034", "X0542811101000000123456", "1904300234573201",
    "86011117947", "AIBK93115212345678", "5000000058398257466", "202071981062672", "12345600000785", "00400440116243",
    "99900009999999", "MALT011000012345MTLCAST001S", "10000065000000010",
  ]

  private static func key(_ a: UInt8, _ b: UInt8) -> UInt16 { UInt16(a) << 8 | UInt16(b) }

  /// - Parameter at: that of the country's code.
  static func read(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard !text.isWord(at - 1), text.byte(before: at) != UInt8(ascii: "-"), at + 15 <= text.count,
      let length = lengths[key(text[at], text[at + 1])]
    else { return nil }
    var number: [UInt8] = []
    var next = at
    while number.count < length, next < text.count {
      let byte = text[next]
      if TokenSet.capitals.contains(byte) {
        number.append(byte)
      } else if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "-") || number.count % 4 != 0
        || text[next - 1] == byte
      {
        return nil
      }
      next += 1
    }
    guard number.count == length, !text.isWord(next), remainder(number) == 1 else { return nil }
    let account = String(decoding: number.dropFirst(4), as: UTF8.self)
    guard !published.contains(account), Set(number.dropFirst(4)).count > 3 else { return nil }
    return SecretHit(.iban, at..<next)
  }

  /// ISO 7064, MOD 97-10: the first four characters go last, letters count from 10.
  static func remainder(_ number: [UInt8]) -> Int {
    (number.dropFirst(4) + number.prefix(4)).reduce(0) { rest, byte in
      byte.isASCIIDigit ? (rest * 10 + Int(byte & 15)) % 97 : (rest * 100 + Int(byte) - 55) % 97
    }
  }
}
