/// What is found out about one task: how noisy its labels are, which are likely to be wrong, and whether that can be
/// told at all.
struct LabelJudge {
  /// Examples below which no rate is told.
  static let fewestExamples = 500
  /// Disagreement as a share of that of always answering the most frequent label, above which the labels are taken not
  /// to follow from the prompts: 35 % for two labels that are equally frequent.
  static let mostDisagreement = 0.7
  /// Disagreement that the rate does not explain, above which the labels are too hard for the model.
  static let mostDifficulty = 0.25
  /// Share of the labels' entropy that the model must explain.
  static let leastSkill = 0.1
  /// Examples of a first look at large sets, in all and for each label. Whether labels follow from prompts at all shows
  /// in few, at a part of the time; few also explain less than many, so that only what is far from good enough is
  /// given up by it.
  static let pilotExamples = 1_000
  static let pilotExamplesOfLabel = 40
  /// Floats of a table of rows by classes.
  static let largestTable = 6 << 20

  let task: LabelTask
  private(set) var outcome = ModelFit.Outcome.valid
  /// Share of the judged examples whose label is wrong.
  private(set) var rate = 0.0
  private(set) var standardError = 0.0
  /// One minus the trace of the confident joint.
  private(set) var high = 0.0
  /// Examples judged.
  private(set) var judged = 0
  /// Probability that an example's label gets a higher score than one drawn from the others'.
  private(set) var power = 0.0
  /// Probability that the label is wrong; by example, 0 where it is not judged.
  private(set) var wrong: [Float]
  /// The likeliest label, and how likely it is; by example.
  private(set) var likeliest: [Int32]
  private(set) var confidence: [Float]

  /// - Parameters:
  ///   - features: Of all examples.
  init(_ task: LabelTask, _ features: LabelFeatures) {
    self.init(task, task, Array(task.given.indices), features)
  }

  /// - Parameter examples: Those that `task` speaks of. Features are made of those alone that have a label.
  init(_ task: LabelTask, of examples: [ExampleSample.Member]) {
    let chosen = task.given.indices.filter { task.given[$0] >= 0 }
    let part = LabelTask(path: task.path, names: task.names, given: chosen.map { task.given[$0] }, count: chosen.count)
    self.init(task, part, chosen, LabelFeatures(chosen.map { examples[$0] }, stride: task.stride))
  }

  /// - Parameters:
  ///   - part: `task` for the examples `chosen`, which `features` are of.
  private init(_ task: LabelTask, _ part: LabelTask, _ chosen: [Int], _ features: LabelFeatures) {
    self.task = task
    wrong = [Float](repeating: 0, count: task.given.count)
    likeliest = [Int32](repeating: -1, count: task.given.count)
    confidence = wrong
    guard task.count >= LabelJudge.fewestExamples else {
      outcome = .notCheckable(
        "too few examples to tell: \(task.count) with a label, it needs \(LabelJudge.fewestExamples)")
      return
    }
    let (classes, stride) = (task.names.count, task.stride)
    let items = LabelItems(part, features, mostRows: LabelJudge.largestTable / stride)
    let model = LabelModel(features, items, classes: classes, stride: stride)
    var p = model.probabilities(noise: 0)
    let loss = Calibration.loss(p, items, stride: stride)
    let transitions = LabelTransitions(p, items, classes: classes, stride: stride)
    judged = items.counts.reduce(0) { $0 + Int($1) }
    power = LabelPower(p, items, classes: classes, stride: stride).corrected(for: transitions.rate)
    high = ConfidentJoint.offDiagonal(p, items, classes: classes, stride: stride)
    outcome = Skill(loss, transitions, items, classes: classes).isEnough ? .valid : LabelJudge.unlearnable
    guard outcome == .valid else { return }
    p = model.probabilities(noise: transitions.rate)
    let posterior = LabelPosterior(p, transitions, items, classes: classes, stride: stride)
    settle(transitions, posterior, items)
    for (example, item) in zip(chosen, items.itemOf) where item >= 0 {
      wrong[example] = posterior.wrong[Int(item)]
      likeliest[example] = posterior.likeliest[Int(item)]
      confidence[example] = posterior.confidence[Int(item)]
    }
  }

