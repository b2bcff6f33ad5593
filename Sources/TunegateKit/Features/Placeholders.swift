/// Blanks of a template that nobody filled in, inside a longer text.
enum Placeholders {
  /// Blanks of a text that are looked at: each costs a look at the whole of it.
  private static let mostTries = 32

  /// The first blank that is not code and not spoken of.
  static func find(in text: TextBytes, _ marks: TextMarks) -> Range<Int>? {
    var at = 0
    var tries = 0
    while at < text.count, tries < mostTries {
      if let end = end(of: text, at) {
        tries += 1
        if !text.isInCode(at), !text.isQuoted(at..<end) { return at..<end }
        at = end
      } else {
        at += 1
      }
    }
    return nil
  }

  private static func end(of text: TextBytes, _ at: Int) -> Int? {
    switch text[at] {
    case UInt8(ascii: "{"): return braces(text, at)
    case UInt8(ascii: "["): return bracket(text, at)
    case UInt8(ascii: "<"): return angle(text, at)
    case UInt8(ascii: "%"): return field(text, at)
    case UInt8(ascii: "T"): return todo(text, at) ?? word(text, at, "TBD")
    case UInt8(ascii: "F"): return word(text, at, "FIXME")
    case UInt8(ascii: "L"), UInt8(ascii: "l"):
      return text.standsFolded("lorem ipsum", at: at) && text.isWordStart(at) ? at + 11 : nil
    default: return nil
    }
  }

  /// `{{name}}`, also with spaces, dots and hyphens inside.
  private static func braces(_ text: TextBytes, _ at: Int) -> Int? {
    guard text.stands("{{", at: at), text.at(at + 2) != UInt8(ascii: "{") else { return nil }
    var i = at + 2
    var letters = 0
    while i < text.count, i < at + 60 {
      let byte = text[i]
      if text.stands("}}", at: i) { return letters > 0 && text.at(i + 2) != UInt8(ascii: "}") ? i + 2 : nil }
      guard byte.isWordByte || byte == 0x20 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else {
        return nil
      }
      if byte.isASCIILetter || byte >= 0x80 { letters += 1 }
      i += 1
    }
    return nil
  }

  private static let verbs: [StaticString] = ["insert ", "enter ", "fill in", "add your ", "put your ", "your answer"]
  private static let whole: [StaticString] = [
    "placeholder]", "redacted]", "your name]", "your company]", "your address]", "company name]", "insert]",
    "name here]",
    "your email]", "your title]", "recipient name]", "your position]", "nombre]", "votre nom]", "ihr name]",
    "tu nombre]",
    "seu nome]", "il tuo nome]", "ваше имя]",
  ]

  /// `[insert date]`, `[Your name]`, `[YOUR_KEY]`.
  private static func bracket(_ text: TextBytes, _ at: Int) -> Int? {
    guard let close = closing(text, at, UInt8(ascii: "]"), limit: 60) else { return nil }
    // A link in Markdown.
    if text.at(close) == UInt8(ascii: "(") || text.at(close) == UInt8(ascii: ":") { return nil }
    if verbs.contains(where: { text.standsFolded($0, at: at + 1) }) { return close }
    if whole.contains(where: { text.standsFolded($0, at: at + 1) }) { return close }
    return text.stands("YOUR_", at: at + 1) || text.stands("YOUR ", at: at + 1) ? close : nil
  }

  /// `<YOUR_KEY>`, `<your name>`, `<insert date>`, `<no input>`.
  private static func angle(_ text: TextBytes, _ at: Int) -> Int? {
    guard let close = closing(text, at, UInt8(ascii: ">"), limit: 40) else { return nil }
    let words: [StaticString] = [
      "your_", "your ", "your-", "insert ", "insert_", "enter ", "no input", "noinput", "no_input", "no-input",
      "no output",
      "nooutput", "no_output", "placeholder",
    ]
    return words.contains { text.standsFolded($0, at: at + 1) } ? close : nil
  }

  /// `%(name)s`
  private static func field(_ text: TextBytes, _ at: Int) -> Int? {
    guard text.stands("%(", at: at) else { return nil }
    var i = at + 2
    while i < text.count, text[i].isASCIILetter || text[i].isDigit || text[i] == UInt8(ascii: "_") { i += 1 }
    return i > at + 2 && text.stands(")s", at: i) && text.isWordEnd(i + 2) ? i + 2 : nil
  }

  /// The English reminder, not the word of Spanish and Portuguese: something is told behind it, or the line is nothing
  /// else.
  private static func todo(_ text: TextBytes, _ at: Int) -> Int? {
    guard let end = word(text, at, "TODO") else { return nil }
    var next = end
    while text.at(next) == 0x20 { next += 1 }
    switch text.at(next) {
    case UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: "]"), UInt8(ascii: "-"): return end
    case 0x0A, 0: return at == 0 || text.at(at - 1) == 0x0A ? end : nil
    default: return nil
    }
  }

  private static func word(_ text: TextBytes, _ at: Int, _ word: StaticString) -> Int? {
    let end = at + word.utf8CodeUnitCount
    return text.stands(word, at: at) && text.isWordStart(at) && text.isWordEnd(end) ? end : nil
  }

  private static func closing(_ text: TextBytes, _ at: Int, _ byte: UInt8, limit: Int) -> Int? {
    var i = at + 1
    while i < text.count, i < at + limit, text[i] != 0x0A, text[i] != text[at] {
      if text[i] == byte { return i + 1 }
      i += 1
    }
    return nil
  }

  /// Prompts and answers in which blanks are meant: templates, letters to be filled in, code with its own braces.
  private static let topics = Phrases([
    "template", "placeholder", "vue", "angular", "jinja", "django", "handlebars", "mustache", "liquid", "v-for", "ng-",
    "{%", "helm", "ansible", "fill in", "fill-in", "blank", "todo", "to-do", "tbd", "lorem", "dummy", "boilerplate",
    "latex", "regex", "html", "mad lib", "madlib", "variable", "plantilla", "vorlage", "modèle", "modello", "modelo",
    "шаблон", "模板", "テンプレート", "템플릿", "redact", "anonymi",
  ])
  /// What an answer with blanks of its own names: the languages that have them.
  private static let languages = Phrases([
    "template", "vue", "angular", "jinja", "django", "handlebars", "mustache", "liquid", "v-for", "ng-", "{%", "\\frac",
    "\\begin", "placeholder",
  ])
  private static let letters = Phrases([
    "letter", "email", "e-mail", "mail", "message", "invitation", "invite", "resume", "résumé", "cv", "contract",
    "speech", "announcement", "memo", "script", "bio", "profile", "reply", "note to", "notice", "form", "agreement",
    "carta", "correo", "lettre", "courriel", "brief", "schreiben", "lettera", "письмо", "письма", "邮件", "信", "メール",
    "手紙", "이메일", "편지", "card", "pitch", "post", "text to", "application", "request", "statement", "policy",
    "newsletter",
    "flyer", "ad ", "advert", "press release", "thank", "toast", "reference", "recommendation", "description", "review",
    "intro", "conversation", "dialog", "voicemail", "response to", "write",
  ])

  /// True when blanks are meant: `{{name}}` in a text about templates, `[Your name]` in a letter.
  static func isMeant(_ blank: Range<Int>, in text: TextBytes, given: [TextBytes]) -> Bool {
    if topics.isIn(given) || languages.isIn(text) { return true }
    let first = text[blank.lowerBound]
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "<"), letters.isIn(given) { return true }
    // The prompt has the same kind of blank.
    return given.contains { Placeholders.find(in: $0, []) != nil }
  }
}
