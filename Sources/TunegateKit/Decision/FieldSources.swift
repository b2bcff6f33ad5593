/// Where the values of a field in JSON answers come from.
public struct FieldSource: Sendable, Equatable {
  public enum Origin: String, Sendable {
    /// From the prompt.
    case copied
    /// From a closed list, and the prompt says which.
    case closed
    /// From a closed list, but the prompt does not say which.
    case undetermined
    /// From nowhere that the model sees.
    case notDerivable = "not derivable"
    case mixed
  }

  /// Keys joined by dots.
  public var path: String
  public var origin: Origin
  /// Share of the values whose words the prompt holds, in 0…1.
  public var grounded: Double
  /// Share of the values that stand in several answers, in 0…1.
  public var repeated: Double
  /// How well the prompt tells the value of a closed list: Cohen's κ; nil elsewhere.
  public var skill: Double?

  /// What fine-tuning cannot teach: take it from retrieval, or leave it out.
  public var isKnowledge: Bool { origin == .notDerivable || origin == .undetermined }
}

/// The source of every field: copied from the prompt, one of a closed list, or not derivable from what the model sees.
///
/// Thresholds from experiments on nine public sets (`docs/verdict.md`): grounded in 80 % of the answers is copied,
/// repeated in 80 % with few values is closed, grounded in less than 35 % is not derivable; a closed list whose κ lies
/// below .6 even at the upper end is not determined by the prompt.
enum FieldSources {
  static let copiedShare = 0.8
  static let closedShare = 0.8
  static let foreignShare = 0.35
  static let neededSkill = 0.6
  static let fewestExamples = 50
  static let mostExamples = 1_000
  /// Share of the answers that must be objects for their fields to say something of the set.
  static let objectShare = 0.5
  private static let mostFields = 24
  /// Share of the objects that must have a field.
  private static let fieldShare = 0.1

  /// The fields of nearly all answers first. O(text of `mostExamples` members).
  static func find(_ members: [ExampleSample.Member]) -> [FieldSource] {
    let sample = Array(members.prefix(mostExamples))
    let fields = AnswerFields(sample, takesLists: true)
    guard fields.objects >= fewestExamples, Double(fields.objects) >= objectShare * Double(sample.count) else {
      return []
    }
    let prompts = sample.map { PromptWords($0.prompt) }
    let usual = fields.paths.indices.filter {
      Double(fields.leaves[$0].count) >= max(Double(fewestExamples), fieldShare * Double(fields.objects))
    }
    let order = usual.sorted { (fields.leaves[$1].count, $0) < (fields.leaves[$0].count, $1) }
    return order.prefix(mostFields).map {
      source(String(decoding: fields.paths[$0], as: UTF8.self), fields.leaves[$0], sample, prompts)
    }
  }

  private static func source(
    _ path: String, _ leaves: [AnswerFields.Leaf], _ sample: [ExampleSample.Member], _ prompts: [PromptWords]
  ) -> FieldSource {
    var labels: [UInt64: Int] = [:]
    var given = [Int](repeating: -1, count: sample.count)
    var counts: [Int] = []
    var grounded = 0
    for leaf in leaves {
      let tokens = RouteTokens(Array(sample[leaf.example].answer[leaf.value])).tokens
      if prompts[leaf.example].holds(tokens) { grounded += 1 }
      let label = RouteExample.label(tokens)
      let number = labels[label] ?? labels.count
      labels[label] = number
      if number == counts.count { counts.append(0) }
      counts[number] += 1
      given[leaf.example] = number
    }
    let n = Double(leaves.count)
    let frequent = counts.filter { $0 >= 3 }
    let repeated = Double(frequent.reduce(0, +)) / n
    var result = FieldSource(path: path, origin: .mixed, grounded: Double(grounded) / n, repeated: repeated, skill: nil)
    if result.grounded >= copiedShare {
      result.origin = .copied
    } else if repeated >= closedShare, frequent.count <= max(20, leaves.count / 20) {
      // One value needs no prompt.
      let probe = LabelProbe(sample.map(\.prompt), given)
      result.skill = probe?.skill
      result.origin = probe.map { $0.high < neededSkill } == true ? .undetermined : .closed
    } else if result.grounded < foreignShare {
      result.origin = .notDerivable
    }
    return result
  }
}

/// The words of a prompt, for what of an answer stands in it.
private struct PromptWords {
  /// Sorted.
  private var hashes: [UInt32] = []
  private var values: [Double] = []

  init(_ prompt: [UInt8]) {
    for token in RouteTokens(prompt).tokens {
      hashes.append(token.hash)
      if token.isWordLike { hashes.append(token.stem &+ 1) }
      if token.kind == .number, !token.value.isNaN { values.append(token.value) }
      if let value = RouteWords.numbers[token.hash] { values.append(value) }
    }
    hashes.sort()
  }

  /// Whether all content of a value stands in the prompt.
  func holds(_ tokens: [RouteTokens.Token]) -> Bool {
    let content = tokens.filter(\.isContent)
    return (content.isEmpty ? tokens : content).allSatisfy { token in
      RoutePrompt.contains(hashes, token.hash) || token.isWordLike && RoutePrompt.contains(hashes, token.stem &+ 1)
        || token.kind == .number && values.contains(token.value)
    }
  }
}
