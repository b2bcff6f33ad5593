@testable import TunegateKit

/// Random secrets of every kind, made when the tests run: nothing in the repository looks like one.
enum SecretVectors {
  private static let lower = "abcdefghijklmnopqrstuvwxyz"
  private static let digits = "0123456789"
  private static let letters = lower + lower.uppercased() + digits
  private static let url = letters + "-_"
  private static let hex = digits + "abcdef"

  /// A valid one. Its neighbors matter to some kinds: `text(around:)` puts it in a sentence.
  static func valid(_ kind: SecretKind, _ dice: inout Dice) -> String {
    switch kind {
    case .awsKey:
      return dice.pick(["AK" + "IA", "AS" + "IA"]) + random(16, lower.uppercased() + "234567", &dice)
    case .openAIKey:
      let length = dice.pick([20, 58, 74])
      let set = length == 20 ? letters : url
      return (length == 20 ? "sk-" : "sk-" + "proj-") + random(length, set, &dice) + "T3Blbk" + "FJ"
        + random(length, set, &dice)
    case .anthropicKey: return "sk-" + dice.pick(["ant-api03-", "ant-admin01-"]) + random(93, url, &dice) + "AA"
    case .skKey: return "sk-" + random(dice.pick([32, 48]), dice.pick([letters, hex]), &dice)
    case .googleKey: return "AI" + "za" + random(35, url, &dice)
    case .gitHubToken: return checked("gh" + dice.pick(["p", "o", "u", "s", "r"]) + "_", &dice)
    case .gitHubPAT: return "github" + "_pat_" + random(22, letters, &dice) + "_" + random(59, letters, &dice)
    case .gitLabToken: return "gl" + "pat-" + random(20, url, &dice)
    case .huggingFaceToken: return "h" + "f_" + random(34, lower + lower.uppercased(), &dice)
    case .slackToken: return slack(&dice)
    case .slackWebhook:
      let capitals = lower.uppercased() + digits
      return "https://hooks." + "slack.com/services/T" + random(8, capitals, &dice) + "/B" + random(10, capitals, &dice)
        + "/" + random(24, letters, &dice)
    case .stripeKey: return dice.pick(["s", "r"]) + "k_li" + "ve_" + random(dice.pick([24, 99]), letters, &dice)
    case .sendGridKey: return "S" + "G." + random(22, url, &dice) + "." + random(43, url, &dice)
    case .npmToken: return checked("np" + "m_", &dice)
    case .pypiToken: return "py" + "pi-AgEIcHlwaS5vcmc" + random(dice.number(110...180), url, &dice)
    case .privateKey: return pem(&dice)
    case .jwt: return webToken(&dice)
    case .telegramToken: return "1" + random(dice.number(7...9), digits, &dice) + ":A" + "A" + random(33, url, &dice)
    case .databricksToken: return "da" + "pi" + random(32, hex, &dice)
    case .digitalOceanToken: return "do" + dice.pick(["p", "o", "r"]) + "_v1_" + random(64, hex, &dice)
    case .shopifyToken: return "sh" + dice.pick(["pat", "pca", "ppa", "pss"]) + "_" + random(32, hex, &dice)
    case .azureSecret:
      return random(3, letters, &dice) + random(1, digits, &dice) + "Q" + "~" + random(31, letters + "_~-", &dice)
    case .azureAccountKey: return "Account" + "Key=" + random(86, letters + "+/", &dice) + "=="
    case .vaultToken:
      return dice.once(in: 2) ? "hv" + "s." + random(92, url, &dice) : "hv" + "b." + random(138, url, &dice)
    case .urlPassword:
      let host = dice.pick(["db.internal", "10.2.0.7", "cache"])
      return dice.pick(["postgres", "mongodb+srv", "https"]) + "://" + dice.pick(["app", "", "svc-1"]) + ":"
        + random(dice.number(8...20), letters + "-_!", &dice) + "@" + host
    default: return personal(kind, &dice)
    }
  }

