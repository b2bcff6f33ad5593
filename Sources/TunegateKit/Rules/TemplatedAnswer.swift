/// One answer to most prompts, one beginning or end of many answers, or one form that most prompts fill in.
///
/// Concludes from the texts that are kept for the models: distinct examples, all of a small set and a part of a large
/// one that was drawn at random. One finding for each form, about the set.
struct TemplatedAnswer: CorpusRule {
  static let id = "templated-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.templated_answer_md }
  static let options = [
    OptionSpec("constant-share", .number(0...1)), OptionSpec("opening-share", .number(0...1)),
    OptionSpec("prompt-share", .number(0...1)), OptionSpec("fewest-examples", .integer(10...1_000_000)),
  ]

  private let constantShare: Double
  private let openingShare: Double
  private let promptShare: Double
  private let fewest: Int
  /// Examples that are looked at: their order has nothing to do with the data's.
  private static let most = 20_000

  init(_ settings: RuleSettings) {
    constantShare = settings.number("constant-share") ?? 0.5
    openingShare = settings.number("opening-share") ?? 0.3
    promptShare = settings.number("prompt-share") ?? 0.5
    fewest = Int(settings.number("fewest-examples") ?? 20)
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    guard corpus.members.count >= fewest, !corpus.hasLabels else { return }
    var templates = TemplateCounts()
    for member in corpus.members.prefix(TemplatedAnswer.most) { templates.note(member) }
    let isConstant = reportConstant(templates, corpus, &findings)
    // An answer that is always the same also begins and ends so.
    if !isConstant {
      for (form, verb) in [(templates.openings, "begin"), (templates.endings, "end")] {
        guard let top = form.top, form.total >= fewest, top.share > openingShare else { continue }
        report(
          "\(Numbers.percent(top.share)) of the answers in prose \(verb) with the same words, `\(top.shown)`, "
            + "expected at most \(Numbers.percent(openingShare))",
          "cut the phrase from the answers, or word it in many ways: the tuned model will say it each time", top,
          corpus,
          &findings)
      }
    }
    guard let top = templates.prompts.top, templates.prompts.total >= fewest, top.share > promptShare else { return }
    report(
      "\(Numbers.percent(top.share)) of the prompts are `\(top.shown)` with other numbers, names and quoted words, "
        + "expected at most \(Numbers.percent(promptShare))",
      "add prompts as people word them: the tuned model knows what to do with this form alone", top, corpus, &findings)
  }

  /// True when it found one.
  private func reportConstant(_ templates: TemplateCounts, _ corpus: Corpus, _ findings: inout Findings) -> Bool {
    guard let top = templates.answers.top, templates.answers.total >= fewest, top.share > constantShare else {
      return false
    }
    report(
      "\(Numbers.percent(top.share)) of the prompts have the same answer, `\(top.shown)`, expected at most "
        + Numbers.percent(constantShare),
      "drop most of these examples: the tuned model will give that answer to anything", top, corpus, &findings)
    return true
  }

  private func report(
    _ message: String, _ hint: String, _ top: TemplateCounts.Top, _ corpus: Corpus, _ findings: inout Findings
  ) {
    findings.add(
      at: Place(source: -1, line: 0), related: [top.place],
      message: message + "; first in \(corpus.name(top.place, from: Place(source: -1, line: 0)))", hint: hint)
  }
}

/// How many examples share an answer, a beginning or end of it, or a form of the prompt.
struct TemplateCounts {
  /// The form that most examples have.
  struct Top {
    var share: Double
    /// Where it stands first, of the examples that were looked at.
    var place: Place
    var shown: String
  }

  /// Counts by fingerprint.
  struct Counts {
    private struct Form {
      var count: Int
      var place: Place
      var text: [UInt8]
    }

    private(set) var total = 0
    private var forms: [UInt64: Form] = [:]

    mutating func note(_ key: UInt64, at place: Place, _ text: @autoclosure () -> [UInt8]) {
      total += 1
      guard var form = forms[key] else {
        forms[key] = Form(count: 1, place: place, text: text())
        return
      }
      form.count += 1
      // The first in order of the data, so that another order of reading shows nothing else.
      if place < form.place { (form.place, form.text) = (place, text()) }
      forms[key] = form
    }

    /// An example that could have had a form and has none of its own.
    mutating func noteOther() { total += 1 }

    var top: Top? {
      let best = forms.values.max { ($0.count, $1.place) < ($1.count, $0.place) }
      return best.map {
        Top(
          share: Double($0.count) / Double(total), place: $0.place,
          shown: SecretMask.excerpt($0.text.span, limit: TemplateCounts.longestShown))
      }
    }
  }

  private(set) var answers = Counts()
  private(set) var openings = Counts()
  private(set) var endings = Counts()
  private(set) var prompts = Counts()

  private static let longestShown = 80
  /// Words that a beginning or an end has, and that the answer has besides.
  private static let words = 5
  private static let fewestWords = 10
  /// Bytes in which beginnings and ends are looked for.
  private static let reach = 300
  private static let longestPrompt = 400
  private static let fewestPromptWords = 4

  private var fold = LabelText()
  private var answered: Set<UInt64> = []
  private var asked: Set<UInt64> = []

  init() {}

