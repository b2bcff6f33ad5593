/// Counts of given against likelier labels by confident learning (Northcutt, Jiang, Chuang 2021): the higher of the two
/// readings of the noise, which takes what the model confuses for wrong labels too.
///
/// Unlike there, only the likeliest label counts: half of the set may pass the threshold of a rare label.
enum ConfidentJoint {
  /// One minus the trace of the calibrated joint: the share of examples off the diagonal.
  static func offDiagonal(_ p: [Float], _ items: LabelItems, classes: Int, stride: Int) -> Double {
    var sums = [Double](repeating: 0, count: classes)
    var counts = sums
    for (item, label) in items.labels.enumerated() {
      sums[Int(label)] += Double(p[Int(items.rowOf[item]) * stride + Int(label)])
      counts[Int(label)] += 1
    }
    // A label's threshold: the mean probability of its own examples.
    let thresholds = zip(sums, counts).map { Float($1 > 0 ? $0 / $1 : 2) }
    var kept = [Double](repeating: 0, count: classes)
    var all = kept
    for (item, label) in items.labels.enumerated() {
      let start = Int(items.rowOf[item]) * stride
      var top = 0
      for k in 1..<classes where p[start + k] > p[start + top] { top = k }
      guard p[start + top] >= thresholds[top] else { continue }
      all[Int(label)] += 1
      if top == Int(label) { kept[top] += 1 }
    }
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    // Calibrated: each label counts as often as it is given.
    var diagonal = 0.0
    for k in 0..<classes { diagonal += all[k] > 0 ? counts[k] * kept[k] / all[k] : counts[k] }
    return max(0, 1 - diagonal / total)
  }
}
