import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A linear softmax over TF-IDF features, learned by stochastic gradient descent; every row is judged by a model that
/// has not seen it.
struct LabelSoftmax {
  static let folds = 5
  static let epochs = 3
  /// Falls to 0 over the epochs.
  static let rate: Float = 1
  /// Multiplications beyond which naive Bayes does the work alone.
  static let mostWork = 1_600_000_000

  private let features: LabelFeatures
  private let items: LabelItems
  private let classes: Int
  private let stride: Int

  init(_ features: LabelFeatures, _ items: LabelItems, classes: Int, stride: Int) {
    self.features = features
    self.items = items
    self.classes = classes
    self.stride = stride
  }

  /// Multiplications that `scores` takes.
  static func work(_ features: LabelFeatures, stride: Int) -> Int {
    features.values.count * stride * 2 * epochs * (folds - 1)
  }

  /// Scores of all rows, `stride` a row.
  func scores() -> [Float] {
    let values = weighted()
    let foldOf = assignFolds()
    let rowOfItem = items.rowOf.map { items.rows[Int($0)] }
    var scores = [Float](repeating: 0, count: items.rows.count * stride)
    var z = [Float](repeating: 0, count: stride)
    for fold in 0..<LabelSoftmax.folds {
      let (weights, bias) = train(values, rowOfItem, without: fold, foldOf)
      for row in items.rows.indices where foldOf[row] == fold {
        let range = features.range(Int(items.rows[row]))
        tg_row_times_table(weights, stride, features.ids, values, range.lowerBound, range.upperBound, &z)
        for k in 0..<classes { scores[row * stride + k] = z[k] + bias[k] }
      }
    }
    return scores
  }

  private func train(
    _ values: [Float], _ rowOfItem: [Int32], without fold: Int, _ foldOf: [Int]
  ) -> (weights: [Float], bias: [Float]) {
    var order: [Int32] = []
    for item in 0..<items.count where foldOf[Int(items.rowOf[item])] != fold { order.append(Int32(item)) }
    var weights = [Float](repeating: 0, count: features.width * stride)
    var bias = [Float](repeating: 0, count: stride)
    var scratch = [Float](repeating: 0, count: 2 * stride)
    var state = UInt64(fold + 1)
    for epoch in 0..<LabelSoftmax.epochs {
      shuffle(&order, &state)
      let rate = LabelSoftmax.rate * (1 - Float(epoch) / Float(LabelSoftmax.epochs))
      tg_softmax_epoch(
        &weights, &bias, classes, stride, features.ids, values, features.starts, rowOfItem, items.labels, order,
        order.count, rate, &scratch)
    }
    return (weights, bias)
  }

  /// Fisher and Yates, with numbers of a fixed seed.
  private func shuffle(_ order: inout [Int32], _ state: inout UInt64) {
    guard order.count > 1 else { return }
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(i, Int((state >> 33) % UInt64(i + 1)))
    }
  }

  /// Stratified: the rows of each label go round the folds.
  private func assignFolds() -> [Int] {
    var next = (0..<classes).map { $0 % LabelSoftmax.folds }
    return items.rows.indices.map { row in
      let label = Int(items.labels[items.items(row).lowerBound])
      defer { next[label] = (next[label] + 1) % LabelSoftmax.folds }
      return next[label]
    }
  }

  /// TF-IDF, each row of length 1.
  private func weighted() -> [Float] {
    var values = features.values
    let rows = Float(features.rows)
    let idf = features.frequencies.map { ((1 + rows) / (1 + Float($0))).naturalLog + 1 }
    for row in 0..<features.rows {
      let range = features.range(row)
      var square: Float = 0
      for i in range {
        values[i] *= idf[Int(features.ids[i])]
        square += values[i] * values[i]
      }
      let scale = square > 0 ? 1 / square.squareRoot() : 0
      for i in range { values[i] *= scale }
    }
    return values
  }

  private func stride(from start: Int, to end: Int, by step: Int) -> StrideTo<Int> {
    Swift.stride(from: start, to: end, by: step)
  }
}
