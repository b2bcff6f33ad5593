/// What a set asks of a model: how its examples spread over the rows of the decision matrix, and what stands behind it.
///
/// A sample of 500 examples is judged one by one; the answers of all kept examples count as labels. Where the records
/// name their kind (task, category, source), or carry different system messages, the examples of one kind are judged
/// together: on human categories that routes 94 % right where single examples are 70 % (measured, `docs/verdict.md`).
struct RouteStudy {
  /// Examples that the shares are of.
  private(set) var judged = 0
  /// By `Route`: the share of the examples, in 0…1.
  private(set) var shares = [Double](repeating: 0, count: Route.allCases.count)
  /// By `Route`: the share of the examples that surely are in it.
  private(set) var sure = [Double](repeating: 0, count: Route.allCases.count)
  /// By `RouteClass`: the mean probability.
  private(set) var means = [Double](repeating: 0, count: RouteClass.allCases.count)
  /// The mean of the best route's probability.
  private(set) var certainty = 0.0
  /// Kinds of examples with their routes, the most frequent first.
  private(set) var segments: [Segment] = []
  private(set) var traits = Traits()
  private(set) var labels = LabelCounts()
  private(set) var corpus: RouteCorpus
  /// Labels that are one part of the answers.
  private(set) var labelPart: LabelPart?
  private var segmentOf: [UInt64: Int] = [:]
  private let segmentKey: SegmentKey

  /// Examples of one kind.
  struct Segment: Sendable, Equatable {
    var name: String
    /// Examples of the kind among those that were kept.
    var count: Int
    var judged = 0
    var route = Route.prompting
    /// Mean probability of `route`.
    var probability = 0.0

    var choice: RouteChoice { RouteChoice(route: route, confidence: probability) }
  }

  /// Means over the judged examples.
  struct Traits: Sendable, Equatable {
    /// Share of the answers' content that the prompts hold.
    var grounded = 0.0
    /// Share of the answers that parse as some structure.
    var parsed = 0.0
    /// Share of the answers that work something out.
    var reasoned = 0.0
    /// Share of the prompts that ask a question.
    var asks = 0.0
    /// Share of the answers that choose one of the options in their prompts.
    var chooses = 0.0
  }

  static let sample = 500
  private static let fewestOfSegment = 10
  private static let wantedOfSegment = 20
  private static let mostJudged = 1_500
  private static let mostSegments = 60
  /// Bytes of an answer that may be a label.
  private static let longestLabel = 120

  /// - Parameter members: Distinct examples in an order that has nothing to do with that of the data.
  init(_ members: [ExampleSample.Member]) {
    segmentKey = SegmentKey(members)
    for member in members {
      let isLong = member.answer.count > RouteStudy.longestLabel || !member.answerEnd.isEmpty
      // Long answers are no labels: each stands for itself.
      labels.add(
        isLong ? member.key : RouteExample.label(RouteTokens(member.answer).tokens), copies: member.copies)
    }
    labelPart = LabelPart(members)
    let chosen = RouteStudy.choose(members, segmentKey)
    let examples = chosen.map { RouteExample(prompt: members[$0].prompt, answer: members[$0].answer) }
    corpus = RouteCorpus(examples, labels: labels)
    judged = min(chosen.count, RouteStudy.sample)
    guard judged > 0 else { return }
    let vectors = examples.map { corpus.features($0, isMember: true) }
    let probabilities = vectors.map { RouteProbabilities($0) }
    pool(members, chosen, probabilities)
    // The sample proper stands for the set; what was added for rare kinds does not.
    let proper = judged
    for k in 0..<proper {
      let choice = choose(probabilities[k], vectors[k], members[chosen[k]])
      shares[choice.route.rawValue] += 1 / Double(proper)
      if choice.confidence >= RouteChoice.sure { sure[choice.route.rawValue] += 1 / Double(proper) }
      certainty += choice.confidence / Double(proper)
      for (i, probability) in probabilities[k].classes.enumerated() { means[i] += probability / Double(proper) }
    }
    readTraits(vectors.prefix(proper))
  }

  /// The first ones, and more of the kinds that have few among these.
  private static func choose(_ members: [ExampleSample.Member], _ key: SegmentKey) -> [Int] {
    var chosen = Array(members.indices.prefix(sample))
    guard key.isUsed else { return chosen }
    var counts: [UInt64: Int] = [:]
    for i in chosen { counts[key.segment(members[i]), default: 0] += 1 }
    for i in members.indices.dropFirst(sample) where chosen.count < mostJudged {
      let segment = key.segment(members[i])
      if counts[segment, default: 0] < wantedOfSegment {
        counts[segment, default: 0] += 1
        chosen.append(i)
      }
    }
    return chosen
  }

