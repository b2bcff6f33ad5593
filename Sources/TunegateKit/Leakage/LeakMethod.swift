/// When a training example holds an evaluation item. Each is applied to one training example at a time, so that a
/// finding names a line that can be removed; definitions of papers that pool the whole training set are stricter there.
enum LeakMethod: String, CaseIterable, Sendable {
  /// More than half of the item's words are covered by 8-grams that the example holds (Lambert et al. 2024, Tülu 3, as
  /// open-instruct computes it).
  case tulu3
  /// One 13-gram in common (Brown et al. 2020, GPT-3, appendix C).
  case gpt3
  /// At least 70 % of the item's 8-grams stand in the example (Chowdhery et al. 2022, PaLM, section 8).
  case palm
  /// More than 80 % of the item's words lie in common runs of more than ten words that differ in at most four places
  /// (Touvron et al. 2023, Llama 2, appendix A.6).
  case llama2

  /// Words of the n-grams that are looked for.
  var gram: Int {
    switch self {
    case .tulu3, .palm: 8
    case .gpt3: 13
    case .llama2: 10
    }
  }

  /// The share of the item above which, or from which on, it counts as leaked.
  func isLeak(_ share: Double) -> Bool {
    switch self {
    case .tulu3: share > 0.5
    case .gpt3: share > 0
    case .palm: share >= 0.7
    case .llama2: share > 0.8
    }
  }
}
