/// Everything that a report may print, in plain values: the writers of all formats read this and nothing else.
public struct AuditReport: Sendable, Equatable {
  public var version: String
  /// Whether the inputs were judged as a set, or their examples one by one.
  public var scope = Settings.Scope.set
  public var inputs: [InputSummary]
  public var dataset: DatasetSummary
  public var noise: NoiseScore
  public var gate: Gate
  public var verdict: Verdict
  /// How the examples spread over the rows of the decision matrix; nil when no text was kept.
  public var matrix: MatrixSummary?
  public var rules: [RuleSummary]
  /// What the models that learn from the set say of it, and which of them could not judge it.
  public var models: [ModelSummary]
  /// Of each evaluation file and held-out split, how much is in the training data; empty without any.
  public var leakage: [LeakSummary]
  /// How the run compares with a baseline; nil without one.
  public var baseline: BaselineSummary?
  /// What each profile would do with the examples; empty unless the run compares profiles.
  public var profiles: [ProfileSummary]
  /// The first findings of each rule, in order of rule list, then path and line; at most `--show` a rule.
  public var findings: [Finding]
  /// Set when no judgement is possible or the run is partial: exit code 2. One message a problem.
  public var problems: [String]

  public init(
    version: String, inputs: [InputSummary], dataset: DatasetSummary, noise: NoiseScore, gate: Gate,
    verdict: Verdict, matrix: MatrixSummary? = nil, rules: [RuleSummary], models: [ModelSummary] = [],
    leakage: [LeakSummary] = [], profiles: [ProfileSummary] = [], findings: [Finding], problems: [String]
  ) {
    self.version = version
    self.inputs = inputs
    self.dataset = dataset
    self.noise = noise
    self.gate = gate
    self.verdict = verdict
    self.matrix = matrix
    self.rules = rules
    self.models = models
    self.leakage = leakage
    self.profiles = profiles
    self.findings = findings
    self.problems = problems
  }

  /// The inputs' paths, then those of evaluation files that are none of them; `Place.source` is an index into it.
  public var paths: [String] {
    inputs.map(\.path)
      + leakage.filter { $0.source >= inputs.count }.sorted { $0.source < $1.source }.map(\.path)
  }
}

public enum Compression: String, Sendable {
  case none, gzip, zstd
}

/// One source of the run, as it was read.
public struct InputSummary: Sendable, Equatable {
  /// The path as the user gave it or as the folder listing found it; `-` for standard input.
  public var path: String
  /// Bytes on disk (compressed size when compressed); bytes read for a stream.
  public var bytes: Int
  /// Lines that became examples.
  public var examples: Int
  public var compression: Compression
  /// False when the source could not be read to its end.
  public var complete: Bool
  /// `train`, `validation`, `test` or another split that the name tells; empty when it tells none.
  public var split: String

  public init(
    path: String, bytes: Int, examples: Int, compression: Compression, complete: Bool, split: String = ""
  ) {
    self.path = path
    self.bytes = bytes
    self.examples = examples
    self.compression = compression
    self.complete = complete
    self.split = split
  }
}

/// Length distribution in characters (Unicode scalars), from a mergeable logarithmic histogram.
public struct LengthSummary: Sendable, Equatable {
  public var p1: Int
  public var p50: Int
  public var p99: Int
  public var max: Int
  /// Shares (0…1) of 16 bins of equal width on a logarithmic scale between the 0.1 % and the 99.9 % quantile.
  public var bins: [Double]

  public init(p1: Int, p50: Int, p99: Int, max: Int, bins: [Double]) {
    self.p1 = p1
    self.p50 = p50
    self.p99 = p99
    self.max = max
    self.bins = bins
  }
}

/// How many groups of examples that repeat each other have a size in a range.
public struct GroupSizes: Sendable, Equatable {
  /// Examples of a group, the first included; at least 2.
  public var sizes: ClosedRange<Int>
  public var groups: Int

  public init(sizes: ClosedRange<Int>, groups: Int) { (self.sizes, self.groups) = (sizes, groups) }
}

public struct DatasetSummary: Sendable, Equatable {
  /// Non-blank lines, whether or not they could be read.
  public var lines: Int
  public var examples: Int
  public var turns: Int
  /// The majority shape: `chat`, `prompt-completion`, `text-label`, `preference`, … or `unknown`.
  public var shape: String
  public var profile: String
  public var tokens: TokenSummary
  public var exactDuplicates: Int
  public var normalizedDuplicates: Int
  public var nearDuplicates: Int
  /// Number of distinct examples: one for each group of exact, normalised or near duplicates.
  public var effectiveExamples: Int
  public var promptLength: LengthSummary?
  public var answerLength: LengthSummary?
  /// Groups of examples that repeat each other, by size: doubling ranges, the smallest first, empty ones left out.
  public var duplicateGroups: [GroupSizes]

