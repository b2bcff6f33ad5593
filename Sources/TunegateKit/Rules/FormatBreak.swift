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
    let forms = corpus.tally.forms
    guard let form = MajorityForm(forms, majority: majority, fewest: fewest) else { return }
    var complaints: [UInt32: String] = [
      AnswerForm.other: "the answer is no JSON, expected \(form.description)",
      AnswerForm.wrapped: "the answer has something around its JSON, expected the JSON alone",
      AnswerForm.broken: "the answer's JSON does not parse, expected \(form.description)",
    ]
    for (code, members) in forms.members { complaints[code] = form.complaint(members) }
    let strangers = form.strangers(forms)
    for row in 0..<corpus.index.count where corpus.index.isExample(row) {
      let complaint = complaints[corpus.index.answerForms[row]] ?? strangers[corpus.index.place(row)]
      guard let complaint else { continue }
      findings.add(
        corpus, row: row, message: complaint, hint: "correct the answer: one in a different form teaches both")
    }
  }
}

/// What the answers of a set have in common, when most are JSON objects.
struct MajorityForm {
  /// Keys that nearly every object has, with the type that nearly all of its values have; nil when there is none.
  private var required: [(key: String, type: FormType?)] = []
  /// True when every other key is rare, so that one is a mistake rather than an option.
  private var isClosed = true
  private let objects: Int
  private static let rare = 0.02

  init?(_ forms: FormCounts, majority: Double, fewest: Int) {
    objects = forms.objects.values.reduce(0, +)
    guard !forms.isOverfull, forms.answers >= fewest, Double(objects) >= majority * Double(forms.answers) else {
      return nil
    }
    var counts: [String: [FormType: Int]] = [:]
    for (code, members) in forms.members {
      let count = forms.objects[code] ?? 0
      for member in members { counts[member.key, default: [:]][member.type, default: 0] += count }
    }
    for key in counts.keys.sorted() {
      let types = counts[key] ?? [:]
      let total = types.values.reduce(0, +)
      if Double(total) >= majority * Double(objects) {
        let most = types.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        let isTyped = most.map { Double($0.value) >= (1 - MajorityForm.rare) * Double(total) } ?? false
        required.append((key, isTyped ? most?.key : nil))
      } else if Double(total) > MajorityForm.rare * Double(objects) {
        isClosed = false
      }
    }
    if required.isEmpty { return nil }
  }

  var description: String {
    "a JSON object with \(required.map { "`\($0.key)`" }.joined(separator: ", "))"
  }

  /// What is wrong with an object of these members; nil when it keeps the form.
  func complaint(_ members: [FormCounts.Member]) -> String? {
    for (key, type) in required {
      guard let member = members.first(where: { $0.key == key }) else {
        let near = isClosed ? members.first { m in !required.contains { $0.key == m.key } } : nil
        return near.map { "the answer has the key `\($0.key)`, expected `\(key)` as in nearly all others" }
          ?? "the answer has no key `\(key)`, expected it as in nearly all others"
      }
      if let type, member.type != type {
        return "the answer's `\(key)` is \(member.type.name), expected \(type.name) as in nearly all others"
      }
    }
    guard isClosed, let extra = members.first(where: { m in !required.contains { $0.key == m.key } }) else {
      return nil
    }
    return "the answer has the key `\(extra.key)`, which nearly no other has"
  }

  /// Values that nearly no answer has, of keys whose other values are a small closed set.
  func strangers(_ forms: FormCounts) -> [Place: String] {
    var found: [Place: String] = [:]
    for (key, type) in required where type == .string {
      guard let values = forms.values[key], let counts = values.counts else { continue }
      let total = counts.values.reduce(0, +)
      let common = counts.filter { Double($0.value) >= 0.005 * Double(total) }
      let covered = common.values.reduce(0, +)
      guard (2...64).contains(common.count), Double(covered) >= 0.98 * Double(total),
        counts.count - common.count <= 2 * common.count, covered >= 20 * common.count
      else { continue }
      for (value, _) in counts where common[value] == nil {
        for place in values.places[value] ?? [] {
          found[place] =
            "the answer's `\(key)` is `\(value)`, "
            + "expected one of the \(common.count) values that nearly all others have"
        }
      }
    }
    return found
  }
}
