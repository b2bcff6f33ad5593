import CKernels

/// Sentences by which assistants refuse, and sentences about themselves that were left in: looked for in the first 200
/// bytes of a folded answer, where case, apostrophes and punctuation are gone.
enum Disclaimers {
  enum Kind: Sendable { case refusal, boilerplate }

  struct Found: Sendable {
    var kind: Kind
    /// As it stands in the list.
    var phrase: String
  }

  /// Refusals, by language. The phrase begins with one of the answer's first words.
  private static let refusals = [
    // English
    "i cannot fulfil", "i cannot assist", "i cannot help", "i cannot provide", "i cannot comply", "i cannot answer",
    "i cannot complete", "i cannot access", "i cannot generate", "i cannot create", "i cannot browse",
    "i cannot process", "i cannot view", "i cannot see", "i cannot open", "i cannot perform", "i cannot offer",
    "i cannot engage", "i cannot discuss", "i cannot write", "i cannot support", "i cannot directly",
    "i can't fulfil", "i can't assist", "i can't help", "i can't provide", "i can't comply", "i can't answer",
    "i can't complete", "i can't access", "i can't generate", "i can't create", "i can't browse", "i can't process",
    "i can't view", "i can't see", "i can't open", "i can't perform", "i can't offer", "i can't engage",
    "i can't discuss", "i can't write", "i can't support", "i can not assist", "i can not help", "i can not provide",
    "i can not answer", "i won't be able to", "i will not be able to", "i am unable to", "i'm unable to",
    "i am not able to", "i'm not able to", "i must decline", "i'm sorry, but i", "i am sorry, but i",
    "i'm sorry, but as", "i am sorry, but as", "i'm very sorry, but i", "i'm sorry, i can", "i apologize, but i",
    "i apologize, but as", "i apologise, but i", "my apologies, but i", "sorry, but i can", "sorry, i can't",
    "sorry, i cannot", "i don't have access", "i do not have access", "i don't have the ability",
    "i do not have the ability", "i don't have personal", "i do not have personal", "i don't have real-time",
    "i do not have real-time", "i don't have enough information", "i do not have enough information",
    "i'm not programmed to", "i am not programmed to", "it is not appropriate for me", "i won't provide",
    // Spanish, Portuguese
    "lo siento, pero no puedo", "lo siento, no puedo", "lo siento, pero como", "no puedo ayudarte con",
    "no puedo ayudar con",
    "no puedo proporcionar", "no puedo cumplir", "lamento no poder", "no tengo acceso a", "no tengo la capacidad",
    "desculpe, mas não posso", "sinto muito, mas não posso", "desculpe, não posso", "não posso ajudar com",
    "não posso fornecer", "não tenho acesso a", "lamento, mas não posso", "infelizmente, não posso",
    // French
    "je suis désolé, mais je ne", "je suis désolée, mais je ne", "désolé, mais je ne peux", "désolé, je ne peux",
    "je ne peux pas vous aider", "je ne peux pas répondre", "je ne peux pas fournir", "je ne suis pas en mesure",
    "je n'ai pas accès", "je m'excuse, mais je ne", "en tant qu'ia, je ne",
    // German
    "es tut mir leid, aber ich", "tut mir leid, aber ich", "es tut mir leid, ich kann", "ich kann ihnen dabei nicht",
    "ich kann dir dabei nicht", "ich kann diese anfrage nicht", "ich kann nicht helfen",
    "entschuldigung, aber ich kann",
    "ich bin nicht in der lage", "ich habe keinen zugriff", "leider kann ich nicht", "leider kann ich diese",
    // Italian, Dutch, Polish, Turkish
    "mi dispiace, ma non posso", "mi dispiace, non posso", "spiacente, ma non posso", "non posso aiutarti",
    "non posso fornire", "non sono in grado di", "non ho accesso a", "het spijt me, maar ik kan",
    "het spijt me, ik kan",
    "ik kan niet helpen", "ik heb geen toegang", "przykro mi, ale nie mogę", "przepraszam, ale nie mogę",
    "nie mogę pomóc", "nie mam dostępu", "üzgünüm, ancak", "üzgünüm, ama", "üzgünüm, bu konuda",
    // Russian, Ukrainian
    "извините, но я не могу", "извините, я не могу", "к сожалению, я не могу", "простите, но я не могу",
    "прошу прощения, но я не", "я не могу помочь", "я не могу предоставить", "я не имею доступа", "у меня нет доступа",
    "вибачте, але я не можу", "на жаль, я не можу", "я не можу допомогти",
    // Chinese, Japanese, Korean
    "抱歉,我无法", "抱歉,我不能", "很抱歉,我", "对不起,我无法", "对不起,我不能", "非常抱歉,我", "我无法提供", "我无法回答",
    "我不能提供", "我无法满足", "我无法帮助", "我无法协助", "抱歉,作为", "很抱歉,作为", "抱歉,但我", "很抱歉,但我",
    "抱歉,我無法", "對不起,我無法", "我無法提供", "申し訳ありませんが", "申し訳ございませんが", "すみませんが、私は",
    "お答えすることはできません", "お手伝いすることはできません", "죄송하지만", "죄송합니다만", "죄송합니다, 저는", "도와드릴 수 없습니다",
    // Arabic, Hindi, Vietnamese, Indonesian
    "آسف، لا أستطيع", "عذرا، لا أستطيع", "عذراً، لا يمكنني", "لا أستطيع مساعدتك", "क्षमा करें, मैं", "मुझे खेद है, लेकिन",
    "xin lỗi, nhưng tôi không", "xin lỗi, tôi không thể", "maaf, saya tidak dapat", "maaf, tetapi saya tidak",
    "maaf, saya tidak bisa",
  ]