  public init(
    lines: Int, examples: Int, turns: Int, shape: String, profile: String, tokens: TokenSummary,
    exactDuplicates: Int, normalizedDuplicates: Int, nearDuplicates: Int, effectiveExamples: Int,
    promptLength: LengthSummary?, answerLength: LengthSummary?, duplicateGroups: [GroupSizes] = []
  ) {
    self.lines = lines
    self.examples = examples
    self.turns = turns
    self.shape = shape
    self.profile = profile
    self.tokens = tokens
    self.exactDuplicates = exactDuplicates
    self.normalizedDuplicates = normalizedDuplicates
    self.nearDuplicates = nearDuplicates
    self.effectiveExamples = effectiveExamples
    self.promptLength = promptLength
    self.answerLength = answerLength
    self.duplicateGroups = duplicateGroups
  }
}

/// What the examples cost in tokens: of turns, system messages and tool definitions; not of the chat template.
public struct TokenSummary: Sendable, Equatable {
  public var total: Int
  /// False for an estimate.
  public var exact: Bool
  /// How far an estimate of a whole set was off at most, in 0…1; 0 when it is exact.
  public var error: Double
  /// What the model is given, and what it learns to say or to avoid; they add up to `total`.
  public var prompt: Int
  public var answer: Int
  /// Tokens of the longest example.
  public var longest: Int
  /// Tokens of examples; nil when there are none.
  public var lengths: LengthSummary?
  /// The most that a trainer keeps of an example; nil when nobody says.
  public var max: Int?
  /// Examples beyond `max`, and the answer tokens that a cut there takes.
  public var over: Int
  public var cut: Int
  /// What all epochs cost, and how many they are; nil without a price.
  public var price: Double?
  public var epochs: Int

  public init(
    total: Int, exact: Bool, error: Double = 0, prompt: Int = 0, answer: Int = 0, longest: Int = 0,
    lengths: LengthSummary? = nil, max: Int? = nil, over: Int = 0, cut: Int = 0, price: Double? = nil, epochs: Int = 1
  ) {
    self.total = total
    self.exact = exact
    self.error = error
    self.prompt = prompt
    self.answer = answer
    self.longest = longest
    self.lengths = lengths
    self.max = max
    self.over = over
    self.cut = cut
    self.price = price
    self.epochs = epochs
  }
}

/// One rule's line in the report.
public struct RuleSummary: Sendable, Equatable {
  public var id: String
  public var group: String
  public var severity: Severity
  public var findings: Int
  /// Distinct examples (lines) with at least one finding of the rule.
  public var examples: Int
  /// `examples` over the data set's lines, in 0…1.
  public var share: Double
  /// The page of a user's rule as Markdown with front matter; nil of a built-in rule.
  public var page: String?

  public init(
    id: String, group: String, severity: Severity, findings: Int, examples: Int, share: Double, page: String? = nil
  ) {
    self.page = page
    self.id = id
    self.group = group
    self.severity = severity
    self.findings = findings
    self.examples = examples
    self.share = share
  }
}

/// What a model that learned from the set says of it.
public struct ModelSummary: Sendable, Equatable {
  public var rule: String
  /// Why it could not judge the set: a clause; empty when it could.
  public var reason: String
  /// Examples that it judged, copies counted once.
  public var judged: Int
  /// The estimated share of them that is bad, a higher reading of it, and the standard error, in 0…1.
  public var rate: Double
  public var high: Double
  public var standardError: Double
  /// How well it tells bad from good on what it was not trained on: an area under the ROC curve, in 0…1.
  public var power: Double
  /// Of closed labels: the estimated share that is wrong by label, most frequent first.
  public var classes: [ClassRate]
  /// Of closed labels: which are taken for which, most frequent first.
  public var confusions: [Confusion]

  /// False stands for "not checkable", never for "clean".
  public var isValid: Bool { reason.isEmpty }

  public init(
    rule: String, reason: String = "", judged: Int, rate: Double, high: Double, standardError: Double, power: Double,
    classes: [ClassRate] = [], confusions: [Confusion] = []
  ) {
    self.rule = rule
    self.reason = reason
    self.judged = judged
    self.rate = rate
    self.high = high
    self.standardError = standardError
    self.power = power
    self.classes = classes
    self.confusions = confusions
  }
}
