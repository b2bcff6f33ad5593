/// A byte-pair model: what a piece of text begins as, and what merges.
///
/// Shared by all workers; never changes once it is made.
struct TokenModel: Sendable {
  /// Where merges come from.
  enum Merges: Sendable {
    /// Two neighbors merge when their bytes together are a token, and its id is the rank: tiktoken.
    case ranks
    case pairs(TokenPairs)
  }

  /// What a piece begins as.
  enum Alphabet: Sendable {
    /// A token for each byte, `missing` where there is none.
    case bytes([UInt32])
    /// A token for each character; for those without one, a token for each of their bytes if `bytes` holds them.
    case characters(bytes: [UInt32]?)
  }

  /// No token.
  static let missing = UInt32.max

  var vocabulary: TokenVocabulary
  var merges: Merges
  var alphabet: Alphabet
  /// Pieces that are a token as a whole are not merged from their parts.
  var takesWholePieces: Bool
  /// What stands for characters without a token, or `missing`: then they are left out.
  var unknown = TokenModel.missing
  /// Neighboring unknown characters are one token.
  var fusesUnknown = false
}
