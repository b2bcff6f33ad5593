/// A tokenizer that was read from a file: what a text costs a model, to the token.
///
/// Two kinds of file are read, told apart by their content: a `tokenizer.json` of Hugging Face with a BPE model, and a
/// rank file of tiktoken. What a file asks for and this reader does not know is refused, so that no count is a guess.
/// A tokenizer never changes and may be used from many threads at once.
public struct Tokenizer: Sendable, Equatable {
  let definition: TokenizerDefinition

  /// Reads a file of at most 256 MiB.
  ///
  /// - Parameters:
  ///   - path: A `tokenizer.json`, or a rank file such as `cl100k_base.tiktoken`.
  ///   - pattern: How a rank file's text is cut, which the file does not say: a name of `Tokenizer.patternNames`. Not
  ///     needed where the number of ranks tells, and refused for a `tokenizer.json`, which says it itself.
  public init(contentsOf path: String, pattern: String? = nil) throws(ConfigErrors) {
    let bytes = try FilePath.contents(
      of: path, limit: Tokenizer.maximumBytes, otherwise: "which no tokenizer is; is the path right?")
    try self.init(bytes: bytes, path: path, pattern: pattern)
  }

  /// Reads a file's bytes; `path` is what errors call it.
  public init(bytes: [UInt8], path: String = "tokenizer", pattern: String? = nil) throws(ConfigErrors) {
    do {
      let first = bytes.first { $0 > 0x20 }
      definition =
        first == UInt8(ascii: "{")
        ? try TokenizerJSON.read(bytes, pattern: pattern) : try RankFile.read(bytes, pattern: pattern)
    } catch {
      throw ConfigErrors(ConfigError(path: path, message: error.message))
    }
  }

  /// Number of tokens in a text of less than 2 GiB, without any that mark a sequence's begin or end. O(n log n) at
  /// worst, linear on text.
  public func count(of text: String) -> Int {
    var counter = TokenCounter(self, cachesPieces: false)
    var text = text
    return text.withUTF8 { buffer in buffer.baseAddress.map { counter.count($0, buffer.count) } ?? 0 }
  }

  /// The ids of a text's tokens, in order; as `count(of:)`.
  public func encode(_ text: String) -> [Int] {
    var counter = TokenCounter(self, cachesPieces: false)
    var text = text
    return text.withUTF8 { buffer in buffer.baseAddress.map { counter.encode($0, buffer.count) } ?? [] }
  }

  /// What messages call it, such as `tokenizer.json of 128,000 tokens` or `cl100k_base`.
  public var name: String { definition.name }

  /// The patterns that a rank file may be given.
  public static var patternNames: [String] { RankPattern.allCases.map(\.rawValue) }

  /// Far more than the largest that is known, of 33 MB.
  static let maximumBytes = 256 << 20

  public static func == (a: Tokenizer, b: Tokenizer) -> Bool { a.definition === b.definition }
}

/// Everything that a tokenizer's file says, shared by all counters.
final class TokenizerDefinition: Sendable {
  let name: String
  let model: TokenModel
  /// Looked for before and after normalization.
  let rawTokens: AddedTokens
  let normalizedTokens: AddedTokens
  let normalizers: [TokenNormalizer]
  /// What is done to each stretch of text between added tokens before it is cut.
  let preparations: [TokenNormalizer]
  /// The last of the preparations is for the text's start alone.
  let preparesStartOnly: Bool
  let stages: [SplitStage]

  init(
    name: String, model: TokenModel, rawTokens: AddedTokens = AddedTokens([]),
    normalizedTokens: AddedTokens = AddedTokens([]), normalizers: [TokenNormalizer] = [],
    preparations: [TokenNormalizer] = [], preparesStartOnly: Bool = false, stages: [SplitStage]
  ) {
    self.name = name
    self.model = model
    self.rawTokens = rawTokens
    self.normalizedTokens = normalizedTokens
    self.normalizers = normalizers
    self.preparations = preparations
    self.preparesStartOnly = preparesStartOnly
    self.stages = stages
  }
}

/// Why a file cannot be used: what was found, what was expected, what to do.
struct TokenizerFileError: Error, Equatable {
  var message: String

  init(_ message: String) { self.message = message }
}
