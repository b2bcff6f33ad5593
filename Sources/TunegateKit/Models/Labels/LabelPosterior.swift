#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is likely to be the right label of each item.
struct LabelPosterior {
  /// Probability that the item's label is wrong.
  private(set) var wrong: [Float]
  /// The most probable label of each item other than its own, and its probability.
  private(set) var likeliest: [Int32]
  private(set) var confidence: [Float]

  /// `P(right = k | labels l of the row) ~ p_k * product of T_kl`, where `p` are the probabilities of right labels.
  ///
  /// - Parameter p: `stride` a row of `items`.
  init(_ p: [Float], _ transitions: LabelTransitions, _ items: LabelItems, classes: Int, stride: Int) {
    wrong = [Float](repeating: 0, count: items.count)
    likeliest = [Int32](repeating: 0, count: items.count)
    confidence = wrong
    let table = transitions.table.map { $0.naturalLog }
    var joint = [Float](repeating: 0, count: classes)
    for row in items.rows.indices {
      for k in 0..<classes { joint[k] = max(p[row * stride + k], 1e-7).naturalLog }
      for item in items.items(row) {
        let l = Int(items.labels[item]) * classes
        let times = Float(items.counts[item])
        for k in 0..<classes { joint[k] += times * table[l + k] }
      }
      let peak = joint.max() ?? 0
      var sum: Float = 0
      for k in 0..<classes {
        joint[k] = Float(exp(Double(joint[k] - peak)))
        sum += joint[k]
      }
      for item in items.items(row) {
        let own = Int(items.labels[item])
        var top = own == 0 ? 1 : 0
        for k in 0..<classes where k != own && joint[k] > joint[top] { top = k }
        wrong[item] = max(0, 1 - joint[own] / sum)
        likeliest[item] = Int32(top)
        confidence[item] = joint[top] / sum
      }
    }
  }
}
