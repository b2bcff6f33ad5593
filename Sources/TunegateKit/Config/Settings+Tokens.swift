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
      let section = reader.section(node, "tokens", Settings.tokenTable)
      var read = Tokens()
      if let node = section["tokenizer"], let path = reader.text(node, "tokens.tokenizer", expected: "a path") {
        read.tokenizer = FilePath.resolve(path, besides: reader.path)
      }
      read.pattern = reader.choice("pattern", in: section)
      read.max = reader.integer("max", in: section)
      read.pricePerMillion = reader.number("price-per-million", in: section)
      read.epochs = reader.integer("epochs", in: section)
      read.perMessage = reader.integer("per-message", in: section)
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
