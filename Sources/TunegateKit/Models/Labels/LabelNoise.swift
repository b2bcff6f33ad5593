/// Judges all label tasks of a set, and joins what they say about each example.
enum LabelNoise {
  static func fit(_ examples: [ExampleSample.Member]) -> ModelFit {
    let tasks = LabelTasks.find(in: examples)
    var fit = ModelFit(.notApplicable)
    guard !tasks.isEmpty else { return fit }
    if tasks.contains(where: \.path.isEmpty), OptionList.isChosen(examples) {
      fit.outcome = .notCheckable("the answers choose among options that each prompt lists anew")
      return fit
    }
    let hopeless = tasks.map { LabelJudge(hopeless: $0, examples) }
    // Tasks that most examples have share their features.
    let wide = zip(tasks, hopeless).filter { $1 == nil && $0.count * 2 > examples.count }.map(\.0.stride).max()
    let features = wide.map { LabelFeatures(examples, stride: $0) }
    let judges = zip(tasks, hopeless).map { task, judge in
      if let judge { return judge }
      if let features, task.count * 2 > examples.count { return LabelJudge(task, features) }
      return LabelJudge(task, of: examples)
    }
    let valid = judges.filter { $0.outcome == .valid }
    guard !valid.isEmpty else {
      fit.outcome = judges.first?.outcome ?? .notApplicable
      fit.judged = judges.first?.task.count ?? 0
      fit.power = judges.first?.power ?? 0
      return fit
    }
    fit.outcome = .valid
    join(valid, examples.count, into: &fit)
    describe(valid, into: &fit)
    return fit
  }

  /// Labels of one example are wrong independently of each other.
  private static func join(_ judges: [LabelJudge], _ count: Int, into fit: inout ModelFit) {
    var right = [Float](repeating: 1, count: count)
    var isJudged = [Bool](repeating: false, count: count)
    for judge in judges {
      for i in 0..<count where judge.likeliest[i] >= 0 {
        right[i] *= 1 - judge.wrong[i]
        isJudged[i] = true
      }
    }
    fit.posterior = right.map { 1 - $0 }
    fit.judged = isJudged.count { $0 }
    var (low, high, variance) = (1.0, 1.0, 0.0)
    for judge in judges {
      let share = Double(judge.judged) / Double(max(1, fit.judged))
      low *= 1 - share * judge.rate
      high *= 1 - share * judge.high
      let error = share * judge.standardError
      variance += error * error
    }
    fit.rate = 1 - low
    fit.high = 1 - high
    fit.standardError = variance.squareRoot()
    // The weakest check that counts says how far the whole can be trusted.
    fit.power = judges.map(\.power).min() ?? 0
  }

  /// Sentences for the examples that are likely to be wrong, and what is confused with what.
  private static func describe(_ judges: [LabelJudge], into fit: inout ModelFit) {
    var pairs: [(judge: Int, given: Int32, likelier: Int32)] = []
    var owner = [Int](repeating: -1, count: fit.posterior.count)
    for i in fit.posterior.indices where fit.posterior[i] >= 0.5 {
      let worst = judges.indices.max { judges[$0].wrong[i] < judges[$1].wrong[i] } ?? 0
      owner[i] = worst
      pairs.append((worst, judges[worst].task.given[i], judges[worst].likeliest[i]))
    }
    pairs.sort { $0 < $1 }
    var counts: [ConfusedPair: Int] = [:]
    var order: [ConfusedPair] = []
    for pair in pairs {
      let key = ConfusedPair(judge: pair.judge, given: pair.given, likelier: pair.likelier)
      if order.last != key { order.append(key) }
      counts[key, default: 0] += 1
    }
    for i in owner.indices where owner[i] >= 0 {
      let judge = judges[owner[i]]
      let key = ConfusedPair(judge: owner[i], given: judge.task.given[i], likelier: judge.likeliest[i])
      fit.remarks[i] = judge.remark(i, confused: counts[key] ?? 1)
    }
    fit.confusions = order.map { key in
      let names = judges[key.judge].task.names
      return Confusion(given: names[Int(key.given)], likelier: names[Int(key.likelier)], count: counts[key] ?? 0)
    }.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    fit.classes = judges.flatMap(\.classRates)
  }
}

private struct ConfusedPair: Hashable {
  var judge: Int
  var given: Int32
  var likelier: Int32
}

extension LabelJudge {
  /// Each label with the share of its examples that are likely to be wrong; the most frequent label first.
  var classRates: [ClassRate] {
    var counts = [Int](repeating: 0, count: task.names.count)
    var sums = [Double](repeating: 0, count: task.names.count)
    for (i, label) in task.given.enumerated() where label >= 0 && likeliest[i] >= 0 {
      counts[Int(label)] += 1
      sums[Int(label)] += Double(wrong[i])
    }
    return task.names.indices.map { label in
      ClassRate(label: task.names[label], count: counts[label], wrong: sums[label] / Double(max(1, counts[label])))
    }
  }

  /// The sentence for an example whose label is likely to be wrong. `confused` examples have this label and seem to
  /// deserve the same other one.
  func remark(_ i: Int, confused: Int) -> ModelRemark {
    let given = task.names[Int(task.given[i])]
    let likelier = task.names[Int(likeliest[i])]
    let what = task.path.isEmpty ? "the label" : "the field `\(task.path)`"
    let others = confused - 1
    return ModelRemark(
      message: "\(what) is `\(given)` (probability \(LabelJudge.percent(1 - wrong[i]))), but by the rest of the set "
        + "`\(likelier)` is likelier (\(LabelJudge.percent(confidence[i])))",
      hint: others == 0
        ? "correct the label, or remove the example"
        : "correct the label, or remove the example; \(others) other\(others == 1 ? "" : "s") with this label "
          + "also look\(others == 1 ? "s" : "") like `\(likelier)`")
  }

  private static func percent(_ p: Float) -> String {
    p < 0.01 ? "below 1 %" : p > 0.99 ? "over 99 %" : "\(Int((p * 100).rounded())) %"
  }
}
