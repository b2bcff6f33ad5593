import TunegateKit

/// Hand-made reports, one for each kind of outcome that a reader must recognize at once.
enum ExampleReports {
  static let all: [(name: String, report: AuditReport)] = [
    ("clean", clean), ("dirty", dirty), ("partial", partial), ("empty", empty), ("hostile", hostile),
    ("one-finding", oneFinding), ("huge", huge),
  ]

  static let length = LengthSummary(
    p1: 3, p50: 43, p99: 612, max: 8_911,
    bins: [0.01, 0.02, 0.05, 0.12, 0.16, 0.14, 0.1, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.03, 0.02, 0.02])

  static func rule(
    _ id: String, _ group: String, _ severity: Severity, findings: Int = 0, of lines: Int
  ) -> RuleSummary {
    RuleSummary(
      id: id, group: group, severity: severity, findings: findings, examples: findings,
      share: lines == 0 ? 0 : Double(findings) / Double(lines))
  }

  static func dataset(_ examples: Int, lines: Int? = nil, shape: String = "chat") -> DatasetSummary {
    DatasetSummary(
      lines: lines ?? examples, examples: examples, turns: 2 * examples, shape: shape, profile: "openai-chat",
      tokens: TokenSummary(
        total: 175 * examples, exact: false, error: 0.16, prompt: 100 * examples, answer: 75 * examples, longest: 900),
      exactDuplicates: 0, normalizedDuplicates: 0, nearDuplicates: 0,
      effectiveExamples: examples, promptLength: nil, answerLength: nil)
  }

  static let clean: AuditReport = {
    var data = dataset(15_011)
    data.promptLength = length
    data.answerLength = LengthSummary(
      p1: 1, p50: 128, p99: 2_048, max: 31_337,
      bins: [0, 0, 0.1, 0.3, 0.2, 0, 0, 0, 0, 0.05, 0.1, 0.15, 0.05, 0.03, 0.01, 0.01])
    return AuditReport(
      version: "0.1.0",
      inputs: [
        InputSummary(path: "data/dolly.jsonl", bytes: 13_085_339, examples: 15_011, compression: .none, complete: true)
      ],
      dataset: data, noise: NoiseScore(score: 0.4, low: 0.1, high: 0.9, byRule: []),
      gate: Gate(limits: [GateLimit(name: "max-noise", limit: 5, value: 0.4, passed: true)]),
      verdict: Verdict(
        proceed: true, approach: .fineTune, confidence: 0.93,
        evidence: [
          Evidence(signal: "output structure", value: 0.82, threshold: 0.5, says: "the answers share one form")
        ], wouldFlip: ["more than 5 % noise"]),
      rules: [
        rule("broken-json", "format", .error, of: 15_011), rule("exact-duplicate", "duplicates", .error, of: 15_011),
        rule("length-outlier", "length", .warning, of: 15_011),
      ], findings: [], problems: [])
  }()

  static let dirty: AuditReport = {
    let lines = 52_002
    var data = dataset(51_998, lines: lines, shape: "prompt-completion")
    (data.exactDuplicates, data.normalizedDuplicates, data.nearDuplicates) = (312, 40, 96)
    data.effectiveExamples = 51_550
    data.duplicateGroups = [
      GroupSizes(sizes: 2...2, groups: 240), GroupSizes(sizes: 3...4, groups: 31),
      GroupSizes(sizes: 33...64, groups: 2),
    ]
    data.tokens.lengths = length
    (data.promptLength, data.answerLength) = (length, length)
    return AuditReport(
      version: "0.1.0",
      inputs: (0..<5).map { shard in
        InputSummary(
          path: "data/train/train-0000\(shard)-of-00005.jsonl.gz", bytes: 4_812_733 + shard, examples: 10_400,
          compression: .gzip, complete: true, split: "train")
      },
      dataset: data,
      noise: NoiseScore(
        score: 14.231, low: 12.099, high: 16.04,
        byRule: [
          RulePoints(rule: "exact-duplicate", points: 9.1), RulePoints(rule: "empty-completion", points: 3.181),
          RulePoints(rule: "length-outlier", points: 1.9), RulePoints(rule: "broken-json", points: 0.05),
        ]),
      gate: Gate(limits: [
        GateLimit(name: "max-noise", limit: 5, value: 14.231, passed: false),
        GateLimit(name: "min-examples", limit: 10, value: 51_998, passed: true),
        GateLimit(name: "broken-json share", limit: 0, value: 4.0 / 52_002, passed: false),
      ]),
      verdict: Verdict(
        proceed: false, approach: .cleanFirst, confidence: 0.9,
        evidence: [
          Evidence(
            signal: "noise score", value: 14.231, threshold: 5,
            says: "one example in seven would teach the model something that the set itself contradicts")
        ], wouldFlip: ["a noise score below 5 after tunegate's findings are repaired"]),
      rules: [
        rule("broken-json", "format", .error, findings: 4, of: lines),
        rule("empty-completion", "content", .error, findings: 28, of: lines),
        rule("exact-duplicate", "duplicates", .error, findings: 312, of: lines),
        rule("length-outlier", "length", .warning, findings: 187, of: lines),
        rule("mixed-format", "format", .error, of: lines), rule("lone-surrogate", "encoding", .error, of: lines),
      ],
      findings: [
        Finding(
          rule: "broken-json", severity: .error, place: Place(source: 3, line: 1_842), column: 117,
          message: "found ',' before '}', expected a key", hint: "remove the trailing comma"),
        Finding(
          rule: "empty-completion", severity: .error, place: Place(source: 0, line: 77), pointer: "/completion",
          message: "the completion is empty", confidence: 0.98),
        Finding(
          rule: "exact-duplicate", severity: .error, place: Place(source: 3, line: 1_842),
          message: "repeats line 17 of data/train/train-00000-of-00005.jsonl.gz",
          hint: "keep the first copy and drop this line", related: [Place(source: 0, line: 17)]),
        Finding(
          rule: "length-outlier", severity: .warning, place: Place(source: 4, line: 9), pointer: "/completion",
          message: "the completion has 8,911 characters, 99 in 100 have at most 612", confidence: 0.7),
      ], problems: [])
  }()

