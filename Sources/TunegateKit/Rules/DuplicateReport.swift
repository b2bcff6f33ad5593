/// Words a list of repetitions as findings, for the three duplicate rules.
struct DuplicateReport {
  private let verb: String

  init(_ verb: String) { self.verb = verb }

  func report(_ repetitions: [RepeatedRow], _ corpus: Corpus, into findings: inout Findings) {
    for repetition in repetitions {
      let (row, first) = (Int(repetition.row), Int(repetition.of))
      let place = corpus.index.place(first)
      findings.add(
        corpus, row: row, confidence: Double(repetition.similarity), related: [place],
        message: message(row, first, place, repetition.similarity, corpus), hint: hint(row, first, corpus))
    }
  }

  private func message(_ row: Int, _ first: Int, _ place: Place, _ similarity: Float, _ corpus: Corpus) -> String {
    let name = corpus.name(place, from: corpus.index.place(row))
    return similarity < 1 ? "\(verb) \(name) (\(Int(similarity * 100)) % alike)" : "\(verb) \(name)"
  }

  private func hint(_ row: Int, _ first: Int, _ corpus: Corpus) -> String {
    let (here, there) = (corpus.split(row), corpus.split(first))
    return here != there && !here.isEmpty && !there.isEmpty
      ? "it stands in \(there) and in \(here): the evaluation would measure memory; remove it from \(here)"
      : "keep one: each copy weighs again in training"
  }
}
