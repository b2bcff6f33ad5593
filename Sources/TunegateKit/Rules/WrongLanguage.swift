/// An answer in another language or script than its prompt, where no other language is spoken of.
struct WrongLanguage: CorpusRule {
  static let id = "wrong-language"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.wrong_language_md }
  static let options = [OptionSpec("most-share", .number(0...1))]

  /// Where more of the answers than this are in another language, that is what the set teaches.
  private let mostShare: Double

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.3 }

  /// Words that make languages the topic, found in the prompt or in the system message.
  private static let topics = Phrases([
    "translat", "language", "multilingual", "alphabet", "tradu", "idioma", "lengua", "langue", "übersetz", "sprache",
    "lingua", "língua", "vertaal", "przetłumacz", "çevir", "dil", "перевед", "перевод", "язык", "переклад", "мов", "翻译",
    "翻譯", "译", "语言", "語言", "翻訳", "言語", "번역", "언어", "ترجم", "اللغة", "अनुवाद", "bahasa", "terjemah", "romaji",
    "pinyin", "transliterat", "how do you say", "how to say", "what does",
  ])

  /// Names of languages, in the order of `StopWords.languages`.
  private static let languageNames = [
    [
      "english", "inglés", "anglais", "englisch", "inglese", "inglês", "engels", "angielsk", "английск", "англійськ",
      "英",
      "ingilizce", "영어", "الإنجليزية", "अंग्रेज़ी", "inggris",
    ],
    ["german", "alemán", "allemand", "deutsch", "tedesco", "alemão", "немецк", "德语", "德文", "ドイツ語"],
    ["french", "francés", "français", "französisch", "francese", "francês", "французск", "法语", "法文", "フランス語"],
    ["spanish", "español", "espagnol", "spanisch", "spagnolo", "espanhol", "испанск", "西班牙", "スペイン語", "castellano"],
    ["portugu", "português"], ["italian"], ["dutch", "nederlands", "flemish"], ["swedish", "svensk"],
    ["danish", "dansk"],
    ["norwegian", "norsk"], ["finnish", "suomi", "suomeksi"], ["polish", "polsk"], ["czech", "česk"],
    ["slovak", "sloven"],
    ["croat", "hrvatsk", "serbian", "bosnian"], ["sloven"], ["romanian", "român"], ["hungarian", "magyar"],
    ["turkish", "türkçe"], ["indonesia", "malay"], ["vietnam", "tiếng"], ["catalan", "català"], ["estonian", "eesti"],
    ["latvian", "latvie"], ["lithuanian", "lietuv"], ["albanian", "shqip"], ["swahili"], ["tagalog", "filipino"],
    ["russian", "русск", "俄语", "ロシア語"], ["ukrain", "україн"], ["bulgarian", "българск"],
  ].map { Phrases($0) }

  /// Names of the languages of scripts, in the order of `enum tg_script`.
  private static let scriptNames = [
    [
      "english", "spanish", "french", "german", "latin", "romani", "inglés", "английск", "англійськ", "英", "영어",
      "الإنجليزية", "अंग्रेज़ी", "罗马", "ローマ字",
    ],
    ["greek"], ["russian", "ukrain", "cyrillic", "bulgarian", "serbian", "русск"], ["hebrew", "yiddish"],
    ["arabic", "persian", "farsi", "urdu"], ["hindi", "sanskrit", "nepali", "marathi"], ["bengali", "bangla"],
    ["tamil"],
    ["telugu"], ["thai"], ["chinese", "japanese", "mandarin", "cantonese", "kanji", "hanzi", "中文", "日本語", "汉", "漢"],
    ["korean", "hangul", "한국어"], [],
  ].map { Phrases($0) }

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    tally.looked += batch.rows.count { $0.isExample }
    let marks = TextMarks.scripts.union(.foreign)
    if batch.marks.isDisjoint(with: marks) { return }
    let turns = batch.turns
    for row in batch.rows where row.isExample {
      let range = Int(row.firstTurn)..<Int(row.firstTurn + row.turnCount)
      for k in range where turns[k].side == .answer {
        // The prompt before it; with fields there is one.
        guard let prompt = turns[range.lowerBound..<k].last(where: { $0.side == .prompt }) else { continue }
        let answer = turns[k]
        if answer.marks.union(prompt.marks).isDisjoint(with: marks) { continue }
        guard let found = WrongLanguage.find(prompt, answer, batch), isFault(found, row, answer, batch) else {
          continue
        }
        tally.note(
          batch, row, answer,
          message: "the answer is in \(found.answer) and the prompt in \(found.prompt), expected one language")
        break
      }
    }
  }

  private static func find(_ prompt: Turn, _ answer: Turn, _ batch: Batch) -> LanguageMismatch? {
    let texts = (batch.text(of: prompt), batch.text(of: answer))
    if prompt.marks.intersection(.scripts) != answer.marks.intersection(.scripts),
      let found = LanguageMismatch(scriptsOf: texts.0, texts.1)
    {
      return found
    }
    return answer.marks.contains(.foreign) ? LanguageMismatch(languagesOf: texts.0, texts.1) : nil
  }

  /// True unless languages are the topic, the answer's is asked for, or the answer is code.
  private func isFault(_ found: LanguageMismatch, _ row: Row, _ answer: Turn, _ batch: Batch) -> Bool {
    if batch.text(of: answer).looksLikeCode { return false }
    let given = batch.given(row, before: answer)
    if WrongLanguage.topics.isIn(given) { return false }
    guard found.languages != 0 else { return !WrongLanguage.scriptNames[found.script].isIn(given) }
    return !StopWords.languages.indices.contains {
      found.languages >> UInt32($0) & 1 == 1 && WrongLanguage.languageNames[$0].isIn(given)
    }
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    tally.report(
      corpus, into: &findings, share: mostShare,
      hint: "answer in the language of the prompt, or say in the prompt which one is wanted")
  }
}
