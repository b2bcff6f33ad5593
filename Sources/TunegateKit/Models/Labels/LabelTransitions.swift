/// How often labels are taken for one another, as far as the prompts tell which label is right.
struct LabelTransitions {
  /// The share of the examples whose label is wrong, by anchors: of each label, how often the examples that look most
  /// like it are labeled otherwise.
  private(set) var rate = 0.0
  /// Of `rate`, binomial.
  private(set) var standardError = 0.0
  /// Examples whose most probable label is another than theirs, as a share.
  private(set) var disagreement = 0.0
  /// `wrong[l * classes + k]`: probability that an example of label `k` is labeled `l`.
  private(set) var table: [Float] = []

  /// Examples from which on a tenth of each label's examples are its anchors; a fifth below.
  static let manyExamples = 4_000
  static let fewestAnchors = 5
  /// Off the diagonal no less than this share: two labels of one prompt cannot both be right, however clean the rest.
  static let leastRate = 0.002
  /// How many examples the overall rate counts for, when a label's own rate is told.
  static let priorAnchors = 20.0
  /// How many wrong labels an even spread over all labels counts for.
  static let priorWrong = 4.0

  private struct Anchor {
    var confidence: Float
    var item: Int32
  }

  init(_ p: [Float], _ items: LabelItems, classes: Int, stride: Int) {
    var byLabel = [[Anchor]](repeating: [], count: classes)
    var disagreeing = 0
    for item in 0..<items.count {
      let start = Int(items.rowOf[item]) * stride
      var top = 0
      for k in 1..<classes where p[start + k] > p[start + top] { top = k }
      byLabel[top].append(Anchor(confidence: p[start + top], item: Int32(item)))
      disagreeing += top == Int(items.labels[item]) ? 0 : 1
    }
    let total = Double(max(1, items.count))
    disagreement = Double(disagreeing) / total
    for k in byLabel.indices {
      byLabel[k].sort { $0.confidence != $1.confidence ? $0.confidence > $1.confidence : $0.item < $1.item }
    }
    let share = items.count < LabelTransitions.manyExamples ? 0.2 : 0.1
    var rates = [Double](repeating: 0, count: classes)
    var sizes = rates
    var variance = 0.0
    for (k, anchors) in byLabel.enumerated() where !anchors.isEmpty {
      let size = LabelTransitions.size(anchors.count, share)
      let wrong = anchors[..<size].count { Int(items.labels[Int($0.item)]) != k }
      sizes[k] = Double(size)
      rates[k] = Double(wrong) / sizes[k]
      let weight = Double(anchors.count) / total
      rate += weight * rates[k]
      variance += weight * weight * rates[k] * (1 - rates[k]) / sizes[k]
    }
    standardError = max(variance.squareRoot(), 1 / total)
    fill(byLabel, rates, sizes, items, classes)
  }

  private static func size(_ count: Int, _ share: Double) -> Int {
    min(count, max(fewestAnchors, Int((share * Double(count)).rounded(.up))))
  }

  private mutating func fill(
    _ byLabel: [[Anchor]], _ rates: [Double], _ sizes: [Double], _ items: LabelItems, _ classes: Int
  ) {
    table = [Float](repeating: 0, count: classes * classes)
    let prior = LabelTransitions.priorAnchors
    var targets = [Double](repeating: 0, count: classes)
    for k in 0..<classes {
      let own = (rates[k] * sizes[k] + rate * prior) / (sizes[k] + prior)
      let wrong = min(0.95, max(own, LabelTransitions.leastRate))
      for l in 0..<classes { targets[l] = l == k ? 0 : LabelTransitions.priorWrong / Double(classes - 1) }
      for anchor in byLabel[k].prefix((byLabel[k].count + 1) / 2) {
        let label = Int(items.labels[Int(anchor.item)])
        if label != k { targets[label] += 1 }
      }
      let sum = targets.reduce(0, +)
      for l in 0..<classes {
        table[l * classes + k] = Float(l == k ? 1 - wrong : wrong * targets[l] / sum)
      }
    }
  }
}
