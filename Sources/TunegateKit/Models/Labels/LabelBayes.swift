import CKernels

/// Multinomial naive Bayes that judges every row as if it had not been seen: exact leave-one-out in one pass, because a
/// row can be taken out of the counts of its own labels.
///
/// `z_k = sum_f v_f (ln(C_fk + a) - ln(C_k + a V)) / sqrt(sum_f v_f)`, with a uniform prior. The square root keeps long
/// prompts from being all too sure.
struct LabelBayes {
  /// Smoothing that is tried, in additions to each count.
  static let alphas: [Float] = [0.03, 0.1, 0.3, 1]
  /// Rows that the smoothing is chosen on.
  static let trialRows = 1_500

  private let features: LabelFeatures
  private let items: LabelItems
  private let classes: Int
  private let stride: Int
  private var counts: [Float]
  private var totals: [Float]

  init(_ features: LabelFeatures, _ items: LabelItems, classes: Int, stride: Int) {
    self.features = features
    self.items = items
    self.classes = classes
    self.stride = stride
    counts = [Float](repeating: 0, count: features.width * stride)
    totals = [Float](repeating: 0, count: stride)
    for (i, row) in items.rows.enumerated() {
      let range = features.range(Int(row))
      let sum = features.values[range].reduce(0, +)
      for item in items.items(i) {
        let label = Int(items.labels[item])
        tg_row_add(&counts, stride, features.ids, features.values, range.lowerBound, range.upperBound, label)
        totals[label] += sum
      }
    }
  }

  /// Scores of all rows, `stride` a row, with the smoothing that predicts given labels best.
  func scores() -> [Float] {
    let trial = min(LabelBayes.trialRows, items.rows.count)
    var best: (loss: Double, alpha: Float) = (.infinity, 1)
    for alpha in LabelBayes.alphas {
      let z = scores(alpha, rows: trial)
      let loss = Calibration.fit(z, items, classes: classes, stride: stride, rows: trial).loss
      if loss < best.loss { best = (loss, alpha) }
    }
    return scores(best.alpha, rows: items.rows.count)
  }

  /// Scores of the first `rows` rows with one smoothing.
  func scores(_ alpha: Float, rows: Int) -> [Float] {
    let width = Float(features.width)
    let base = totals.map { ($0 + alpha * width).naturalLog }
    var logs = [Float](repeating: 0, count: counts.count)
    tg_log_table(counts, features.width, stride, alpha, base, &logs)
    var scores = [Float](repeating: 0, count: rows * stride)
    var z = [Float](repeating: 0, count: stride)
    for row in 0..<rows {
      let range = features.range(Int(items.rows[row]))
      guard !range.isEmpty else { continue }
      let (from, to) = (range.lowerBound, range.upperBound)
      tg_row_times_table(logs, stride, features.ids, features.values, from, to, &z)
      let sum = features.values[range].reduce(0, +)
      for item in items.items(row) {
        let label = Int(items.labels[item])
        let rest = (max(0, totals[label] - sum) + alpha * width).naturalLog
        z[label] = tg_row_without_itself(
          counts, stride, features.ids, features.values, from, to, label, alpha, rest)
      }
      let scale = 1 / sum.squareRoot()
      for k in 0..<classes { scores[row * stride + k] = z[k] * scale }
    }
    return scores
  }
}