  /// Looks at some examples of a large set. The judge when these are far from telling which labels are right, so that
  /// nothing can be told; else nil.
  init?(hopeless task: LabelTask, _ examples: [ExampleSample.Member]) {
    let (classes, stride) = (task.names.count, task.stride)
    let most = max(LabelJudge.pilotExamples, LabelJudge.pilotExamplesOfLabel * classes)
    guard task.count > most else { return nil }
    let chosen = task.given.indices.lazy.filter { task.given[$0] >= 0 }.prefix(most)
    let part = LabelTask(path: task.path, names: task.names, given: chosen.map { task.given[$0] }, count: most)
    let features = LabelFeatures(chosen.map { examples[$0] }, stride: stride)
    let items = LabelItems(part, features)
    let p = LabelModel(features, items, classes: classes, stride: stride).probabilities(noise: 0)
    let transitions = LabelTransitions(p, items, classes: classes, stride: stride)
    let skill = Skill(Calibration.loss(p, items, stride: stride), transitions, items, classes: classes)
    guard skill.isFarFromEnough else { return nil }
    self.task = task
    wrong = [Float](repeating: 0, count: task.given.count)
    likeliest = [Int32](repeating: -1, count: task.given.count)
    confidence = wrong
    judged = most
    power = LabelPower(p, items, classes: classes, stride: stride).corrected(for: transitions.rate)
    outcome = LabelJudge.unlearnable
  }

  /// The rate is the mean of two readings that err on different sides: anchors read too much where labels are hard, the
  /// mean posterior too little where one label is always mistaken for the same other. Half of their difference counts
  /// as error.
  private mutating func settle(_ transitions: LabelTransitions, _ posterior: LabelPosterior, _ items: LabelItems) {
    let mean = posterior.wrong.reduce(0.0) { $0 + Double($1) } / Double(max(1, items.count))
    rate = (transitions.rate + mean) / 2
    let half = (transitions.rate - mean) / 2
    let error = transitions.standardError
    standardError = (error * error + half * half).squareRoot()
    high = max(high, rate)
  }

  private static let unlearnable = ModelFit.Outcome.notCheckable(
    "the labels do not follow from the words of the prompts")

  /// How far labels follow from prompts.
  private struct Skill {
    /// Share of the labels' entropy that the model explains.
    var share: Double
    /// Disagreement as a share of that of always answering the most frequent label.
    var disagreement: Double
    /// Disagreement that the rate does not explain.
    var unexplained: Double

    init(_ loss: Double, _ transitions: LabelTransitions, _ items: LabelItems, classes: Int) {
      var shares = [Double](repeating: 0, count: classes)
      for label in items.labels { shares[Int(label)] += 1 / Double(items.count) }
      let entropy = shares.reduce(0) { $0 - ($1 > 0 ? $1 * Double(Float($1).naturalLog) : 0) }
      share = entropy > 0 ? 1 - loss / entropy : 0
      disagreement = transitions.disagreement / max(1e-9, 1 - (shares.max() ?? 1))
      unexplained = (transitions.disagreement - transitions.rate) / max(0.01, 1 - transitions.rate)
    }

    /// Whether labels follow from prompts well enough to tell which are wrong.
    var isEnough: Bool {
      share >= leastSkill && disagreement <= mostDisagreement && unexplained <= mostDifficulty
    }

    /// So little that more examples would not help.
    var isFarFromEnough: Bool {
      share < leastSkill / 2 || disagreement > 1.3 * mostDisagreement || unexplained > 1.8 * mostDifficulty
    }
  }
}

/// How well the model tells a right label from another: the area under the curve of given labels against labels drawn
/// from the other ones by their frequency.
struct LabelPower {
  private(set) var area = 0.5

  init(_ p: [Float], _ items: LabelItems, classes: Int, stride: Int) {
    guard items.count > 0 else { return }
    var scores: [(score: Float, isGiven: Bool)] = []
    var state: UInt64 = 1
    for (item, label) in items.labels.enumerated() {
      let start = Int(items.rowOf[item]) * stride
      scores.append((p[start + Int(label)], true))
      // The label of another item stands for a draw by frequency.
      for _ in 0..<20 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let other = items.labels[Int((state >> 33) % UInt64(items.count))]
        guard other != label else { continue }
        scores.append((p[start + Int(other)], false))
        break
      }
    }
    area = LabelPower.area(&scores)
  }

  private static func area(_ scores: inout [(score: Float, isGiven: Bool)]) -> Double {
    scores.sort { $0.score < $1.score }
    var (below, wins, given) = (0.0, 0.0, 0.0)
    var i = 0
    while i < scores.count {
      var (ties, givenTies) = (0.0, 0.0)
      let score = scores[i].score
      while i < scores.count, scores[i].score == score {
        if scores[i].isGiven { givenTies += 1 } else { ties += 1 }
        i += 1
      }
      wins += givenTies * (below + ties / 2)
      below += ties
      given += givenTies
    }
    return given * below > 0 ? wins / (given * below) : 0.5
  }

  /// Without the given labels that are wrong themselves, which win half of the time.
  func corrected(for rate: Double) -> Double { min(1, max(0, (area - rate / 2) / max(0.1, 1 - rate))) }
}