  /// What an assistant says about itself.
  private static let boilerplate = [
    "as an ai language model", "as an ai model", "as an ai assistant", "as an ai, i", "as an ai developed by",
    "as an ai created by", "as an artificial intelligence", "as a large language model", "as a language model",
    "i'm an ai", "i am an ai", "i'm just an ai", "i am just an ai", "i'm only an ai", "as of my knowledge cutoff",
    "as of my last knowledge update", "as of my last update", "as of my last training", "my knowledge cutoff",
    "my training data", "my knowledge is limited to", "i'm chatgpt", "i am chatgpt", "i'm claude", "i am claude",
    "i'm gemini, a", "i am gemini, a", "i'm bard", "i am bard", "i'm a large language model",
    "i am a large language model",
    "i was created by openai", "i was developed by openai", "i was trained by openai", "i was created by anthropic",
    "i was trained by google", "developed by openai", "created by openai", "trained by openai", "made by anthropic",
    "created by anthropic", "developed by anthropic", "trained by google", "developed by google",
    "openai's content policy",
    "openai's use case policy", "against my programming", "against my guidelines",
    "como modelo de lenguaje", "como un modelo de lenguaje", "como modelo de inteligencia artificial",
    "como una inteligencia artificial", "como inteligencia artificial", "como modelo de linguagem",
    "como um modelo de linguagem", "como uma inteligência artificial", "en tant que modèle de langage",
    "en tant qu'intelligence artificielle", "en tant qu'ia", "en tant qu'assistant ia", "als ki-sprachmodell",
    "als ki-modell", "als künstliche intelligenz", "als sprachmodell", "als ki-assistent", "come modello linguistico",
    "come modello di linguaggio", "come intelligenza artificiale", "in quanto intelligenza artificiale",
    "als ai-taalmodel", "als taalmodel", "jako model językowy", "jako sztuczna inteligencja", "bir yapay zeka olarak",
    "bir dil modeli olarak", "как языковая модель", "как искусственный интеллект", "я - языковая модель",
    "я являюсь искусственным интеллектом", "як мовна модель", "як штучний інтелект", "作为一个人工智能",
    "作为一个ai", "作为ai", "作为人工智能", "作为一个语言模型", "作为一种人工智能", "作为语言模型", "我是一个人工智能", "我是chatgpt",
    "由openai", "作為一個人工智慧", "作為一個ai", "作為ai", "aiとして", "私はai", "言語モデルとして", "人工知能として", "ai 언어 모델로",
    "인공지능으로서", "ai 모델로서", "저는 인공지능", "كنموذج لغوي", "بصفتي نموذج", "एक एआई भाषा मॉडल", "là một mô hình ngôn ngữ",
    "sebagai model bahasa", "sebagai ai",
  ]

  private struct Entry: Sendable {
    var found: Found
    var folded: [UInt8]
  }

  private static let entries: [Entry] =
    (refusals.map { Found(kind: .refusal, phrase: $0) } + boilerplate.map { Found(kind: .boilerplate, phrase: $0) })
    .map { Entry(found: $0, folded: Array(FoldedText($0.phrase).folded)) }
    .filter { $0.folded.count >= 6 }

  /// Indices of entries by `tg_phrase_key`.
  private static let byKey: [UInt64: [Int]] = Dictionary(grouping: entries.indices) { key(entries[$0].folded[...]) }

  private static func key(_ text: ArraySlice<UInt8>) -> UInt64 {
    let start = Array(text.prefix(6)) + [0, 0]
    return start.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { tg_phrase_key($0) } ?? 0 }
  }

  /// The keys, as `tg_find_phrase` takes them.
  private static let table: [UInt64] = {
    var table = [UInt64](repeating: 0, count: Int(TG_PHRASE_SLOTS))
    for key in byKey.keys.sorted() {
      var slot = tg_phrase_slot(key) % table.count
      while table[slot] != 0 { slot = (slot + 1) % table.count }
      table[slot] = key
    }
    return table
  }()

  /// The marks of an answer whose folded text begins at `start`.
  ///
  /// Bounds: `start` has `count` readable bytes and `ByteArena.slack` more.
  static func marks(_ start: UnsafePointer<UInt8>, _ count: Int) -> TextMarks {
    var marks: TextMarks = []
    find(start, count) { entry in marks.insert(entry.found.kind == .refusal ? .refusal : .boilerplate) }
    return marks
  }

  /// The first refusal and the first boilerplate at the start of an answer.
  static func find(in answer: TextBytes) -> [Found] {
    let text = FoldedText(answer.first(2 * TextMarker.phraseBytes))
    var found: [Found] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      find(start, min(text.count, TextMarker.phraseBytes)) { found.append($0.found) }
    }
    return found
  }

  private static func find(_ start: UnsafePointer<UInt8>, _ count: Int, _ body: (Entry) -> Void) {
    table.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      var at = tg_find_phrase(start, 0, count, table)
      while at < count {
        let rest = UnsafeBufferPointer(start: start + at, count: count - at)
        for i in byKey[tg_phrase_key(start + at)] ?? [] where rest.starts(with: entries[i].folded) { body(entries[i]) }
        // Behind the word: the next one is looked at.
        var next = at + 1
        while next < count, start[next - 1] != 0x20, start[next] < 0xE3 || start[next] > 0xE9 { next += 1 }
        // From the beginning the number of words is counted; behind a match a few more do no harm.
        at = tg_find_phrase(start, next, count, table)
      }
    }
  }
}
