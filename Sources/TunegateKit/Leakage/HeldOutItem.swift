/// One text of an evaluation example that must not stand in training data.
struct HeldOutItem: Sendable {
  enum Part: UInt8, Sendable {
    case prompt, answer
    /// A text of a record whose shape is not known.
    case text
  }

  /// `Place.source` counts the run's sources, then the evaluation files that are none of them.
  var place: Place
  var part: Part
  /// Its words in `HeldOutIndex.words`.
  var words: Range<Int>
  /// A fingerprint of the text as it is spelled; 0 where it was not taken.
  var spelling: UInt64 = 0
  /// Words that lie in an n-gram of its own, not in a form that many items share.
  var ownWords = 0
}

/// What one evaluation file holds, and what of it was found in the training data.
public struct LeakSummary: Sendable, Equatable {
  public var path: String
  /// `Place.source` of its examples.
  var source: Int
  /// Examples that could be compared.
  public var examples: Int
  /// Of these, how many are in the training data.
  public var found: Int

  /// `found` over `examples`, in 0…1.
  public var share: Double { examples > 0 ? Double(found) / Double(examples) : 0 }

  public init(path: String, source: Int = -1, examples: Int, found: Int) {
    (self.path, self.source, self.examples, self.found) = (path, source, examples, found)
  }
}
