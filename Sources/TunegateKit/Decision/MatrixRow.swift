/// The row of the decision matrix that a set is in, with what speaks for it.
struct MatrixRow {
  var approach: Verdict.Approach
  /// In 0…1.
  var confidence: Double
  var evidence: [Evidence] = []
  var wouldFlip: [String] = []
  /// What is to be trained and what is not, for the sentence of a hybrid.
  var parts: String = ""
  /// Fields of the answers that do not follow from the prompts.
  var foreignFields: [String] = []
}

/// Finds the row: the first that the evidence reaches. Thresholds and their sources: `docs/verdict.md`.
struct MatrixDecision {
  let study: RouteStudy
  let labels: LabelProbe?
  let hasLabels: Bool
  let fields: [FieldSource]
  let drift: DriftTest?
  /// Good–Turing: the probability that the next answer has a form that was seen; nil where the answers have none.
  let coverage: Double?

  /// Shares of a set from which on one row stands for all of it, and a second one makes it a mixture.
  private static let dominant = 0.85
  private static let part = 0.15
  private static let surePart = 0.1
  /// The least confidence with which a row is told.
  private static let decided = 0.6
  /// Below the first the forms are too many to be learned; up to the second the report says that more would help.
  private static let leastCoverage = 0.4
  private static let neededCoverage = 0.8
  private static let constant = 0.97
  /// Share of the answers that must be objects for their fields to be looked at.
  private static let objectShare = 0.1
  /// The most confidence where other rows have more than a few of the examples.
  private static let unsure = 0.75

  /// - Parameters:
  ///   - members: Distinct examples in an order that has nothing to do with that of the data.
  ///   - hasLabels: Whether whole answers are a closed list of labels.
  init(_ members: [ExampleSample.Member], hasLabels: Bool) {
    study = RouteStudy(members)
    self.hasLabels = hasLabels
    labels = hasLabels ? MatrixDecision.probe(members) : nil
    // Objects may be one kind of answer among others.
    let objects = members.filter { $0.answer.first == 0x7B }
    let areFew = Double(objects.count) < MatrixDecision.objectShare * Double(members.count)
    fields = hasLabels || areFew ? [] : FieldSources.find(objects)
    drift = DriftTest(members)
    let isStructured = !hasLabels && study.traits.parsed >= FieldSources.objectShare
    coverage = isStructured ? MatrixDecision.coverage(members, study) : nil
  }

  private static func coverage(_ members: [ExampleSample.Member], _ study: RouteStudy) -> Double {
    var forms = study.corpus.skeletons
    if members.count > RouteStudy.sample {
      forms = [:]
      for member in members { forms[AnswerSkeleton.hash(member.answer), default: 0] += 1 }
    }
    return 1 - Double(forms.values.count { $0 == 1 }) / Double(max(1, members.count))
  }

  private static func probe(_ members: [ExampleSample.Member]) -> LabelProbe? {
    var numbers: [UInt64: Int] = [:]
    let sample = members.prefix(LabelProbe.mostExamples)
    let given = sample.map { member in
      let label = RouteExample.label(RouteTokens(member.answer).tokens)
      let number = numbers[label] ?? numbers.count
      numbers[label] = number
      return number
    }
    return LabelProbe(sample.map(\.prompt), given)
  }

  /// Nil when there is nothing to judge.
  var row: MatrixRow? {
    guard study.judged > 0 else { return nil }
    var row = baseRow
    if let drift, drift.isWarning { add(drift, to: &row) }
    return row
  }

  private var baseRow: MatrixRow {
    if study.labels.total >= 50, study.labels.largestShare > MatrixDecision.constant { return constantRow }
    if study.traits.chooses >= 0.5 { return choiceRow }
    if hasLabels { return labelRow }
    let parts = Route.allCases.filter {
      study[$0] >= MatrixDecision.part && study.sure[$0.rawValue] >= MatrixDecision.surePart
    }
    let top = Route.allCases.max { study[$0] < study[$1] } ?? .prompting
    if study[top] >= MatrixDecision.dominant || parts.count < 2 { return pureRow(top) }
    return mixedRow(parts)
  }

  // MARK: - Rows

  private var constantRow: MatrixRow {
    MatrixRow(
      approach: .cleanFirst, confidence: 0.95,
      evidence: [
        Evidence(
          signal: "most frequent answer share", value: study.labels.largestShare, threshold: MatrixDecision.constant,
          says: "nearly all answers are one and the same: there is nothing to learn, or the file is sorted")
      ], wouldFlip: ["examples with other answers"])
  }