  /// The route of each kind: the mean probabilities of its examples.
  private mutating func pool(
    _ members: [ExampleSample.Member], _ chosen: [Int], _ probabilities: [RouteProbabilities]
  ) {
    guard segmentKey.isUsed else { return }
    var counts: [UInt64: Int] = [:]
    for member in members { counts[segmentKey.segment(member), default: 0] += 1 }
    var sums: [UInt64: (n: Int, routes: [Double], name: String)] = [:]
    for (i, p) in zip(chosen, probabilities) where segmentKey.isPooled(members[i]) {
      let segment = segmentKey.segment(members[i])
      var sum = sums[segment] ?? (0, [Double](repeating: 0, count: Route.allCases.count), segmentKey.name(members[i]))
      sum.n += 1
      if let labelPart, labelPart.holds(members[i]) {
        sum.routes[Route.fineTune.rawValue] += labelPart.confidence
      } else {
        for route in Route.allCases { sum.routes[route.rawValue] += p(route) }
      }
      sums[segment] = sum
    }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (segment, count) in order.prefix(RouteStudy.mostSegments) {
      guard let sum = sums[segment], sum.n >= RouteStudy.fewestOfSegment else { continue }
      let best = Route.allCases.max { sum.routes[$0.rawValue] < sum.routes[$1.rawValue] } ?? .prompting
      segmentOf[segment] = segments.count
      segments.append(
        Segment(
          name: sum.name, count: count, judged: sum.n, route: best,
          probability: sum.routes[best.rawValue] / Double(sum.n)))
    }
  }

  /// An example by its own form that parses; else by its kind, if that is sure; else by whether it is a label, its kind
  /// all the same, or what it looks like.
  private func choose(
    _ own: RouteProbabilities, _ vector: RouteVector, _ member: ExampleSample.Member
  ) -> RouteChoice {
    let best = own.best
    if vector[.parsed] >= 0.8, best.route == .fineTune {
      return RouteChoice(route: best.route, confidence: best.probability)
    }
    let segment = segmentOf[segmentKey.segment(member)].map { segments[$0] }
    if let segment, segment.probability >= RouteChoice.sure { return segment.choice }
    if let labelPart, labelPart.holds(member) {
      return RouteChoice(route: .fineTune, confidence: labelPart.confidence)
    }
    if let segment, segment.probability >= 0.5 { return segment.choice }
    return RouteChoice(route: best.route, confidence: best.probability)
  }

  /// The route of any example of the set. O(length).
  mutating func choice(_ member: ExampleSample.Member, isMember: Bool = false) -> RouteChoice {
    let example = RouteExample(prompt: member.prompt, answer: member.answer)
    let vector = corpus.features(example, isMember: isMember)
    return choose(RouteProbabilities(vector), vector, member)
  }

  private mutating func readTraits(_ vectors: ArraySlice<RouteVector>) {
    let n = Double(max(1, vectors.count))
    func mean(_ value: (RouteVector) -> Double) -> Double { vectors.reduce(0) { $0 + value($1) } / n }
    traits.grounded = mean { Double($0[.grounded]) }
    traits.parsed = mean { $0[.parsed] >= 0.8 || $0[.code] >= 0.6 ? 1 : 0 }
    traits.reasoned = mean { $0[.rationale] > 0 || $0[.arithmetic] > 0.6 || $0[.calculated] > 0 ? 1 : 0 }
    traits.asks = mean { $0[.promptQuestion] > 0 || $0[.promptQuestionMark] > 0 ? 1 : 0 }
    traits.chooses = mean { $0[.optionKey] > 0 ? 1 : 0 }
  }

  subscript(_ route: Route) -> Double { shares[route.rawValue] }
}

/// What tells the kinds of a set's examples apart: what the records say they are, their system messages, or whether
/// they declare tools: an answer in words is part of the same task as the calls then.
struct SegmentKey {
  private enum Source {
    case none, kind, context, tools
  }

  private let source: Source
  private static let most = 60
  private static let share = 0.8
  /// Share of the records that must declare tools to be a kind of their own.
  private static let fewest = 0.02

  var isUsed: Bool { source != .none }

  init(_ members: [ExampleSample.Member]) {
    guard members.count >= 20 else {
      source = .none
      return
    }
    let needed = SegmentKey.share * Double(members.count)
    var kinds: Set<UInt64> = []
    var contexts: Set<UInt32> = []
    var (named, labels) = (0, 0)
    for member in members {
      contexts.insert(member.context)
      if member.kind.isEmpty { continue }
      named += 1
      kinds.insert(SegmentKey.hash(member.kind))
      // What is the answer says nothing of the example.
      if member.kind == member.answer { labels += 1 }
    }
    if Double(named) >= needed, (2...SegmentKey.most).contains(kinds.count), labels * 2 < named {
      source = .kind
    } else {
      let declaring = members.count { $0.hasTools }
      source =
        (2...SegmentKey.most).contains(contexts.count)
        ? .context : Double(declaring) >= SegmentKey.fewest * Double(members.count) ? .tools : .none
    }
  }

  private static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(3) { Fingerprint.mix($0, UInt64($1)) } }

  func segment(_ member: ExampleSample.Member) -> UInt64 {
    switch source {
    case .none: 0
    case .kind: SegmentKey.hash(member.kind)
    case .context: UInt64(member.context)
    case .tools: member.hasTools ? 1 : 0
    }
  }

  /// Whether the examples of this one's segment are judged together; those that nothing tells apart are not.
  func isPooled(_ member: ExampleSample.Member) -> Bool { source != .tools || member.hasTools }

  func name(_ member: ExampleSample.Member) -> String {
    switch source {
    case .none: ""
    case .kind: String(decoding: member.kind, as: UTF8.self)
    case .context: member.context == 0 ? "without a system message" : "a system message"
    case .tools: member.hasTools ? "with tools" : "without tools"
    }
  }
}