  mutating func note(_ member: ExampleSample.Member) {
    let prompt = fold.fold(member.prompt, seed: UInt64(member.context))
    let hasPrompt = fold.count > 0
    let isNew = hasPrompt && asked.insert(prompt).inserted
    // Where answers have a structure, a form of the prompt is part of the task.
    let answer = LabelSpellings.trim(member.answer[...])
    guard let first = answer.first, !"{[<`".utf8.contains(first) else { return }
    let hash = fold.fold(answer)
    // Each prompt counts once for an answer.
    if hasPrompt, fold.count > 0, answered.insert(Fingerprint.mix(prompt, hash)).inserted {
      answers.note(hash, at: member.place, Array(answer))
    }
    if isNew { notePrompt(member) }
    if !TextBytes.isCode(member.answer) { noteEnds(member, answer) }
  }

  private mutating func noteEnds(_ member: ExampleSample.Member, _ answer: ArraySlice<UInt8>) {
    _ = fold.fold(TemplateCounts.beginning(answer))
    let first = fold.text.split(separator: 0x20)
    guard first.count >= TemplateCounts.fewestWords else { return }
    TemplateCounts.noteEnd(first.prefix(TemplateCounts.words), at: member.place, in: &openings)
    _ = fold.fold(TemplateCounts.end(member.answerEnd.isEmpty ? answer : member.answerEnd[...]))
    TemplateCounts.noteEnd(
      fold.text.split(separator: 0x20).suffix(TemplateCounts.words), at: member.place, in: &endings)
  }

  /// Words with numbers among them are results: `#### 42`.
  private static func noteEnd(_ words: ArraySlice<ArraySlice<UInt8>>, at place: Place, in counts: inout Counts) {
    if words.contains(where: { $0.contains(where: \.isDigit) }) { return counts.noteOther() }
    let text = Array(words.joined(separator: [0x20]))
    counts.note(hash(text), at: place, text)
  }

  private mutating func notePrompt(_ member: ExampleSample.Member) {
    guard member.prompt.count <= TemplateCounts.longestPrompt else { return prompts.noteOther() }
    let skeleton = PromptSkeleton(member.prompt)
    guard skeleton.words >= TemplateCounts.fewestPromptWords, skeleton.masked > 0,
      skeleton.masked * 2 < member.prompt.count
    else { return prompts.noteOther() }
    prompts.note(TemplateCounts.hash(skeleton.text), at: member.place, skeleton.text)
  }

  /// FNV-1a.
  private static func hash(_ text: [UInt8]) -> UInt64 {
    text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The first bytes, without half a character.
  private static func beginning(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = min(text.endIndex, text.startIndex + reach)
    if end < text.endIndex { while end > text.startIndex, text[end] & 0xC0 == 0x80 { end -= 1 } }
    return text[text.startIndex..<end]
  }

  private static func end(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var start = max(text.startIndex, text.endIndex - reach)
    while start < text.endIndex, start > text.startIndex, text[start] & 0xC0 == 0x80 { start += 1 }
    return text[start...]
  }
}

/// A prompt with what is filled in masked: quoted text, numbers, and names such as `get_weather`.
struct PromptSkeleton {
  private(set) var text: [UInt8] = []
  /// Bytes that were masked.
  private(set) var masked = 0
  /// Words that are left.
  private(set) var words = 0

  private static let mask = UInt8(ascii: "_")
  private static let longestQuoted = 120

  init(_ prompt: [UInt8]) {
    var at = 0
    while at < prompt.count {
      if let end = PromptSkeleton.quoteEnd(prompt, at) {
        add(mask: end - at)
        at = end
      } else if prompt[at].isWordByte {
        var end = at + 1
        while end < prompt.count, PromptSkeleton.isInWord(prompt, end) { end += 1 }
        add(word: prompt[at..<end])
        at = end
      } else {
        if prompt[at] > 0x20 || text.last != 0x20 { text.append(max(0x20, prompt[at])) }
        at += 1
      }
    }
  }

  private mutating func add(mask count: Int) {
    masked += count
    text.append(PromptSkeleton.mask)
  }

  private mutating func add(word: ArraySlice<UInt8>) {
    if word.contains(where: { $0.isDigit || $0 == UInt8(ascii: "_") }) { return add(mask: word.count) }
    words += 1
    text += word.map(\.lowercased)
  }

  private static func isInWord(_ text: [UInt8], _ i: Int) -> Bool {
    text[i].isWordByte
      || (text[i] == UInt8(ascii: ".") || text[i] == UInt8(ascii: ",")) && text[i - 1].isDigit && i + 1 < text.count
        && text[i + 1].isDigit
  }

  /// Behind the quotation that begins at `at`; nil when none does, or none ends nearby on the line.
  private static func quoteEnd(_ text: [UInt8], _ at: Int) -> Int? {
    let close: [UInt8]
    switch text[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "`"): close = [text[at]]
    case UInt8(ascii: "'") where at == 0 || !text[at - 1].isWordByte: close = [text[at]]
    case 0xE2 where text[at...].starts(with: "\u{201C}".utf8): close = Array("\u{201D}".utf8)
    case 0xE2 where text[at...].starts(with: "\u{201E}".utf8): close = Array("\u{201C}".utf8)
    case 0xC2 where text[at...].starts(with: "\u{AB}".utf8): close = Array("\u{BB}".utf8)
    default: return nil
    }
    var end = at + 1
    while end < min(text.count, at + longestQuoted), text[end] != 0x0A {
      if text[end...].starts(with: close) {
        let behind = end + close.count
        // An apostrophe within a word closes nothing.
        if close != [UInt8(ascii: "'")] || behind == text.count || !text[behind].isWordByte { return behind }
      }
      end += 1
    }
    return nil
  }
}