  private var choiceRow: MatrixRow {
    MatrixRow(
      approach: .undecided, confidence: 0,
      evidence: [
        Evidence(
          signal: "choice of an option share", value: study.traits.chooses, threshold: 0.5,
          says: "the answers choose among options: that takes knowledge or reasoning, which fine-tuning does not add; "
            + "try chain-of-thought and retrieval, and measure both")
      ], wouldFlip: ["answers that are more than the letter of an option"])
  }

  private var labelRow: MatrixRow {
    let repeated = study.labels.repeated
    guard let labels else {
      return MatrixRow(
        approach: .fewShot, confidence: 0.7,
        evidence: [
          Evidence(
            signal: "examples a label", value: Double(study.labels.total) / Double(max(1, repeated.labels)),
            threshold: Double(LabelProbe.fewestOfLabel),
            says: "too few to tell whether the prompts say which label is right")
        ], wouldFlip: ["more examples of each label"])
    }
    let range =
      "\u{3BA} between \(Numbers.fixed(labels.low, decimals: 2)) and \(Numbers.fixed(labels.high, decimals: 2))"
    var row = MatrixRow(approach: .fineTune, confidence: labels.confidence)
    row.evidence.append(
      Evidence(
        signal: "label skill", value: labels.skill, threshold: LabelProbe.neededSkill,
        says: labels.isLearnable
          ? "the prompts' words say which of \(labels.labels) labels is right (\(range), \(labels.examples) examples)"
          : "the prompts' words do not say which label is right (\(range), \(labels.examples) examples): knowledge, "
            + "reasoning or wrong labels"))
    if !labels.isLearnable {
      row.approach = labels.high < 0.05 && labels.examples >= 400 ? .undecided : .fewShot
      row.confidence = row.approach == .fewShot ? MatrixDecision.decided : 0
      row.wouldFlip = ["labels that follow from the prompts: \u{3BA} of 0.15 or more"]
      return row
    }
    let each = Double(labels.examples) / Double(labels.labels)
    if each < 10 {
      row.approach = .fewShot
      row.evidence.append(
        Evidence(signal: "examples a label", value: each, threshold: 10, says: "too few of each label to learn it from")
      )
      row.wouldFlip = ["10 or more examples of each label"]
    }
    return row
  }

  private func pureRow(_ top: Route) -> MatrixRow {
    let probability = Route.allCases.map { route in
      RouteClass.allCases.reduce(0) { $0 + ($1.route == route ? study.means[$1.rawValue] : 0) }
    }
    var confidence = min(
      0.99, max(probability[top.rawValue], study.segments.isEmpty ? 0 : study.certainty * study[top]))
    if study[top] < MatrixDecision.dominant { confidence = min(confidence, MatrixDecision.unsure) }
    guard confidence >= MatrixDecision.decided else { return undecidedRow(probability) }
    switch top {
    case .fineTune: return structureRow(confidence)
    case .rag:
      return MatrixRow(
        approach: .rag, confidence: confidence,
        evidence: [
          share(.rag, "ask for facts"),
          Evidence(
            signal: "grounded in the prompt share", value: study.traits.grounded, threshold: 0.5,
            says: study.traits.grounded < 0.5
              ? "the answers' words do not stand in the prompts: a tuned model would learn to make them up"
              : "the answers stand in the texts that the prompts give: what matters is to retrieve the right text"),
        ], wouldFlip: ["prompts that hold the facts which the answers state"])
    case .chainOfThought:
      return MatrixRow(
        approach: .chainOfThought, confidence: confidence,
        evidence: [
          share(.chainOfThought, "need steps"),
          Evidence(
            signal: "worked-out answers share", value: study.traits.reasoned, threshold: 0.5,
            says: "a prompt that asks for the steps gets them from a base model; tuning on them teaches their look"),
        ], wouldFlip: ["a ladder in which prompts for steps have stopped gaining"])
    case .prompting:
      return MatrixRow(
        approach: .fewShot, confidence: confidence,
        evidence: [
          share(.prompting, "are prose without a form of its own: a few examples in the prompt set its style")
        ],
        wouldFlip: ["answers that keep one form"])
    }
  }

  private func share(_ route: Route, _ what: String) -> Evidence {
    Evidence(
      signal: "\(MatrixDecision.name(route)) share", value: study[route], threshold: MatrixDecision.dominant,
      says: "\(Numbers.percent(study[route])) of \(study.judged) examples \(what)")
  }

  static func name(_ route: Route) -> String {
    switch route {
    case .fineTune: "structure"
    case .rag: "knowledge"
    case .chainOfThought: "reasoning"
    case .prompting: "prose"
    }
  }