  private static func personal(_ kind: SecretKind, _ dice: inout Dice) -> String {
    switch kind {
    case .email:
      return dice.pick(["maria.keller", "li+news", "o.b-k", "anna_s"]) + random(2, digits, &dice) + "@"
        + dice.pick(["posteo.de", "gmail.com", "mail.kyoto-u.ac.jp", "uni-koeln.de", "orange.fr"])
    case .card: return card(&dice)
    case .testCard: return grouped(["4111", "1111", "1111", "1111"], dice.pick([" ", "-", ""]))
    case .iban: return iban(&dice)
    case .ssn:
      return [dice.number(1...899), dice.number(1...99), dice.number(1...9999)].enumerated().map { i, n in
        // Areas of three different digits, so that no number is one from an advertisement.
        padded(i == 0 ? [536, 417, 285, 731][n % 4] : n, [3, 2, 4][i])
      }.joined(separator: "-")
    case .phone: return phone(&dice)
    case .bitcoinAddress: return dice.once(in: 2) ? bitcoin58(&dice) : bitcoin32(&dice)
    default: return ""
    }
  }

  /// A sentence with the secret in it.
  static func text(around secret: String, _ dice: inout Dice) -> String {
    dice.pick([
      "Use \(secret) for it.", secret, "key=\(secret)", "\"\(secret)\"", "Ключ: \(secret), да", "(\(secret))",
      "第一\n\(secret)\n第二", "the card or phone is \(secret)!",
    ])
  }

  // MARK: - Parts

  static func random(_ count: Int, _ set: String, _ dice: inout Dice) -> String {
    let characters = Array(set)
    return String((0..<count).map { _ in dice.pick(characters) })
  }

  private static func padded(_ number: Int, _ count: Int) -> String {
    String(repeating: "0", count: count - String(number).count) + String(number)
  }

  private static func grouped(_ groups: [String], _ gap: String) -> String { groups.joined(separator: gap) }

  private static func checked(_ prefix: String, _ dice: inout Dice) -> String {
    let body = Array(random(30, letters, &dice).utf8)
    let sum = Base62.checksum(CRC32.of(body.span, 0..<30))
    return prefix + String(decoding: body + sum, as: UTF8.self)
  }

  private static func slack(_ dice: inout Dice) -> String {
    let (a, b) = (random(11, digits, &dice), random(12, digits, &dice))
    return dice.pick([
      "xo" + "xb-\(a)-\(b)-" + random(24, letters, &dice),
      "xo" + "xp-\(a)-\(b)-\(a)-" + random(32, hex, &dice),
      "xa" + "pp-1-A\(a)-\(b)-" + random(64, hex, &dice),
    ])
  }

  private static func pem(_ dice: inout Dice) -> String {
    let label = dice.pick(["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "]) + "PRIVATE KEY"
    let newline = dice.pick(["\n", "\\n", "\r\n"])
    let lines = (0..<dice.number(1...20)).map { _ in random(64, letters + "+/", &dice) }
    return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----"]).joined(separator: newline)
  }

