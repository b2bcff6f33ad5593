/// Answers of a mixed set that are labels from a closed list: short ones that repeat, and that the prompts' words
/// foretell. The model that judges one example alone takes them for facts.
struct LabelPart {
  private let labels: Set<UInt64>
  let probe: LabelProbe

  /// The least share of the examples.
  private static let share = 0.1
  /// Examples that a label has at least.
  private static let fewest = 3
  /// Bytes of the longest label.
  private static let longest = 64

  /// - Parameter members: Distinct examples in an order that has nothing to do with that of the data.
  init?(_ members: [ExampleSample.Member]) {
    let sample = members.prefix(LabelProbe.mostExamples)
    let answers = sample.map { LabelPart.label($0) }
    var counts: [UInt64: Int] = [:]
    for case let label? in answers { counts[label, default: 0] += 1 }
    counts = counts.filter { $0.value >= LabelPart.fewest }
    let held = counts.values.reduce(0, +)
    guard counts.count >= 2, Double(held) >= LabelPart.share * Double(sample.count) else { return nil }
    var numbers: [UInt64: Int] = [:]
    let given = answers.map { answer in
      guard let answer, counts[answer] != nil else { return -1 }
      let number = numbers[answer] ?? numbers.count
      numbers[answer] = number
      return number
    }
    guard let probe = LabelProbe(sample.map(\.prompt), given, fewest: LabelPart.fewest), probe.isLearnable else {
      return nil
    }
    (labels, self.probe) = (Set(counts.keys), probe)
  }

  /// That of a set of labels alone.
  var confidence: Double { probe.confidence }

  func holds(_ member: ExampleSample.Member) -> Bool { LabelPart.label(member).map { labels.contains($0) } ?? false }

  private static func label(_ member: ExampleSample.Member) -> UInt64? {
    guard (1...longest).contains(member.answer.count), member.answer.first != 0x7B, member.answer.first != 0x5B else {
      return nil
    }
    return RouteExample.label(RouteTokens(member.answer).tokens)
  }
}
