/// How a set spreads over the rows of the decision matrix, for reports.
public struct MatrixSummary: Sendable, Equatable {
  public struct Share: Sendable, Equatable {
    /// `structure`, `knowledge`, `reasoning` or `prose`.
    public var name: String
    /// The approach that this row leads to.
    public var approach: Verdict.Approach
    /// Of the judged examples, in 0…1.
    public var share: Double
  }

  public struct Segment: Sendable, Equatable {
    /// What the records say they are, or which kind of system message they have.
    public var name: String
    public var examples: Int
    public var row: String
    /// In 0…1.
    public var confidence: Double
  }

  /// Examples that the shares are of.
  public var judged: Int
  /// One a row.
  public var shares: [Share]
  /// Kinds of examples, the most frequent first; empty where nothing tells them apart.
  public var segments: [Segment]
  /// Fields of JSON answers.
  public var fields: [FieldSource]
  public var drift: DriftTest?

  init(_ matrix: MatrixDecision) {
    judged = matrix.study.judged
    shares = Route.allCases.map {
      Share(
        name: MatrixDecision.name($0), approach: MatrixSummary.approach($0),
        share: matrix.hasLabels ? 0 : matrix.study[$0])
    }
    // A closed list of labels is one task, whatever its single examples look like.
    if matrix.hasLabels { shares[Route.fineTune.rawValue].share = 1 }
    segments = matrix.study.segments.map {
      Segment(name: $0.name, examples: $0.count, row: MatrixDecision.name($0.route), confidence: $0.probability)
    }
    fields = matrix.fields
    drift = matrix.drift
  }

  private static func approach(_ route: Route) -> Verdict.Approach {
    switch route {
    case .fineTune: .fineTune
    case .rag: .rag
    case .chainOfThought: .chainOfThought
    case .prompting: .fewShot
    }
  }
}
