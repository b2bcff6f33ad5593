import CKernels

/// What a text costs where no tokenizer is given: so much for each kind of character.
///
/// Fitted on 16 sets of prose, code, arithmetic, JSON and labels with cl100k_base, o200k_base, Qwen's and DeepSeek's
/// vocabularies at once; `docs/tokens.md` has the measurements.
struct TokenEstimate {
  /// In hundredths of a token: a letter or space, a digit, a punctuation mark, a character beyond ASCII.
  private static let (plain, digit, mark, other) = (21, 90, 58, 70)

  /// Of a whole set, in 0…1: the largest deviation of 16 sets and four tokenizers was 0.158.
  static let error = 0.16
  /// Of a set with more than `foreignShare` of its characters beyond ASCII: scripts cost one tokenizer twice as much as
  /// another.
  static let foreignError = 0.45
  static let foreignShare = 0.05
  /// Of a single example of 200 tokens or more: what 99 of 100 keep within.
  static let exampleError = 0.35
  static let foreignExampleError = 0.7

  /// Hundredths of tokens; a text that is not empty has at least one.
  var hundredths = 0
  /// Characters, and those of them beyond ASCII.
  var characters = 0
  var others = 0

  init() {}

  /// Bounds: `text` has `count` readable bytes.
  init(_ text: UnsafePointer<UInt8>, _ count: Int) {
    let counts = tg_count_chars(text, count)
    self.init(
      plain: Int(counts.plain), digits: Int(counts.digits), marks: Int(counts.marks), others: Int(counts.others))
  }

  /// Of a text that was folded.
  init(_ stats: tg_fold_stats) {
    let (plain, digits, others) = (Int(stats.plain), Int(stats.ascii_digits), Int(stats.non_ascii))
    self.init(
      plain: plain, digits: digits, marks: Int(stats.code_points) - plain - digits - others, others: others)
  }

  private init(plain: Int, digits: Int, marks: Int, others: Int) {
    self.others = others
    characters = plain + digits + marks + others
    if characters == 0 { return }
    hundredths = max(
      100,
      TokenEstimate.plain * plain + TokenEstimate.digit * digits + TokenEstimate.mark * marks
        + TokenEstimate.other * others)
  }
}
