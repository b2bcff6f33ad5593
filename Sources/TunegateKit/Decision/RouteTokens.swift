/// A text cut into words, numbers, ideographs and other marks, as the route model counts them. White space, and letters
/// of scripts that set no word apart, are no tokens.
struct RouteTokens {
  enum Kind: UInt8 {
    case word, number, ideograph, mark
  }

  struct Token {
    /// Of the lower-case text.
    var hash: UInt32
    /// Of its first five characters: what inflected forms share.
    var stem: UInt32
    var start: Int32
    var end: Int32
    var characters: UInt16
    var kind: Kind
    /// Begins with a capital letter.
    var isCapital: Bool
    var isStopWord: Bool
    /// Of a number without its commas; not a number otherwise.
    var value: Double

    var isWordLike: Bool { kind == .word || kind == .ideograph }
    /// Carries meaning of its own.
    var isContent: Bool { isWordLike && !isStopWord || kind == .number }
  }

  private(set) var tokens: [Token] = []
  private static let stemCharacters = 5
  private static let mostTokens = 2_000

  init(_ text: [UInt8]) {
    tokens.reserveCapacity(text.count / 4)
    var at = 0
    while at < text.count, tokens.count < RouteTokens.mostTokens {
      let (scalar, size) = RouteTokens.scalar(text, at)
      if RouteTokens.isDigit(scalar) {
        at = number(text, at)
      } else if RouteTokens.isLetter(scalar) {
        at = word(text, at)
      } else {
        if RouteTokens.isIdeograph(scalar) {
          single(.ideograph, scalar, at, size)
        } else if RouteTokens.isMark(scalar) {
          single(.mark, scalar, at, size)
        }
        at += size
      }
    }
  }

  /// The distinct buckets of words and of pairs of words, ascending.
  /// - Parameter buckets: A power of two.
  static func distinct(_ tokens: [Token], buckets: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    found.reserveCapacity(2 * tokens.count)
    for (i, token) in tokens.enumerated() {
      found.append(token.hash & (buckets - 1))
      if i > 0 { found.append(RouteWords.join(tokens[i - 1].hash, token.hash) & (buckets - 1)) }
    }
    found.sort()
    var kept = 0
    for i in found.indices where i == 0 || found[i] != found[kept - 1] {
      found[kept] = found[i]
      kept += 1
    }
    found.removeLast(found.count - kept)
    return found
  }

  private mutating func single(_ kind: Kind, _ scalar: UInt32, _ at: Int, _ size: Int) {
    let hash = RouteTokens.step(RouteTokens.seed, scalar)
    tokens.append(
      Token(
        hash: hash, stem: hash, start: Int32(at), end: Int32(at + size), characters: 1, kind: kind, isCapital: false,
        isStopWord: false, value: .nan))
  }

  /// Digits, with single points and commas between them.
  private mutating func number(_ text: [UInt8], _ start: Int) -> Int {
    var (at, hash, value, scale) = (start, RouteTokens.seed, 0.0, 0.0)
    while at < text.count {
      let byte = text[at]
      if RouteTokens.isDigit(UInt32(byte)) {
        value = scale > 0 ? value + Double(byte - 0x30) * scale : value * 10 + Double(byte - 0x30)
        if scale > 0 { scale /= 10 }
      } else if byte == 0x2E || byte == 0x2C, at + 1 < text.count, RouteTokens.isDigit(UInt32(text[at + 1])) {
        // A second point makes it a version or a date: no value, but still one token.
        if byte == 0x2E { (value, scale) = scale > 0 ? (.nan, scale) : (value, 0.1) }
      } else {
        break
      }
      hash = RouteTokens.step(hash, UInt32(byte))
      at += 1
    }
    tokens.append(
      Token(
        hash: hash, stem: hash, start: Int32(start), end: Int32(at), characters: UInt16(clamping: at - start),
        kind: .number, isCapital: false, isStopWord: false, value: value))
    return at
  }

