/// Writes a commented `.tunegate.yml` from what an audit saw.
///
/// What is on is what the data shows; what is a choice stands there as a comment.
struct StarterConfig {
  private let corpus: Corpus
  private let report: AuditReport
  private let settings: Settings
  /// Whether the data are good enough for limits that lie near them.
  private let passes: Bool

  /// - Parameters:
  ///   - report: Of the run itself.
  ///   - trial: Of a run with `trial`, if there was one.
  init(_ corpus: Corpus, _ report: AuditReport, _ settings: Settings, trial: AuditReport? = nil) {
    (self.corpus, self.report, self.settings) = (corpus, trial ?? report, settings)
    passes = report.gate.isOpen && (trial?.gate.isOpen ?? true)
  }

  /// A config file that holds the data against the schema that is proposed, and closes the gate for nothing of it; nil
  /// when none is proposed. Limits near the data must be those of a run with that schema.
  var trial: String? {
    schema.map { $0 + "rules:\n  completion-schema: {extract: whole, limit: off}\n" }
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
    let noise = report.noise
    let shown =
      "\(Numbers.fixed(noise.score, decimals: 2)) (\(Numbers.fixed(noise.low, decimals: 2)) to "
      + "\(Numbers.fixed(noise.high, decimals: 2)))"
    let standard = Numbers.shortest(settings.gate.maxNoise) ?? "5"
    let why =
      if !passes {
        "and does not pass: the limits here are the defaults until it does."
      } else if maxNoise < settings.gate.maxNoise {
        "so the limit lies just above: what comes later may be no worse. The default is \(standard)."
      } else {
        "a range too wide for a limit below the default."
      }
    return """
      gate:
        # The noise score, 0 to 100 points, above which the gate closes. This data has
        # \(shown), \(why)
        max-noise: \(Numbers.shortest(maxNoise) ?? "5")
        # Fewer examples than this close it too; this data has \(Numbers.grouped(report.dataset.examples)).
        min-examples: \(minExamples)

      # Severity, weight, limit and options of single rules; 'tunegate rules' lists them.
      \(rules)

      """
  }

  /// The next half point above what chance may make of data like these, and never more than the default.
  private var maxNoise: Double {
    guard passes else { return settings.gate.maxNoise }
    return min(settings.gate.maxNoise, max(0.5, (report.noise.high * 2).rounded(.up) / 2))
  }

  /// Nine tenths of what is there, in two digits.
  private var minExamples: Int {
    guard passes else { return settings.gate.minExamples }
    let most = report.dataset.examples * 9 / 10
    var unit = 1
    while most / unit >= 100 { unit *= 10 }
    return max(settings.gate.minExamples, most / unit * unit)
  }

  private var rules: String {
    let choices = "#   length-outlier: off"
    let form = schema == nil ? "" : completionSchema + "\n"
    let near = nearLimits
    guard !form.isEmpty || !near.isEmpty else { return "# rules:\n#   near-duplicate: {limit: 0.1}\n" + choices }
    return "rules:\n" + form + near + choices
  }

  private var completionSchema: String {
    let broken = report.rules.first { $0.id == CompletionSchema.id }
    let limit = passes ? broken.map { ", limit: \(nearLimit($0.share, most: 1))" } ?? "" : ""
    let today = limit.isEmpty ? "" : "\n  # \(today(broken?.examples ?? 0)) break it today."
    return """
        # The answer is JSON and nothing else; 'any' lets prose stand around it.\(today)
        completion-schema: {extract: whole\(limit)}
      """
  }

  private func today(_ examples: Int) -> String {
    "\(Numbers.grouped(examples)) of \(Numbers.grouped(report.dataset.lines)) lines"
  }

  /// Limits just above what the data show, for rules with findings that the gate let pass.
  private var nearLimits: String {
    guard passes else { return "" }
    return report.rules.compactMap { rule -> String? in
      guard rule.examples > 0, rule.severity >= .warning, let own = settings[rule: rule.id] else { return nil }
      // The given schema takes its place.
      guard schema == nil || ![FormatBreak.id, CompletionSchema.id].contains(rule.id) else { return nil }
      let limit = nearLimit(rule.share, most: own.limit ?? 1)
      guard own.limit.map({ "\($0)" }) != limit else { return nil }
      return "  # \(today(rule.examples)) today\n  \(rule.id): {limit: \(limit)}\n"
    }.joined()
  }

  /// Half as much again as a share, rounded up to one digit.
  private func nearLimit(_ share: Double, most: Double) -> String {
    var unit = 1.0
    while unit > 1e-6, share * 1.5 < unit { unit /= 10 }
    let digits = (share * 1.5 / unit).rounded(.up)
    return Numbers.shortest(min(most, 1, digits * unit)) ?? "1"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}