  private static func webToken(_ dice: inout Dice) -> String {
    let header = dice.pick([#"{"alg":"HS256","typ":"JWT"}"#, #"{"typ":"JWT","alg":"RS256","kid":"k1"}"#])
    let payload = #"{"sub":"u-\#(dice.number(1...9999))","iat":17326\#(dice.number(10000...99999))}"#
    return base64(header) + "." + base64(payload) + "." + random(dice.pick([43, 86, 342]), url, &dice)
  }

  static func base64(_ text: String) -> String {
    let set = Array((lower.uppercased() + lower + digits + "-_").utf8)
    var (bits, count) = (0, 0)
    var result: [UInt8] = []
    for byte in text.utf8 {
      (bits, count) = ((bits << 8 | Int(byte)) & 0xFFFF, count + 8)
      while count >= 6 {
        count -= 6
        result.append(set[bits >> count & 63])
      }
    }
    if count > 0 { result.append(set[bits << (6 - count) & 63]) }
    return String(decoding: result, as: UTF8.self)
  }

  private static func card(_ dice: inout Dice) -> String {
    while true {
      let (prefix, count) = dice.pick([("4", 16), ("51", 16), ("2720", 16), ("37", 15), ("6011", 16), ("36", 14)])
      let body = prefix + random(count - prefix.count - 1, digits, &dice)
      for check in 0...9 {
        let number = body + String(check)
        guard Luhn.holds(number.utf8.map { $0 & 15 }) else { continue }
        var rest = Substring(number)
        let layout = count == 16 ? [4, 4, 4, 4] : count == 15 ? [4, 6, 5] : [4, 6, 4]
        let groups = layout.map { length in
          defer { rest = rest.dropFirst(length) }
          return String(rest.prefix(length))
        }
        return grouped(groups, dice.pick([" ", "-"]))
      }
    }
  }

  private static func iban(_ dice: inout Dice) -> String {
    let (country, layout) = dice.pick([
      ("DE", "18n"), ("GB", "4a14n"), ("NO", "11n"), ("MT", "4a5n18c"), ("FR", "10n11c2n"), ("NL", "4a10n"),
      ("CH", "5n12c"), ("BR", "23n1a1c"), ("KZ", "3n13c"), ("SA", "2n18c"),
    ])
    var account = ""
    var count = 0
    for character in layout {
      if let digit = character.wholeNumberValue {
        count = count * 10 + digit
        continue
      }
      let set = character == "n" ? digits : character == "a" ? lower.uppercased() : lower.uppercased() + digits
      account += random(count, set, &dice)
      count = 0
    }
    let check = 98 - AccountNumber.remainder(Array("\(country)00\(account)".utf8))
    let number = country + padded(check, 2) + account
    guard dice.once(in: 2) else { return number }
    return stride(from: 0, to: number.count, by: 4).map { String(number.dropFirst($0).prefix(4)) }
      .joined(separator: " ")
  }

  private static func phone(_ dice: inout Dice) -> String {
    let area = dice.pick(["415", "212", "604"])
    let exchange = "\(dice.number(2...4))\(dice.pick(["67", "02", "38"]))"
    let line = random(4, "26849", &dice)
    return dice.pick([
      "(\(area)) \(exchange)-\(line)", "\(area)-\(exchange)-\(line)", "\(area).\(exchange).\(line)",
      "+1 \(area) \(exchange) \(line)", "+1 (\(area)) \(exchange)-\(line)", "1-\(area)-\(exchange)-\(line)",
      "+49 151 2\(exchange)\(line)", "+33 6 12 \(line.prefix(2)) 78 \(line.suffix(2))", "+86 138 0013 \(line)",
      "+91 98765 2\(line)", "+4420\(exchange)2\(line)", "+420 601 \(exchange) 7\(line.prefix(2))",
    ])
  }

  private static func bitcoin58(_ dice: inout Dice) -> String {
    let payload = [dice.pick([UInt8(0), 5])] + (0..<20).map { _ in UInt8(dice.number(0...255)) }
    let bytes = payload + SHA256.digest(SHA256.digest(payload)).prefix(4)
    let set = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    var number = bytes
    var text = ""
    while number.contains(where: { $0 != 0 }) {
      var rest = 0
      for i in number.indices {
        rest = rest << 8 | Int(number[i])
        number[i] = UInt8(rest / 58)
        rest %= 58
      }
      text = String(set[rest]) + text
    }
    return String(repeating: "1", count: bytes.prefix { $0 == 0 }.count) + text
  }

  private static func bitcoin32(_ dice: inout Dice) -> String {
    let set = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
    let isTaproot = dice.once(in: 2)
    let values = [isTaproot ? 1 : 0] + (0..<(isTaproot ? 52 : 32)).map { _ in dice.number(0...31) }
    // The checksum is what makes the whole come out as the constant.
    let sum = BitcoinAddress.checksum((values + [0, 0, 0, 0, 0, 0]).map(UInt32.init)) ^ (isTaproot ? 0x2BC8_30A3 : 1)
    let check = (0..<6).map { Int(sum >> UInt32(5 * (5 - $0)) & 31) }
    return "bc1" + String((values + check).map { set[$0] })
  }
}
