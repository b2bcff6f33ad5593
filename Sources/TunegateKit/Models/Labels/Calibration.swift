import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns scores into probabilities of the given labels.
enum Calibration {
  /// Factors on the scores that are tried: 49 from e^-3 to e^3, evenly on a log scale.
  static let scales = (0...48).map { Float(exp(-3 + Double($0) / 8)) }
  /// Rows that the factor is chosen on.
  static let trialRows = 4_000

  /// The factor with the smallest mean log loss against the given labels. The loss is convex in the factor, so that
  /// halving the list finds it.
  ///
  /// - Parameter noise: Share of the given labels that was replaced by any other, in 0…1. What it explains need not be
  ///   explained by doubt, so that the probabilities are those of right labels and not of given ones.
  static func fit(
    _ z: [Float], _ items: LabelItems, classes: Int, stride: Int, noise: Double = 0, rows: Int = trialRows
  ) -> (scale: Float, loss: Double) {
    let rows = min(rows, items.rows.count)
    let other = noise / Double(max(1, classes - 1))
    let keep = 1 - noise - other
    func loss(_ i: Int) -> Double {
      var sum = 0.0
      var count = 0
      for row in 0..<rows {
        for item in items.items(row) {
          let own = Double(tg_log_softmax(z, row * stride, classes, scales[i], Int(items.labels[item])))
          sum -= noise > 0 ? log(keep * exp(own) + other) : own
          count += 1
        }
      }
      return sum / Double(max(1, count))
    }
    var (low, high) = (0, scales.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if loss(middle) <= loss(middle + 1) { high = middle } else { low = middle + 1 }
    }
    return (scales[low], loss(low))
  }

  /// Softmax of all rows, `stride` a row.
  static func probabilities(_ z: [Float], scale: Float, classes: Int, stride: Int) -> [Float] {
    var result = [Float](repeating: 0, count: z.count)
    var row = [Float](repeating: 0, count: stride)
    for start in Swift.stride(from: 0, to: z.count, by: stride) {
      _ = tg_softmax(z, start, classes, stride, scale, &row)
      for k in 0..<classes { result[start + k] = row[k] }
    }
    return result
  }

  /// Mean log loss of probabilities against the given labels.
  static func loss(_ p: [Float], _ items: LabelItems, stride: Int) -> Double {
    var sum = 0.0
    for (item, label) in items.labels.enumerated() {
      sum -= log(max(1e-12, Double(p[Int(items.rowOf[item]) * stride + Int(label)])))
    }
    return sum / Double(max(1, items.count))
  }
}

extension Float {
  var naturalLog: Float { Float(log(Double(self))) }
}
