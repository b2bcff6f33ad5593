/// Fine-tune, or what to do instead.
public struct Verdict: Sendable, Equatable {
  public enum Approach: String, Sendable, CaseIterable {
    case fineTune = "fine-tune"
    case cleanFirst = "clean-first"
    case fewShot = "few-shot"
    case rag
    case chainOfThought = "chain-of-thought"
    case templatesAndRAG = "templates-and-rag"
    case hybrid
    case undecided
  }

  public var proceed: Bool
  public var approach: Approach
  /// In 0…1.
  public var confidence: Double
  public var evidence: [Evidence]
  /// What would change the verdict, a sentence each.
  public var wouldFlip: [String]
  /// Of a hybrid: what is to be trained and what is not; empty otherwise.
  public var parts: String

  public init(
    proceed: Bool, approach: Approach, confidence: Double, evidence: [Evidence], wouldFlip: [String], parts: String = ""
  ) {
    self.proceed = proceed
    self.approach = approach
    self.confidence = confidence
    self.evidence = evidence
    self.wouldFlip = wouldFlip
    self.parts = parts
  }

  /// Of examples that were judged one by one: none.
  static let ofExamples = Verdict(
    proceed: false, approach: .undecided, confidence: 0, evidence: [],
    wouldFlip: ["a run over the whole set: `tunegate check`"])
}

/// One measured signal, the threshold that it was held against, and what that says.
public struct Evidence: Sendable, Equatable {
  public var signal: String
  public var value: Double
  public var threshold: Double
  public var says: String

  public init(signal: String, value: Double, threshold: Double, says: String) {
    self.signal = signal
    self.value = value
    self.threshold = threshold
    self.says = says
  }
}
