/// A trainer or provider: which formats it takes, what it asks of an example beyond them, and what it does with one
/// that does not fit. One pack a profile, `rules/packs/profile-<name>.yml`.
public struct TrainerProfile: Sendable, Equatable {
  /// One of the formats that a profile takes.
  struct Format: Sendable, Equatable {
    /// `rules/formats/<name>.schema.json`.
    var name: String
    /// A record has this format when it has all keys of one of these sets.
    var keySets: [[String]]
    /// False when the format is trained on as a whole, or without an answer of its own.
    var hasAnswer = true
  }

  /// A constraint, and what happens to an example that breaks it.
  struct Demand: Sendable, Equatable {
    var constraint: ProfileConstraint
    var outcome: ProfileOutcome
  }

  /// Bounds on the data set and on an example; nil where the sources name none.
  struct Limits: Sendable, Equatable {
    var fewestExamples: Int?
    var mostExamples: Int?
    var fileBytes: Int?
    var tokens: Int?
    /// What the number of tokens is, where it is not the provider's: `the default of max_length`.
    var tokensAre = ""
    var images: Int?
  }

  /// What happens to an example in a case that the sources describe; nil where they do not say.
  struct Behavior: Sendable, Equatable {
    /// Of none of the formats, or not as its schema asks for.
    var misfit = ProfileOutcome.reject
    /// More tokens than the limit.
    var overlong: ProfileOutcome?
    /// Cut before the first token of an answer.
    var cutOff: ProfileOutcome?
    /// No answer that would be trained on.
    var unanswered: ProfileOutcome?
  }

  /// As `--profile` takes it.
  public let name: String
  /// The trainer's or provider's own name.
  public internal(set) var title = ""
  /// The day of the newest source, `2026-08-21`.
  public internal(set) var date = ""
  /// Where the constraints come from, a line each.
  public internal(set) var sources: [String] = []
  /// What the sources do not say, and is not enforced; a line each.
  public internal(set) var notVerified: [String] = []
  /// In the order in which a record is tried.
  var formats: [Format] = []
  var does = Behavior()
  var demands: [Demand] = []
  /// Words that no text may contain, whatever their case.
  var reservedWords: [String] = []
  var limits = Limits()
  /// Whether all examples of a data set must have one format.
  var isOneFormat = false
  /// Whether `weight: 0` takes a turn out of the loss.
  var readsWeights = false

  init(name: String) { self.name = name }

  /// `--profile all`: every profile side by side.
  static let all = "all"

  func demands(_ constraint: ProfileConstraint) -> Bool { demands.contains { $0.constraint == constraint } }

  /// `a`, `b` and `c`, or …: the keys of each format, for messages.
  var formatKeys: String {
    let sets = formats.flatMap(\.keySets).map { $0.map { "`\($0)`" }.joined(separator: ", ") }
    return sets.count == 1 ? sets[0] : sets.dropLast().joined(separator: "; ") + "; or " + (sets.last ?? "")
  }
}

extension TrainerProfile {
  /// What the data set as a whole breaks; a sentence each.
  ///
  /// - Parameter largest: The largest file in bytes of text; nil for none.
  func complaints(examples: Int, largest: (path: String, bytes: Int)?) -> [String] {
    var complaints: [String] = []
    if let fewest = limits.fewestExamples, examples < fewest {
      complaints.append(
        "\(name) refuses the data set: it has \(Numbers.grouped(examples)) example\(examples == 1 ? "" : "s"), "
          + "expected \(Numbers.grouped(fewest)) or more")
    }
    if let most = limits.mostExamples, examples > most {
      complaints.append(
        "\(name) refuses the data set: it has \(Numbers.grouped(examples)) examples, "
          + "expected \(Numbers.grouped(most)) or fewer")
    }
    if let limit = limits.fileBytes, let largest, largest.bytes > limit {
      complaints.append(
        "\(name) refuses the file \(largest.path): it has \(Numbers.grouped(largest.bytes)) bytes of text, "
          + "expected \(ByteSize.describe(limit)) or less")
    }
    return complaints
  }
}
