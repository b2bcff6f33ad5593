/// The rank files of tiktoken: a token in Base64 and its rank on each line.
enum RankFile {
  static func read(_ bytes: [UInt8], pattern: String?) throws(TokenizerFileError) -> TokenizerDefinition {
    let tokens = try lines(bytes)
    let pattern = try RankPattern(named: pattern, ranks: tokens.count)
    let vocabulary = TokenVocabulary(tokens)
    var alphabet: [UInt32] = []
    for byte in UInt8.min...UInt8.max {
      guard let id = vocabulary.id([byte]) else {
        throw TokenizerFileError(
          "no token for the byte \(byte), expected one for each of the 256; is the file complete?")
      }
      alphabet.append(id)
    }
    do {
      return TokenizerDefinition(
        name: pattern.rawValue,
        model: TokenModel(
          vocabulary: vocabulary, merges: .ranks, alphabet: .bytes(alphabet), takesWholePieces: true),
        stages: [SplitStage(program: try SplitProgram(pattern.expression, .rust))])
    } catch {
      throw TokenizerFileError("the pattern \(pattern.rawValue) has \(error.found) at column \(error.column)")
    }
  }

  private static func lines(
    _ bytes: [UInt8]
  ) throws(TokenizerFileError) -> [(bytes: ArraySlice<UInt8>, id: UInt32)] {
    var tokens: [(bytes: ArraySlice<UInt8>, id: UInt32)] = []
    var blob: [UInt8] = []
    blob.reserveCapacity(bytes.count)
    var number = 0
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      number += 1
      let line = bytes[start..<end].last == 0x0D ? bytes[start..<end].dropLast() : bytes[start..<end]
      start = end + 1
      if line.isEmpty { continue }
      guard let token = token(line) else {
        throw TokenizerFileError(
          "line \(number) is no token in Base64 and its rank; expected a rank file of tiktoken, or a tokenizer.json")
      }
      // Whisper's file has a rank for no text at all.
      if !token.bytes.isEmpty { tokens.append((token.bytes[...], token.rank)) }
    }
    guard !tokens.isEmpty else {
      throw TokenizerFileError("holds nothing, expected a rank file of tiktoken or a tokenizer.json")
    }
    return tokens
  }

  private static func token(_ line: ArraySlice<UInt8>) -> (bytes: [UInt8], rank: UInt32)? {
    let parts = line.split(separator: 0x20)
    guard parts.count == 2, let bytes = Base64.decode(parts[0]),
      let rank = UInt32(String(decoding: parts[1], as: UTF8.self)), rank < TokenModel.missing
    else { return nil }
    return (bytes, rank)
  }
}

/// How a rank file's text is cut, which the file itself does not say.
enum RankPattern: String, CaseIterable {
  case gpt2
  case cl100k = "cl100k_base"
  case o200k = "o200k_base"
  case llama3
  case qwen

  /// The given name, else what the number of ranks tells.
  init(named name: String?, ranks: Int) throws(TokenizerFileError) {
    let names = Self.allCases.map(\.rawValue)
    if let name {
      guard let pattern = RankPattern(rawValue: name) else {
        throw TokenizerFileError(
          "there is no pattern '\(name)', expected \(orList(names))\(NearestSpelling.clause(name, in: names))")
      }
      self = pattern
      return
    }
    guard let pattern = Self.ofCount[ranks] else {
      throw TokenizerFileError(
        "a rank file of \(Numbers.grouped(ranks)) tokens does not say how its text is cut; "
          + "name its pattern under tokens: {pattern: …} or with --token-pattern: \(orList(names))")
    }
    self = pattern
  }

  /// Published files by their number of ranks.
  private static let ofCount: [Int: RankPattern] = [
    50_256: .gpt2, 50_257: .gpt2, 50_280: .gpt2, 100_256: .cl100k, 128_000: .llama3, 151_643: .qwen,
    199_998: .o200k,
  ]

  var expression: String {
    switch self {
    case .gpt2: RankPattern.gpt2Expression
    case .cl100k, .llama3: RankPattern.words(digits: #"\p{N}{1,3}"#)
    case .qwen: RankPattern.words(digits: #"\p{N}"#)
    case .o200k:
      [
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"\p{N}{1,3}"#, #" ?[^\s\p{L}\p{N}]+[\r\n/]*"#, #"\s*[\r\n]+"#, #"\s+(?!\S)"#, #"\s+"#,
      ].joined(separator: "|")
    }
  }

  /// Also that of Hugging Face's `ByteLevel`.
  static let gpt2Expression =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  private static func words(digits: String) -> String {
    [
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#, #"[^\r\n\p{L}\p{N}]?\p{L}+"#, digits, #" ?[^\s\p{L}\p{N}]+[\r\n]*"#,
      #"\s*[\r\n]+"#, #"\s+(?!\S)"#, #"\s+"#,
    ].joined(separator: "|")
  }
}

/// RFC 4648's Base64, with or without padding.
enum Base64 {
  static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, count): (UInt32, Int) = (0, 0)
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    guard text[digits.endIndex...].allSatisfy({ $0 == UInt8(ascii: "=") }), digits.count % 4 != 1 else { return nil }
    for digit in digits {
      guard let value = value(digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
