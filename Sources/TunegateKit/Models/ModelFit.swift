/// What a model rule learned of the set: how many of the examples that it judged are bad, and which.
struct ModelFit: Sendable {
  enum Outcome: Sendable, Equatable {
    /// The rate and the posteriors hold, and count in the noise score.
    case valid
    /// There is something to judge, and no judgement: a clause that says why. Never to be read as clean.
    case notCheckable(String)
    /// The set is not of the kind that the model is for.
    case notApplicable
  }

  var outcome: Outcome
  /// Estimated share of the judged examples that are bad, in 0…1.
  var rate = 0.0
  /// Standard error of `rate`.
  var standardError = 0.0
  /// A higher reading of the rate where there is one, for the upper end of the interval.
  var high: Double?
  /// Examples that the model judged, copies counted once.
  var judged = 0
  /// How well the model tells good from bad on what it was not trained on: an area under the ROC curve, in 0…1.
  var power = 0.0
  /// Probability that an example is bad, in the order of the examples; empty stands for zeros.
  var posterior: [Float] = []
  /// What to say of the examples with a posterior of 0.5 or more.
  var remarks: [Int: ModelRemark] = [:]
  /// Of closed labels: the estimated share that is wrong by label, most frequent first.
  var classes: [ClassRate] = []
  /// Of closed labels: which are taken for which, most frequent first.
  var confusions: [Confusion] = []

  init(_ outcome: Outcome) { self.outcome = outcome }

  /// From this posterior on an example is reported.
  static let reported: Float = 0.5

  func posterior(_ example: Int) -> Double { example < posterior.count ? Double(posterior[example]) : 0 }
}

/// The words for one example that a model doubts.
struct ModelRemark: Sendable, Equatable {
  var message: String
  var hint: String
}

/// How many of the examples with a label seem to deserve another.
public struct ClassRate: Sendable, Equatable {
  public var label: String
  public var count: Int
  /// In 0…1.
  public var wrong: Double

  public init(label: String, count: Int, wrong: Double) {
    self.label = label
    self.count = count
    self.wrong = wrong
  }
}

/// How many examples with one label seem to deserve a certain other.
public struct Confusion: Sendable, Equatable {
  public var given: String
  public var likelier: String
  public var count: Int

  public init(given: String, likelier: String, count: Int) {
    self.given = given
    self.likelier = likelier
    self.count = count
  }
}

/// What a model may know of the set besides the examples.
struct ModelFacts: Sendable {
  /// Examples in the set, copies and damaged ones included.
  var examples: Int
  /// True when the examples are a part of the set that was drawn at random.
  var isPartial: Bool
  /// Whether the answers are labels: `wrong-label` judges them, and not the models of open answers.
  var hasLabels = false
}
