/// The approach of every example whose text was kept; of the others that of the set, where it has one.
struct ApproachTable {
  private(set) var choices: [UInt64: Verdict.Approach] = [:]
  private let others: Verdict.Approach
  private let index: ExampleIndex

  /// O(text of the kept examples).
  init(_ corpus: Corpus) {
    index = corpus.index
    guard let matrix = corpus.matrix else {
      others = .undecided
      return
    }
    let row = matrix.row?.approach ?? .undecided
    others = [.fineTune, .rag, .chainOfThought].contains(row) ? row : .undecided
    var study: RouteStudy? = matrix.study
    choices.reserveCapacity(corpus.members.count)
    for member in corpus.members { choices[member.key] = matrix.approach(member, isMember: true, &study) }
  }

  func approach(ofRow row: Int) -> Verdict.Approach {
    guard index.isExample(row) else { return .undecided }
    return choices[ExampleSample.key(index.exact[row])] ?? others
  }
}

extension MatrixDecision {
  /// The approach of one example. In a set of labels that follow from the prompts all examples are those of one task.
  func approach(_ member: ExampleSample.Member, isMember: Bool, _ study: inout RouteStudy?) -> Verdict.Approach {
    if let labels { return labels.isLearnable ? .fineTune : .undecided }
    return study?.choice(member, isMember: isMember).approach ?? .undecided
  }
}
