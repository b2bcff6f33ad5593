/// Answers without sense: letters in an order that no language knows, or prose whose words stand nowhere else in the
/// set.
struct Gibberish: CorpusRule {
  static let id = "gibberish"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.gibberish_md }

  init(_ settings: RuleSettings) {}

  /// Sets with more words than this that stand once tell nothing by it.
  private static let mostSingle = 0.25
  private static let fewestWords = 2_000

  /// Prompts that ask for random letters, codes or invented words.
  private static let topics = Phrases([
    "random", "password", "cipher", "encrypt", "encode", "decode", "gibberish", "nonsense", "hash", "base64", "anagram",
    "scramble", "caesar", "rot13", "lorem", "invent", "fictional language", "sequence", "dna", "protein", "acronym",
    "abbreviat", "consonant", "vowel", "keyboard", "unscramble", "code",
  ])

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    batch.visit(.answer, with: .fewVowels) { _, row, turn in
      let text = batch.text(of: turn)
      guard !turn.flags.contains(.hasToolCalls), text.next(0x0A) == nil || !text.looksLikeCode, KeyMash.isMash(text),
        !Gibberish.topics.isIn(batch.given(row, before: turn))
      else { return false }
      tally.note(
        batch, row, turn,
        message:
          "the answer, `\(text.string(0..<text.count, limit: 40))`, has letters in an order that no language knows, "
          + "expected words")
      return true
    }
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    let hint = "remove the example, or write its answer"
    tally.report(corpus, into: &findings, share: 1, hint: hint)
    let words = corpus.tally.words
    guard words.words >= Gibberish.fewestWords, words.singleShare <= Gibberish.mostSingle else { return }
    let known = Set(tally.candidates.map { $0.place })
    for stranger in words.strangers where !known.contains(stranger.place) {
      guard let row = corpus.index.row(of: stranger.place) else { continue }
      findings.add(
        corpus, row: row, confidence: 0.7,
        message: "\(stranger.single) of the answer's \(stranger.words) first long words stand in no other answer, "
          + "expected words of a language",
        hint: hint)
    }
  }
}
