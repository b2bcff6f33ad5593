/// What of a set is compared with a baseline: how long prompts and answers are, which labels its answers are, and which
/// words they use.
struct DriftSignals {
  let corpus: Corpus

  static let promptLength = "prompt length"
  static let answerLength = "answer length"
  static let labels = "labels"
  static let promptWords = "prompt words"
  static let answerWords = "answer words"

  /// Words that are kept of each side, those in most examples first.
  static let mostWords = 500
  /// A word in fewer examples says nothing, and may be somebody's name.
  static let fewestExamples = 5
  /// A list of labels that is longer is none to compare by.
  static let mostLabels = 1_000
  /// Fewer examples have no distribution.
  static let fewest = 50

  var distributions: [String: Distribution] {
    guard corpus.tally.examples >= Self.fewest else { return [:] }
    var found = [
      Self.promptLength: Self.lengths(corpus.tally.promptLengths),
      Self.answerLength: Self.lengths(corpus.tally.answerLengths),
    ]
    let members = corpus.members
    if corpus.hasLabels, let labels = Self.labels(members) {
      found[Self.labels] = labels
    } else {
      found[Self.answerWords] = Self.words(members.lazy.map(\.answer))
    }
    found[Self.promptWords] = Self.words(members.lazy.map(\.prompt))
    return found.filter { $0.value.total >= Self.fewest }
  }

  /// By powers of two; the name is the shortest length, in characters.
  private static func lengths(_ sketch: LengthSketch) -> Distribution {
    var counts: [String: Int] = [:]
    for (bin, count) in sketch.counts.enumerated() where count > 0 {
      let octave = bin == 0 ? 0 : 1 << ((bin - 1) / LengthSketch.binsPerOctave)
      // Padded, so that names sort as numbers do.
      let digits = String(octave)
      counts[String(repeating: "0", count: max(0, 9 - digits.count)) + digits, default: 0] += count
    }
    return Distribution(counts)
  }

  /// The answers of a set whose answers are a closed list; nil for a list that is too long.
  private static func labels(_ members: [ExampleSample.Member]) -> Distribution? {
    var counts: [[UInt8]: Int] = [:]
    for member in members {
      counts[member.answer, default: 0] += member.copies
      guard counts.count <= mostLabels else { return nil }
    }
    return Distribution(
      Dictionary(counts.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }, uniquingKeysWith: +))
  }

  /// In how many texts each word stands; the total is of all words' occurrences so counted.
  private static func words(_ texts: some Collection<[UInt8]>) -> Distribution {
    var counts: [UInt32: Int] = [:]
    var spelled: [UInt32: String] = [:]
    var total = 0
    for text in texts {
      var seen: Set<UInt32> = []
      for token in RouteTokens(text).tokens where token.isWordLike && seen.insert(token.hash).inserted {
        counts[token.hash, default: 0] += 1
        if spelled[token.hash] == nil {
          spelled[token.hash] = String(decoding: text[Int(token.start)..<Int(token.end)], as: UTF8.self).lowercased()
        }
      }
      total += seen.count
    }
    let told = counts.filter { $0.value >= fewestExamples }
    return Distribution(
      Dictionary(told.map { (spelled[$0.key] ?? "", $0.value) }, uniquingKeysWith: +), total: total)
  }
}