  static let partial: AuditReport = {
    var report = clean
    report.inputs.append(
      InputSummary(path: "data/more.jsonl.gz", bytes: 1_048_576, examples: 2_201, compression: .gzip, complete: false))
    report.problems = [
      "data/more.jsonl.gz: ends in the middle of a gzip member after 2,201 lines; fetch the file again and check it "
        + "with `gzip -t data/more.jsonl.gz`"
    ]
    return report
  }()

  static let empty = AuditReport(
    version: "0.1.0",
    inputs: [InputSummary(path: "empty.jsonl", bytes: 0, examples: 0, compression: .none, complete: true)],
    dataset: dataset(0, shape: "unknown"), noise: NoiseScore(score: 0, low: 0, high: 0, byRule: []),
    gate: Gate(limits: [GateLimit(name: "min-examples", limit: 10, value: 0, passed: false)]),
    verdict: Verdict(proceed: false, approach: .undecided, confidence: 0, evidence: [], wouldFlip: []), rules: [],
    findings: [], problems: ["empty.jsonl: is empty; expected one JSON object a line"])

  static let oneFinding: AuditReport = {
    var report = clean
    report.inputs[0].path = "-"
    report.rules[1] = rule("exact-duplicate", "duplicates", .error, findings: 1, of: 15_011)
    report.noise = NoiseScore(
      score: 0.00666178, low: 0, high: 0.01 + 0.02,
      byRule: [RulePoints(rule: "exact-duplicate", points: 0.00666178)])
    report.findings = [
      Finding(
        rule: "exact-duplicate", severity: .error, place: Place(source: 0, line: 20), message: "repeats line 19",
        related: [Place(source: 0, line: 19)])
    ]
    return report
  }()

  static let hostile: AuditReport = {
    var report = oneFinding
    let escape = "\u{1B}[2J\u{1B}]0;owned\u{7}"
    report.inputs[0].path = "data/\u{202E}lnosj.\u{202C}\u{1B}[31m/深い.jsonl"
    report.inputs.append(report.inputs[0])
    report.inputs[1].path = "data/" + String(repeating: "深い", count: 30) + ".jsonl"
    report.dataset.shape = "chat\r\nopen   noise at least 0.00 %"
    report.findings = [
      Finding(
        rule: "exact-duplicate", severity: .error, place: Place(source: 0, line: 1), column: 7, pointer: "/\u{9B}31m",
        message: "found \"\(escape)\" and \u{2028}\u{200B}\u{E0041} and 'e\(String(repeating: "\u{301}", count: 40))'",
        hint: "a tab\tand \u{FEFF} a mark; ❤\u{FE0F} and 👩\u{200D}🚀 stay readable"),
      Finding(
        rule: "exact-duplicate", severity: .error, place: Place(source: 1, line: 2),
        message: String(repeating: "漢字かな交じり文", count: 60)),
      Finding(
        rule: "exact-duplicate", severity: .error, place: Place(source: -1, line: 0),
        message: String(repeating: "x", count: 1_000)),
    ]
    report.rules[1].findings = 3
    report.verdict.evidence = [Evidence(signal: escape, value: .nan, threshold: .infinity, says: "\u{85}\u{9C}")]
    report.verdict.wouldFlip = ["\u{2066}nothing\u{2069}"]
    return report
  }()

  static let huge: AuditReport = {
    var report = dirty
    let large = 9_007_199_254_740_993
    report.dataset.examples = large
    report.dataset.lines = large + 1
    report.dataset.tokens.total = .max
    report.dataset.turns = .max
    report.dataset.answerLength = LengthSummary(p1: 0, p50: large, p99: .max, max: .max, bins: length.bins)
    for index in report.rules.indices { report.rules[index].findings = index.isMultiple(of: 2) ? .max : large }
    report.rules[0].id = String(repeating: "very-long-rule-name-", count: 5)
    report.gate = Gate(limits: [
      GateLimit(name: "max-noise", limit: 5, value: 5.0000001, passed: false),
      GateLimit(name: "min-examples", limit: 1e300, value: 9_007_199_254_740_992, passed: false),
    ])
    report.noise.score = 5.001
    return report
  }()
}
