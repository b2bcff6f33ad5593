/// An answer that breaks the form that nearly all answers of the set keep: a JSON object with certain keys and types.
///
/// The form is told from the set itself, and only when at least nine answers of ten are JSON objects.
struct FormatBreak: CorpusRule {
  static let id = "format-break"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.format_break_md }
  static let options = [
    OptionSpec("majority", .number(0.5...1)), OptionSpec("fewest-examples", .integer(10...1_000_000)),
  ]

  private let majority: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    majority = settings.number("majority") ?? 0.9
    fewest = Int(settings.number("fewest-examples") ?? 50)
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    // Whoever gives a schema need not have one guessed: `completion-schema` tells what breaks it.
    if corpus.hasCompletionSchema { return }
    let forms = corpus.tally.forms
    guard let form = form(of: forms) else { return }
    var complaints: [UInt32: String] = [
      AnswerForm.other: "the answer is no JSON, expected \(form.description)",
      AnswerForm.wrapped: "the answer has something around its JSON, expected the JSON alone",
      AnswerForm.broken: "the answer's JSON does not parse, expected \(form.description)",
    ]
    for (code, members) in forms.members { complaints[code] = form.complaint(members) }
    let strangers = form.strangers(forms)
    for row in 0..<corpus.index.count where corpus.index.isExample(row) {
      let complaint = complaints[AnswerForm.asJSON(corpus.index.answerForms[row])] ?? strangers[corpus.index.place(row)]
      guard let complaint else { continue }
      findings.add(
        corpus, row: row, message: complaint, hint: "correct the answer: one in a different form teaches both")
    }
  }

  /// The form of nearly all answers; nil when there is none.
  func form(of forms: FormCounts) -> MajorityForm? {
    MajorityForm(forms, majority: majority, fewest: fewest)
  }
}
