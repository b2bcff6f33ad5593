import CKernels

/// An answer in another script or language than its prompt.
struct LanguageMismatch {
  /// As in "Chinese or Japanese characters", "French".
  var prompt: String
  var answer: String
  /// The languages that the answer may be in, by index in `StopWords.languages`; 0 when scripts differ.
  var languages: UInt32 = 0
  /// The answer's script, by index in `scripts`.
  var script = 0

  private static let scripts = [
    "Latin", "Greek", "Cyrillic", "Hebrew", "Arabic", "Devanagari", "Bengali", "Tamil", "Telugu", "Thai",
    "Chinese or Japanese", "Korean", "another script's",
  ]
  /// Letters on each side that scripts are told by.
  private static let fewestLetters = (prompt: 8, answer: 12)
  private static let fewestWords = 15
  /// Bytes of each side that are looked at.
  private static let longest = 1_500

  /// Two texts that are written in different scripts: hardly a letter of the answer's in the prompt, and 80 % of its
  /// own.
  init?(scriptsOf prompt: TextBytes, _ answer: TextBytes) {
    let (given, own) = (LanguageMismatch.counts(prompt), LanguageMismatch.counts(answer))
    let (letters, ownLetters) = (given.reduce(0, +), own.reduce(0, +))
    guard letters >= LanguageMismatch.fewestLetters.prompt, ownLetters >= LanguageMismatch.fewestLetters.answer,
      let a = given.indices.max(by: { given[$0] < given[$1] }), let b = own.indices.max(by: { own[$0] < own[$1] }),
      a != b,
      given[b] * 10 < letters, own[b] * 10 > ownLetters * 8
    else { return nil }
    self.prompt = "\(LanguageMismatch.scripts[a]) letters"
    self.answer = "\(LanguageMismatch.scripts[b]) letters"
    script = b
  }

  private static func counts(_ text: TextBytes) -> [Int] {
    var counts = [UInt32](repeating: 0, count: Int(TG_SCRIPTS.rawValue))
    text.first(longest).withBytes { bytes, count in
      counts.withUnsafeMutableBufferPointer { counts in
        if let counts = counts.baseAddress { tg_count_scripts(bytes, count, counts) }
      }
    }
    // An ideograph or a syllable says as much as two letters or more.
    return counts.indices.map { Int(counts[$0]) * ([10, 11].contains($0) ? 2 : 1) }
  }

  /// Two texts that are marked to be in different languages, with at least four different stop words each.
  init?(languagesOf prompt: TextBytes, _ answer: TextBytes) {
    let texts = [prompt, answer].map { FoldedText($0.first(TextMarker.languageBytes)) }
    let facts = texts.map { $0.words }
    guard facts[0].languages & facts[1].languages == 0,
      zip(texts, facts).allSatisfy({ LanguageMismatch.isVaried($0, $1) })
    else { return nil }
    self.prompt = StopWords.name(facts[0].languages)
    self.answer = StopWords.name(facts[1].languages)
    languages = facts[1].languages
  }

  /// What the first words of a folded text tell. Bounds: `text` has `count` readable bytes and 16 more.
  static func facts(_ text: UnsafePointer<UInt8>, _ count: Int) -> tg_word_facts {
    var facts = tg_word_facts()
    StopWords.table.withUnsafeBufferPointer { table in
      if let table = table.baseAddress { tg_words(text, count, table, 0, &facts) }
    }
    return facts
  }

  static func isClear(_ facts: tg_word_facts) -> Bool {
    facts.words >= fewestWords && facts.stops >= 4 && facts.stops * 100 > facts.words * 15
  }

  /// At least four different words of the language with most.
  private static func isVaried(_ text: FoldedText, _ facts: tg_word_facts) -> Bool {
    let most = UInt32(facts.languages.trailingZeroBitCount)
    return Set(text.wordHashes(limit: Int(TG_LANGUAGE_WORDS)).filter { StopWords.languages(of: $0) >> most & 1 == 1 })
      .count
      >= 4
  }
}
