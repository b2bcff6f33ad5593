/// One step of a program. The linear engines know the first five; the rest is for the backtracker.
enum RegexOperation: Sendable {
  /// Reads a character of one class.
  case one(UInt16)
  /// Reads a character of a set, by its row in `RegexProgram.sets`.
  case set(Int32)
  /// Goes on at the first, and if that fails at the second.
  case split(Int32, Int32)
  case assertion(RegexAssertion)
  case match
  case jump(Int32)
  /// Records the position in a slot: two for each group, then one for each loop.
  case save(Int32)
  /// Fails when nothing has been read since the slot was saved: ECMA-262 22.2.2.3.1 step 2.b.
  case progress(Int32)
  /// Empties slots.
  case clear(first: Int32, end: Int32)
  /// Matches what follows up to its own `match`, then goes on at `end`.
  case look(RegexLook, end: Int32)
  case backReference(Int32)
}

/// A compiled pattern. Immutable, and a class so that a scratch can tell whose it is.
final class RegexProgram: Sendable {
  let operations: [RegexOperation]
  let alphabet: RegexAlphabet
  /// Rows of `wordsPerSet` words with one bit for each class.
  let sets: [UInt64]
  let wordsPerSet: Int
  /// Whether every match begins at the beginning of the text.
  let isAnchored: Bool
  let hasWordBoundaries: Bool
  /// Groups and loops of the backtracker.
  let slots: Int
  /// Whether something optional or repeated may match nothing, which ECMA-262 refuses after the first times: then only
  /// the backtracker knows which of several matches is preferred.
  let hasNullableRepetition: Bool

  init(
    _ operations: [RegexOperation], _ alphabet: RegexAlphabet, sets: [UInt64], slots: Int, isAnchored: Bool,
    hasNullableRepetition: Bool
  ) {
    self.operations = operations
    self.alphabet = alphabet
    self.sets = sets
    wordsPerSet = (alphabet.count + 63) / 64
    self.slots = slots
    self.isAnchored = isAnchored
    self.hasNullableRepetition = hasNullableRepetition
    hasWordBoundaries = !alphabet.wordClasses.isEmpty
  }

  @inline(__always)
  func contains(_ set: Int32, _ characterClass: Int) -> Bool {
    sets[Int(set) * wordsPerSet + characterClass >> 6] >> UInt64(characterClass & 63) & 1 != 0
  }

  @inline(__always)
  func side(_ characterClass: Int) -> RegexSide {
    hasWordBoundaries && alphabet.wordClasses[characterClass] ? .word : .other
  }
}

/// What stands on one side of a position, as far as assertions care.
enum RegexSide: UInt8, Sendable, Hashable {
  /// The beginning or the end of the text.
  case edge
  case other, word
}

extension RegexAssertion {
  @inline(__always)
  func holds(before: RegexSide, after: RegexSide) -> Bool {
    switch self {
    case .start: before == .edge
    case .end: after == .edge
    case .wordBoundary: (before == .word) != (after == .word)
    case .noWordBoundary: (before == .word) == (after == .word)
    }
  }
}