  private func structureRow(_ confidence: Double) -> MatrixRow {
    var row = MatrixRow(approach: .fineTune, confidence: confidence)
    row.evidence = [share(.fineTune, "answer in a form: JSON, a query, a call")]
    let coverage = coverage ?? 1
    row.evidence.append(
      Evidence(
        signal: "answer forms covered share", value: coverage, threshold: MatrixDecision.neededCoverage,
        says: coverage >= MatrixDecision.neededCoverage
          ? "the next answer has a form that the set has shown"
          : "the next answer often has a form that the set has not shown: limited for this grammar"))
    if coverage < MatrixDecision.leastCoverage {
      row.approach = .fewShot
      row.confidence = min(confidence, 0.8)
      row.wouldFlip = ["more examples of each form of answer: coverage of 80 % or more"]
      return row
    }
    if coverage < MatrixDecision.neededCoverage { row.confidence = min(confidence, 0.8) }
    addFields(to: &row)
    return row
  }

  /// Fields that do not follow from the prompts make a hybrid of a structure.
  private func addFields(to row: inout MatrixRow) {
    let foreign = fields.filter(\.isKnowledge)
    guard !foreign.isEmpty else { return }
    let names = foreign.prefix(4).map { "`\($0.path)`" }.joined(separator: ", ")
    row.approach = .hybrid
    row.foreignFields = foreign.map(\.path)
    let advice = "take \(names) from retrieval or leave them out"
    row.parts += row.parts.isEmpty ? "fine-tune the shape; " + advice : "; " + advice
    for field in foreign.prefix(4) {
      row.evidence.append(
        Evidence(
          signal: "field \(field.path)", value: field.skill ?? field.grounded,
          threshold: field.skill == nil ? FieldSources.foreignShare : FieldSources.neededSkill,
          says: field.skill == nil
            ? "not derivable: its values do not stand in the prompts"
            : "a closed list, but the prompts do not say which value is right"))
    }
    row.wouldFlip.append("\(names) left out of the answers, or put into the prompts")
  }

  private func mixedRow(_ parts: [Route]) -> MatrixRow {
    let order = parts.sorted { study[$0] > study[$1] }
    let shares = order.map { "\(Numbers.percent(study[$0])) \(MatrixDecision.name($0))" }
    var row = MatrixRow(approach: .hybrid, confidence: min(0.95, study.certainty))
    row.parts = shares.joined(separator: ", ") + ": `tunegate route` splits them"
    row.evidence = order.map { route in
      Evidence(
        signal: "\(MatrixDecision.name(route)) share", value: study[route], threshold: MatrixDecision.part,
        says: MatrixDecision.advice(route))
    }
    row.wouldFlip = ["one kind of example alone: \(Numbers.percent(MatrixDecision.dominant)) or more of the set"]
    if parts.contains(.fineTune) { addFields(to: &row) }
    return row
  }

  static func advice(_ route: Route) -> String {
    switch route {
    case .fineTune: "answers in a form: the part that fine-tuning is for"
    case .rag: "facts: a base model with retrieval"
    case .chainOfThought: "steps: a base model that is asked for them"
    case .prompting: "prose: a base model with examples in the prompt"
    }
  }

  private func undecidedRow(_ probability: [Double]) -> MatrixRow {
    let order = Route.allCases.sorted { probability[$0.rawValue] > probability[$1.rawValue] }
    let evidence = order.prefix(2).map { route in
      Evidence(
        signal: "\(MatrixDecision.name(route)) probability", value: probability[route.rawValue],
        threshold: MatrixDecision.decided, says: "not sure enough; " + MatrixDecision.advice(route))
    }
    return MatrixRow(
      approach: .undecided, confidence: 0, evidence: Array(evidence),
      wouldFlip: ["a field that names each example's task, or each kind of example in a file of its own"])
  }

  // MARK: - Drift

  private func add(_ drift: DriftTest, to row: inout MatrixRow) {
    let span = "\(drift.first) to \(drift.last)"
    row.evidence.append(
      Evidence(
        signal: "old and new told apart (AUC)", value: drift.area, threshold: DriftTest.drifts,
        says: drift.isDrift
          ? "the domain shifts (\(span)): what is trained in is out of date soon; keep facts in templates and retrieval"
          : "a slow shift (\(span)): check again before each release"))
    guard drift.isDrift, row.approach == .rag else { return }
    row.approach = .templatesAndRAG
    row.wouldFlip.append("examples of one period: an AUC below \(Numbers.plain(DriftTest.drifts))")
  }
}
