/// Writes a commented `.tunegate.yml` from what an audit saw.
///
/// What is on is what the data shows; what is a choice stands there as a comment.
struct StarterConfig {
  private let corpus: Corpus
  private let report: AuditReport
  private let settings: Settings

  init(_ corpus: Corpus, _ report: AuditReport, _ settings: Settings) {
    (self.corpus, self.report, self.settings) = (corpus, report, settings)
  }

  var text: String { ([head, profile, fields, schema, gate].compactMap(\.self)).joined(separator: "\n") }

  private var head: String {
    let (examples, shape) = (Numbers.grouped(report.dataset.examples), report.dataset.shape)
    return """
      # Tunegate's configuration. 'tunegate check' finds it from this folder downwards; flags win over it, and every key
      # may be left out. Made from \(examples) examples of the shape \(shape).

      """
  }

  private var profile: String {
    settings.profiles.isEmpty
      ? """
      # The trainer or provider whose limits apply, such as openai-chat or trl.
      # profile: openai-chat

      """
      : """
      # The trainer or provider whose limits apply.
      profile: [\(settings.profiles.joined(separator: ", "))]

      """
  }

  /// Only where no known shape fits.
  private var fields: String? {
    guard corpus.tally.majorityShape == .unknown, settings.fields == nil else { return nil }
    return """
      # The records have no shape that is known: name the keys that hold the prompt and the answer.
      # fields:
      #   prompt: question
      #   answer: response

      """
  }

  private var schema: String? {
    let forms = corpus.tally.forms
    let rule = settings[rule: FormatBreak.id].map(FormatBreak.init) ?? nil
    guard let rule, let form = rule.form(of: forms) else { return nil }
    let (kept, all) = (Numbers.grouped(form.objects), Numbers.grouped(forms.answers))
    return """
      # What the answers are held against: the form of the \(kept) answers, of \(all), that are JSON objects.
      # A path to a JSON Schema does as well.
      completion-schema: |
      \(indented(form.schema(forms)))

      """
  }

  private var gate: String {
    let noise = Numbers.fixed(report.noise.score, decimals: 2)
    return """
      gate:
        # The noise score, 0 to 100 points, above which the gate closes; this data has \(noise).
        max-noise: \(Numbers.shortest(settings.gate.maxNoise) ?? "5")
        # Fewer examples than this close it too.
        min-examples: \(settings.gate.minExamples)

      # Severity, weight, limit and options of single rules; 'tunegate rules' lists them.
      \(rules)

      """
  }

  private var rules: String {
    let choices = "near-duplicate: {limit: 0.1}\n#   length-outlier: off"
    guard schema != nil else { return "# rules:\n#   " + choices }
    return """
      rules:
        # The answer is JSON and nothing else; 'any' lets prose stand around it.
        completion-schema: {extract: whole}
      #   \(choices)
      """
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}
