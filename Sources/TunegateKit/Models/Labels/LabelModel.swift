/// The scores of the models that judge every row unseen, and what probabilities they mean.
struct LabelModel {
  private let items: LabelItems
  private let classes: Int
  private let stride: Int
  private let bayes: [Float]
  /// Empty where naive Bayes does the work alone.
  private let linear: [Float]

  init(_ features: LabelFeatures, _ items: LabelItems, classes: Int, stride: Int) {
    self.items = items
    self.classes = classes
    self.stride = stride
    bayes = LabelBayes(features, items, classes: classes, stride: stride).scores()
    let isCheap = LabelSoftmax.work(features, stride: stride) <= LabelSoftmax.mostWork
    linear = isCheap ? LabelSoftmax(features, items, classes: classes, stride: stride).scores() : []
  }

  /// For each row and label the probability that it is the right one, when the share `noise` of the given labels was
  /// replaced at random; with 0, the probability that it is given.
  ///
  /// Two models are blended by their calibrated scores, which is sharper than the mean of their probabilities: where
  /// they agree, they are surer than either.
  func probabilities(noise: Double) -> [Float] {
    let alone = fit(bayes, noise)
    guard !linear.isEmpty else { return probabilities(bayes, alone.scale) }
    let other = fit(linear, noise)
    var best = (loss: Double.infinity, scale: Float(1), z: bayes)
    var z = bayes
    for quarter in 0...4 {
      let share = Float(quarter) / 4
      let (a, b) = (share * alone.scale, (1 - share) * other.scale)
      for i in z.indices { z[i] = a * bayes[i] + b * linear[i] }
      let both = fit(z, noise)
      if both.loss < best.loss { best = (both.loss, both.scale, z) }
    }
    return probabilities(best.z, best.scale)
  }

  private func fit(_ z: [Float], _ noise: Double) -> (scale: Float, loss: Double) {
    Calibration.fit(z, items, classes: classes, stride: stride, noise: noise)
  }

  private func probabilities(_ z: [Float], _ scale: Float) -> [Float] {
    Calibration.probabilities(z, scale: scale, classes: classes, stride: stride)
  }
}
