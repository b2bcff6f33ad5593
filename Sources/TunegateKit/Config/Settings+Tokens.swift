extension Settings {
  /// How tokens are counted and what they are held against. Nil where nobody says: then the profile or the default
  /// does.
  public struct Tokens: Sendable, Equatable {
    /// The tokenizer's file.
    public var tokenizer: String?
    /// How a rank file's text is cut; see `Tokenizer.patternNames`.
    public var pattern: String?
    /// The most tokens that an example may have before it is truncated.
    public var max: Int?
    /// What a million trained tokens cost, in any currency.
    public var pricePerMillion: Double?
    /// How often the set is trained on.
    public var epochs: Int?
    /// What the chat template adds to each turn.
    public var perMessage: Int?

    public init(
      tokenizer: String? = nil, pattern: String? = nil, max: Int? = nil, pricePerMillion: Double? = nil,
      epochs: Int? = nil, perMessage: Int? = nil
    ) {
      (self.tokenizer, self.pattern, self.max) = (tokenizer, pattern, max)
      (self.pricePerMillion, self.epochs, self.perMessage) = (pricePerMillion, epochs, perMessage)
    }

    static let keys = ["tokenizer", "pattern", "max", "price-per-million", "epochs", "per-message"]
    static let maxRange = 1...1_000_000_000

    /// What `later` gives wins.
    mutating func overlay(_ later: Tokens) {
      // Another file has another pattern.
      if later.tokenizer != nil { pattern = nil }
      tokenizer = later.tokenizer ?? tokenizer
      pattern = later.pattern ?? pattern
      max = later.max ?? max
      pricePerMillion = later.pricePerMillion ?? pricePerMillion
      epochs = later.epochs ?? epochs
      perMessage = later.perMessage ?? perMessage
    }

    /// Reads the section `tokens` of a config file; paths are relative to the file's folder.
    mutating func read(_ node: YAMLNode, _ reader: inout ConfigReader) {
      let section = reader.section(node, "tokens", keys: Self.keys)
      var read = Tokens()
      if let node = section["tokenizer"], let path = reader.text(node, "tokens.tokenizer", expected: "a path") {
        read.tokenizer = FilePath.resolve(path, besides: reader.path)
      }
      if let node = section["pattern"] {
        read.pattern = reader.choice(node, "tokens.pattern", of: Tokenizer.patternNames)
      }
      if let node = section["max"] { read.max = reader.integer(node, "tokens.max", in: Self.maxRange) }
      if let node = section["price-per-million"] {
        read.pricePerMillion = reader.number(node, "tokens.price-per-million", in: 0...1_000_000)
      }
      if let node = section["epochs"] { read.epochs = reader.integer(node, "tokens.epochs", in: 1...10_000) }
      if let node = section["per-message"] {
        read.perMessage = reader.integer(node, "tokens.per-message", in: 0...10_000)
      }
      overlay(read)
    }
  }

  /// Reads the tokenizer. One that cannot be read, or not exactly, is an error of the configuration.
  mutating func loadTokenizer() throws(ConfigErrors) {
    guard let path = tokens.tokenizer else {
      guard let pattern = tokens.pattern else { return }
      throw ConfigErrors(
        ConfigError(
          path: "tokens.pattern",
          message: "'\(pattern)' cuts the text of a rank file; name that file with --tokenizer or tokens.tokenizer"))
    }
    tokenizer = try Tokenizer(contentsOf: path, pattern: tokens.pattern)
  }
}