  /// Letters, and what follows an apostrophe.
  private mutating func word(_ text: [UInt8], _ start: Int) -> Int {
    var (at, hash, stem, characters) = (start, RouteTokens.seed, RouteTokens.seed, 0)
    var isCapital = false
    while at < text.count {
      let (scalar, size) = RouteTokens.scalar(text, at)
      if RouteTokens.isLetter(scalar) {
        let lower = RouteTokens.lower(scalar)
        if characters == 0 { isCapital = lower != scalar }
        hash = RouteTokens.step(hash, lower)
        characters += 1
        if characters == RouteTokens.stemCharacters { stem = hash }
        at += size
      } else if scalar == 0x27 || scalar == 0x2019, at + size < text.count,
        RouteTokens.isASCIILetter(text[at + size])
      {
        hash = RouteTokens.step(hash, 0x27)
        characters += 1
        if characters == RouteTokens.stemCharacters { stem = hash }
        at += size
      } else {
        break
      }
    }
    tokens.append(
      Token(
        hash: hash, stem: characters >= RouteTokens.stemCharacters ? stem : hash, start: Int32(start), end: Int32(at),
        characters: UInt16(clamping: characters), kind: .word, isCapital: isCapital,
        isStopWord: RouteWords.stop.contains(hash), value: .nan))
    return at
  }

  // MARK: - Characters

  static let seed: UInt32 = 2_166_136_261

  @inline(__always)
  static func step(_ hash: UInt32, _ scalar: UInt32) -> UInt32 {
    var mixed = (hash ^ scalar) &* 0x0100_0193
    mixed ^= mixed >> 15
    return mixed
  }

  /// The hash of a word that is spelled in ASCII lower case.
  static func hash(_ word: some StringProtocol) -> UInt32 { word.unicodeScalars.reduce(seed) { step($0, $1.value) } }

  /// The scalar at a byte; bytes that are no UTF-8 stand for themselves.
  @inline(__always)
  static func scalar(_ text: [UInt8], _ at: Int) -> (UInt32, Int) {
    let byte = UInt32(text[at])
    if byte < 0x80 { return (byte, 1) }
    let size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
    guard size > 1, at + size <= text.count else { return (byte, 1) }
    var scalar = byte & (0x7F >> UInt32(size))
    for i in 1..<size { scalar = scalar << 6 | UInt32(text[at + i] & 0x3F) }
    return (scalar, size)
  }

  @inline(__always) static func isDigit(_ c: UInt32) -> Bool { c &- 0x30 < 10 }
  @inline(__always) static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// Latin, Greek, Cyrillic, Hebrew, Arabic, Indic.
  @inline(__always)
  static func isLetter(_ c: UInt32) -> Bool {
    if c < 0x80 { return (c | 0x20) &- 0x61 < 26 }
    return c >= 0xC0 && c <= 0x24F || c >= 0x370 && c <= 0x3FF || c >= 0x400 && c <= 0x52F || c >= 0x590 && c <= 0x6FF
      || c >= 0x900 && c <= 0xDFF || c >= 0x1E00 && c <= 0x1EFF
  }

  @inline(__always)
  static func isIdeograph(_ c: UInt32) -> Bool {
    c >= 0x3040 && c <= 0x30FF || c >= 0x3400 && c <= 0x9FFF || c >= 0xAC00 && c <= 0xD7AF
  }

  /// Neither white space nor a letter of a script that is not read.
  @inline(__always)
  static func isMark(_ c: UInt32) -> Bool {
    if c < 0x80 { return c > 0x20 && c != 0x7F }
    return c >= 0xA1 && c < 0xC0 || c >= 0x2010 && c <= 0x2027 || c >= 0x2030 && c <= 0x205E
      || c >= 0x20A0 && c <= 0x2BFF || c >= 0x3001 && c <= 0x303F || c >= 0xFF01 && c <= 0xFF0F
      || c >= 0xFF1A && c <= 0xFF20 || c >= 0x1F000
  }

  @inline(__always)
  static func lower(_ c: UInt32) -> UInt32 {
    if c < 0x80 { return c &- 0x41 < 26 ? c + 32 : c }
    if c >= 0xC0 && c <= 0xDE && c != 0xD7 || c >= 0x391 && c <= 0x3A9 || c >= 0x410 && c <= 0x42F { return c + 32 }
    if c >= 0x400 && c <= 0x40F { return c + 80 }
    if c >= 0x100 && c <= 0x137 || c >= 0x14A && c <= 0x177 || c >= 0x1E00 && c <= 0x1EFF { return c | 1 }
    return c
  }
}
