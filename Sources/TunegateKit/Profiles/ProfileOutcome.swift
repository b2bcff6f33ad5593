/// What becomes of an example in the hands of a trainer or provider.
public enum ProfileOutcome: UInt8, Sendable, CaseIterable {
  /// It is trained on as it stands.
  case take
  /// The file is refused, or the run stops: one such example is enough.
  case reject
  /// It is left out, at best with a line in a log.
  case drop
  /// What is longer than the limit is cut off.
  case truncate
  /// It takes its part of the time and teaches nothing.
  case trainOnNothing

  /// The word of packs; `take` is what nobody has to write.
  var word: String {
    switch self {
    case .take: "take"
    case .reject: "reject"
    case .drop: "drop"
    case .truncate: "truncate"
    case .trainOnNothing: "train"
    }
  }

  /// The key of reports.
  var key: String {
    switch self {
    case .take: "takes"
    case .reject: "rejects"
    case .drop: "drops"
    case .truncate: "truncates"
    case .trainOnNothing: "trains_on_nothing"
    }
  }

  /// What the profile does, after its name: `trl drops the example`.
  var sentence: String {
    switch self {
    case .take: "takes the example"
    case .reject: "refuses the example"
    case .drop: "drops the example"
    case .truncate: "cuts the example"
    case .trainOnNothing: "trains on nothing of the example"
    }
  }
}

/// Why a profile does not take an example as it stands.
enum ProfileCause: Sendable, Hashable {
  /// Its keys are those of none of the profile's formats.
  case noFormat
  /// It breaks the schema of its format.
  case schema
  case constraint(ProfileConstraint)
  /// More tokens than the limit.
  case overlong
  /// The prompt alone fills the limit, so that nothing of the answer is left.
  case cutOff
  /// No answer that would be trained on.
  case unanswered
}

/// One example that a profile does not take as it stands.
struct ProfileMisfit: Sendable, Equatable {
  /// How long an example is.
  struct Tokens: Sendable, Equatable {
    var count = 0
    var isExact = false
  }

  /// Index of the row in its batch.
  var row: Int32
  /// Index of the profile in its set.
  var profile: Int32
  var outcome: ProfileOutcome
  var cause: ProfileCause
  /// Index of the format in the set's formats; -1 without one.
  var format: Int32 = -1
  /// Byte of the line that the cause is about; the schema's is known when it is explained.
  var offset: Int32 = 0
  /// Where the cause is the length.
  var tokens = Tokens()
}
