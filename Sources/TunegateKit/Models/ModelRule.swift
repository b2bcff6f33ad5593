/// A rule that learns from the set itself what is normal, after all other rules, and on examples that these found
/// undamaged. Its pack weight is a factor on the probabilities that it finds.
protocol ModelRule: CorpusRule where Tally == NoTally {
  /// Learns from the set and judges it. The examples are distinct, in an order that is random but fixed.
  func fit(_ examples: [ExampleSample.Member], _ facts: ModelFacts) -> ModelFit
}

extension ModelRule {
  /// Reports the examples that the fit doubts, in order of their rows.
  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    guard let fit = corpus.models.fits[Self.id], fit.outcome == .valid else { return }
    for row in 0..<corpus.index.count {
      guard let example = corpus.models.example(ofRow: row), fit.posterior(example) >= Double(ModelFit.reported),
        let remark = fit.remarks[example]
      else { continue }
      findings.add(
        corpus, row: row, confidence: fit.posterior(example), message: SecretMask.masked(remark.message),
        hint: remark.hint)
    }
  }
}
